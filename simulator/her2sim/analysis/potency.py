"""The dose at which a response is half gone, for many curves at once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InvalidValue

Floats: TypeAlias = NDArray[np.float64]
LEVEL = 0.5
_PER_DECADE = 3
_DECADES = (-3, 2)


def series_around(dose: float) -> Floats:
    """Return doses from a thousandth to a hundred times a dose, three per decade."""
    low, high = _DECADES
    steps = (high - low) * _PER_DECADE + 1
    return np.asarray(dose * np.logspace(low, high, steps))


def checked_series(doses: object) -> Floats:
    """Return doses (nM) as an array: two or more, rising from above 0."""
    series = np.array(doses, dtype=float).ravel()
    if series.size < 2 or not np.all(np.isfinite(series)) or series[0] <= 0:
        raise InvalidValue("doses_nM", doses, "two or more numbers above 0")
    if np.any(np.diff(series) <= 0):
        raise InvalidValue("doses_nM", doses, "rising")
    return series


def log2_crossing(doses: Floats, values: Floats, level: float = LEVEL) -> Floats:
    """Return log2 of the lowest dose at which a response has fallen to a level.

    Interpolated between doses on the logarithm of the dose. That is a tenth of the time of a
    fitted curve, and as good where doses lie close and carry no noise.

    Parameters
    ----------
    doses
        In nM, rising; one per entry of the last axis of ``values``.
    values
        Responses, (..., doses).
    level
        Where the response counts as half gone.

    Returns
    -------
    numpy.ndarray
        (...): infinite where the highest dose leaves more, the lowest dose where that leaves
        less, NaN where a value is missing.
    """
    logs = np.log2(doses)
    below = values <= level
    first = below.argmax(axis=-1)
    left = np.clip(first - 1, 0, None)
    before = np.take_along_axis(values, left[..., None], -1)[..., 0]
    after = np.take_along_axis(values, first[..., None], -1)[..., 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(first > 0, (before - level) / (before - after), 0.0)
    found = logs[left] + part * (logs[first] - logs[left])
    found = np.where(below.any(axis=-1), found, np.inf)
    return np.asarray(np.where(np.isnan(values).any(axis=-1), np.nan, found))
