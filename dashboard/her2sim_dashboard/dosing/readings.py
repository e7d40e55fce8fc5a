"""Readings: a dose-response taken apart by genotype once, as its many readers need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from her2sim.analysis.dose_response import DoseResponse
from her2sim.analysis.effect import GROWTH
from her2sim.analysis.words import records
from scipy.interpolate import PchipInterpolator

HALF = {True: "GR50_nM", False: "IC50_nM"}
HALF_NAMES = {True: "GR50", False: "IC50"}
_POINTS = 1001


@dataclass(frozen=True, eq=False)
class Curve:
    """The curve of one genotype: doses (nM) from 0 up, and what was read at each.

    ``lower`` and ``upper`` are the interval over the sample, NaN without one; ``row`` is that of
    the summary.
    """

    doses: tuple[float, ...]
    responses: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    row: Mapping[str, Any]

    def crossings(self, levels: Sequence[float]) -> tuple[float, ...]:
        """Return the least dose (nM) at which the curve has come down to each level.

        Between doses the curve is one without overshoot over the logarithm of the dose, as in
        :func:`her2sim.analysis.fit.first_crossing`: the lowest dose where that is enough, ``inf``
        where none is, NaN where fewer than two doses could be simulated.
        """
        values = np.array(self.responses[1:])
        known = np.isfinite(values)
        if known.sum() < len("ab"):
            return tuple(float("nan") for _ in levels)
        logs = np.log(np.array(self.doses[1:])[known])
        fine = np.union1d(np.linspace(logs[0], logs[-1], _POINTS), logs)
        curve = PchipInterpolator(logs, values[known])(fine)
        return tuple(_crossing(fine, curve, level) for level in levels)


def _crossing(logs: np.ndarray[Any, Any], curve: np.ndarray[Any, Any], level: float) -> float:
    below = np.flatnonzero(curve <= level)
    if not below.size:
        return float("inf")
    at = int(below[0])
    if at == 0:
        return float(np.exp(logs[0]))
    share = (curve[at - 1] - level) / (curve[at - 1] - curve[at])
    return float(np.exp(logs[at - 1] + share * (logs[at] - logs[at - 1])))


@dataclass(frozen=True, eq=False)
class Readings:
    """A dose-response with its curves by genotype."""

    found: DoseResponse
    curves: Mapping[str, Curve]

    @property
    def is_growth(self) -> bool:
        """Whether growth-rate inhibition was read."""
        return self.found.readout == GROWTH

    @property
    def unit(self) -> str:
        """The unit of the readout."""
        return str(self.found.table["unit"].iloc[0])

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest dose (nM) above 0."""
        doses = next(iter(self.curves.values())).doses
        return doses[1], doses[-1]

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that was read."""
        values = np.array([curve.responses for curve in self.curves.values()])
        return float(np.nanmin(values)), float(np.nanmax(values))


def readings_of(found: DoseResponse) -> Readings:
    """Return a dose-response by genotype; its cells differ in nothing else."""
    rows = {str(row["genotype"]): row for row in records(found.summary)}
    curves = {}
    for name, own in found.table.groupby("genotype", sort=False):
        doses, read, lower, upper = (
            tuple(float(value) for value in own[column].to_numpy(dtype=float))
            for column in ("dose_nM", "value", "lower", "upper")
        )
        curves[str(name)] = Curve(doses, read, lower, upper, rows[str(name)])
    return Readings(found, curves)
