"""Four-parameter dose-response curves, fitted robustly and fast.

The curve is ``einf + (e0 - einf) / (1 + (dose / ec50) ** hill)``. The bounds are those of Hafner
et al. 2016 (doi:10.1038/nmeth.3853) and their GRmetrics: the half-effect dose within two decades
of the tested ones, the slope from 0.1 to 5.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator
from scipy.optimize import leastsq

from her2sim.errors import InvalidValue

Floats: TypeAlias = NDArray[np.float64]
Bounds: TypeAlias = tuple[float, float]

FLAT, SIGMOID, POOR, NO_DATA = "flat", "sigmoid", "poor fit", "no data"
LEAST_DOSES = 4
_BEYOND = 1e2  # how far the half-effect dose may lie outside the tested doses
_SLOPES = (0.1, 5.0)
_STARTS = (0.3, 0.6, 0.85)
_EVALUATIONS = 400
# Changes smaller than this part of the largest value are the solver's rounding, not an effect.
FLATNESS = 1e-3
_POOR = 0.05  # root mean square of the residuals, in parts of the curve's height
_POINTS = 1001
_FREE_SPAN = 1.0  # how far a free plateau may lie beyond the values, in their own span


@dataclass(frozen=True)
class Hill:
    """A dose-response curve.

    Attributes
    ----------
    e0, einf
        The value without the drug and the plateau at infinite dose.
    ec50
        The dose (nM) half-way between them; infinite for a flat curve.
    hill
        The slope; 0 for a flat curve.
    error
        Root mean square of the residuals, in the unit of the values.
    kind
        ``sigmoid``; ``flat`` (nothing to fit); ``poor fit`` (not sigmoid, such as a curve with a
        dip or two steps: the numbers describe it roughly); ``no data``.
    """

    e0: float
    einf: float
    ec50: float
    hill: float
    error: float
    kind: str

    def at(self, doses: ArrayLike) -> Floats:
        """Return the curve at some doses (nM)."""
        levels = np.asarray(doses, dtype=float)
        if not math.isfinite(self.ec50) or self.hill == 0:
            return np.full(levels.shape, self.e0)
        return np.asarray(_hill(levels, self.e0, self.einf, self.ec50, self.hill))

    def dose_for(self, level: float) -> float:
        """Return the dose (nM) at which the curve is at a level; NaN if it never is."""
        part = (self.e0 - level) / (self.e0 - self.einf) if self.e0 != self.einf else math.nan
        if not 0 < part < 1:
            return math.nan
        return float(self.ec50 * (part / (1 - part)) ** (1 / self.hill))


def fit_hill(
    doses: ArrayLike,
    values: ArrayLike,
    *,
    e0: float | None = None,
    plateau: Bounds | None = None,
) -> Hill:
    """Fit a curve to values at doses.

    Parameters
    ----------
    doses
        In nM; 0 is allowed.
    values
        One for each dose; NaN are left out.
    e0
        The value without the drug, if it is to be held fixed.
    plateau
        Lowest and highest plateau allowed; by default as far beyond the values as they span.

    Returns
    -------
    Hill
        Never raises for odd curves: ``kind`` says what was found.

    Raises
    ------
    InvalidValue
        If there are fewer than 4 different doses, the fixed one at 0 included.
    """
    level, value = np.asarray(doses, dtype=float), np.asarray(values, dtype=float)
    number = len(np.unique(level if e0 is None else np.append(level, 0.0)))
    if number < LEAST_DOSES:
        raise InvalidValue("the number of doses", number, f"{LEAST_DOSES} or more")
    there = np.isfinite(value)
    level, value = level[there], value[there]
    if len(value) < LEAST_DOSES - (e0 is not None) or not (level > 0).any():
        return Hill(math.nan, math.nan, math.nan, math.nan, math.nan, NO_DATA)
    known = value if e0 is None else np.append(value, e0)
    if is_flat(known):
        middle = float(value.mean()) if e0 is None else e0
        return Hill(middle, middle, math.inf, 0.0, float(value.std()), FLAT)
    return _best(level, value, _limits(level, known, e0, plateau))


def is_flat(values: ArrayLike) -> bool:
    """Tell whether values differ by no more than the solver's rounding."""
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    return known.size == 0 or float(np.ptp(known)) <= FLATNESS * float(np.abs(known).max())


