"""Initial values that depend on what a scenario sets and that the engine leaves as they were.

The engine's reset recomputes the initial assignments of reacting species and of variables under a
rate rule after a parameter was set, but not those of boundary species, of other parameters and of
compartments (measured with 2.10 and 2.11). They are computed here, where one depends on a set id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from her2sim.errors import InvalidModel


class InitialValues:
    """The initial assignments of one SBML text that the engine's reset leaves stale."""

    def __init__(self, sbml: str, facts: Mapping[str, Any] | None = None) -> None:
        self._sbml = sbml
        self._needed: dict[str, frozenset[str]] = {}
        self._copies: dict[str, str] = {}
        self._known: dict[tuple[tuple[str, float], ...], dict[str, float]] = {}
        if facts is not None:
            self._needed = {name: frozenset(ids) for name, ids in facts["needed"].items()}
            self._copies = dict(facts["copies"])
        elif "<initialAssignment" in sbml:
            self._read()

    @property
    def facts(self) -> dict[str, Any]:
        """What was found in the text, as plain data that the constructor takes back."""
        needed = {name: sorted(ids) for name, ids in self._needed.items()}
        return {"needed": needed, "copies": self._copies}

    def _read(self) -> None:
        document = _document(self._sbml)
        model = document.getModel()
        formulas = dict(_formulas(model))
        for assignment in model.getListOfInitialAssignments():
            symbol, formula = assignment.getSymbol(), assignment.getMath()
            if _left_stale(model, symbol):
                self._needed[symbol] = _all_needed(symbol, formulas)
                if formula is not None and formula.isName() and not _is_amount(model, symbol):
                    self._copies[symbol] = formula.getName()

    def dependent_on(self, given: Mapping[str, float]) -> dict[str, float]:
        """Return the values of those initial assignments that depend on a given id.

        Boundary species are concentrations.
        """
        stale = [name for name, needed in self._needed.items() if needed & given.keys()]
        stale = [name for name in stale if name not in given]
        copies = {
            name: given[self._copies[name]] for name in stale if self._copies.get(name) in given
        }
        if len(copies) == len(stale):
            return copies
        key = tuple(sorted(given.items()))
        if key not in self._known:
            self._known = {key: self._computed(stale, given)}  # the last one, for repeated runs
        return self._known[key]

    def _computed(self, stale: Iterable[str], given: Mapping[str, float]) -> dict[str, float]:
        import libsbml

        document = _document(self._sbml)
        model = document.getModel()
        for name, value in given.items():
            _put(model, name, value)
        properties = libsbml.ConversionProperties()
        properties.addOption("expandInitialAssignments", True)
        if document.convert(properties) != libsbml.LIBSBML_OPERATION_SUCCESS:
            raise InvalidModel(f"The initial values of {', '.join(stale)} cannot be computed.")
        return {name: _get(model, name) for name in stale}


def _document(sbml: str) -> Any:  # noqa: ANN401
    # Imported here: what is fetched from the cache mostly needs no libSBML.
    import libsbml

    return libsbml.readSBMLFromString(sbml)


def _left_stale(model: Any, symbol: str) -> bool:  # noqa: ANN401
    rule, species = model.getRule(symbol), model.getSpecies(symbol)
    if rule is not None and rule.isRate():
        return False
    return species is None or bool(species.getBoundaryCondition())


def _is_amount(model: Any, symbol: str) -> bool:  # noqa: ANN401
    species = model.getSpecies(symbol)
    return species is not None and bool(species.getHasOnlySubstanceUnits())


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
    if model.getParameter(name) is not None:
        return float(model.getParameter(name).getValue())
    if model.getCompartment(name) is not None:
        return float(model.getCompartment(name).getSize())
    species = model.getSpecies(name)
    if species.isSetInitialConcentration():
        return float(species.getInitialConcentration())
    return float(
        species.getInitialAmount() / model.getCompartment(species.getCompartment()).getSize()
    )
