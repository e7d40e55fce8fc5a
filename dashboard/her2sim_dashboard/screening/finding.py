"""What others found about genes, from ``screen_notes.csv``, beside what the model says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from her2sim.errors import InvalidTable, listing
from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE
from her2sim_dashboard.references import linked

FILE = "screen_notes.csv"
MORE, LESS, NONE = "more", "less", "none"
_EXPECTED = (MORE, LESS, NONE)


@dataclass(frozen=True)
class Note:
    """A row of ``screen_notes.csv``.

    ``expected`` is what less of the gene's product was found to do to growth under the drug:
    ``more`` growth, ``less``, or ``none`` for no change.
    """

    id: str
    gene: str
    drug: str
    expected: str
    text: str
    source: str


@dataclass(frozen=True)
class Shift:
    """What the model says of a gene: its place, and the share of the treatment's effect lost.

    ``share`` is ``None`` where the screen does not ask what the note answers.
    """

    rank: int
    of: int
    share: float | None


@cache
def read_notes() -> tuple[Note, ...]:
    """Return the rows of ``screen_notes.csv``.

    Raises
    ------
    InvalidTable
        If a row expects something unknown.
    """
    path = HERE / FILE
    notes = read_table(path, Note)
    for line, note in enumerate(notes, start=2):
        if note.expected not in _EXPECTED:
            problem = f"{note.expected!r} is not known. Valid: {listing(_EXPECTED)}."
            raise InvalidTable(str(path), line, "expected", problem)
    return notes


def noted_genes() -> frozenset[str]:
    """Return the genes that a note is about."""
    return frozenset(note.gene for note in read_notes())


def agrees(note: Note, share: float, band: float) -> bool:
    """Tell whether a share of the treatment's effect that is lost is what a note expects.

    Parameters
    ----------
    note
        What was found.
    share
        Above 0 where the treatment does less without the gene.
    band
        A share this close to 0 is no change.
    """
    if note.expected == MORE:
        return share > band
    return share < -band if note.expected == LESS else abs(share) <= band


def told(note: Note, shift: Shift, band: float) -> dict[str, Any]:
    """Return a note with what the model says, as plain data."""
    if shift.share is None:
        verdict, tone = "not asked here", ""
    elif agrees(note, shift.share, band):
        verdict, tone = "the model agrees", "good"
    else:
        verdict, tone = "the model says otherwise", "warn"
    return {
        "gene": note.gene,
        "place": f"{shift.rank} of {shift.of}",
        "verdict": verdict,
        "tone": tone,
        "text": f"{note.text}.",
        "source": linked(note.source),
    }
