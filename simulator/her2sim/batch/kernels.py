"""The straight-line functions of one model: rates, factors, solution, readouts.

Every function works on all lanes at once; arrays hold the lanes of one number side by side. What
depends on the inputs alone is computed once a simulation by ``prepare`` and kept in ``constants``.
``rates`` adds to its target, which saves the stages of a step a pass over the states.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from her2sim.batch import vectormath
from her2sim.batch.derivative import BY_TIME, Gradient, gradients
from her2sim.batch.expression import STATE, TIME, Graph
from her2sim.batch.ir import Function, Module
from her2sim.batch.network import Network
from her2sim.batch.ordering import Factors, factor_pattern
from her2sim.batch.value import Value

KERNELS = ("prepare", "initial", "rates", "time_slope", "factor", "solve", "readout")
"""Symbols of the functions, all with four pointer arguments and no result."""

_BLOCK = 200
_LONGEST_FUNCTION = 4000
_NATIVE = {"sqrt": "sqrt", "abs": "fabs", "floor": "floor", "ceil": "ceil"}


@dataclass(frozen=True)
class Kernels:
    """The text of a model's functions and the sizes of their arrays.

    Attributes
    ----------
    assembly
        LLVM assembly.
    constants
        Length of ``constants``, in vectors.
    factors
        Length of the factors, in vectors.
    external
        C library functions the code calls.
    """

    assembly: str
    constants: int
    factors: int
    external: tuple[str, ...]


def write_kernels(network: Network, lanes: int) -> Kernels:
    """Write the functions of a model for a number of lanes."""
    graph = network.graph
    found = gradients(graph, network.rates)
    rows = [found[node] for node in network.rates]
    entries = [(i, j) for i, row in enumerate(rows) for j in row if j != BY_TIME]
    factors = factor_pattern(len(network.states), entries)
    negative = _negative_rows(graph, rows)
    roots = [*network.rates, *network.quantities.values()]
    roots += [node for row in negative for node in row.values()]
    slots = _constant_slots(graph, roots)
    module = Module(lanes)
    _write_prepare(module, graph, slots)
    _write_values(module, graph, {}, "initial", dict(enumerate(network.initial)))
    _write_values(module, graph, slots, "rates", dict(enumerate(network.rates)), added=True)
    by_time = {i: row.get(BY_TIME, graph.zero) for i, row in enumerate(negative)}
    _write_values(module, graph, slots, "time_slope", by_time)
    _write_factor(module, graph, slots, negative, factors)
    _write_solve(module, factors)
    _write_values(module, graph, slots, "readout", dict(enumerate(network.quantities.values())))
    return Kernels(module.text(), len(slots), len(factors.slots), module.external)


def _negative_rows(graph: Graph, rows: list[Gradient]) -> list[Gradient]:
    return [
        {j: node if j == BY_TIME else graph.neg(node) for j, node in row.items()} for row in rows
    ]


def _constant_slots(graph: Graph, roots: Iterable[int]) -> dict[int, int]:
    """Give places to the expressions of inputs alone that running expressions use directly."""
    wanted: list[int] = []
    for node in graph.reach(roots):
        if graph.depends[node] & (STATE | TIME):
            wanted.extend(graph.args(node))
    wanted.extend(roots)
    slots: dict[int, int] = {}
    for node in wanted:
        if not graph.depends[node] and graph.op(node) != "number" and not graph.is_truth(node):
            slots.setdefault(node, len(slots))
    return slots


class _Lowering:
    """Emits expressions into a function, each once."""

    def __init__(
        self, function: Function, graph: Graph, roots: Iterable[int], slots: dict[int, int]
    ) -> None:
        self.function, self.graph, self.slots = function, graph, slots
        self.done: dict[int, Value] = {}
        self.uses: dict[int, int] = {}
        for node in graph.reach(roots):
            for arg in graph.args(node):
                self.uses[arg] = self.uses.get(arg, 0) + 1

    def value(self, root: int) -> Value:
        """Return the value of an expression, emitting what it needs first."""
        stack = [root]
        while stack:
            node = stack[-1]
            if node in self.done:
                stack.pop()
                continue
            missing = [arg for arg in self._needs(node) if arg not in self.done]
            if missing:
                stack.extend(reversed(missing))
                continue
            self.done[node] = self._emit(node)
            stack.pop()
        return self.done[root]

    def _needs(self, node: int) -> tuple[int, ...]:
        if node in self.slots:
            return ()
        fused = self._fused(node)
        return fused[1:] if fused else self.graph.args(node)

    def _fused(self, node: int) -> tuple[int, int, int, int] | None:
        """Return (sign, x, y, z) when a sum is ``z + sign * x * y`` with an unshared product."""
        graph = self.graph
        if graph.op(node) != "add":
            return None
        for product, other in (graph.args(node), graph.args(node)[::-1]):
            sign, inner = 1, product
            if graph.op(inner) == "neg" and self.uses[inner] == 1:
                sign, inner = -1, graph.args(inner)[0]
            unshared = self.uses[inner] == 1 and inner not in self.slots
            if graph.op(inner) == "mul" and unshared and product not in self.slots:
                return (sign, *graph.args(inner), other)  # type: ignore[return-value]
        return None

    def _emit(self, node: int) -> Value:
        f, graph = self.function, self.graph
        f.breathe(_BLOCK)
        if node in self.slots:
            return f.load("v", f.arguments[1], self.slots[node])
        fused = self._fused(node)
        if fused:
            x, y, z = (self.done[arg] for arg in fused[1:])
            return f.fma(-x if fused[0] < 0 else x, y, z)
        op = graph.op(node)
        if op in ("number", "truth", "state", "input", "time"):
            return self._leaf(op, node)
        return self._operation(op, node, [self.done[arg] for arg in graph.args(node)])

    def _leaf(self, op: str, node: int) -> Value:
        f, payload = self.function, self.graph.payload(node)
        if op == "number":
            return f.constant("v", payload)
        if op == "truth":
            return f.constant("v", payload).compare("une", 0.0)
        if op == "time":
            return f.load("v", f.arguments[2])
        return f.load("v", f.arguments[0], int(payload))

    def _operation(self, op: str, node: int, args: list[Value]) -> Value:
        f = self.function
        if op == "add":
            return args[0] + args[1]
        if op == "mul":
            return args[0] * args[1]
        if op == "neg":
            return -args[0]
        if op == "inv":
            return 1.0 / args[0]
        if op == "floored":
            return f.largest(args[0], 1e-100)
        if op == "select":
            return f.select(*args)
        if op in ("lt", "le", "eq"):
            return args[0].compare("o" + op, args[1])
        if op == "isnan":
            return args[0].isnan()
        if op == "and":
            return args[0] & args[1]
        if op == "not":
            return ~args[0]
        if op in _NATIVE:
            return f.intrinsic(_NATIVE[op], args[0])
        return self._transcendental(op, node, args)

    def _transcendental(self, op: str, node: int, args: list[Value]) -> Value:
        """Use the vector functions where it matters: where the value changes at every step."""
        f = self.function
        if self.graph.depends[node]:
            if op == "exp":
                return vectormath.exp(f, args[0])
            if op == "log":
                return vectormath.log(f, args[0])
            if op == "pow" and self.graph.op(self.graph.args(node)[0]) == "floored":
                return vectormath.power(f, args[0], args[1])
        return f.per_lane(op, *args)


def _write_prepare(module: Module, graph: Graph, slots: dict[int, int]) -> None:
    f = Function(module, "prepare", "pppp")
    lowering = _Lowering(f, graph, slots, {})
    for node, slot in slots.items():
        f.store(lowering.value(node), f.arguments[1], slot)
    f.leave()


def _write_values(
    module: Module,
    graph: Graph,
    slots: dict[int, int],
    name: str,
    roots: dict[int, int],
    added: bool = False,
) -> None:
    """Write a function that stores expressions, or adds them to what is there."""
    f = Function(module, name, "pppp")
    lowering = _Lowering(f, graph, roots.values(), slots)
    for position, node in roots.items():
        value = lowering.value(node)
        if added:
            value = f.load("v", f.arguments[3], position) + value
        f.store(value, f.arguments[3], position)
    f.leave()


def _write_factor(
    module: Module,
    graph: Graph,
    slots: dict[int, int],
    negative: list[Gradient],
    factors: Factors,
) -> None:
    """Write ``W = L U`` row by row, from the Jacobian on; the diagonal is left inverted.

    The third argument points to the time and, behind it, ``1/(h gamma)``. Long work is spread
    over several functions, because LLVM's register allocation takes more than linear time.
    """
    whole = Function(module, "factor", "pppp")
    row = 0
    while row < len(factors.order):
        name = f"factor_rows_{row}"
        f = Function(module, name, "pppp", internal=True)
        roots = [n for entries in negative for j, n in entries.items() if j != BY_TIME]
        lowering = _Lowering(f, graph, roots, slots)
        while row < len(factors.order) and f.length < _LONGEST_FUNCTION:
            _factor_row(lowering, negative[factors.order[row]], factors, row)
            row += 1
        f.leave()
        whole.call("", name, *whole.arguments)
    whole.leave()


def _factor_row(lowering: _Lowering, entries: Gradient, factors: Factors, k: int) -> None:
    f, slots = lowering.function, factors.slots
    lu = f.arguments[3]
    columns = (*factors.lower[k], k, *factors.upper[k])
    nodes = {j: entries.get(factors.order[j]) for j in columns}
    zero = f.constant("v", 0.0)
    row = {j: zero if node is None else lowering.value(node) for j, node in nodes.items()}
    row[k] = row[k] + f.load("v", f.arguments[2], 1)
    for j in factors.lower[k]:
        f.breathe(_BLOCK)
        row[j] = row[j] * f.load("v", lu, slots[j, j])
        minus = -row[j]
        for i in factors.upper[j]:
            row[i] = f.fma(minus, f.load("v", lu, slots[j, i]), row[i])
    row[k] = 1.0 / row[k]
    for j, value in row.items():
        f.store(value, lu, slots[k, j])


def _write_solve(module: Module, factors: Factors) -> None:
    """Write the solution of ``L U x = b`` in place. Arguments: factors, right-hand side."""
    f = Function(module, "solve", "pppp")
    lu, x = f.arguments[0], f.arguments[1]
    order, slots = factors.order, factors.slots

    def eliminated(k: int, columns: Iterable[int]) -> Value:
        total = f.load("v", x, order[k])
        for j in columns:
            f.breathe(_BLOCK)
            entry = f.load("v", lu, slots[k, j])
            total = f.fma(-entry, f.load("v", x, order[j]), total)
        return total

    for k, left in enumerate(factors.lower):
        if left:
            f.store(eliminated(k, left), x, order[k])
    for k in reversed(range(len(order))):
        total = eliminated(k, factors.upper[k]) * f.load("v", lu, slots[k, k])
        f.store(total, x, order[k])
    f.leave()
