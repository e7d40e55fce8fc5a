"""The names in a model: which exist, which formulas use what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import libsbml

from her2sim.formula_nodes import kind_of


@dataclass(frozen=True)
class Formula:
    """A formula of the model, who owns it (``"reaction 'J1'"``), and names known only to it."""

    owner: str
    math: Any
    local: frozenset[str] = frozenset()


def formulas(model: libsbml.Model) -> Iterator[Formula]:
    """Yield every formula of the model outside of function definitions."""
    for reaction in model.getListOfReactions():
        yield from _rate(reaction)
    for rule in model.getListOfRules():
        yield Formula(f"rule for {rule.getVariable()!r}", rule.getMath())
    for start in model.getListOfInitialAssignments():
        yield Formula(f"initial assignment to {start.getSymbol()!r}", start.getMath())
    for event in model.getListOfEvents():
        owner = f"event {event.getIdAttribute()!r}"
        for part in (event.getTrigger(), event.getDelay(), event.getPriority()):
            if part is not None:
                yield Formula(owner, part.getMath())
        for assignment in event.getListOfEventAssignments():
            yield Formula(owner, assignment.getMath())


def _rate(reaction: libsbml.Reaction) -> Iterator[Formula]:
    owner = f"reaction {reaction.getId()!r}"
    law = reaction.getKineticLaw()
    if law is not None:
        # Level 3 calls them local parameters, the levels below parameters; one list has both.
        lists = (law.getListOfParameters(), law.getListOfLocalParameters())
        local = frozenset(entry.getId() for entries in lists for entry in entries)
        yield Formula(owner, law.getMath(), local)
    for side in (reaction.getListOfReactants(), reaction.getListOfProducts()):
        for reference in side:
            if reference.getStoichiometryMath() is not None:
                yield Formula(owner, reference.getStoichiometryMath().getMath())


def nodes(math: libsbml.ASTNode) -> Iterator[Any]:
    """Yield the nodes of a formula; a stack, since a recursion could be made too deep."""
    waiting = [math] if math is not None else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.getChild(index) for index in range(node.getNumChildren()))


def depth(math: libsbml.ASTNode) -> int:
    """Return how deep a formula is nested."""
    deepest = 0
    level = [math] if math is not None else []
    while level:
        deepest += 1
        level = [node.getChild(i) for node in level for i in range(node.getNumChildren())]
    return deepest


def undefined(model: libsbml.Model) -> Iterator[str]:
    """Yield a sentence for each name that a formula uses and the model does not define."""
    known = {element.getIdAttribute() for element in model.getListOfAllElements()}
    for formula in formulas(model):
        missing = {
            node.getName()
            for node in nodes(formula.math)
            if kind_of(node) in (libsbml.AST_NAME, libsbml.AST_FUNCTION)
            and node.getName() not in known
            and node.getName() not in formula.local
        }
        for name in sorted(missing):
            owner = formula.owner[:1].upper() + formula.owner[1:]
            yield f"{owner} uses {name!r}, which the model does not define."


def uses(model: libsbml.Model, kind: int) -> list[str]:
    """Return who owns a formula with a node of this libSBML type."""
    owners = [f"function {entry.getId()!r}" for entry in model.getListOfFunctionDefinitions()
              if any(kind_of(node) == kind for node in nodes(entry.getMath()))]  # fmt: skip
    owners += [formula.owner for formula in formulas(model)
               if any(kind_of(node) == kind for node in nodes(formula.math))]  # fmt: skip
    return list(dict.fromkeys(owners))


def uses_time(model: libsbml.Model) -> bool:
    """Tell whether any formula depends on the time."""
    return bool(uses(model, libsbml.AST_NAME_TIME))


def ids(model: libsbml.Model) -> dict[str, list[str]]:
    """Return the ids that have a value, by kind, in the order of the file."""
    references = [
        reference.getIdAttribute()
        for reaction in model.getListOfReactions()
        for side in (reaction.getListOfReactants(), reaction.getListOfProducts())
        for reference in side
        if reference.getIdAttribute()
    ]
    return {
        "species": [entry.getId() for entry in model.getListOfSpecies()],
        "compartments": [entry.getId() for entry in model.getListOfCompartments()],
        "parameters": [entry.getId() for entry in model.getListOfParameters()],
        "others": [entry.getId() for entry in model.getListOfReactions()] + references,
    }
