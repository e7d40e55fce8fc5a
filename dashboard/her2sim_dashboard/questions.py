"""Questions: which readout each analysis beside the curves asks about, and the views of "why"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE


@dataclass(frozen=True)
class Question:
    """A row of ``questions.csv``: the readout that a question is about."""

    id: str
    readout: str
    note: str


@dataclass(frozen=True)
class ViewRow:
    """A row of ``views.csv``: a way to share a difference out, and what a share then is."""

    id: str
    label: str
    question: str
    share: str


@cache
def readout_of(question: str) -> str:
    """Return the id of the readout that a question is about."""
    rows = read_table(HERE / "questions.csv", Question)
    return next(row.readout for row in rows if row.id == question)


@cache
def read_views() -> Mapping[str, ViewRow]:
    """Return the rows of ``views.csv`` by id."""
    return MappingProxyType({row.id: row for row in read_table(HERE / "views.csv", ViewRow)})
