"""Exact derivatives of expressions with respect to the states and time."""

from __future__ import annotations

from collections.abc import Iterable

from her2sim.batch.expression import STATE, TIME, Graph
from her2sim.batch.refusal import NotCovered

BY_TIME = -1
"""The variable number that stands for time."""

_STEEP_BELOW = 1e-30

Gradient = dict[int, int]


def gradients(graph: Graph, roots: Iterable[int]) -> dict[int, Gradient]:
    """Differentiate expressions, sparsely and without repeating shared work.

    Parameters
    ----------
    graph
        Holds the expressions; derivatives are added to it.
    roots
        The nodes to differentiate.

    Returns
    -------
    dict
        For every node below the roots: variable (position of the state, or ``BY_TIME``) to the
        node of the partial derivative. Absent variables have derivative zero.
    """
    found: dict[int, Gradient] = {}
    for node in graph.reach(roots):
        if graph.depends[node] & (STATE | TIME) and not graph.is_truth(node):
            found[node] = _gradient(graph, node, found)
        else:
            found[node] = {}
    return found


def _gradient(graph: Graph, node: int, found: dict[int, Gradient]) -> Gradient:
    op = graph.op(node)
    if op == "state":
        return {int(graph.payload(node)): graph.one}
    if op == "time":
        return {BY_TIME: graph.one}
    if op == "select":
        return _select_gradient(graph, found, *graph.args(node))
    result: Gradient = {}
    for arg, factor in _partials(graph, node, op):
        for variable, inner in found[arg].items():
            term = graph.mul(factor, inner)
            result[variable] = graph.add(result.get(variable, graph.zero), term)
    return {variable: term for variable, term in result.items() if term != graph.zero}


def _select_gradient(
    graph: Graph, found: dict[int, Gradient], condition: int, yes: int, no: int
) -> Gradient:
    # Chosen term by term: a product with 0 would let a NaN of the other branch through.
    zero = graph.zero
    return {
        variable: graph.select(
            condition, found[yes].get(variable, zero), found[no].get(variable, zero)
        )
        for variable in (*found[yes], *(v for v in found[no] if v not in found[yes]))
    }


def _partials(graph: Graph, node: int, op: str) -> list[tuple[int, int]]:
    args = graph.args(node)
    if op == "add":
        return [(args[0], graph.one), (args[1], graph.one)]
    if op == "neg":
        return [(args[0], graph.number(-1.0))]
    if op == "mul":
        return [(args[0], args[1]), (args[1], args[0])]
    if op == "inv":
        return [(args[0], graph.neg(graph.mul(node, node)))]
    if op == "floored":
        return [(args[0], graph.one)]
    if op == "pow":
        return _power_partials(graph, node, *args)
    return [(args[0], _function_slope(graph, node, op, args[0]))]


def _power_partials(graph: Graph, node: int, base: int, exponent: int) -> list[tuple[int, int]]:
    by_base = graph.mul(exponent, graph.mul(node, graph.inv(base)))
    by_base = _unless_steep(graph, base, exponent, by_base)
    partials = [(base, by_base)]
    if graph.depends[exponent]:
        partials.append((exponent, graph.mul(node, graph.call("log", base))))
    return partials


def _unless_steep(graph: Graph, base: int, exponent: int, slope: int) -> int:
    """Return the slope of a power, but 0 where a power below 1 is all but infinitely steep.

    That is at concentrations of zero. With the tangent in the Jacobian no step would be short
    enough, though the rate itself, which stays exact, is finite: the estimated error sees to it.
    """
    if graph.op(base) != "floored":
        return slope
    near_zero = graph.compare("lt", base, graph.number(_STEEP_BELOW))
    steep = graph.both(graph.compare("lt", exponent, graph.one), near_zero)
    return graph.select(steep, graph.zero, slope)


def _function_slope(graph: Graph, node: int, op: str, x: int) -> int:
    one, square = graph.one, graph.mul(x, x)
    if op in ("floor", "ceil"):
        return graph.zero
    if op == "exp":
        return node
    if op == "log":
        return graph.inv(x)
    if op == "sqrt":
        half = graph.number(0.5)
        return _unless_steep(graph, x, half, graph.mul(half, graph.inv(node)))
    if op == "abs":
        below = graph.compare("lt", x, graph.zero)
        return graph.select(below, graph.number(-1.0), one)
    partners = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}
    if op in partners:
        slope = graph.call(partners[op], x)
        return graph.neg(slope) if op == "cos" else slope
    if op in ("tan", "tanh"):
        squared = graph.mul(node, node)
        return graph.add(one, squared) if op == "tan" else graph.sub(one, squared)
    denominators = {
        "atan": graph.add(one, square),
        "atanh": graph.sub(one, square),
        "asin": graph.sqrt(graph.sub(one, square)),
        "acos": graph.neg(graph.sqrt(graph.sub(one, square))),
        "asinh": graph.sqrt(graph.add(square, one)),
        "acosh": graph.sqrt(graph.sub(square, one)),
    }
    if op not in denominators:
        raise NotCovered("the derivative of " + op)
    return graph.inv(denominators[op])
