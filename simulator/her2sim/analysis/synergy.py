"""What combined drugs would do if they did not interact: HSA, Bliss, Loewe and ZIP.

Effects are fractions affected (0 none, 1 all; see :mod:`her2sim.analysis.effect`) in an array with
one axis per drug, whose first entry on each axis is the drug's dose 0. A positive excess over a
reference is synergy by that reference, a negative one antagonism.

The PyPI package ``synergy`` (1.0.0, 2024) is not used, as its licence is the GPL and its Loewe
additivity is undefined beyond the weaker drug's plateau; where both are defined, HSA, Bliss and ZIP
agree with it to 1e-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator

from her2sim.analysis.fit import Hill, fit_hill
from her2sim.errors import InvalidValue

Floats: TypeAlias = NDArray[np.float64]

REFERENCES = ("hsa", "bliss", "loewe", "zip")
_HALVINGS = 60
_POINTS = 2000
_ALL = (0.0, 1.0)


@dataclass(frozen=True)
class SingleAgent:
    """What one drug does alone: effects at rising doses above 0.

    Used between the doses (piecewise cubic over the logarithm of the dose, without overshoot);
    below the lowest the effect is proportional to the dose, above the highest it stays.
    """

    doses: tuple[float, ...]
    effects: tuple[float, ...]

    def inverse(self, effects: Floats) -> Floats:
        """Return the least dose (nM) with such an effect; 0 for none, ``inf`` beyond the most."""
        grid, reached = self._curve
        found = np.interp(effects, reached, grid)
        below = effects < reached[0]
        if reached[0] > 0:
            found = np.where(below, np.log(self.doses[0]) + _log(effects / reached[0]), found)
        found = np.where(effects <= 0, -np.inf, found)
        return np.asarray(np.where(effects > reached[-1], np.inf, np.exp(found)))

    @cached_property
    def _curve(self) -> tuple[Floats, Floats]:
        """Log doses and the most that doses up to there reach, made strictly rising."""
        known = np.isfinite(self.effects)
        logs = np.log(np.asarray(self.doses)[known])
        values = np.asarray(self.effects)[known]
        grid = np.union1d(np.linspace(logs[0], logs[-1], _POINTS), logs)
        reached = np.maximum.accumulate(PchipInterpolator(logs, values)(grid))
        first = np.append(True, np.diff(reached) > 0)  # the least dose of each effect
        return grid[first], reached[first]


def hsa(effects: Floats) -> Floats:
    """Return the highest effect of any one drug at its dose (highest single agent)."""
    return reduce(np.maximum, _alone(effects))


def bliss(effects: Floats) -> Floats:
    """Return the effect of independent actions: what each leaves is multiplied (Bliss 1939)."""
    return np.asarray(1.0 - reduce(np.multiply, (1.0 - each for each in _alone(effects))))


def loewe(
    doses: Sequence[ArrayLike], effects: Floats, agents: Sequence[SingleAgent] | None = None
) -> Floats:
    """Return the effect of drugs that are dilutions of each other (Loewe and Muischnek 1926).

    It is the effect E at which the doses are fractions of the doses with the same effect alone
    that sum to one: ``a / A(E) + b / B(E) = 1``. A drug that alone never reaches E counts
    nothing, so that beyond the weaker drug's plateau the effect is the stronger drug's.

    Parameters
    ----------
    doses
        For each axis, in nM, rising from 0.
    effects
        One axis per drug.
    agents
        What each drug does alone, also beyond the doses of the matrix; by default the margins.
    """
    grids = [np.asarray(each, dtype=float) for each in doses]
    known = agents or [
        SingleAgent(tuple(grid[1:]), tuple(_margin(effects, axis)[1:]))
        for axis, grid in enumerate(grids)
    ]
    mesh = np.meshgrid(*grids, indexing="ij")
    low = np.maximum(hsa(effects), 0.0)
    high = np.full(effects.shape, max(0.0, *(float(np.nanmax(each.effects)) for each in known)))
    high = np.maximum(high, low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = [
                np.where(dose > 0, dose / agent.inverse(middle), 0.0)
                for dose, agent in zip(mesh, known, strict=True)
            ]
        more = np.sum(parts, axis=0) > 1.0
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    # A drug alone is its own reference exactly, not to the accuracy of the curve between doses.
    given = np.sum([dose > 0 for dose in mesh], axis=0)
    return np.asarray(np.where(given < 2, effects, (low + high) / 2))


def zero_interaction_potency(doses: Sequence[ArrayLike], effects: Floats) -> tuple[Floats, Floats]:
    """Return smoothed effects and their reference without a shift in potency (Yadav et al. 2015).

    doi:10.1016/j.csbj.2015.09.001. Each drug's curve is fitted alone and at each dose of the
    others, there from what the others do alone; the reference is the Bliss product of the fitted
    curves alone, the smoothed effect the mean over the drugs of the curves in combination. Unlike
    there the plateau is fitted too, as many drugs stop growth without killing all cells.
    """
    grids = [np.asarray(each, dtype=float) for each in doses]
    alone = [
        fit_hill(grid, _margin(effects, axis), e0=0.0, plateau=_ALL)
        for axis, grid in enumerate(grids)
    ]
    curves = [hill.at(grid) for hill, grid in zip(alone, grids, strict=True)]
    left = reduce(np.multiply.outer, [1.0 - curve for curve in curves])
    reference = np.asarray(1.0 - left)
    smooth = np.mean(
        [_along(grid, effects, axis, curves) for axis, grid in enumerate(grids)], axis=0
    )
    # The controls are the fits themselves: no excess there, also in a drug that is not sigmoid.
    given = np.sum(np.meshgrid(*(grid > 0 for grid in grids), indexing="ij"), axis=0)
    return np.where(given < 2, reference, smooth), reference


def excesses(
    doses: Sequence[ArrayLike], effects: ArrayLike, agents: Sequence[SingleAgent] | None = None
) -> dict[str, Floats]:
    """Return the excess over each reference, in the shape of the effects.

    Raises
    ------
    InvalidValue
        If an axis does not rise from 0, has fewer than 4 doses with it, or does not fit the
        effects.
    """
    values = np.asarray(effects, dtype=float)
    for axis, each in enumerate(doses):
        grid = np.asarray(each, dtype=float)
        if values.ndim != len(doses) or len(grid) != values.shape[axis]:
            raise InvalidValue("the shape of the effects", values.shape, "the doses of each drug")
        if grid[0] != 0 or (np.diff(grid) <= 0).any():
            raise InvalidValue("the doses of a combination", list(grid), "rising from 0")
    smooth, potency = zero_interaction_potency(doses, values)
    return {
        "hsa": values - hsa(values),
        "bliss": values - bliss(values),
        "loewe": values - loewe(doses, values, agents),
        "zip": smooth - potency,
    }


def _margin(effects: Floats, axis: int) -> Floats:
    """Return the effects of one drug alone."""
    place: list[int | slice] = [0] * effects.ndim
    place[axis] = slice(None)
    return np.asarray(effects[tuple(place)])


def _alone(effects: Floats) -> list[Floats]:
    """Return each drug's effects alone, spread over the whole array."""
    spread = []
    for axis in range(effects.ndim):
        shape = [1] * effects.ndim
        shape[axis] = -1
        spread.append(np.broadcast_to(_margin(effects, axis).reshape(shape), effects.shape))
    return spread


def _along(doses: Floats, effects: Floats, axis: int, alone: Sequence[Floats]) -> Floats:
    """Return effects smoothed along one drug, at each dose of the others."""
    others = [curve for place, curve in enumerate(alone) if place != axis]
    begin = 1.0 - reduce(np.multiply.outer, [1.0 - curve for curve in others])
    lines = np.moveaxis(effects, axis, -1)
    smooth = np.empty_like(lines)
    for place in np.ndindex(lines.shape[:-1]):
        if not any(place):
            smooth[place] = alone[axis]
            continue
        fitted: Hill = fit_hill(doses[1:], lines[place][1:], e0=float(begin[place]), plateau=_ALL)
        smooth[place] = fitted.at(doses)
    return np.moveaxis(smooth, -1, axis)


def _log(values: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(values))
