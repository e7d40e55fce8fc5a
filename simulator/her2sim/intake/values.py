"""The numbers of a model: missing, not finite, negative."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import libsbml

from her2sim.errors import listing


@dataclass(frozen=True)
class Findings:
    """Sentences about the numbers: ``errors`` forbid a run, ``warnings`` do not."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def findings(model: libsbml.Model) -> Findings:
    """Look at every start value, size, parameter and rate law of a libSBML model."""
    computed = _computed(model)
    species = [entry for entry in model.getListOfSpecies() if entry.getId() not in computed]
    spaces = [
        entry
        for entry in model.getListOfCompartments()
        if entry.getId() not in computed and entry.getSpatialDimensionsAsDouble() > 0
    ]
    errors = [
        *_species_errors(species),
        *_size_errors(model, spaces),
        *_parameter_errors(model, computed),
    ]
    warnings = [
        *_missing(model, species, spaces, computed),
        *_odd(model, species, computed),
    ]
    return Findings(tuple(errors), tuple(warnings))


def _computed(model: libsbml.Model) -> frozenset[str]:
    """Return the ids whose start value comes from a formula."""
    starts = {entry.getSymbol() for entry in model.getListOfInitialAssignments()}
    rules = {rule.getVariable() for rule in model.getListOfRules() if rule.isAssignment()}
    return frozenset(starts | rules)


def _start(species: libsbml.Species) -> float:
    concentration = species.isSetInitialConcentration()
    return float(species.getInitialConcentration() if concentration else species.getInitialAmount())


def _is_set(species: libsbml.Species) -> bool:
    return bool(species.isSetInitialAmount() or species.isSetInitialConcentration())


def _species_errors(species: Iterable[Any]) -> Iterator[str]:
    for entry in species:
        if _is_set(entry) and not math.isfinite(_start(entry)):
            yield f"The start value of species {entry.getId()!r} is {_start(entry)}."


def _size_errors(model: libsbml.Model, spaces: Iterable[Any]) -> Iterator[str]:
    divided = {
        entry.getCompartment()
        for entry in model.getListOfSpecies()
        if not entry.getHasOnlySubstanceUnits()
    }
    for space in spaces:
        size = space.getSize()
        empty = size == 0 and space.getId() in divided
        if space.isSetSize() and (not math.isfinite(size) or size < 0 or empty):
            yield f"The size of compartment {space.getId()!r} is {size:g}; it must be above 0."


def _parameter_errors(model: libsbml.Model, computed: frozenset[str]) -> Iterator[str]:
    for entry in model.getListOfParameters():
        if not entry.isSetValue() and entry.getId() not in computed:
            yield f"Parameter {entry.getId()!r} has no value."
    for reaction in model.getListOfReactions():
        law = reaction.getKineticLaw()
        for entry in law.getListOfParameters() if law is not None else ():
            if not entry.isSetValue():
                yield f"Parameter {entry.getId()!r} of reaction {reaction.getId()!r} has no value."


def _missing(
    model: libsbml.Model, species: Iterable[Any], spaces: Iterable[Any], computed: frozenset[str]
) -> Iterator[str]:
    laws = ((r.getId(), r.getKineticLaw()) for r in model.getListOfReactions())
    unquantified = [
        reference.getSpecies()
        for reaction in model.getListOfReactions()
        for side in (reaction.getListOfReactants(), reaction.getListOfProducts())
        for reference in side
        if model.getLevel() > 2
        and not reference.isSetStoichiometry()
        and reference.getIdAttribute() not in computed
    ]
    for sentence, names in (
        ("No start value: species {}. 0 is used.", [e.getId() for e in species if not _is_set(e)]),
        ("No size: compartment {}. 1 is used.", [e.getId() for e in spaces if not e.isSetSize()]),
        ("No rate law: reaction {}. They do not run.", [
            name for name, law in laws if law is None or law.getMath() is None]),
        ("No stoichiometry: species {} in a reaction. 1 is used.", unquantified),
    ):  # fmt: skip
        if names:
            yield sentence.format(listing(names))


def _odd(model: libsbml.Model, species: Iterable[Any], computed: frozenset[str]) -> Iterator[str]:
    negative = [entry.getId() for entry in species if _is_set(entry) and _start(entry) < 0]
    if negative:
        yield f"Negative start value: species {listing(negative)}."
    unbounded = [
        entry.getId()
        for entry in model.getListOfParameters()
        if entry.isSetValue()
        and entry.getId() not in computed
        and not math.isfinite(entry.getValue())
    ]
    if unbounded:
        yield f"Not a finite number: parameter {listing(unbounded)}."
