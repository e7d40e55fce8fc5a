"""Initial values of parameters and compartments that depend on what a scenario sets.

The engine's reset recomputes the initial assignments of species and of variables under a rate
rule after a parameter was set, but not those of other parameters and of compartments (measured
with 2.10 and 2.11). They are computed here, by libSBML, and only where one depends on a set id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import libsbml

from her2sim.errors import InvalidModel


class InitialValues:
    """The initial assignments of one SBML text that the engine's reset leaves stale."""

    def __init__(self, sbml: str) -> None:
        self._sbml = sbml
        self._stale: dict[str, frozenset[str]] = {}
        if "<initialAssignment" not in sbml:
            return
        document = libsbml.readSBMLFromString(sbml)
        model = document.getModel()
        formulas = dict(_formulas(model))
        for assignment in model.getListOfInitialAssignments():
            symbol = assignment.getSymbol()
            if model.getSpecies(symbol) is None and not _has_rate_rule(model, symbol):
                self._stale[symbol] = _all_needed(symbol, formulas)

    def dependent_on(self, given: Mapping[str, float]) -> dict[str, float]:
        """Return the values of those initial assignments that depend on a given id."""
        stale = [symbol for symbol, needed in self._stale.items() if needed & given.keys()]
        stale = [symbol for symbol in stale if symbol not in given]
        if not stale:
            return {}
        document = libsbml.readSBMLFromString(self._sbml)
        model = document.getModel()
        for name, value in given.items():
            _put(model, name, value)
        properties = libsbml.ConversionProperties()
        properties.addOption("expandInitialAssignments", True)
        if document.convert(properties) != libsbml.LIBSBML_OPERATION_SUCCESS:
            raise InvalidModel(f"The initial values of {', '.join(stale)} cannot be computed.")
        return {symbol: _get(model, symbol) for symbol in stale}


def _formulas(model: Any) -> Iterator[tuple[str, frozenset[str]]]:  # noqa: ANN401
    """Yield every determined id with the ids its formula names."""
    for assignment in model.getListOfInitialAssignments():
        yield assignment.getSymbol(), frozenset(_names(assignment.getMath()))
    for rule in model.getListOfRules():
        if rule.isAssignment():
            yield rule.getVariable(), frozenset(_names(rule.getMath()))


def _names(node: Any) -> Iterator[str]:  # noqa: ANN401
    if node is None:
        return
    if node.isName():
        yield node.getName()
    for index in range(node.getNumChildren()):
        yield from _names(node.getChild(index))


def _all_needed(symbol: str, formulas: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return every id that the value of a symbol depends on, directly or through others."""
    needed: set[str] = set()
    open_ids = [symbol]
    while open_ids:
        for name in formulas.get(open_ids.pop(), frozenset()) - needed:
            needed.add(name)
            open_ids.append(name)
    return frozenset(needed)


def _has_rate_rule(model: Any, symbol: str) -> bool:  # noqa: ANN401
    rule = model.getRule(symbol)
    return rule is not None and bool(rule.isRate())


def _put(model: Any, name: str, value: float) -> None:  # noqa: ANN401
    """Set a parameter, a compartment's size or a species' initial concentration."""
    if model.getParameter(name) is not None:
        model.getParameter(name).setValue(value)
    elif model.getCompartment(name) is not None:
        model.getCompartment(name).setSize(value)
    elif model.getSpecies(name) is not None:
        model.getSpecies(name).setInitialConcentration(value)
    if model.getInitialAssignment(name) is not None:
        model.removeInitialAssignment(name)


def _get(model: Any, name: str) -> float:  # noqa: ANN401
    parameter = model.getParameter(name)
    if parameter is not None:
        return float(parameter.getValue())
    return float(model.getCompartment(name).getSize())
