"""Puts meaning on SBML elements: SBO terms, identifiers, notes and the model's history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

import libsbml

from her2sim.build.identifiers import address, cited
from her2sim.sources import Creator, ModelCard

# libSBML has no types: an element is whatever has the methods called on it.
Element: TypeAlias = Any
# Kind of qualifier and qualifier: libSBML counts the two kinds separately, from 0.
IS = (libsbml.BIOLOGICAL_QUALIFIER, libsbml.BQB_IS)
HAS_PART = (libsbml.BIOLOGICAL_QUALIFIER, libsbml.BQB_HAS_PART)
HAS_TAXON = (libsbml.BIOLOGICAL_QUALIFIER, libsbml.BQB_HAS_TAXON)
DESCRIBED_BY = (libsbml.BIOLOGICAL_QUALIFIER, libsbml.BQB_IS_DESCRIBED_BY)
MODEL_DESCRIBED_BY = (libsbml.MODEL_QUALIFIER, libsbml.BQM_IS_DESCRIBED_BY)
_FIRST_DAY = "1970-01-01"


def identify(element: Element, identifiers: tuple[str, ...]) -> None:
    """Say what an element is (one identifier) or what it is made of (several)."""
    if identifiers:
        relation = IS if len(identifiers) == 1 else HAS_PART
        relate(element, relation, map(address, identifiers))


def cite(element: Element, source: str) -> None:
    """Link an element to the papers and models that its source names."""
    relate(element, DESCRIBED_BY, cited(source))


def cite_model(element: Element, source: str) -> None:
    """Link a number or the whole model to the papers and models that its source names."""
    relate(element, MODEL_DESCRIBED_BY, cited(source))


def relate(element: Element, relation: tuple[int, int], addresses: Iterable[str]) -> None:
    """Add one controlled-vocabulary term with all of the addresses; none adds nothing."""
    resources = list(addresses)
    if not resources:
        return
    kind, qualifier = relation
    term = libsbml.CVTerm(kind)
    if kind == libsbml.MODEL_QUALIFIER:
        term.setModelQualifierType(qualifier)
    else:
        term.setBiologicalQualifierType(qualifier)
    for resource in resources:
        term.addResource(resource)
    _need_metaid(element)
    element.addCVTerm(term)


def note(element: Element, *paragraphs: str) -> None:
    """Write paragraphs of plain text as the element's notes; empty ones are left out."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)
    if body:
        element.setNotes(f'<body xmlns="http://www.w3.org/1999/xhtml">{body}</body>')


def classify(element: Element, sbo: str, default: str) -> None:
    """Set the SBO term, or the default for that kind of element when none is given."""
    element.setSBOTerm(sbo or default)


def write_history(model: Element, card: ModelCard) -> None:
    """Write creators and dates; the dates come from the card so that the bytes never change."""
    history = libsbml.ModelHistory()
    for creator in card.creators or (Creator(organisation="unknown"),):
        history.addCreator(_creator(creator))
    date = libsbml.Date(f"{card.created or _FIRST_DAY}T00:00:00Z")
    history.setCreatedDate(date)
    history.addModifiedDate(date)
    _need_metaid(model)
    model.setModelHistory(history)


def _creator(creator: Creator) -> Element:
    made = libsbml.ModelCreator()
    if creator.family:
        made.setFamilyName(creator.family)
        made.setGivenName(creator.given)
    else:
        made.setName(creator.organisation)
    if creator.organisation:
        made.setOrganization(creator.organisation)
    if creator.email:
        made.setEmail(creator.email)
    return made


def _need_metaid(element: Element) -> None:
    if not element.isSetMetaId():
        element.setMetaId(f"meta_{element.getId()}")
