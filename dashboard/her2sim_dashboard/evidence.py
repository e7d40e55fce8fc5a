"""Evidence: how each number of a model is known, in the words of ``evidence.csv``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from her2sim import Model
from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE


@dataclass(frozen=True)
class EvidenceClass:
    """A row of ``evidence.csv``, strongest first.

    ``strength`` is ``data``, ``literature``, ``judgement`` or ``convention``.
    """

    id: str
    label: str
    strength: str
    meaning: str


@cache
def evidence_classes() -> tuple[EvidenceClass, ...]:
    """Return the kinds of evidence, strongest first."""
    return read_table(HERE / "evidence.csv", EvidenceClass)


def label_of(evidence: str) -> str:
    """Return what a kind of evidence is called on the page."""
    known = {each.id: each.label for each in evidence_classes()}
    return known.get(evidence, evidence)


def counted(model: Model) -> tuple[tuple[EvidenceClass, int], ...]:
    """Return how many of a model's parameters rest on each kind of evidence, without zeros."""
    counts = Counter(parameter.evidence for parameter in model.parameters)
    return tuple((each, counts[each.id]) for each in evidence_classes() if counts[each.id])
