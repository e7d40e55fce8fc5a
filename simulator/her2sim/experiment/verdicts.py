"""Verdicts: what an expectation found, and the window of values it asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from her2sim.errors import InvalidValue

Status = Literal["holds", "fails", "known_gap", "disputed"]


@dataclass(frozen=True)
class Verdict:
    """The answer to one expectation.

    Parameters
    ----------
    expectation
        The expectation in words.
    status
        ``holds``, ``fails``, ``known_gap`` (does not hold, and the experiment says why) or
        ``disputed`` (the sources disagree, so there is nothing to pass or fail).
    measured
        The number found in the simulation, in ``unit``; NaN when there is none.
    required
        What would have been accepted, in words.
    source
        Where the requirement comes from.
    detail
        What helps to read the number; may be empty.
    """

    expectation: str
    status: Status
    measured: float
    unit: str
    required: str
    source: str
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the expectation was met."""
        return self.status == "holds"


@dataclass(frozen=True)
class Window:
    """The closed range of accepted values; ``None`` leaves a side open.

    Raises
    ------
    InvalidValue
        When both sides are open, or the lower one lies above the upper one.
    """

    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        """Check the fields."""
        low, high = self.at_least, self.at_most
        if low is None and high is None:
            raise InvalidValue("the accepted range", None, "at_least, at_most or both")
        if low is not None and high is not None and low > high:
            raise InvalidValue("the accepted range", (low, high), "at_least not above at_most")

    def __contains__(self, value: float) -> bool:
        """Tell whether a value is accepted."""
        low = self.at_least is None or value >= self.at_least
        high = self.at_most is None or value <= self.at_most
        return low and high

    def __str__(self) -> str:
        """Return it in words."""
        if self.at_least is None:
            return f"<= {self.at_most:g}"
        if self.at_most is None:
            return f">= {self.at_least:g}"
        return f"{self.at_least:g} to {self.at_most:g}"


def with_known_gap(verdict: Verdict, known_gap: str) -> Verdict:
    """Turn a verdict round for an expectation that is known not to hold yet.

    Strict on purpose: a gap that has closed fails until its mark is removed, so that no
    mark outlives its reason.
    """
    if not known_gap:
        return verdict
    if verdict.holds:
        note = f"holds now, so its known_gap is out of date and must go: {known_gap}"
        return replace(verdict, status="fails", detail=_joined(note, verdict.detail))
    return replace(verdict, status="known_gap", detail=_joined(known_gap, verdict.detail))


def require_source(source: str, record: object) -> None:
    """Refuse an expectation without a source.

    Raises
    ------
    InvalidValue
        When the source is empty.
    """
    if not source.strip():
        raise InvalidValue(
            f"the source of {type(record).__name__}", source, "a paper, a table or a data file"
        )


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
