"""Expectations for evidence that is more than one yes or no: measured spreads and disputes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from her2sim.errors import InvalidValue
from her2sim.experiment.readings import NoReading
from her2sim.experiment.verdicts import (
    Status,
    Verdict,
    Window,
    require_source,
    with_known_gap,
)

if TYPE_CHECKING:
    from her2sim.experiment.measures import Measure
    from her2sim.experiment.readings import Readings


@dataclass(frozen=True)
class Target:
    """A measured effect with its spread: the model's number should lie about there.

    Parameters
    ----------
    measure
        What is measured in the model.
    mean, sd
        Mean and standard deviation of the measurement, in the measure's unit.
    """

    measure: Measure
    mean: float
    sd: float

    def __post_init__(self) -> None:
        """Check the fields."""
        if not self.sd > 0:
            raise InvalidValue(f"the sd of {self.measure}", self.sd, "a number above 0")


@dataclass(frozen=True)
class Spread:
    """Effect sizes taken together: enough of the targets are met within their spread.

    No target passes or fails by itself, since one line under one condition is an anecdote;
    each is reported as inside or outside in the verdict's detail.

    Parameters
    ----------
    targets
        The measured effects.
    within_sd
        How many standard deviations from the mean still count as inside.
    share
        The fraction of targets that must be inside.
    source, known_gap
        As in `her2sim.experiment.Within`.

    Raises
    ------
    InvalidValue
        Without a source or without targets.
    """

    targets: tuple[Target, ...]
    within_sd: float
    share: float
    source: str = ""
    known_gap: str = ""

    def __post_init__(self) -> None:
        """Check the fields."""
        require_source(self.source, self)
        if not self.targets:
            raise InvalidValue("the targets of Spread", self.targets, "at least one Target")

    def measures(self) -> tuple[Measure, ...]:
        """Return the measures of all targets."""
        return tuple(target.measure for target in self.targets)

    def check(self, readings: Readings) -> Verdict:
        """Return whether enough targets are inside; one without a number is outside."""
        found = [self._compare(target, readings) for target in self.targets]
        inside = sum(met for met, _ in found) / len(found)
        return self._verdict(inside, "; ".join(words for _, words in found))

    def without_reading(self, why: str) -> Verdict:
        """Return the verdict when nothing could be measured."""
        return self._verdict(math.nan, why)

    def _compare(self, target: Target, readings: Readings) -> tuple[bool, str]:
        try:
            value = target.measure.read(readings).value
        except NoReading as error:
            return False, f"outside: {error}"
        met = abs(value - target.mean) <= self.within_sd * target.sd
        place = "inside" if met else "outside"
        return met, (
            f"{place}: {target.measure} {value:.3g}, measured {target.mean:.3g} ± {target.sd:.2g}"
        )

    def _verdict(self, inside: float, detail: str) -> Verdict:
        words = f"share of {len(self.targets)} targets inside mean ± {self.within_sd:g} sd"
        status: Status = "holds" if inside >= self.share else "fails"
        required = f">= {self.share:.2g}"
        verdict = Verdict(words, status, inside, "1", required, self.source, detail)
        return with_known_gap(verdict, self.known_gap)


@dataclass(frozen=True)
class Position:
    """One side of a dispute: what it says in words, the range it implies, and its source."""

    words: str
    at_least: float | None = None
    at_most: float | None = None
    source: str = ""

    def __post_init__(self) -> None:
        """Check the fields."""
        require_source(self.source, self)
        Window(self.at_least, self.at_most)

    def accepts(self, value: float) -> bool:
        """Return whether a number agrees with this side."""
        return value in Window(self.at_least, self.at_most)

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.source}: {self.words} ({Window(self.at_least, self.at_most)})"


@dataclass(frozen=True)
class Disputed:
    """A number shown against sources that disagree; it neither passes nor fails.

    Parameters
    ----------
    measure
        What is measured.
    positions
        The sides, two or more.
    span
        Further measures shown beside the first, for instance at both ends of an uncertain
        parameter's range.

    Raises
    ------
    InvalidValue
        With fewer than two positions.
    """

    measure: Measure
    positions: tuple[Position, ...]
    span: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        """Check the fields."""
        if len(self.positions) < 2:
            raise InvalidValue("the positions of Disputed", len(self.positions), "two or more")

    @property
    def source(self) -> str:
        """The sources of all sides."""
        return " against ".join(position.source for position in self.positions)

    def measures(self) -> tuple[Measure, ...]:
        """Return the disputed measure and those shown beside it."""
        return (self.measure, *self.span)

    def check(self, readings: Readings) -> Verdict:
        """Return the number and which sides it agrees with."""
        value = self.measure.read(readings)
        detail = [self._agreement(value.value)]
        detail += [f"{measure}: {self._shown(measure, readings)}" for measure in self.span]
        return self._verdict(value.value, value.unit, "; ".join(detail))

    def without_reading(self, why: str) -> Verdict:
        """Return the verdict when the number could not be had."""
        return self._verdict(math.nan, "", why)

    def _agreement(self, value: float) -> str:
        agrees = [position.source for position in self.positions if position.accepts(value)]
        return f"agrees with {' and '.join(agrees) or 'neither side'}"

    def _shown(self, measure: Measure, readings: Readings) -> str:
        try:
            return f"{measure.read(readings).value:.3g}"
        except NoReading as error:
            return str(error)

    def _verdict(self, value: float, unit: str, detail: str) -> Verdict:
        required = " | ".join(str(position) for position in self.positions)
        return Verdict(str(self.measure), "disputed", value, unit, required, self.source, detail)
