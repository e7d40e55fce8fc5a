"""SolverSettings: how exactly to integrate."""

from __future__ import annotations

import math
from dataclasses import dataclass

from her2sim.errors import InvalidValue


@dataclass(frozen=True)
class SolverSettings:
    """Tolerances and limits of the integrator.

    Parameters
    ----------
    relative
        Relative tolerance. The default keeps oscillations and slow drifts exact to far better
        than any measurement; 1e-4 is enough to screen.
    absolute
        Absolute tolerance of a variable as a share of its size at the start, or of the usual size
        of a species where it starts smaller.
    max_steps
        Internal steps allowed between two output times; a second attempt gets ten times as many.

    Raises
    ------
    InvalidValue
        If a tolerance is not between 0 and 0.1, or ``max_steps`` is not above 0.
    """

    relative: float = 1e-8
    absolute: float = 1e-9
    max_steps: int = 20_000

    def __post_init__(self) -> None:
        """Check the fields."""
        for what, given in (("relative", self.relative), ("absolute", self.absolute)):
            if not (math.isfinite(given) and 0 < given <= 0.1):
                raise InvalidValue(f"the {what} tolerance", given, "above 0 and at most 0.1")
        if self.max_steps < 1:
            raise InvalidValue("max_steps", self.max_steps, "a whole number above 0")
