"""Formulas of SBML (libSBML syntax trees) as nodes of an expression graph."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import libsbml

from her2sim.batch.expression import Graph
from her2sim.batch.refusal import NotCovered
from her2sim.formula_nodes import kind_of

Resolve = Callable[[str], int]
"""Gives the node of an identifier."""

_UNARY = {
    libsbml.AST_FUNCTION_EXP: "exp", libsbml.AST_FUNCTION_LN: "log",
    libsbml.AST_FUNCTION_SIN: "sin", libsbml.AST_FUNCTION_COS: "cos",
    libsbml.AST_FUNCTION_TAN: "tan", libsbml.AST_FUNCTION_SINH: "sinh",
    libsbml.AST_FUNCTION_COSH: "cosh", libsbml.AST_FUNCTION_TANH: "tanh",
    libsbml.AST_FUNCTION_ARCSIN: "asin", libsbml.AST_FUNCTION_ARCCOS: "acos",
    libsbml.AST_FUNCTION_ARCTAN: "atan", libsbml.AST_FUNCTION_ARCSINH: "asinh",
    libsbml.AST_FUNCTION_ARCCOSH: "acosh", libsbml.AST_FUNCTION_ARCTANH: "atanh",
    libsbml.AST_FUNCTION_ABS: "abs", libsbml.AST_FUNCTION_FLOOR: "floor",
    libsbml.AST_FUNCTION_CEILING: "ceil",
}  # fmt: skip
_CONSTANTS = {
    libsbml.AST_CONSTANT_E: math.e,
    libsbml.AST_CONSTANT_PI: math.pi,
    libsbml.AST_NAME_AVOGADRO: 6.02214179e23,
}
_COMPARISONS = {
    libsbml.AST_RELATIONAL_LT: ("lt", False), libsbml.AST_RELATIONAL_LEQ: ("le", False),
    libsbml.AST_RELATIONAL_GT: ("lt", True), libsbml.AST_RELATIONAL_GEQ: ("le", True),
    libsbml.AST_RELATIONAL_EQ: ("eq", False),
}  # fmt: skip
_EXTREMES = (libsbml.AST_FUNCTION_MAX, libsbml.AST_FUNCTION_MIN)
_POWERS = (libsbml.AST_POWER, libsbml.AST_FUNCTION_POWER)
_LOGICAL = (
    libsbml.AST_LOGICAL_AND,
    libsbml.AST_LOGICAL_OR,
    libsbml.AST_LOGICAL_XOR,
    libsbml.AST_LOGICAL_NOT,
    libsbml.AST_LOGICAL_IMPLIES,
)
_REFUSED = {
    libsbml.AST_FUNCTION_DELAY: "a delay",
    libsbml.AST_FUNCTION_RATE_OF: "the symbol rateOf",
}


@dataclass(frozen=True)
class Formulas:
    """Translates formulas into one graph.

    Attributes
    ----------
    graph
        Receives the nodes.
    functions
        Function definitions of the model by id.
    """

    graph: Graph
    functions: Mapping[str, libsbml.FunctionDefinition]

    def node(self, tree: libsbml.ASTNode | None, resolve: Resolve, time: int, where: str) -> int:
        """Return the node of a formula.

        Parameters
        ----------
        tree
            The formula; ``None`` when the model leaves it out.
        resolve
            Gives the node of an identifier.
        time
            The node that stands for time.
        where
            The id of the element that holds the formula, for messages.
        """
        if tree is None:
            raise NotCovered("an element without a formula", where)
        return _Walk(self, resolve, time, where).node(tree)


@dataclass(frozen=True)
class _Walk:
    formulas: Formulas
    resolve: Resolve
    time: int
    where: str

    def node(self, tree: libsbml.ASTNode) -> int:
        kind, graph = kind_of(tree), self.formulas.graph
        if tree.isNumber():
            return graph.number(_number(tree))
        if kind == libsbml.AST_NAME:
            return self.resolve(tree.getName())
        if kind == libsbml.AST_NAME_TIME:
            return self.time
        if kind in _CONSTANTS:
            return graph.number(_CONSTANTS[kind])
        if kind in (libsbml.AST_CONSTANT_TRUE, libsbml.AST_CONSTANT_FALSE):
            return graph.truth(kind == libsbml.AST_CONSTANT_TRUE)
        if kind in _REFUSED:
            raise NotCovered(_REFUSED[kind], self.where)
        if kind == libsbml.AST_FUNCTION:
            return self._user_function(tree)
        children = [self.node(tree.getChild(i)) for i in range(tree.getNumChildren())]
        if kind in _LOGICAL:
            return self._logical(kind, children)
        if kind in _COMPARISONS or kind == libsbml.AST_RELATIONAL_NEQ:
            return self._comparison(kind, children)
        if kind == libsbml.AST_FUNCTION_PIECEWISE:
            return self._piecewise(children)
        return self._arithmetic(tree, kind, self._numbers(children))

    def _numbers(self, nodes: list[int]) -> list[int]:
        if any(self.formulas.graph.is_truth(node) for node in nodes):
            raise NotCovered("a truth used as a number", self.where)
        return nodes

    def _arithmetic(self, tree: libsbml.ASTNode, kind: int, args: list[int]) -> int:
        graph = self.formulas.graph
        if kind == libsbml.AST_PLUS:
            return reduce(graph.add, args, graph.zero)
        if kind == libsbml.AST_TIMES:
            return reduce(graph.mul, args, graph.one)
        if kind == libsbml.AST_MINUS:
            return graph.neg(args[0]) if len(args) == 1 else graph.sub(*args)
        if kind == libsbml.AST_DIVIDE:
            return graph.div(*args)
        if kind in _POWERS:
            return graph.power(*args)
        if kind in _UNARY:
            return graph.call(_UNARY[kind], args[0])
        if kind == libsbml.AST_FUNCTION_ROOT:
            if len(args) == 1:
                return graph.power(args[0], graph.number(0.5))
            return graph.power(args[1], graph.inv(args[0]))
        if kind == libsbml.AST_FUNCTION_LOG:
            base = graph.number(10.0) if len(args) == 1 else args[0]
            return graph.div(graph.call("log", args[-1]), graph.call("log", base))
        if kind in _EXTREMES:
            return reduce(lambda a, b: self._extreme(kind, a, b), args)
        raise NotCovered(f"the operator {tree.getName() or tree.getOperatorName()!r}", self.where)

    def _extreme(self, kind: int, a: int, b: int) -> int:
        graph = self.formulas.graph
        below = graph.compare("lt", a, b)
        least = kind == libsbml.AST_FUNCTION_MIN
        return graph.select(below, a if least else b, b if least else a)

    def _comparison(self, kind: int, args: list[int]) -> int:
        graph = self.formulas.graph
        self._numbers(args)
        if kind == libsbml.AST_RELATIONAL_NEQ:
            return graph.negation(graph.compare("eq", args[0], args[1]))
        op, swapped = _COMPARISONS[kind]
        pairs = [
            graph.compare(op, b, a) if swapped else graph.compare(op, a, b)
            for a, b in pairwise(args)
        ]
        return reduce(graph.both, pairs)

    def _logical(self, kind: int, args: list[int]) -> int:
        graph = self.formulas.graph
        if not all(graph.is_truth(node) for node in args):
            raise NotCovered("a number used as a truth", self.where)
        if kind == libsbml.AST_LOGICAL_NOT:
            return graph.negation(args[0])
        if kind == libsbml.AST_LOGICAL_AND:
            return reduce(graph.both, args, graph.truth(True))
        if kind == libsbml.AST_LOGICAL_OR:
            return reduce(graph.either, args, graph.truth(False))
        if kind == libsbml.AST_LOGICAL_IMPLIES:
            return graph.either(graph.negation(args[0]), args[1])
        return reduce(self._exclusive, args, graph.truth(False))

    def _exclusive(self, a: int, b: int) -> int:
        graph = self.formulas.graph
        return graph.both(graph.either(a, b), graph.negation(graph.both(a, b)))

    def _piecewise(self, args: list[int]) -> int:
        graph = self.formulas.graph
        pairs = len(args) // 2
        result = args[-1] if len(args) % 2 else graph.number(math.nan)
        self._numbers([*args[0 : 2 * pairs : 2], result])
        for i in reversed(range(pairs)):
            if not graph.is_truth(args[2 * i + 1]):
                raise NotCovered("a number used as a truth", self.where)
            result = graph.select(args[2 * i + 1], args[2 * i], result)
        return result

    def _user_function(self, tree: libsbml.ASTNode) -> int:
        name = tree.getName()
        definition = self.formulas.functions.get(name)
        if definition is None:
            raise NotCovered("a function the model does not define", name)
        arguments = [definition.getArgument(i) for i in range(definition.getNumArguments())]
        if len(arguments) != tree.getNumChildren():
            raise NotCovered("a function called with a wrong number of arguments", name)
        values = {
            argument.getName(): self.node(tree.getChild(i)) for i, argument in enumerate(arguments)
        }

        def lookup(identifier: str) -> int:
            if identifier not in values:
                raise NotCovered("a function that uses more than its arguments", name)
            return values[identifier]

        # libSBML refuses recursive definitions when the model is checked, so this ends.
        return self.formulas.node(definition.getBody(), lookup, self.time, name)


def _number(tree: libsbml.ASTNode) -> float:
    if kind_of(tree) == libsbml.AST_INTEGER:
        return float(tree.getInteger())
    if kind_of(tree) == libsbml.AST_RATIONAL:
        return float(tree.getNumerator()) / float(tree.getDenominator())
    return float(tree.getReal())
