"""Runs: the four cells a page compares, simulated once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from her2sim import Genotype, Model, Scenario, simulate
from her2sim.errors import Her2simError

from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.state import State

# Column names of Result.table.
READOUT, TIME, VALUE = "readout", "time_h", "value"


@dataclass(frozen=True)
class Course:
    """The time course of one cell: ``times`` in hours, ``values`` of every readout by id."""

    times: tuple[float, ...]
    values: Mapping[str, tuple[float, ...]]

    def ends(self) -> dict[str, float]:
        """Return the last value of each readout."""
        return {readout: values[-1] for readout, values in self.values.items()}


@dataclass(frozen=True)
class Comparison:
    """The cell of the scenario beside the three it is compared with.

    ``cell`` is treated; ``untreated`` is the same cell without drugs; ``wild_type`` has no
    mutation and no knock-down under the same treatment; ``reference`` is the untreated wild type.
    """

    cell: Course
    untreated: Course
    wild_type: Course
    reference: Course


def compared_scenarios(state: State) -> dict[str, Scenario]:
    """Return the scenarios behind a comparison, by the name of its field."""
    cell = state.scenario("this cell, treated")
    return {
        "cell": cell,
        "untreated": Scenario(
            "this cell, untreated",
            genotype=cell.genotype,
            background=cell.background,
            knockdowns=cell.knockdowns,
        ),
        "wild_type": Scenario(
            "wild type, same treatment", background=cell.background, treatment=cell.treatment
        ),
        "reference": Scenario("wild type, untreated", background=cell.background),
    }


def compare(context: Context, state: State) -> Comparison:
    """Simulate a state's cell and those it is compared with; each cell only once.

    Raises
    ------
    Her2simError
        If one of them cannot be simulated; the message names it.
    """
    courses: dict[str, Course] = {}
    for field, scenario in compared_scenarios(state).items():
        try:
            courses[field] = course(context.model, _anonymous(scenario), state.hours)
        except Her2simError as error:
            raise Her2simError(f"The run “{scenario.name}” failed: {error}") from error
    return Comparison(**courses)


def _anonymous(scenario: Scenario) -> Scenario:
    """Return the scenario under one common name, so that equal cells are found in the cache."""
    return Scenario(
        "cell",
        genotype=Genotype(*scenario.genotype.mutations),
        background=scenario.background,
        treatment=scenario.treatment,
        knockdowns=scenario.knockdowns,
    )


@lru_cache(maxsize=read_limits().cached_runs)
def course(model: Model, scenario: Scenario, hours: float) -> Course:
    """Return one cell's time course from the drug-free steady state; cached.

    Raises
    ------
    Her2simError
        If the model cannot be solved for it.
    """
    noise = read_limits().nothing_below
    # Dense at the beginning, where the drugs' own binding shows.
    times = hours * np.linspace(0.0, 1.0, read_limits().points) ** 2
    table = simulate(model, [scenario], hours=hours, times_h=list(times)).table
    values = {
        str(readout): tuple(float(value) if abs(value) >= noise else 0.0 for value in group)
        for readout, group in table.groupby(READOUT, sort=False)[VALUE]
    }
    return Course(tuple(float(time) for time in times), MappingProxyType(values))
