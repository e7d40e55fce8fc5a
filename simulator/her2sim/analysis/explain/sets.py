"""Parameter sets of an analysis: the model's own first, then those of an ensemble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.explain.sharing import Floats
from her2sim.errors import InvalidValue
from her2sim.model import Model
from her2sim.sampling import ensemble

PERCENTILES = (5.0, 95.0)
MOST_SETS = 10_000


@dataclass(frozen=True, eq=False)
class Sets:
    """Parameter sets.

    Attributes
    ----------
    table
        One row per set, columns ids; the first row is the model's own. ``None`` for it alone.
    text
        What kind of sets they are, in words.
    """

    table: pd.DataFrame | None
    text: str


def sets_of(model: Model, sample: int, seed: int) -> Sets:
    """Return the model's own parameter set and as many more as asked for.

    Raises
    ------
    InvalidValue
        If ``sample`` is not a whole number from 0 to 10 000.
    UserMistake
        If the model lacks what an ensemble needs.
    """
    if isinstance(sample, bool) or not isinstance(sample, int) or not 0 <= sample <= MOST_SETS:
        raise InvalidValue("sample", sample, f"a whole number from 0 to {MOST_SETS}")
    if sample == 0:
        return Sets(None, "one parameter set, the model's table")
    found = ensemble(model, sample, seed)
    own = pd.DataFrame([{str(name): model.default(str(name)) for name in found.samples.columns}])
    made = found.provenance
    text = (
        f"the model's table and {sample} parameter sets ({made['kind']}, not calibrated; "
        f"percentiles {PERCENTILES[0]:g} to {PERCENTILES[1]:g})"
    )
    return Sets(pd.concat([own, found.samples], ignore_index=True), text)


def band(values: Floats) -> tuple[float, float]:
    """Return the 5th and 95th percentile of all sets but the first, the model's own."""
    known = values[1:][~np.isnan(values[1:])]
    if not known.size:
        return np.nan, np.nan
    low, high = np.percentile(known, PERCENTILES)
    return float(low), float(high)
