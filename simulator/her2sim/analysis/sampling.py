"""Parameter sets that the ranges of a model's table allow, for intervals of predictions.

Not a calibrated ensemble: nothing was fitted. The sets show what follows from not knowing the
parameters better than the table says, as long as the untreated cell still looks like itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from her2sim.errors import InvalidValue, UserMistake
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.rows import Parameter
from her2sim.scenario import Scenario

Floats: TypeAlias = NDArray[np.float64]

MOST_SETS = 10_000
PERCENTILES = (5.0, 95.0)
WITHIN = 10.0  # fold: how far an untreated wild type may be from that of the table
_ROUNDS = 20
_SMALLEST_ROUND = 64
_DEVIATIONS = 3.0  # a range of the table is read to hold practically all values


@dataclass(frozen=True, eq=False)
class Sample:
    """Parameter sets.

    Attributes
    ----------
    table
        One row per set, columns ids; the first row is the model's own table. ``None`` without
        a sample.
    drawn
        How many sets were looked at to find the others.
    text
        What kind of ensemble it is, in words.
    """

    table: pd.DataFrame | None
    drawn: int
    text: str


NO_SAMPLE = Sample(None, 0, "one parameter set (the model's table), so no interval")


def sampled(model: Model, number: int, seed: int, hours: float, start: str | None = None) -> Sample:
    """Draw parameter sets whose untreated wild type stays like that of the table.

    A Latin hypercube over all parameters with a range: log-normal on each side of the table's
    value (normal where the range includes 0), with the ends of the range three standard
    deviations away and cut there. A set is kept if every readout of the untreated wild type
    keeps its sign and is within tenfold of the table's.

    Parameters
    ----------
    number
        Sets wanted; 0 for none.
    seed
        Of the random numbers.
    hours
        When the untreated wild type is looked at.

    Raises
    ------
    InvalidValue
        If the number or the seed is not a whole number in range.
    UserMistake
        If the table has no ranges, or almost no set passes.
    """
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_SETS:
        raise InvalidValue("sample", number, f"a whole number from 0 to {MOST_SETS}")
    if number == 0:
        return NO_SAMPLE
    free = _ranged(model)
    if not free:
        raise UserMistake(
            f"Model {model.name!r} gives no ranges to sample from; fill the columns lower and "
            f"upper of {model.where('parameters.csv')}."
        )
    nominal = pd.DataFrame([{part.id: part.value for part in free}])
    own = _untreated(model, nominal, hours, start)[0]
    random, kept, drawn, size = np.random.default_rng(seed), [nominal], 0, 0
    for _ in range(_ROUNDS):
        sets = _draw(free, max(2 * number, _SMALLEST_ROUND), random)
        passed = sets[_plausible(_untreated(model, sets, hours, start), own)]
        drawn, size = drawn + len(sets), size + len(passed)
        kept.append(passed)
        if size >= number:
            break
    if size < min(number, 2):
        raise UserMistake(
            f"Of {drawn} parameter sets drawn, {size} keep the untreated wild type of model "
            f"{model.name!r} within {WITHIN:g}-fold; narrow the ranges of its parameters.csv."
        )
    table = pd.concat(kept, ignore_index=True).iloc[: number + 1]
    return Sample(table, drawn, _text(len(table) - 1, size, drawn))


def interval(values: Floats) -> tuple[float, float]:
    """Return the 5th and 95th percentile of the sets' values, infinities in their order.

    ``values`` begins with that of the model's own table, which is no part of the sample.
    """
    found = np.sort(values[1:][~np.isnan(values[1:])])
    if not found.size:
        return np.nan, np.nan
    # An observed value, not one between two: the mean of a number and infinity says nothing.
    low, high = (float(np.percentile(found, each, method="nearest")) for each in PERCENTILES)
    return low, high


def _ranged(model: Model) -> list[Parameter]:
    """Return the parameters with a range, the treatment switch left out."""
    return [
        part
        for part in model.parameters
        if part.id in model.settable
        and part.id != model.treatment_switch
        and part.lower is not None
        and part.upper is not None
        and part.lower < part.upper
        and part.lower <= part.value <= part.upper
    ]


def _draw(free: list[Parameter], number: int, random: np.random.Generator) -> pd.DataFrame:
    shares = qmc.LatinHypercube(len(free), rng=random).random(number)
    away = np.clip(np.asarray(norm.ppf(shares)) / _DEVIATIONS, -1.0, 1.0)
    return pd.DataFrame({part.id: _spread(part, away[:, k]) for k, part in enumerate(free)})


def _spread(part: Parameter, away: Floats) -> Floats:
    """Return values from the lower end (-1) over the table's value (0) to the upper end (1)."""
    ends = np.array([part.lower, part.value, part.upper], dtype=float)
    if ends[0] > 0:
        return np.asarray(np.exp(np.interp(away, (-1.0, 0.0, 1.0), np.log(ends))))
    return np.asarray(np.interp(away, (-1.0, 0.0, 1.0), ends))


def _untreated(model: Model, sets: pd.DataFrame, hours: float, start: str | None) -> Floats:
    """Return the readouts of the untreated wild type: one row per set."""
    found = simulate_many(model, [Scenario("untreated")], None, (hours,), samples=sets, start=start)
    return np.stack([found.at(name)[0] for name in found.readouts], axis=1)


def _plausible(values: Floats, own: Floats) -> NDArray[np.bool_]:
    moves = np.abs(own) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        folds = values[:, moves] / own[moves]
        near = (folds >= 1 / WITHIN) & (folds <= WITHIN)
    return np.asarray(near.all(axis=1) & np.isfinite(values).all(axis=1))


def _text(number: int, passed: int, drawn: int) -> str:
    return (
        f"{number} parameter sets, not calibrated: a Latin hypercube over the ranges of the "
        f"parameter table, of which {passed} of {drawn} keep every readout of the untreated wild "
        f"type within {WITHIN:g}-fold; intervals are percentiles 5 to 95"
    )
