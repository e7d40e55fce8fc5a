"""From SBML to Antimony and back: the same ids, rules and numbers."""

from __future__ import annotations

import libsbml

from her2sim import child
from her2sim.checks.comparison import differences
from her2sim.checks.finding import Finding
from her2sim.intake import read_checked
from her2sim.model import Model
from her2sim.timecourse import timecourse

_CHECK = "round trip"
_AGREE = 1e-9
_STEPS = 24
_SECONDS = 60.0


def antimony_keeps_the_model(model: Model, hours: float) -> list[Finding]:
    """Check that SBML to Antimony to SBML keeps ids, rules, events and the time course (1e-9)."""
    answer = child.call(
        "her2sim.intake.antimony_text:from_sbml",
        {"sbml": model.sbml, "name": model.name},
        seconds=_SECONDS,
        task=f"writing {model.name} as Antimony",
    )
    back = read_checked(answer.data["antimony"]).sbml
    found = [
        Finding(_CHECK, kind, f"differ: {sorted(ours ^ theirs)[:6]}")
        for kind, ours, theirs in _parts(model.sbml, back)
        if ours != theirs
    ]
    end = hours * 3600.0
    first, _ = timecourse(model.sbml, end=end, steps=_STEPS)
    second, _ = timecourse(back, end=end, steps=_STEPS)
    return [*found, *differences(_CHECK, first, second, _AGREE)]


def _parts(first: str, second: str) -> list[tuple[str, set[str], set[str]]]:
    """Return the parts of two texts by kind, each as a set of comparable texts."""
    documents = [libsbml.readSBMLFromString(text) for text in (first, second)]
    ours, theirs = (_by_kind(document.getModel()) for document in documents)
    return [(kind, ours[kind], theirs[kind]) for kind in ours]


def _by_kind(model: libsbml.Model) -> dict[str, set[str]]:
    lists = {
        "compartments": model.getListOfCompartments(),
        "species": model.getListOfSpecies(),
        "parameters": model.getListOfParameters(),
        "reactions": model.getListOfReactions(),
        "events": model.getListOfEvents(),
        "functions": model.getListOfFunctionDefinitions(),
    }
    parts = {kind: {entry.getIdAttribute() for entry in found} for kind, found in lists.items()}
    parts["rules"] = {
        f"{rule.getElementName()} {rule.getVariable()}" for rule in model.getListOfRules()
    }
    return parts
