"""Whether a reader, or a machine, can tell what each part of a model is and where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libsbml

from her2sim.checks.finding import Finding
from her2sim.model import Model

_CHECK = "annotation"
_ADDRESS = re.compile(r"https?://identifiers\.org/\S+")


def annotated(model: Model) -> list[Finding]:
    """Check terms, identifiers, sources and history.

    Every species, reaction and parameter has a term of the Systems Biology Ontology; every
    species an identifiers.org address; every number a source in its notes; the model a history.
    """
    # The document owns the model and must outlive its use.
    document = libsbml.readSBMLFromString(model.sbml)
    content = document.getModel()
    return [*_terms(content), *_identifiers(content), *_sources(content), *_history(content)]


def _terms(model: libsbml.Model) -> Iterator[Finding]:
    for elements in (
        model.getListOfSpecies(),
        model.getListOfReactions(),
        model.getListOfParameters(),
        model.getListOfCompartments(),
    ):
        for element in elements:
            if not element.isSetSBOTerm():
                yield Finding(_CHECK, element.getId(), "has no SBO term")


def _identifiers(model: libsbml.Model) -> Iterator[Finding]:
    for species in model.getListOfSpecies():
        addresses = [
            term.getResourceURI(index)
            for term in (species.getCVTerm(n) for n in range(species.getNumCVTerms()))
            for index in range(term.getNumResources())
        ]
        if not addresses:
            yield Finding(_CHECK, species.getId(), "has no identifier")
        for address in addresses:
            if not _ADDRESS.fullmatch(address):
                yield Finding(_CHECK, species.getId(), f"{address} is not of identifiers.org")


def _sources(model: libsbml.Model) -> Iterator[Finding]:
    ruled = {rule.getVariable() for rule in model.getListOfRules()}
    for element in (*model.getListOfParameters(), *model.getListOfCompartments()):
        if element.getId() not in ruled and "Source:" not in element.getNotesString():
            yield Finding(_CHECK, element.getId(), "has a value without a source in its notes")


def _history(model: libsbml.Model) -> Iterator[Finding]:
    if not model.isSetModelHistory() or not model.getModelHistory().getNumCreators():
        yield Finding(_CHECK, "model", "has no history with creators")
