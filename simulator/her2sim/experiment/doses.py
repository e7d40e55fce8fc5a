"""Measures over a dose series: potency and area over the curve."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from her2sim.errors import InvalidValue
from her2sim.experiment.measures import Asked
from her2sim.experiment.readings import NoReading, Reading
from her2sim.treatment import Dose

if TYPE_CHECKING:
    from her2sim.experiment.readings import Readings
    from her2sim.model import Model
    from her2sim.scenario import Scenario


@dataclass(frozen=True)
class DoseSeries:
    """One drug in rising doses on top of a scenario.

    Parameters
    ----------
    drug
        Id or alias of ``models/drugs.csv``.
    nM
        The doses in nM, rising, without the zero dose; two or more.
    on
        The scenario that every dose is added to; alone it is the zero dose.
    at_h
        When the readout is taken, in hours.

    Raises
    ------
    InvalidValue
        When the doses do not rise from above zero.
    """

    drug: str
    nM: tuple[float, ...]
    on: Scenario
    at_h: float

    def __post_init__(self) -> None:
        """Check the fields."""
        rising = all(low < high for low, high in pairwise((0.0, *self.nM)))
        if len(self.nM) < 2 or not rising:
            raise InvalidValue(f"the doses of {self.drug}", self.nM, "two or more, rising from 0")

    def arms(self) -> tuple[Scenario, ...]:
        """Return the zero dose, then one scenario per dose."""
        return (self.on, *(self._dosed(dose) for dose in self.nM))

    def response(self, readout: str, readings: Readings) -> list[float]:
        """Return the readout at the zero dose, then at each dose."""
        return [readings.at(arm.name, readout, self.at_h).value for arm in self.arms()]

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.drug} in {self.on.name} at {self.at_h:g} h"

    def _dosed(self, dose: float) -> Scenario:
        name = f"{self.on.name} + {self.drug} {dose:g} nM"
        return replace(self.on, name=name, treatment=(*self.on.treatment, Dose(self.drug, nM=dose)))


@dataclass(frozen=True)
class Potency:
    """The dose in nM that brings a readout half-way down from its value at the zero dose.

    Interpolated on the logarithm of the dose; infinite when the highest dose does not get
    there.
    """

    readout: str
    series: DoseSeries
    left: float = 0.5

    def asks(self) -> Asked:
        """Return the readout and hour it has to be given; the arms are its own."""
        return Asked(readouts=frozenset({self.readout}), times_h=frozenset({self.series.at_h}))

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms of the dose series."""
        return self.series.arms()

    def read(self, readings: Readings) -> Reading:
        """Return the dose in nM."""
        control, *response = self.series.response(self.readout, readings)
        if control <= 0:
            raise NoReading(f"{self.readout} is {control:.3g} without {self.series.drug}")
        left = [value / control for value in response]
        if left[0] <= self.left:
            return Reading(self.series.nM[0], "nM", "half gone at the lowest dose")
        steps = zip(pairwise(self.series.nM), pairwise(left), strict=True)
        for (low, high), (before, after) in steps:
            if after <= self.left:
                part = (before - self.left) / (before - after)
                return Reading(low * (high / low) ** part, "nM")
        return Reading(math.inf, "nM", f"{left[-1]:.0%} left at the highest dose")

    def __str__(self) -> str:
        """Return it in words."""
        return f"IC50 of {self.readout}, {self.series}"


@dataclass(frozen=True)
class AreaOverCurve:
    """Mean of one minus the readout over the logarithm of the dose, as GR_AOC is defined.

    For the readout ``GR`` this is 0 without any effect and 1 with cytostasis at every dose.
    """

    readout: str
    series: DoseSeries

    def asks(self) -> Asked:
        """Return the readout and hour it has to be given; the arms are its own."""
        return Asked(readouts=frozenset({self.readout}), times_h=frozenset({self.series.at_h}))

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms of the dose series."""
        return self.series.arms()

    def read(self, readings: Readings) -> Reading:
        """Return the area per decade of dose, a pure number."""
        response = self.series.response(self.readout, readings)[1:]
        decades = [math.log10(dose) for dose in self.series.nM]
        area = sum(
            (right - left) * (1.0 - (here + there) / 2.0)
            for (left, right), (here, there) in zip(
                pairwise(decades), pairwise(response), strict=True
            )
        )
        return Reading(area / (decades[-1] - decades[0]), "1")

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.readout}_AOC, {self.series}"
