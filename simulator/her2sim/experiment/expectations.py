"""Expectations: a measure, what is required of it, and the source of the requirement.

An expectation is a small frozen record. Adding one takes a dataclass with the members of
`Expectation`; nothing else needs to know of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from her2sim.errors import InvalidValue
from her2sim.experiment.readings import NoReading, Reading
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

_NONE = math.nan


class Expectation(Protocol):
    """A claim about a result that can be checked."""

    @property
    def source(self) -> str:
        """Where the requirement comes from."""

    def measures(self) -> tuple[Measure, ...]:
        """Return all that has to be measured for it."""

    def check(self, readings: Readings) -> Verdict:
        """Return the verdict; ``NoReading`` is left to `answer`."""

    def without_reading(self, why: str) -> Verdict:
        """Return the verdict when something could not be measured."""


@dataclass(frozen=True)
class Within:
    """A measure lies in a closed range.

    Parameters
    ----------
    measure
        What is measured.
    at_least, at_most
        The range in the measure's unit; one of them may be left open.
    source
        Where the range comes from.
    known_gap
        Why the model does not meet it yet; empty when it should.

    Raises
    ------
    InvalidValue
        Without a source or a range.
    """

    measure: Measure
    at_least: float | None = None
    at_most: float | None = None
    source: str = ""
    known_gap: str = ""

    def __post_init__(self) -> None:
        """Check the fields."""
        require_source(self.source, self)
        self._window()

    def measures(self) -> tuple[Measure, ...]:
        """Return the measure."""
        return (self.measure,)

    def check(self, readings: Readings) -> Verdict:
        """Return whether the measure lies in the range."""
        found = self.measure.read(readings)
        return self._verdict(found, found.value in self._window())

    def without_reading(self, why: str) -> Verdict:
        """Return the verdict when the measure could not be taken."""
        return self._verdict(Reading(_NONE, "", why), False)

    def _window(self) -> Window:
        return Window(self.at_least, self.at_most)

    def _verdict(self, found: Reading, holds: bool) -> Verdict:
        required = str(self._window())
        return _verdict(str(self.measure), found, required, holds, self.source, self.known_gap)


@dataclass(frozen=True)
class Ordered:
    """Measures rise in the order given; the smallest step decides.

    Parameters
    ----------
    measures_up
        Two or more measures of one unit, smallest first.
    step
        How much larger each must be than the one before, in their unit.
    factor
        How many times larger each must be than the one before; takes the place of ``step``.
    source, known_gap
        As in `Within`.

    Raises
    ------
    InvalidValue
        Without a source, or with fewer than two measures.
    """

    measures_up: tuple[Measure, ...]
    step: float = 0.0
    factor: float | None = None
    source: str = ""
    known_gap: str = ""

    def __post_init__(self) -> None:
        """Check the fields."""
        require_source(self.source, self)
        if len(self.measures_up) < 2:
            raise InvalidValue("Ordered", len(self.measures_up), "given two measures or more")

    def measures(self) -> tuple[Measure, ...]:
        """Return the measures, smallest first."""
        return self.measures_up

    def check(self, readings: Readings) -> Verdict:
        """Return whether each measure exceeds the one before by enough."""
        found = [measure.read(readings) for measure in self.measures_up]
        values = [reading.value for reading in found]
        shown = " < ".join(f"{value:.3g}" for value in values)
        if self.factor is None:
            smallest = _smallest([high - low for low, high in pairwise(values)])
            return self._verdict(Reading(smallest, found[0].unit, shown), smallest > self.step)
        smallest = _smallest([_factor(low, high) for low, high in pairwise(values)])
        return self._verdict(Reading(smallest, "1", shown), smallest >= self.factor)

    def without_reading(self, why: str) -> Verdict:
        """Return the verdict when a measure could not be taken."""
        return self._verdict(Reading(_NONE, "", why), False)

    def _verdict(self, found: Reading, holds: bool) -> Verdict:
        words = "smallest step of " + " < ".join(f"({m})" for m in self.measures_up)
        required = f"> {self.step:g}" if self.factor is None else f">= {self.factor:g} fold"
        return _verdict(words, found, required, holds, self.source, self.known_gap)


@dataclass(frozen=True)
class Unchanged:
    """Negative control: a measure differs from its reference by no more than some per cent.

    Parameters
    ----------
    measure, reference
        What is compared.
    percent
        The largest deviation allowed, in per cent of the reference.
    source, known_gap
        As in `Within`.

    Raises
    ------
    InvalidValue
        Without a source.
    """

    measure: Measure
    reference: Measure
    percent: float
    source: str = ""
    known_gap: str = ""

    def __post_init__(self) -> None:
        """Check the fields."""
        require_source(self.source, self)

    def measures(self) -> tuple[Measure, ...]:
        """Return the measure and its reference."""
        return (self.measure, self.reference)

    def check(self, readings: Readings) -> Verdict:
        """Return whether the deviation is small enough, whichever its sign."""
        value = self.measure.read(readings).value
        reference = self.reference.read(readings).value
        if reference == 0:
            raise NoReading(f"{self.reference} is 0, so there is no per cent of it")
        deviation = 100.0 * (value / reference - 1.0)
        found = Reading(deviation, "%", f"{value:.3g} against {reference:.3g}")
        return self._verdict(found, abs(deviation) <= self.percent)

    def without_reading(self, why: str) -> Verdict:
        """Return the verdict when something could not be measured."""
        return self._verdict(Reading(_NONE, "%", why), False)

    def _verdict(self, found: Reading, holds: bool) -> Verdict:
        words = f"change of {self.measure} against {self.reference}"
        required = f"within {self.percent:g} %"
        return _verdict(words, found, required, holds, self.source, self.known_gap)


def answer(expectation: Expectation, readings: Readings) -> Verdict:
    """Check an expectation; a number that could not be had is a verdict too."""
    try:
        return expectation.check(readings)
    except NoReading as error:
        return expectation.without_reading(str(error))


def _verdict(
    words: str, found: Reading, required: str, holds: bool, source: str, known_gap: str
) -> Verdict:
    status: Status = "holds" if holds else "fails"
    verdict = Verdict(words, status, found.value, found.unit, required, source, found.detail)
    return with_known_gap(verdict, known_gap)


def _factor(low: float, high: float) -> float:
    return high / low if low > 0 else _NONE


def _smallest(steps: Sequence[float]) -> float:
    """Return the smallest step, NaN when one is NaN.

    Two doses that are both out of reach are in no order: inf - inf is NaN, which compares
    false with every requirement, whereas `min` would pass over it.
    """
    return _NONE if any(math.isnan(step) for step in steps) else min(steps)
