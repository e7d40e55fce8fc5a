"""A formula that is a weighted sum of species, as its weights."""

from __future__ import annotations

from collections.abc import Mapping

import libsbml

from her2sim.errors import InvalidModel
from her2sim.formula_nodes import kind_of

Weights = dict[str, float]


def weights(formula: str, rules: Mapping[str, libsbml.ASTNode]) -> Weights:
    """Return the weight of each id in a sum such as ``A + 2 * B``.

    Parameters
    ----------
    formula
        Over ids, in the syntax of Antimony.
    rules
        Formulas of ids that stand for a sum themselves.

    Raises
    ------
    InvalidModel
        If it is not a weighted sum.
    """
    node = libsbml.parseL3Formula(formula)
    if node is None:
        raise InvalidModel(f"{formula!r} is no formula.")
    total = _weights(node, rules)
    if total is None or "" in total:
        raise InvalidModel(f"{formula!r} is no weighted sum of species.")
    return total


def _weights(node: libsbml.ASTNode, rules: Mapping[str, libsbml.ASTNode]) -> Weights | None:
    """Return weights by id; a plain number stands under the empty id."""
    if node.isNumber():
        return {"": float(node.getValue())}
    if node.isName():
        name = node.getName()
        return _weights(rules[name], rules) if name in rules else {name: 1.0}
    parts = [_weights(node.getChild(index), rules) for index in range(node.getNumChildren())]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if kind_of(node) == libsbml.AST_PLUS:
        return _sum(known)
    if kind_of(node) == libsbml.AST_MINUS:
        first = _scaled(known[0], -1.0 if len(known) == 1 else 1.0)
        return _sum([first, *(_scaled(part, -1.0) for part in known[1:])])
    if kind_of(node) == libsbml.AST_TIMES:
        return _product(known)
    return None


def _sum(parts: list[Weights]) -> Weights:
    total: Weights = {}
    for part in parts:
        for name, weight in part.items():
            total[name] = total.get(name, 0.0) + weight
    return total


def _scaled(part: Weights, factor: float) -> Weights:
    return {name: factor * weight for name, weight in part.items()}


def _product(parts: list[Weights]) -> Weights | None:
    factor = 1.0
    sums = []
    for part in parts:
        if set(part) == {""}:
            factor *= part[""]
        else:
            sums.append(part)
    if not sums:
        return {"": factor}
    return _scaled(sums[0], factor) if len(sums) == 1 else None
