"""Cells: columns and cells that the tables of the Model page share."""

from __future__ import annotations

from her2sim_dashboard.evidence import label_of
from her2sim_dashboard.tables import Cell, Column, chip, number

ID = Column("id", "Id", "id")
NAME = Column("name", "Name", "words")
VALUE = Column("value", "Value", "number")
UNIT = Column("unit", "Unit")
RANGE = Column("range", "Range", "number", "what the evidence allows")
EVIDENCE = Column("evidence", "Evidence", "text", "how the number is known")
SOURCE = Column("source", "Source", "source")
NOTE = Column("note", "Note", "words")
ARM = Column("arm", "Arm", "text", "branch of the pathway")
LABEL = Column("label", "Label", "words")
FORMULA = Column("formula", "Formula", "code")
TARGET = Column("target", "Changes", "id", "the parameter that is changed")


def exact(value: float | str | None) -> Cell:
    """Return a number as its table writes it, in full."""
    if value is None or isinstance(value, str):
        return value or None
    return number(value, f"{value:.6g}".replace("e+", "e").replace("-", "−"))


def limits(low: float | None, high: float | None) -> Cell:
    """Return a range, which is sorted by its lower end; ``None`` without one."""
    if low is None and high is None:
        return None
    ends = [f"{end:.4g}".replace("-", "−") if end is not None else "…" for end in (low, high)]
    return number(low if low is not None else float(high or 0.0), " to ".join(ends))


def known_by(evidence: str) -> Cell:
    """Return a kind of evidence as a pill of its colour."""
    return chip(label_of(evidence), f"evidence {evidence}") if evidence else None
