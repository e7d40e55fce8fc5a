"""Refuses, by name, what the batch engine does not cover of SBML."""

from __future__ import annotations

import libsbml

from her2sim.batch.refusal import NotCovered
from her2sim.errors import InvalidModel

_HARMLESS_PACKAGES = ("layout", "render", "groups", "l3v2extendedmath")


def read_model(text: str) -> tuple[libsbml.SBMLDocument, libsbml.Model]:
    """Read SBML text and refuse what is broken or not covered.

    Returns
    -------
    tuple
        The document (which owns the memory and must be kept) and its model.

    Raises
    ------
    InvalidModel
        When the text is not SBML.
    NotCovered
        When the model uses events, delays or another part that is not covered.
    """
    document = libsbml.readSBMLFromString(text)
    log = document.getErrorLog()
    if log.getNumFailsWithSeverity(libsbml.LIBSBML_SEV_ERROR) or log.getNumFailsWithSeverity(
        libsbml.LIBSBML_SEV_FATAL
    ):
        raise InvalidModel("The SBML text has errors: " + _first_error(log))
    model = document.getModel()
    if model is None:
        raise InvalidModel("The SBML text holds no model.")
    _refuse_packages(document)
    _refuse_parts(model)
    _refuse_rules(model)
    _refuse_reactions(model)
    return document, model


def _first_error(log: libsbml.SBMLErrorLog) -> str:
    for i in range(log.getNumErrors()):
        error = log.getError(i)
        if error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR:
            return f"line {error.getLine()}: {error.getMessage().strip()}"
    return "unknown"


def _refuse_packages(document: libsbml.SBMLDocument) -> None:
    for i in range(document.getNumPlugins()):
        name = document.getPlugin(i).getPackageName()
        if document.getPackageRequired(name) and name not in _HARMLESS_PACKAGES:
            raise NotCovered("the SBML package", name)


def _refuse_parts(model: libsbml.Model) -> None:
    for part, found in (
        ("an event", model.getListOfEvents()),
        ("a constraint", model.getListOfConstraints()),
    ):
        if len(found):
            raise NotCovered(part, found.get(0).getId())


def _refuse_rules(model: libsbml.Model) -> None:
    references = {
        reference.getId()
        for reaction in model.getListOfReactions()
        for reference in (*reaction.getListOfReactants(), *reaction.getListOfProducts())
        if reference.getId()
    }
    for rule in model.getListOfRules():
        target = rule.getVariable()
        if rule.isAlgebraic():
            raise NotCovered("an algebraic rule", rule.getMetaId())
        if model.getCompartment(target) is not None:
            raise NotCovered("a compartment whose size varies", target)
        if target in references:
            raise NotCovered("a stoichiometry that varies", target)
    for assignment in model.getListOfInitialAssignments():
        if assignment.getSymbol() in references:
            raise NotCovered("an initial assignment of a stoichiometry", assignment.getSymbol())


def _refuse_reactions(model: libsbml.Model) -> None:
    for reaction in model.getListOfReactions():
        if reaction.isSetFast() and reaction.getFast():
            raise NotCovered("a fast reaction", reaction.getId())
        if reaction.getKineticLaw() is None:
            raise NotCovered("a reaction without a rate law", reaction.getId())
        for reference in (*reaction.getListOfReactants(), *reaction.getListOfProducts()):
            if reference.isSetStoichiometryMath():
                raise NotCovered("a stoichiometry given as a formula", reaction.getId())
            species = model.getSpecies(reference.getSpecies())
            if species is None:
                raise NotCovered("a reaction of an unknown species", reaction.getId())
            if model.getRule(species.getId()) and not species.getBoundaryCondition():
                raise NotCovered("a species with a rule and a reaction", species.getId())
