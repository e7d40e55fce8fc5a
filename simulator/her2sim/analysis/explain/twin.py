"""Two cells in one model: the asked cell, whose steps can take the signal of a second one.

Every part of the model exists twice. The original ids are those of the *listener*, the copies
those of the *donor*. Where a step uses a signal, the listener's formula reads

    (1 - hold) * signal + hold * donor's signal

so that ``hold = 1`` cuts the step out of the listener and replaces it by what the donor does at
the same moment: no interpolation, no second run, and any set of steps at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

import libsbml

from her2sim.errors import InvalidModel
from her2sim.formula_nodes import kind_of
from her2sim.model import Model, Readout
from her2sim.model.contents import read_contents

Element: TypeAlias = Any
DONOR = "donor__"
HOLD = "hold__"


@dataclass(frozen=True)
class Link:
    """What can be held: ``signals`` (ids) where the formulas of ``into`` (ids) use them.

    ``into`` names reactions, or what a rule determines; readouts count as such.
    """

    id: str
    signals: tuple[str, ...]
    into: tuple[str, ...]

    @property
    def hold(self) -> str:
        """Id of the parameter that is 1 while the link carries the donor's signal."""
        return HOLD + self.id


def donor(name: str) -> str:
    """Return what the donor's part of a name is called."""
    return DONOR + name


@lru_cache(maxsize=8)
def twin(model: Model, links: tuple[Link, ...], observed: tuple[str, ...]) -> Model:
    """Return the model of both cells.

    Parameters
    ----------
    model
        The model of one cell.
    links
        What shall be holdable.
    observed
        Ids (readouts, species, what rules determine) that become readouts, for both cells.

    Raises
    ------
    InvalidModel
        If the model has events or constraints, or a link names what is not in it.
    """
    document = libsbml.readSBMLFromString(model.sbml)
    listener = document.getModel()
    if listener.getNumEvents() or listener.getNumConstraints():
        raise InvalidModel(f"Steps cannot be followed in {model.name!r}: it has events.")
    formulas = _formulas(listener)
    originals = {name: node.deepCopy() for name, node in formulas.items()}
    _add_donor(listener)
    for place, users in _by_place(links, originals, model).items():
        _hold(listener, place, users)
    for link in links:
        _add_parameter(listener, link.hold)
    sbml = str(libsbml.writeSBMLToString(document))
    return _as_model(model, sbml, observed)


# Reading the text takes as long as all runs of an explanation.
@lru_cache(maxsize=8)
def used_in(model: Model) -> Mapping[str, frozenset[str]]:
    """Return the ids that the formula of each reaction and rule of a model uses."""
    document = libsbml.readSBMLFromString(model.sbml)
    formulas = _formulas(document.getModel())
    return MappingProxyType({name: frozenset(_names(node)) for name, node in formulas.items()})


def _formulas(model: Element) -> dict[str, Element]:
    """Return the formula of each reaction, by its id, and of each rule, by its variable."""
    laws = {each.getId(): each.getKineticLaw() for each in model.getListOfReactions()}
    rules = {each.getVariable(): each for each in model.getListOfRules()}
    return {
        name: part.getMath()
        for name, part in (laws | rules).items()
        if part is not None and part.getMath() is not None
    }


def _by_place(
    links: Iterable[Link], formulas: Mapping[str, Element], model: Model
) -> dict[str, dict[str, list[str]]]:
    """Return for each formula which signals in it are held by which parameters.

    Raises
    ------
    InvalidModel
        If there is no such formula, or it does not use the signal.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for link in links:
        for place in link.into:
            used = set(_names(formulas[place])) if place in formulas else set()
            for signal in set(link.signals) & used:
                found.setdefault(place, {}).setdefault(signal, []).append(link.hold)
            if not used & set(link.signals):
                raise InvalidModel(
                    f"Step {link.id!r}: {place!r} is no reaction or rule of model {model.name!r} "
                    f"that uses {' or '.join(link.signals)}. Change it in "
                    f"{model.where('steps.csv')}."
                )
    return found


def _hold(model: Element, place: str, signals: Mapping[str, Sequence[str]]) -> None:
    """Let the formula of a reaction or rule use the donor's signals while they are held."""
    reaction = model.getReaction(place)
    holder = reaction.getKineticLaw() if reaction is not None else model.getRule(place)
    formula = holder.getMath().deepCopy()
    for signal, holds in signals.items():
        held = " + ".join(holds)
        mixed = f"(1 - ({held})) * {signal} + ({held}) * {donor(signal)}"
        formula = _replaced(formula, signal, libsbml.parseL3Formula(mixed))
    holder.setMath(formula)
    if reaction is not None:
        known = {reference.getSpecies() for reference in _participants(reaction)}
        for name in sorted(set(_names(formula)) - known):
            if model.getSpecies(name) is not None:
                reaction.createModifier().setSpecies(name)


