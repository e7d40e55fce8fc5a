"""Readings: single numbers looked up in a result by arm, readout and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from her2sim.errors import Her2simError, UnknownName
from her2sim.result import Result

# Output times pass through hours, seconds and back; a microhour is far below any of them.
_TIME_DIGITS = 6


class NoReading(Her2simError):
    """The simulation gave no number where an expectation wants one."""


@dataclass(frozen=True)
class Reading:
    """One number with its unit (``"1"`` for a pure number) and a note on how it came about."""

    value: float
    unit: str
    detail: str = ""


@dataclass(frozen=True)
class Readings:
    """The numbers of a result and the reasons why some are missing.

    Parameters
    ----------
    numbers
        ``(arm, readout, hour) -> Reading``.
    failures
        Message of the solver for each arm that has no numbers.
    names
        What an arm is called in ``numbers`` where it is not called by its own name.
    """

    numbers: Mapping[tuple[str, str, float], Reading]
    failures: Mapping[str, str]
    names: Mapping[str, str] | None = None

    @classmethod
    def of(cls, result: Result) -> Readings:
        """Read a result: its table and its failures."""
        table = result.table
        keys = zip(table["scenario"], table["readout"], table["time_h"], strict=True)
        found = zip(table["value"], table["unit"], strict=True)
        numbers = {
            (str(arm), str(readout), round(float(hour), _TIME_DIGITS)): Reading(
                float(value), str(unit)
            )
            for (arm, readout, hour), (value, unit) in zip(keys, found, strict=True)
        }
        failed = result.failures
        messages = zip(failed["scenario"], failed["message"], strict=True)
        return cls(numbers, {str(arm): str(message) for arm, message in messages})

    def renamed(self, names: Mapping[str, str]) -> Readings:
        """Return the same numbers with arms called by the keys of ``names``."""
        return Readings(self.numbers, self.failures, names)

    def joined(self, other: Readings) -> Readings:
        """Return the numbers and failures of both."""
        return Readings({**self.numbers, **other.numbers}, {**self.failures, **other.failures})

    def arms(self) -> tuple[str, ...]:
        """Return the names of all arms, also of those that failed."""
        if self.names is not None:
            return tuple(self.names)
        return tuple(dict.fromkeys([*(arm for arm, _, _ in self.numbers), *self.failures]))

    def failed(self, arm: str) -> bool:
        """Return whether an arm could not be simulated."""
        return self._name(arm) in self.failures

    def at(self, arm: str, readout: str, hour: float) -> Reading:
        """Return the number of one arm at one time.

        Raises
        ------
        NoReading
            When the arm could not be simulated.
        UnknownName
            When the result never held such a number.
        """
        name = self._name(arm)
        found = self.numbers.get((name, readout, round(hour, _TIME_DIGITS)))
        if found is not None:
            return found
        if name in self.failures:
            raise NoReading(f"arm {arm!r} could not be simulated: {self.failures[name]}")
        held = sorted(f"{a}, {r}, {h:g} h" for a, r, h in self.numbers if r == readout)
        raise UnknownName("reading", f"{arm}, {readout}, {hour:g} h", held, "the result")

    def _name(self, arm: str) -> str:
        return arm if self.names is None else self.names.get(arm, arm)
