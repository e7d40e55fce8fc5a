"""The inputs of every period of every simulation, from what the user names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from her2sim.batch import values as tables
from her2sim.batch.compiled import Description
from her2sim.batch.running import Floats
from her2sim.batch.values import Truths, Values
from her2sim.errors import InvalidValue


@dataclass(frozen=True)
class Plan:
    """What each simulation starts from and gets, period by period.

    Attributes
    ----------
    before
        (simulations, inputs): what holds before time 0.
    inputs
        (simulations, periods, inputs) from time 0 on; NaN where the model computes a value, and
        for states that a period leaves alone.
    start
        (simulations, states): states set at time 0; NaN elsewhere.
    starts
        The time each period starts.
    finite
        Which simulations were given finite numbers only.
    """

    before: Floats
    inputs: Floats
    start: Floats
    starts: tuple[float, ...]
    finite: Truths

    @classmethod
    def make(
        cls,
        known: Description,
        values: Values,
        before: Values | None,
        later: Sequence[tuple[float, Values]],
    ) -> Plan:
        """Lay out what `her2sim.batch.BatchModel.simulate` was given."""
        changes = [values, *(table for _, table in later)]
        first = values if before is None else before
        simulations = tables.count([first, *changes])
        row, finite = tables.fill(known, first, tables.defaults(known, simulations))
        rows = [row]
        for table in changes:
            if table is not first:
                row, usable = tables.fill(known, table, row)
                finite = finite & usable
            rows.append(row)
        tables.refuse_new_sizes(known, rows)
        starts = (0.0, *(float(time) for time, _ in later))
        check_ascending("the times of `later`", np.array(starts))
        start = np.full((simulations, len(known.states)), np.nan)
        if before is not None:
            _take_states(known, values, rows[1], start)
        after = zip(changes[1:], rows[2:], strict=True)
        periods = [rows[1], *(_only_named(known, table, row) for table, row in after)]
        return cls(rows[0], np.stack(periods, axis=1), start, starts, finite)


def _take_states(known: Description, table: Values, row: Floats, start: Floats) -> None:
    for place, name in enumerate(known.states):
        if name in table:
            start[:, place] = row[:, known.inputs.index(name)]


def _only_named(known: Description, table: Values, row: Floats) -> Floats:
    """Blank the states a later period does not name: they go on from where they are."""
    blank = row.copy()
    for name in known.states:
        if name not in table:
            blank[:, known.inputs.index(name)] = np.nan
    return blank


def checked_times(times: ArrayLike) -> Floats:
    """Return output times as an array, or say what is wrong with them."""
    moments = np.atleast_1d(np.asarray(times, dtype=np.float64))
    if moments.ndim != 1 or not len(moments) or moments[0] < 0.0:
        raise InvalidValue("times", times, "a list of numbers from 0 on")
    check_ascending("times", moments)
    return moments


def check_ascending(what: str, moments: Floats) -> None:
    """Refuse times that do not ascend."""
    if not np.isfinite(moments).all() or (np.diff(moments) <= 0.0).any():
        raise InvalidValue(what, moments.tolist(), "finite and ascending")
