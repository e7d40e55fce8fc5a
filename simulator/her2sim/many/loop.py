"""Ensembles on libroadrunner: one simulation after the other, for models of every kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from her2sim.batch import Accuracy
from her2sim.engine import (
    SolverSettings,
    State,
    Values,
    clock_of,
    compiled_model,
    slowest_of,
    steady_state,
    trajectory,
)
from her2sim.errors import SimulationFailed
from her2sim.many.engines import Courses, Floats, Starts, Tick
from her2sim.model import Model
from her2sim.request import Column


class LoopEngine:
    """libroadrunner, as ensembles see it.

    Parameters
    ----------
    model, columns, times_h
        As of `her2sim.many.lanes.BatchEngine`.
    accuracy
        Tolerances and steps; ``None`` for those of :func:`her2sim.simulate`.
    """

    name = "libroadrunner"

    def __init__(
        self,
        model: Model,
        columns: Sequence[Column],
        times_h: Floats,
        accuracy: Accuracy | None,
    ) -> None:
        self._compiled = compiled_model(model)
        self._clock = clock_of(model)
        self._slowest = slowest_of(model)
        self._times_h = times_h
        self._selections = [column.selection for column in columns]
        self._settings = SolverSettings()
        if accuracy is not None:
            self._settings = SolverSettings(accuracy.rtol, accuracy.atol, accuracy.max_steps)

    def settings(self) -> dict[str, object]:
        """Return the tolerances."""
        return {
            "relative_tolerance": self._settings.relative,
            "absolute_tolerance": self._settings.absolute,
        }

    def steady(self, names: Sequence[str], values: Floats) -> Starts:
        """Find the steady state of each row of values (rows, names)."""
        states: list[State | None] = []
        messages = []
        for row in values:
            try:
                found = steady_state(
                    self._compiled, _values(names, row), self._slowest, self._settings
                )
            except SimulationFailed as error:
                states.append(None)
                messages.append(error.message)
            else:
                states.append(found)
                messages.append("")
        return Starts(states, tuple(messages))

    def follow(self, courses: Courses, tick: Tick) -> tuple[Floats, tuple[str, ...]]:
        """Return (simulations, readouts, times) and what went wrong with each."""
        count = len(courses.values)
        table = np.full((count, len(self._selections), len(self._times_h)), np.nan)
        messages = [""] * count
        for index in range(count):
            try:
                table[index] = self._course(courses, index).T
            except SimulationFailed as error:
                messages[index] = error.message
            tick(index + 1)
        return table, tuple(messages)

    def _course(self, courses: Courses, index: int) -> Floats:
        periods = [_values(courses.names, row) for row in courses.values[index]]
        starts = (hour * self._clock for hour in courses.starts_h)
        state = None if courses.start_from is None else courses.start_from[index]
        return trajectory(
            self._compiled,
            state if isinstance(state, State) else None,
            periods[0],
            self._times_h * self._clock,
            self._selections,
            self._settings,
            list(zip(starts, periods[1:], strict=True)),
        )


def _values(names: Sequence[str], row: Floats) -> Values:
    return tuple(zip(names, row.tolist(), strict=True))
