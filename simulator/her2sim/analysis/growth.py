"""What the analyses know of growth: the readouts of every model that has them, by the same ids."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from her2sim.model import Model

Floats: TypeAlias = NDArray[np.float64]

GR = "GR"
RATE = "growth_rate"
NO_GROWTH = "does not grow without the treatment, so growth-rate inhibition means nothing in it"


def has_rate(model: Model) -> bool:
    """Tell whether the model reads out a net growth rate."""
    return any(readout.id == RATE for readout in model.readouts)


def defined(readout: str, values: Floats, untreated_rate: Floats | None) -> Floats:
    """Return the values of a readout, NaN where it means nothing.

    Growth-rate inhibition compares growth with that of the untreated cell (Hafner et al. 2016,
    doi:10.1038/nmeth.3853); a cell that does not grow untreated has none.
    """
    if readout != GR or untreated_rate is None:
        return values
    return np.asarray(np.where(untreated_rate > 0, values, np.nan))