def _replaced(node: Element, name: str, by: Element) -> Element:
    """Return a formula with every use of a name replaced."""
    if kind_of(node) == libsbml.AST_NAME and node.getName() == name:
        return by.deepCopy()
    for place in range(node.getNumChildren()):
        child = node.getChild(place)
        node.replaceChild(place, _replaced(child.deepCopy(), name, by), True)
    return node


def _names(node: Element) -> Iterator[str]:
    """List the ids that a formula uses."""
    if kind_of(node) == libsbml.AST_NAME:
        yield node.getName()
    for place in range(node.getNumChildren()):
        yield from _names(node.getChild(place))


def _participants(reaction: Element) -> list[Element]:
    return [
        *reaction.getListOfReactants(),
        *reaction.getListOfProducts(),
        *reaction.getListOfModifiers(),
    ]


def _add_donor(model: Element) -> None:
    """Add a copy of every part, under the names of the donor."""
    parts = (
        model.getListOfCompartments(),
        model.getListOfSpecies(),
        model.getListOfParameters(),
        model.getListOfReactions(),
    )
    renamed = {one.getId(): donor(one.getId()) for part in parts for one in part}
    renamed |= {
        reference.getId(): donor(reference.getId())
        for reaction in model.getListOfReactions()
        for reference in _participants(reaction)
        if reference.getId()
    }
    for kind in (*parts, model.getListOfRules(), model.getListOfInitialAssignments()):
        for one in [kind.get(place).clone() for place in range(kind.size())]:
            _rename(one, renamed)
            kind.append(one)


def _rename(element: Element, renamed: Mapping[str, str]) -> None:
    """Rename a part and everything that it refers to."""
    # Metadata ids must be unique in a document, and a copy needs none.
    for one in (element, *element.getListOfAllElements()):
        one.unsetMetaId()
        one.unsetAnnotation()
    local = _local(element)
    for one in (element, *element.getListOfAllElements()):
        # The id of a rule is, to libsbml, that of its variable; only the attribute is its own.
        if one.getIdAttribute() in renamed and one.getTypeCode() != libsbml.SBML_LOCAL_PARAMETER:
            one.setIdAttribute(renamed[one.getIdAttribute()])
        if hasattr(one, "getMath") and one.getMath() is not None:
            used = set(_names(one.getMath())) - local
            for name in used & set(renamed):
                one.renameSIdRefs(name, renamed[name])
    for name in _references(element):
        if name in renamed:
            _refer(element, name, renamed[name])


def _local(element: Element) -> set[str]:
    """Return the names that a rate law has of its own."""
    if element.getTypeCode() != libsbml.SBML_REACTION or element.getKineticLaw() is None:
        return set()
    return {each.getId() for each in element.getKineticLaw().getListOfLocalParameters()}


def _references(element: Element) -> set[str]:
    """Return the ids that a part refers to outside of formulas."""
    kind = element.getTypeCode()
    if kind == libsbml.SBML_REACTION:
        species = {reference.getSpecies() for reference in _participants(element)}
        return species | {element.getCompartment()}
    if kind == libsbml.SBML_SPECIES:
        return {element.getCompartment(), element.getConversionFactor()}
    if kind == libsbml.SBML_INITIAL_ASSIGNMENT:
        return {element.getSymbol()}
    return {element.getVariable()} if hasattr(element, "getVariable") else set()


def _refer(element: Element, old: str, new: str) -> None:
    """Let a part refer to another id outside of its formulas."""
    kind = element.getTypeCode()
    if kind == libsbml.SBML_REACTION:
        for reference in _participants(element):
            if reference.getSpecies() == old:
                reference.setSpecies(new)
        if element.getCompartment() == old:
            element.setCompartment(new)
    elif kind == libsbml.SBML_INITIAL_ASSIGNMENT:
        element.setSymbol(new)
    elif kind == libsbml.SBML_SPECIES and element.getCompartment() == old:
        element.setCompartment(new)
    elif kind == libsbml.SBML_SPECIES:
        element.setConversionFactor(new)
    else:
        element.setVariable(new)


def _add_parameter(model: Element, name: str) -> None:
    added = model.createParameter()
    added.setId(name)
    added.setConstant(True)
    added.setUnits("dimensionless")
    added.setValue(0.0)


def _as_model(model: Model, sbml: str, observed: Sequence[str]) -> Model:
    """Return the twin as a model without tables, with the observed ids of both as readouts."""
    contents = read_contents(sbml)
    digest = hashlib.sha256(sbml.encode()).hexdigest()
    # Species and parameters can be read as they are; what rules determine has to be declared.
    known = {one.id for one in contents.species} | {one.id for one in contents.parameters}
    both = [name for one in observed if one not in known for name in (one, donor(one))]
    return Model(
        name=f"{model.name}_twin",
        title=model.title,
        sbml=sbml,
        sha256=digest,
        fingerprint=digest + repr(observed),
        time_unit=model.time_unit,
        default_start=model.default_start,
        slowest_hours=model.slowest_hours,
        parameters=contents.parameters,
        compartments=contents.compartments,
        species=contents.species,
        readouts=tuple(Readout(name) for name in both),
        settable=contents.settable,
    )
