"""What is simulated: many parameter sets of one model, the same numbers for every engine.

Imports numpy alone: peers are kept in processes of their own, because several libraries made with
SWIG in one process mistake each other's types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOOP_TOLERANCE = (1e-6, 1e-9)
MANY_STEPS = 1_000_000


class Engine(Protocol):
    """Something that simulates parameter sets of a problem."""

    def run(self, numbers: Sequence[int]) -> Floats:
        """Simulate some sets; returns (sets, outputs, times)."""


class Missing(Exception):
    """Why an engine takes no part."""


@dataclass(frozen=True)
class Problem:
    """One model with its parameter sets.

    Attributes
    ----------
    name, sbml
        The model.
    times
        Output times in the model's unit, evenly spaced from 0.
    parameters, boundary, species, ruled
        Name to one value a set: constant parameters, concentrations that no reaction changes,
        concentrations at time 0, and parameters under a rate rule at time 0.
    """

    name: str
    sbml: str
    times: Floats
    parameters: dict[str, Floats]
    boundary: dict[str, Floats]
    species: dict[str, Floats]
    ruled: dict[str, Floats]

    @property
    def outputs(self) -> tuple[str, ...]:
        """What every engine returns: all concentrations, and what is under a rate rule."""
        return (*self.species, *self.ruled)

    @property
    def sets(self) -> int:
        return len(next(iter(self.species.values())))

    def everything(self, numbers: Sequence[int]) -> dict[str, Floats]:
        """Return all values of some sets."""
        groups = (self.parameters, self.boundary, self.species, self.ruled)
        return {name: column[list(numbers)] for group in groups for name, column in group.items()}
