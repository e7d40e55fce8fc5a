"""Local sensitivity: how a small relative change of one parameter changes a readout."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from her2sim.analysis.evaluation import Evaluation, Progress, check_moves, in_parts
from her2sim.analysis.factors import Factor
from her2sim.analysis.growth import Floats
from her2sim.analysis.indices import Index
from her2sim.batch import Accuracy

# Differences of close numbers need more digits than the engine's default.
ACCURACY = Accuracy(rtol=1e-7, atol=1e-9)
# Half and whole of the step, on either side, on the factor's own scale from 0 to 1.
_PLACES = (0.0, 0.25, 0.75, 1.0)


def local_values(
    evaluate: Evaluation, factors: Sequence[Factor], progress: Progress | None = None
) -> Floats:
    """Return the readouts at the table's values, then at four places of each factor in turn."""
    places = np.full((1 + len(_PLACES) * len(factors), len(factors)), 0.5)
    for number in range(len(factors)):
        begin = 1 + number * len(_PLACES)
        places[begin : begin + len(_PLACES), number] = _PLACES
    return in_parts(evaluate, factors, places, 1, progress)


def local_indices(
    values: Floats, factors: Sequence[Factor], step: float, readout: str
) -> list[Index]:
    """Return ``elasticity`` (d ln y / d ln p) and ``slope`` (dy / d ln p) of each factor.

    The value is extrapolated from two central differences, with the step and half of it; the
    interval is what the smaller step alone would be off.

    Parameters
    ----------
    values
        One readout, as :func:`local_values` orders it; may end early.
    factors
        In the order of the values.
    step
        The largest change of the logarithm of a parameter.
    readout
        For the message if nothing moves.
    """
    done = (len(values) - 1) // len(_PLACES)
    check_moves(values[~np.isnan(values)], readout)
    here = values[0]
    low, half_low, half_high, high = values[1 : 1 + done * len(_PLACES)].reshape(done, -1).T
    wide = (high - low) / (2 * step)
    narrow = (half_high - half_low) / step
    slope = (4 * narrow - wide) / 3
    error = np.abs(slope - narrow)
    over = here if here != 0 else np.nan
    elasticity, spread = slope / over, error / abs(over)
    names = tuple(factors[:done])
    return [
        Index("elasticity", names, elasticity, elasticity - spread, elasticity + spread),
        Index("slope", names, slope, slope - error, slope + error),
    ]
