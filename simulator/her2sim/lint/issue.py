"""Issue: one finding of the lint, and the helpers that word it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from her2sim import library
from her2sim.antimony_text import tokens
from her2sim.errors import closest
from her2sim.sources import ModelSource


@dataclass(frozen=True)
class Issue:
    """One finding: the rule, the file (and line, 0 for none), what is wrong and what to do.

    An issue that ``breaks`` makes the model unusable; the others are gaps in its provenance.
    """

    rule: str
    file: str
    line: int
    message: str
    breaks: bool = True

    def __str__(self) -> str:
        """Return place and message as one line."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.message}"


def misnamed(
    rule: str, source: ModelSource, file: str, name: str, known: Iterable[str], problem: str
) -> Issue:
    """Return the issue of a name that is not among the known ones, with the closest of them."""
    near = closest(name, known)
    hint = f" Closest: {near!r}." if near else ""
    return Issue(rule, source.place(file), 0, f"{name!r} {problem}.{hint}")


def found_in(source: ModelSource, name: str) -> tuple[str, int]:
    """Return file and line where the structure, or else a readout, first says a name."""
    for token in tokens(source.antimony):
        if token.text == name:
            return library.shown(source.antimony_path), token.line
    return source.place("readouts.csv"), 0