def first_crossing(
    doses: Sequence[float], values: Sequence[float], level: float, fit: Hill | None = None
) -> float:
    """Return the least dose (nM) at which the values have come down to a level.

    Parameters
    ----------
    doses
        Rising, above 0.
    values
        One for each dose, joined by a curve without overshoot over the logarithm of the dose.
    level
        What is to be reached.
    fit
        A curve fitted to the values: between the two doses around the crossing it decides, if it
        crosses there.

    Returns
    -------
    float
        The lowest dose if even that is enough, ``inf`` if none is, NaN without values.
    """
    known = np.isfinite(values)
    logs, there = np.log(np.asarray(doses)[known]), np.asarray(values, dtype=float)[known]
    if len(there) < 2:
        return math.nan
    if there[0] <= level:
        return float(np.exp(logs[0]))
    if there.min() > level:
        return math.inf
    after = int(np.argmax(there <= level))
    fitted = fit.dose_for(level) if fit is not None else math.nan
    if logs[after - 1] <= np.log(fitted) <= logs[after]:
        return fitted
    fine = np.linspace(logs[after - 1], logs[after], _POINTS)
    curve = PchipInterpolator(logs, there)(fine)
    return float(np.exp(fine[int(np.argmax(curve <= level))]))


def area_over(doses: Sequence[float], values: Sequence[float]) -> float:
    """Return the mean of one minus the values over the logarithm of the dose, as GR_AOC is."""
    decades = np.log10(np.asarray(doses, dtype=float))
    area = np.trapezoid(1.0 - np.asarray(values, dtype=float), decades)
    return float(area / (decades[-1] - decades[0]))


def _hill(doses: Floats, e0: float, einf: float, ec50: float, hill: float) -> Floats:
    with np.errstate(over="ignore", divide="ignore"):
        # A dose of 0 has the logarithm -inf, of which the exponential is 0 as it should be.
        occupied = np.exp(hill * (np.log(doses) - math.log(ec50)))
        return np.asarray(einf + (e0 - einf) / (1.0 + occupied))


def _limits(level: Floats, value: Floats, e0: float | None, plateau: Bounds | None) -> list[Bounds]:
    """Return the bounds of plateau, log dose, log slope and, unless it is fixed, of the start."""
    low, high = float(value.min()), float(value.max())
    reach = _FREE_SPAN * (high - low)
    tested = level[level > 0]
    doses = (math.log(tested.min() / _BEYOND), math.log(tested.max() * _BEYOND))
    slopes = (math.log(_SLOPES[0]), math.log(_SLOPES[1]))
    # A plateau cannot be bounded to less than what was seen.
    ends = plateau or (low - reach, high + reach)
    ends = (min(ends[0], low), max(ends[1], high))
    start = (low - reach, high + reach) if e0 is None else (e0, e0)
    return [ends, doses, slopes, start]


def _best(level: Floats, value: Floats, limits: Sequence[Bounds]) -> Hill:
    """Fit from several starts and return the closest curve."""
    low = np.array([limit[0] for limit in limits])
    span = np.array([limit[1] for limit in limits]) - low
    free = span > 0

    def numbers(inner: Floats) -> Floats:
        # The sine keeps every number within its bounds (as in MINUIT), so that the fast
        # unbounded method of Levenberg and Marquardt can be used.
        found = low.copy()
        found[free] += span[free] * (np.sin(inner) + 1) / 2
        return found

    def residuals(inner: Floats) -> Floats:
        einf, log_dose, log_slope, start = numbers(inner)
        return _hill(level, start, einf, math.exp(log_dose), math.exp(log_slope)) - value

    best, least = None, math.inf
    for first in _starts(level, value, low, span):
        inner = np.arcsin(np.clip(2 * (first - low)[free] / span[free] - 1, -0.99, 0.99))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a start that leads nowhere
            found = np.asarray(leastsq(residuals, inner, maxfev=_EVALUATIONS)[0])
        error = float(np.sqrt(np.mean(residuals(found) ** 2)))
        if error < least:
            best, least = numbers(found), error
        if least < FLATNESS * float(np.ptp(value)):
            break
    if best is None:
        return Hill(math.nan, math.nan, math.nan, math.nan, math.nan, POOR)
    einf, log_dose, log_slope, start = (float(each) for each in best)
    kind = SIGMOID if least <= _POOR * float(np.ptp(value)) else POOR
    return Hill(start, einf, math.exp(log_dose), math.exp(log_slope), least, kind)


def _starts(level: Floats, value: Floats, low: Floats, span: Floats) -> list[Floats]:
    """Return where to begin: ends as seen, the half-effect dose at some places between."""
    order = np.argsort(level)
    level, value = level[order], value[order]
    tested = np.log(level[level > 0])
    begin, end = float(value[0]), float(value[-1])
    halfway = int(np.abs(value - (begin + end) / 2).argmin())
    middle = math.log(level[halfway]) if level[halfway] > 0 else float(tested[0])
    places = [middle, *(tested[0] + part * (tested[-1] - tested[0]) for part in _STARTS)]
    return [np.clip([end, place, 0.0, begin], low, low + span) for place in places]
