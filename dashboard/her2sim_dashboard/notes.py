"""Notes: what of a request could not be used, in words, gathered while it is read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from her2sim.errors import closest

from her2sim_dashboard.numbers import plain

QUOTED = 40


@dataclass
class Notes:
    """The problems met so far, each once."""

    texts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add a problem unless it is there already."""
        if text not in self.texts:
            self.texts.append(text)


def quoted(text: str) -> str:
    """Return what was given in quotes, cut short and without control characters."""
    printable = "".join(each if each.isprintable() else "?" for each in text[: QUOTED + 1])
    return f"“{printable[:QUOTED]}…”" if len(text) > QUOTED else f"“{printable}”"


def find(given: str, valid: Iterable[str], kind: str, notes: Notes) -> str | None:
    """Return the valid name in any letter case, or note that there is none like it."""
    known = tuple(valid)
    names = {name.casefold(): name for name in known}
    # Ids of a model may differ by case alone.
    found = given if given in known else names.get(given.casefold())
    if found is None:
        near = closest(given[:QUOTED], names.values())
        hint = f" Did you mean {near}?" if near else ""
        notes.add(f"The model has no {kind} {quoted(given)}; it was left out.{hint}")
    return found


def number(text: str, what: str, notes: Notes) -> float | None:
    """Return a finite number, or note that the text is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        notes.add(f"{what}: {quoted(text)} is not a number; it was left out.")
        return None
    return value


def clamped(value: float, low: float, high: float, what: str, unit: str, notes: Notes) -> float:
    """Return the value moved into its range, with a note if it had to be."""
    if low <= value <= high:
        return value
    end = min(max(value, low), high)
    notes.add(
        f"{what}: it can be {plain(low)} to {plain(high)} {unit} here; "
        f"{plain(end)} {unit} was taken."
    )
    return end
