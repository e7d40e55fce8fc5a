"""The SBML itself: readable, consistent, in units that agree, of the newest level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libsbml

from her2sim.checks.finding import Finding
from her2sim.model import Model

LEVEL = (3, 2)
_CATEGORIES = (
    libsbml.LIBSBML_CAT_GENERAL_CONSISTENCY,
    libsbml.LIBSBML_CAT_IDENTIFIER_CONSISTENCY,
    libsbml.LIBSBML_CAT_UNITS_CONSISTENCY,
    libsbml.LIBSBML_CAT_MATHML_CONSISTENCY,
    libsbml.LIBSBML_CAT_SBO_CONSISTENCY,
    libsbml.LIBSBML_CAT_OVERDETERMINED_MODEL,
    libsbml.LIBSBML_CAT_MODELING_PRACTICE,
)


def reads(model: Model) -> list[Finding]:
    """Check that libSBML reads the text without an error."""
    document = libsbml.readSBMLFromString(model.sbml)
    return list(_log("reads", document, libsbml.LIBSBML_SEV_ERROR))


def consistent(model: Model) -> list[Finding]:
    """Check the text against every rule of SBML, good practice included: no error, no warning."""
    document = libsbml.readSBMLFromString(model.sbml)
    document.checkInternalConsistency()
    _consistency(document, _CATEGORIES)
    return list(_log("consistent", document, libsbml.LIBSBML_SEV_WARNING))


def units_agree(model: Model) -> list[Finding]:
    """Check that every formula has the unit of what it determines, and that all are declared."""
    document = libsbml.readSBMLFromString(model.sbml)
    found = [*_undeclared(document.getModel())]
    _consistency(document, (libsbml.LIBSBML_CAT_UNITS_CONSISTENCY,))
    found += _log("units", document, libsbml.LIBSBML_SEV_WARNING)
    return found


def newest_level(model: Model) -> list[Finding]:
    """Check that the text is SBML Level 3 Version 2."""
    document = libsbml.readSBMLFromString(model.sbml)
    level = (document.getLevel(), document.getVersion())
    if level == LEVEL:
        return []
    return [Finding("level", model.name, f"is Level {level[0]} Version {level[1]}, not L3V2")]


def _consistency(document: libsbml.SBMLDocument, categories: Sequence[int]) -> None:
    for category in _CATEGORIES:
        document.setConsistencyChecks(category, category in categories)
    document.checkConsistency()


def _log(check: str, document: libsbml.SBMLDocument, severity: int) -> Iterator[Finding]:
    for index in range(document.getNumErrors()):
        error = document.getError(index)
        if error.getSeverity() >= severity:
            message = " ".join(error.getMessage().split())
            yield Finding(check, f"line {error.getLine()}", f"{message} ({error.getErrorId()})")


def _undeclared(model: libsbml.Model) -> Iterator[Finding]:
    for noun, declared in (
        ("substance", model.isSetSubstanceUnits()),
        ("time", model.isSetTimeUnits()),
        ("volume", model.isSetVolumeUnits() or _all_have_units(model.getListOfCompartments())),
        ("extent", model.isSetExtentUnits()),
    ):
        if not declared:
            yield Finding("units", "model", f"the unit of {noun} is not declared")
    for entry in (*model.getListOfParameters(), *model.getListOfCompartments()):
        if not entry.isSetUnits():
            yield Finding("units", entry.getId(), "has no unit")


def _all_have_units(elements: libsbml.ListOf) -> bool:
    return all(element.isSetUnits() for element in elements)
