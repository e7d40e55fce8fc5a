"""The one colour table: what has the same name has the same colour everywhere.

The colours follow Okabe and Ito's palette, which people with any usual colour vision can tell
apart; yellow and orange are darkened to be seen on white. Dashes and symbols repeat the
distinction, so that a figure survives a black-and-white printer.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from her2sim.figures.labels import drugs_of


@dataclass(frozen=True)
class Style:
    """How one thing is drawn: a colour on white and one on black, a dash and a symbol."""

    light: str
    dark: str
    dash: str = "solid"
    symbol: str = "circle"

    def colour(self, dark: bool) -> str:
        """Return the colour for a light or a dark figure."""
        return self.dark if dark else self.light


def _read(path: Path) -> Mapping[str, Style]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row.pop("id"): Style(**row) for row in csv.DictReader(file)}
    return MappingProxyType(rows)


COLOURS: Mapping[str, Style] = _read(Path(__file__).with_name("colours.csv"))

# For names that the table does not know, in this order.
OTHERS: Sequence[Style] = (
    Style("#0072b2", "#6cc0f5", "solid", "circle"),
    Style("#d55e00", "#ff8a3d", "dash", "square"),
    Style("#009e73", "#3ddbab", "dashdot", "triangle-up"),
    Style("#a3498a", "#e79ccb", "dot", "diamond"),
    Style("#b8860b", "#f0c04a", "longdash", "triangle-down"),
    Style("#3c92c8", "#9ad4f7", "longdashdot", "star"),
    Style("#6b6b6b", "#b8b8b8", "dot", "x"),
    Style("#7a3b1d", "#d9a27e", "dash", "cross"),
    Style("#4d5fb5", "#a9b4f0", "dashdot", "pentagon"),
)


def styles(names: Iterable[str]) -> dict[str, Style]:
    """Return a style for each name, no colour twice as long as there are colours.

    A name is looked up as it is, then as the drugs that a treatment text names, whatever their
    doses; a name unknown to the table takes the next free colour.
    """
    chosen: dict[str, Style] = {}
    waiting = []
    for name in dict.fromkeys(names):
        found = COLOURS.get(name) or COLOURS.get("+".join(sorted(drugs_of(name))))
        if found is None or found.light in {style.light for style in chosen.values()}:
            waiting.append(name)
            continue
        chosen[name] = found
    for number, name in enumerate(waiting):
        taken = {style.light for style in chosen.values()}
        free = [style for style in OTHERS if style.light not in taken]
        chosen[name] = free[0] if free else OTHERS[number % len(OTHERS)]
    return chosen
