"""The two engines behind ensembles, with one face: steady states, then courses from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
States = Floats | Sequence[object]
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Starts:
    """Where courses start: opaque states, one for each row asked for, and what went wrong."""

    states: States
    messages: tuple[str, ...]

    def take(self, places: NDArray[np.intp]) -> States:
        """Return the states at some places."""
        if isinstance(self.states, np.ndarray):
            return np.asarray(self.states[places])
        return [self.states[place] for place in places]


@dataclass(frozen=True)
class Courses:
    """What to follow: simulations that share the times of their periods.

    Attributes
    ----------
    names
        What the numbers are values of.
    values
        (simulations, periods, names).
    starts_h
        When each period but the first begins (hours).
    start_from
        The state of each simulation, or ``None`` for the model's initial values.
    """

    names: tuple[str, ...]
    values: Floats
    starts_h: tuple[float, ...]
    start_from: States | None


class Engine(Protocol):
    """What an ensemble needs of an engine."""

    name: str

    def steady(self, names: Sequence[str], values: Floats) -> Starts:
        """Find the steady state of each row of values (rows, names)."""

    def follow(self, courses: Courses, tick: Tick) -> tuple[Floats, tuple[str, ...]]:
        """Return (simulations, readouts, times) and what went wrong with each."""

    def settings(self) -> dict[str, object]:
        """Return what numbers depend on, for the provenance."""
