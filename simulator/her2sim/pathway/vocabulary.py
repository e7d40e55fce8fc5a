"""The small tables of the map: kinds of node, signs of edges, the colour scale and the themes."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from her2sim.tables import read_table

_FOLDER = Path(__file__).parent
_STEPS = 50


@dataclass(frozen=True)
class Kind:
    """A row of ``kinds.csv``: shape and usual size of a kind of node, and its SBGN entity."""

    id: str
    words: str
    shape: str
    width: float
    height: float
    entity: str


@dataclass(frozen=True)
class Sign:
    """A row of ``signs.csv``: what an edge says, its head, and its class of SBGN arc."""

    id: str
    words: str
    head: str
    arc: str


@dataclass(frozen=True)
class Stop:
    """A row of ``scale.csv``: fill and ink of a node at a log2 fold change."""

    KEY: ClassVar[str] = "log2"
    log2: float
    fill: str
    ink: str


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of node by id."""
    rows = read_table(_FOLDER / "kinds.csv", Kind)
    return MappingProxyType({row.id: row for row in rows})


@lru_cache(maxsize=1)
def signs() -> Mapping[str, Sign]:
    """Return the signs of edges by id."""
    rows = read_table(_FOLDER / "signs.csv", Sign)
    return MappingProxyType({row.id: row for row in rows})


@lru_cache(maxsize=1)
def scale() -> tuple[Stop, ...]:
    """Return the colours of the scale in even steps from its lower to its upper end."""
    anchors = read_table(_FOLDER / "scale.csv", Stop)
    low, high = anchors[0].log2, anchors[-1].log2
    steps = [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)]
    return tuple(_between(anchors, step) for step in steps)


def stop_of(fold: float) -> Stop | None:
    """Return the colours of a fold change, clamped to the scale; ``None`` if there is none.

    A value that has fallen to zero or below lies at the lower end, one that rose from zero at the
    upper end.
    """
    if math.isnan(fold):
        return None
    stops = scale()
    log2 = math.log2(fold) if 0 < fold < math.inf else math.copysign(math.inf, fold - 1)
    share = (log2 - stops[0].log2) / (stops[-1].log2 - stops[0].log2)
    return stops[round(min(1.0, max(0.0, share)) * (len(stops) - 1))]


@lru_cache(maxsize=2)
def theme(dark: bool = False) -> Mapping[str, str]:
    """Return the colours by the names of their custom properties."""
    with (_FOLDER / "theme.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    column = "dark" if dark else "light"
    return MappingProxyType({row["variable"]: row[column] for row in rows})


def _between(anchors: tuple[Stop, ...], log2: float) -> Stop:
    """Mix the two anchors beside a value; the ink is that of the nearer one."""
    low, high = next(pair for pair in pairwise(anchors) if log2 <= pair[1].log2)
    share = (log2 - low.log2) / (high.log2 - low.log2)
    pairs = zip(_channels(low.fill), _channels(high.fill), strict=True)
    mixed = [round(a + (b - a) * share) for a, b in pairs]
    ink = low.ink if share < 1 / 2 else high.ink
    return Stop(round(log2, 3), "#{:02x}{:02x}{:02x}".format(*mixed), ink)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
