"""Runs: the four cells a page compares, simulated once and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from her2sim import Scenario, simulate_many
from her2sim.errors import Her2simError

from her2sim_dashboard.context import Context
from her2sim_dashboard.kept import Kept
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.state import Cell


@dataclass(frozen=True)
class Course:
    """The time course of one cell: ``times`` in hours, ``values`` of every quantity by id."""

    times: tuple[float, ...]
    values: Mapping[str, tuple[float, ...]]

    def ends(self) -> dict[str, float]:
        """Return the last value of each quantity."""
        return {readout: values[-1] for readout, values in self.values.items()}


@dataclass(frozen=True)
class Comparison:
    """The cell of the scenario beside the three it is compared with.

    ``cell`` is treated; ``untreated`` is the same cell without drugs; ``wild_type`` has no
    mutation and no knock-down, in the same medium and under the same treatment; ``reference`` is
    the untreated wild type of the same background, in the model's own medium.
    """

    cell: Course
    untreated: Course
    wild_type: Course
    reference: Course


def compared_cells(cell: Cell) -> dict[str, tuple[str, Cell]]:
    """Return name and cell of each part of a comparison, by the name of its field."""
    return {
        "cell": ("this cell, treated", cell),
        "untreated": ("this cell, untreated", cell.untreated()),
        "wild_type": ("wild type, same treatment", cell.wild_type()),
        "reference": ("wild type, untreated", Cell(background=cell.background)),
    }


def compared_scenarios(cell: Cell) -> dict[str, Scenario]:
    """Return the scenarios behind a comparison, by the name of its field."""
    return {field: each.scenario(name) for field, (name, each) in compared_cells(cell).items()}


def compare(context: Context, cell: Cell, hours: float) -> Comparison:
    """Simulate a cell and those it is compared with; each cell only once.

    Raises
    ------
    Her2simError
        If one of them cannot be simulated; the message names it.
    """
    named = compared_cells(cell)
    found = courses(context, [each for _, each in named.values()], hours)
    for name, each in named.values():
        if isinstance(found[each], str):
            raise Her2simError(f"The run “{name}” failed: {found[each]}")
    return Comparison(
        **{field: found[each] for field, (_, each) in named.items()}  # type: ignore[arg-type]
    )


def courses(context: Context, cells: Sequence[Cell], hours: float) -> dict[Cell, Course | str]:
    """Return the time course of each cell from its drug-free steady state, or why there is none.

    What was simulated before is not simulated again.
    """
    quantities = context.quantities
    known: dict[Cell, Course | str | None] = {
        cell: _KEPT.get((context.model, quantities, cell, hours)) for cell in cells
    }
    missing = [cell for cell, course in known.items() if course is None]
    for cell, course in zip(missing, _simulated(context, missing, hours), strict=True):
        known[cell] = course
        if isinstance(course, Course):
            _KEPT.put((context.model, quantities, cell, hours), course)
    return {cell: course for cell, course in known.items() if course is not None}


def output_times(hours: float) -> tuple[float, ...]:
    """Return the times of a course, dense at the beginning, where the drugs' binding shows."""
    return tuple(float(each) for each in hours * np.linspace(0.0, 1.0, read_limits().points) ** 2)


def _simulated(context: Context, cells: Sequence[Cell], hours: float) -> list[Course | str]:
    """Simulate cells together, which costs a fraction of one after another."""
    if not cells:
        return []
    noise = read_limits().nothing_below
    times, quantities = output_times(hours), context.quantities
    scenarios = [cell.scenario(str(place)) for place, cell in enumerate(cells)]
    found = simulate_many(context.model, scenarios, quantities, times, relative=False, threads=1)
    failed = {str(row.scenario): str(row.message) for row in found.failures.itertuples()}
    values = np.where(np.abs(found.values) >= noise, found.values, 0.0)[:, 0]
    return [
        failed.get(str(place))
        or Course(
            times,
            MappingProxyType(
                {
                    name: tuple(float(value) for value in values[place, column])
                    for column, name in enumerate(quantities)
                }
            ),
        )
        for place in range(len(cells))
    ]


_KEPT: Kept[Course] = Kept(read_limits().cached_runs)
