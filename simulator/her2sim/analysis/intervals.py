"""Intervals of predictions over parameter sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.errors import InvalidValue
from her2sim.model import Model
from her2sim.sampling import ensemble

Floats: TypeAlias = NDArray[np.float64]

MOST_SETS = 10_000
PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, eq=False)
class Sample:
    """Parameter sets to simulate.

    Attributes
    ----------
    sets
        One row per set, columns ids; the first row is the model's own table. ``None`` without
        a sample.
    text
        What kind of ensemble it is, in words.
    origin
        The same as entries for a table of provenance, ``ensemble_kind`` and others.
    """

    sets: pd.DataFrame | None
    text: str
    origin: dict[str, object] = field(default_factory=dict)


NO_SAMPLE = Sample(None, "one parameter set, the model's table: no interval")


def sampled(model: Model, number: int, seed: int) -> Sample:
    """Draw parameter sets (see :func:`her2sim.sampling.ensemble`) beside the model's own.

    Raises
    ------
    InvalidValue
        If the number is not a whole number in range.
    UserMistake, SimulationFailed
        If the model has no ranges or rules to draw by, or almost no set fulfils them.
    """
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_SETS:
        raise InvalidValue("sample", number, f"a whole number from 0 to {MOST_SETS}")
    return _drawn(model, number, seed) if number else NO_SAMPLE


# Drawing takes as long as simulating a curve, and an answer asked for part by part draws the same.
@lru_cache(maxsize=4)
def _drawn(model: Model, number: int, seed: int) -> Sample:
    found = ensemble(model, number, seed)
    own = pd.DataFrame([{name: model.default(str(name)) for name in found.samples.columns}])
    origin = found.provenance
    text = (
        f"95 % of {number} parameter sets, not fitted to data: "
        f"{origin['kind']} ({origin['spread']:.0%} of each range), of which "
        f"{origin['kept_share']:.2g} stay physiological"
    )
    told = {f"ensemble_{key}": value for key, value in origin.items()}
    return Sample(pd.concat([own, found.samples], ignore_index=True), text, told)


def interval(values: Floats) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of the sets' values, infinities in their order.

    ``values`` begins with that of the model's own table, which is no part of the sample.
    """
    found = np.sort(values[1:][~np.isnan(values[1:])])
    if not found.size:
        return float("nan"), float("nan")
    # An observed value, not one between two: the mean of a number and infinity says nothing.
    low, high = (float(np.percentile(found, each, method="nearest")) for each in PERCENTILES)
    return low, high
