"""Reads from SBML text what a model consists of and what of it may be set."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeAlias

import libsbml

from her2sim.errors import InvalidModel
from her2sim.model.parts import Contents, Reaction, Species
from her2sim.rows import Parameter

Element: TypeAlias = Any
_SYMBOLS = {"second": "s", "dimensionless": "1"}


def read_contents(sbml: str) -> Contents:
    """List what an SBML text consists of; units are names of unit definitions, else their ids.

    Raises
    ------
    InvalidModel
        If the text holds no model.
    """
    # The document owns the model: it must outlive every use of it.
    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    if model is None:
        raise InvalidModel("The SBML text holds no <model>; give a file that defines one.")
    ruled = {rule.getVariable() for rule in model.getListOfRules() if not rule.isAlgebraic()}
    assigned = {a.getSymbol(): _formula(a.getMath()) for a in model.getListOfInitialAssignments()}
    free = [p for p in model.getListOfParameters() if p.getId() not in ruled | set(assigned)]
    boundary = [s for s in model.getListOfSpecies() if s.getBoundaryCondition()]
    return Contents(
        id=model.getId(),
        name=model.getName(),
        time_unit=_unit(model, model.getTimeUnits()),
        parameters=tuple(_parameter(model, p, p.getValue(), p.isSetValue()) for p in free),
        compartments=tuple(
            _parameter(model, c, c.getSize(), c.isSetSize()) for c in model.getListOfCompartments()
        ),
        species=_all_species(model, assigned),
        reactions=tuple(_reaction(r) for r in model.getListOfReactions()),
        settable=_ids(free) | (_ids(boundary) - ruled),
    )


def _ids(elements: Iterable[Element]) -> frozenset[str]:
    return frozenset(element.getId() for element in elements)


def _unit(model: Element, name: str) -> str:
    definition = model.getUnitDefinition(name)
    if definition is None:
        return _SYMBOLS.get(name, str(name))
    return str(definition.getName() or name)


def _parameter(model: Element, element: Element, value: float, is_set: bool) -> Parameter:
    return Parameter(
        id=element.getId(),
        value=value if is_set else math.nan,
        unit=_unit(model, element.getUnits()),
        sbo=element.getSBOTermID(),
        name=element.getName(),
    )


def _all_species(model: Element, assigned: dict[str, str]) -> tuple[Species, ...]:
    units: dict[tuple[str, bool], str] = {}
    found = []
    for species in model.getListOfSpecies():
        kind = (species.getCompartment(), species.getHasOnlySubstanceUnits())
        if kind not in units:
            units[kind] = _species_unit(model, species)
        found.append(_species(model, species, assigned, units[kind]))
    return tuple(found)


def _species_unit(model: Element, species: Element) -> str:
    """Name the definition that equals the species' own unit; empty if none does."""
    derived = species.getDerivedUnitDefinition()
    for definition in model.getListOfUnitDefinitions():
        if derived is not None and libsbml.UnitDefinition.areIdentical(definition, derived):
            return str(definition.getName() or definition.getId())
    return ""


def _species(model: Element, species: Element, assigned: dict[str, str], unit: str) -> Species:
    return Species(
        id=species.getId(),
        name=species.getName(),
        compartment=species.getCompartment(),
        boundary=species.getBoundaryCondition(),
        initial=assigned.get(species.getId(), _initial_concentration(model, species)),
        unit=unit,
        sbo=species.getSBOTermID(),
    )


def _initial_concentration(model: Element, species: Element) -> float:
    if species.isSetInitialConcentration():
        return float(species.getInitialConcentration())
    if not species.isSetInitialAmount():
        return math.nan
    amount = float(species.getInitialAmount())
    compartment = model.getCompartment(species.getCompartment())
    size = compartment.getSize() if compartment is not None and compartment.isSetSize() else 1.0
    return amount / size if size else math.nan


def _reaction(reaction: Element) -> Reaction:
    arrow = "<->" if reaction.getReversible() else "->"
    sides = (_side(reaction.getListOfReactants()), _side(reaction.getListOfProducts()))
    law = reaction.getKineticLaw()
    return Reaction(
        id=reaction.getId(),
        name=reaction.getName(),
        equation=f"{sides[0]} {arrow} {sides[1]}".strip(),
        law="" if law is None else _formula(law.getMath()),
        sbo=reaction.getSBOTermID(),
    )


def _side(references: Iterable[Element]) -> str:
    return " + ".join(
        reference.getSpecies()
        if reference.getStoichiometry() == 1
        else f"{reference.getStoichiometry():g} {reference.getSpecies()}"
        for reference in references
    )


def _formula(math_node: Element) -> str:
    if math_node is None:
        return ""
    settings = libsbml.L3ParserSettings()
    # "1 dimensionless - x" is what the text says, "1 - x" what a reader wants.
    settings.setParseUnits(False)
    return str(libsbml.formulaToL3StringWithSettings(math_node, settings))
