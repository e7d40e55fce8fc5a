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


def gr_at_half_count(divisions: float, control: float = 1.0) -> float:
    """Return the growth-rate inhibition value at which half as many cells are counted.

    Cells that grow at the rate k number ``2 ** (divisions * (k / k0 - 1))`` relative to untreated
    ones, and ``GR = 2 ** (k / k0) - 1`` (Hafner et al. 2016, doi:10.1038/nmeth.3853). So the same
    response halves the count or does not, depending on how often untreated cells divide meanwhile.

    Parameters
    ----------
    divisions
        How often untreated cells divide during the assay; above 0.
    control
        The value of the cells that the count is compared with; 1 for untreated ones.
    """
    return float((1.0 + control) * 2.0 ** (-1.0 / divisions) - 1.0)
