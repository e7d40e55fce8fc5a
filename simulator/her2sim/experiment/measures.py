"""Measures: what an expectation reads off a result, as one number.

A measure is a small frozen record. Adding one takes a dataclass with the four members of
`Measure`; the expectations work with any of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from her2sim.errors import InvalidValue
from her2sim.experiment.readings import NoReading, Reading

if TYPE_CHECKING:
    from her2sim.experiment.readings import Readings
    from her2sim.model import Model
    from her2sim.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """What has to be simulated for a measure: arms of the experiment, readouts, hours."""

    arms: frozenset[str] = frozenset()
    readouts: frozenset[str] = frozenset()
    times_h: frozenset[float] = frozenset()

    def __or__(self, other: Asked) -> Asked:
        """Return what either asks for."""
        return Asked(
            self.arms | other.arms, self.readouts | other.readouts, self.times_h | other.times_h
        )


class Measure(Protocol):
    """A question to a result that is answered with one number."""

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms it brings along (a dose series, a screen); often none."""

    def read(self, readings: Readings) -> Reading:
        """Return the number."""

    def __str__(self) -> str:
        """Return the measure in words."""


@dataclass(frozen=True)
class Value:
    """A readout of one arm at one time, in the readout's own unit."""

    readout: str
    arm: str
    at_h: float

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return Asked(frozenset({self.arm}), frozenset({self.readout}), frozenset({self.at_h}))

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return no arms: it reads those of the experiment."""
        return ()

    def read(self, readings: Readings) -> Reading:
        """Return the number."""
        return readings.at(self.arm, self.readout, self.at_h)

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.readout} at {_hours(self.at_h)} in {self.arm}"


@dataclass(frozen=True)
class Fold:
    """A readout as a multiple of itself at another time, in another arm, or both.

    Parameters
    ----------
    over_h
        The time divided by; by default ``at_h``.
    over_arm
        The arm divided by; by default ``arm``.

    Raises
    ------
    InvalidValue
        When neither differs, which would compare a number with itself.
    """

    readout: str
    arm: str
    at_h: float
    over_h: float | None = None
    over_arm: str | None = None

    def __post_init__(self) -> None:
        """Check the fields."""
        if self._below() == self._above():
            raise InvalidValue("Fold", str(self._above()), "given over_h, over_arm or both")

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return self._above().asks() | self._below().asks()

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return no arms: it reads those of the experiment."""
        return ()

    def read(self, readings: Readings) -> Reading:
        """Return the multiple, a pure number."""
        return _quotient(self._above(), self._below(), readings)

    def __str__(self) -> str:
        """Return it in words."""
        below = self._below()
        if below.arm == self.arm:
            return f"{self._above()} over {_hours(below.at_h)}"
        if below.at_h == self.at_h:
            return f"{self._above()} over {below.arm}"
        return f"{self._above()} over {below.arm} at {_hours(below.at_h)}"

    def _above(self) -> Value:
        return Value(self.readout, self.arm, self.at_h)

    def _below(self) -> Value:
        hour = self.at_h if self.over_h is None else self.over_h
        return Value(self.readout, self.over_arm or self.arm, hour)


@dataclass(frozen=True)
class Difference:
    """One measure minus another, in their common unit."""

    of: Measure
    minus: Measure

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return self.of.asks() | self.minus.asks()

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms that its two measures bring along."""
        return self.of.own_arms(model) + self.minus.own_arms(model)

    def read(self, readings: Readings) -> Reading:
        """Return the difference with both numbers as detail."""
        of, minus = self.of.read(readings), self.minus.read(readings)
        return Reading(of.value - minus.value, of.unit, f"{of.value:.3g} against {minus.value:.3g}")

    def __str__(self) -> str:
        """Return it in words."""
        return f"({self.of}) minus ({self.minus})"


@dataclass(frozen=True)
class Ratio:
    """One measure over another, for example the residual of one genotype over another's."""

    of: Measure
    over: Measure

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return self.of.asks() | self.over.asks()

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms that its two measures bring along."""
        return self.of.own_arms(model) + self.over.own_arms(model)

    def read(self, readings: Readings) -> Reading:
        """Return the ratio, a pure number."""
        return _quotient(self.of, self.over, readings)

    def __str__(self) -> str:
        """Return it in words."""
        return f"({self.of}) over ({self.over})"


@dataclass(frozen=True)
class Product:
    """The product of two pure numbers, as of two growth-rate inhibition values.

    Two drugs that act independently leave the product of what each leaves (Bliss).
    """

    of: Measure
    times: Measure

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return self.of.asks() | self.times.asks()

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms that its two measures bring along."""
        return self.of.own_arms(model) + self.times.own_arms(model)

    def read(self, readings: Readings) -> Reading:
        """Return the product, a pure number."""
        of, times = self.of.read(readings), self.times.read(readings)
        return Reading(of.value * times.value, "1", f"{of.value:.3g} times {times.value:.3g}")

    def __str__(self) -> str:
        """Return it in words."""
        return f"({self.of}) times ({self.times})"


@dataclass(frozen=True)
class Log2:
    """The binary logarithm of a measure; halving is -1."""

    of: Measure

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return self.of.asks()

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the arms that its measure brings along."""
        return self.of.own_arms(model)

    def read(self, readings: Readings) -> Reading:
        """Return the logarithm, minus infinity for zero."""
        value = self.of.read(readings).value
        if value < 0:
            raise NoReading(f"{self.of} is {value:.3g}, which has no logarithm")
        return Reading(math.log2(value) if value > 0 else -math.inf, "log2")

    def __str__(self) -> str:
        """Return it in words."""
        return f"log2 of {self.of}"


@dataclass(frozen=True)
class Scaled:
    """A readout scaled 0 to 1 between its extremes over some arms and hours.

    Blots of one cell line are published like this: the largest band of all stimuli is 1.
    """

    readout: str
    arm: str
    at_h: float
    arms: tuple[str, ...]
    times_h: tuple[float, ...]

    def asks(self) -> Asked:
        """Return the arms, readouts and hours it has to be given."""
        return Asked(
            frozenset((self.arm, *self.arms)),
            frozenset({self.readout}),
            frozenset((self.at_h, *self.times_h)),
        )

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return no arms: it reads those of the experiment."""
        return ()

    def read(self, readings: Readings) -> Reading:
        """Return the scaled value, a pure number."""
        course = [
            readings.at(arm, self.readout, hour).value for arm in self.arms for hour in self.times_h
        ]
        low, high = min(course), max(course)
        if high == low:
            raise NoReading(f"{self.readout} does not move in {', '.join(self.arms)}")
        value = readings.at(self.arm, self.readout, self.at_h).value
        return Reading((value - low) / (high - low), "1")

    def __str__(self) -> str:
        """Return it in words."""
        return f"scaled {self.readout} at {_hours(self.at_h)} in {self.arm}"


def _quotient(above: Measure, below: Measure, readings: Readings) -> Reading:
    """Return one measure over another with both numbers as detail."""
    top, bottom = above.read(readings), below.read(readings)
    detail = f"{top.value:.3g} over {bottom.value:.3g}"
    if bottom.value == 0:
        raise NoReading(f"{below} is 0, so nothing can be divided by it")
    if math.isinf(top.value) and math.isinf(bottom.value):
        raise NoReading(f"{above} and {below} are both out of reach")
    return Reading(top.value / bottom.value, "1", detail)


def _hours(hours: float) -> str:
    """Return a time in the unit a reader would choose."""
    return f"{hours * 60:g} min" if 0 < hours < 1 else f"{hours:g} h"
