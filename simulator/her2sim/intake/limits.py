"""What the engine cannot do, and how much of what it can."""

from __future__ import annotations

from collections.abc import Iterator

import libsbml

from her2sim.errors import listing
from her2sim.intake import symbols

SPECIES = 5_000
REACTIONS = 20_000
# libSBML reads a sum of n terms as n - 1 nested sums, and the engine recurses into them.
DEPTH = 2_000
EXPANDED_NODES = 1_000_000


def exceeded(model: libsbml.Model) -> Iterator[str]:
    """Yield a sentence for each limit of size that the model exceeds."""
    for noun, count, most in (
        ("species", model.getNumSpecies(), SPECIES),
        ("reactions", model.getNumReactions(), REACTIONS),
    ):
        if count > most:
            yield f"The model has {count} {noun}; at most {most} are run."
    for formula in symbols.formulas(model):
        if symbols.depth(formula.math) > DEPTH:
            yield f"A formula of {formula.owner} is nested more than {DEPTH} deep."
    large = [name for name, size in _expanded(model).items() if size > EXPANDED_NODES]
    if large:
        yield (
            f"Functions that expand to more than {EXPANDED_NODES} terms by calling others: "
            f"{listing(large)}."
        )


def _expanded(model: libsbml.Model) -> dict[str, int]:
    """Return the size of each function once all that it calls is written out."""
    sizes: dict[str, int] = {}
    # A function may call only those before it in the file, in every level below 3, and libSBML
    # has refused circles; one unknown here comes later and counts once.
    for function in model.getListOfFunctionDefinitions():
        nodes = list(symbols.nodes(function.getMath()))
        sizes[function.getId()] = sum(sizes.get(node.getName() or "", 1) for node in nodes)
    return sizes


def unsupported(model: libsbml.Model) -> Iterator[str]:
    """Yield a sentence for each construct that would be refused or run wrongly, and who can."""
    fast = _fast(model)
    if fast:
        yield (
            f"Reactions flagged fast (instant equilibrium): {listing(fast)}. The engine cannot "
            "solve them; the Systems Biology Simulation Core Library (SBSCL) can. To run them at "
            "their written rates instead use --drop-fast (drop_fast=True)."
        )
    algebraic = [rule for rule in model.getListOfRules() if rule.isAlgebraic()]
    if algebraic:
        formula = libsbml.formulaToL3String(algebraic[0].getMath())
        yield (
            f"The algebraic rule 0 = {formula} has to be solved with the equations; the engine "
            "cannot, the Systems Biology Simulation Core Library (SBSCL) can. Solve it for one "
            "variable and make it an assignment rule."
        )
    delayed = symbols.uses(model, libsbml.AST_FUNCTION_DELAY)
    if delayed:
        yield (
            f"delay() in {listing(delayed)} makes this a delay differential equation; the "
            "engine cannot run it, COPASI can."
        )


def slow_down(model: libsbml.Model) -> list[str]:
    """Drop the ``fast`` flags (in place); return a warning that names the reactions."""
    fast = _fast(model)
    for reaction in model.getListOfReactions():
        if reaction.isSetFast():
            reaction.setFast(False)
    return [f"The flag 'fast' was dropped from reactions {listing(fast)}."] if fast else []


def _fast(model: libsbml.Model) -> list[str]:
    return [entry.getId() for entry in model.getListOfReactions() if entry.getFast()]
