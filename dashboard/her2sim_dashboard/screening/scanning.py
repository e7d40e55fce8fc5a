"""Scans of two axes: what is asked, as :func:`her2sim.scan` takes it, and the grid simulated."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from her2sim import Knockdown, simulate_many
from her2sim.errors import UserMistake
from her2sim.scan import parse_spec
from her2sim.scan.points import Points, checked_points
from numpy.typing import NDArray

from her2sim_dashboard.catalogue import make_dose, shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures, plain, rounded
from her2sim_dashboard.screening.asking import readout_of
from her2sim_dashboard.state import Cell, State
from her2sim_dashboard.wording import cell_text, joined, treatment_text

DRUG, KNOCKDOWN, SET = "drug", "knockdown", "set"
Grid = NDArray[np.float64]


@dataclass(frozen=True)
class Axis:
    """An axis of a scan.

    Attributes
    ----------
    kind, name
        ``drug``, ``knockdown`` or ``set``, and of what.
    label
        What it is called on the page.
    unit
        Of its values, as it is written in a dose; empty for a mere number.
    low, high
        Its ends.
    is_log
        Whether its values are spread evenly on a logarithm.
    """

    kind: str
    name: str
    label: str
    unit: str
    low: float
    high: float
    is_log: bool

    @property
    def variable(self) -> str:
        """Its name in the address."""
        return f"{self.kind}.{self.name}"

    @property
    def varied(self) -> str:
        """What varies, within a sentence."""
        if self.kind == DRUG:
            return f"doses of {self.label[:1].lower()}{self.label[1:]}"
        return f"levels of {self.name}"

    def range_of(self, points: int) -> dict[str, Any]:
        """Return its values as a range of a specification."""
        ends: list[Any] = [self.low, self.high]
        if self.kind == DRUG:
            ends = [f"{plain(end)}{self.unit}" for end in ends]
        scale = {"scale": "log"} if self.is_log else {}
        return {"from": ends[0], "to": ends[1], "points": points} | scale

    def text(self, value: float) -> str:
        """Return a value with what it is a value of."""
        if self.kind == KNOCKDOWN:
            return f"{figures(100 * value)} % of {self.name}"
        unit = "" if self.unit == "1" else shown_unit(self.unit)
        return f"{self.label} {figures(value)} {unit}".strip()


def axes_of(state: State, context: Context) -> tuple[Axis, Axis]:
    """Return the two axes; drugs of the scenario, then of the table, where none were chosen.

    Raises
    ------
    UserMistake
        If both are the same, or the model has nothing to vary.
    """
    given = [state.setting("scx"), state.setting("scy")]
    usual = [f"{DRUG}.{dose.drug}" for dose in state.cell.doses]
    usual += list(context.catalogue.names("variable"))
    chosen: list[str] = []
    for name in given:
        free = (each for each in usual if each not in chosen and each not in given)
        chosen.append(name or next(free, ""))
    if chosen[0] == chosen[1] or not all(chosen):
        raise UserMistake("Both axes vary the same; choose another for one of them.")
    return _axis(chosen[0], context), _axis(chosen[1], context)


def _axis(variable: str, context: Context) -> Axis:
    kind, _, name = variable.partition(".")
    if kind == DRUG:
        drug = context.catalogue.drug(name)
        return Axis(kind, name, drug.row.name, drug.units[0], drug.low, drug.high, True)
    if kind == KNOCKDOWN:
        return Axis(kind, name, f"{name} left", "", 0.0, 1.0, False)
    row = context.model.parameter(name)
    low, high = float(row.lower or 0.0), float(row.upper or 0.0)
    return Axis(kind, name, name, row.unit, low, high, low > 0)


def specification(state: State, context: Context) -> dict[str, Any]:
    """Return the scan as plain data, slowest axis first, for :func:`her2sim.scan`.

    What an axis varies replaces what the scenario has of it.
    """
    across, upward = axes_of(state, context)
    points = int(state.setting("scg"))
    cell = state.cell
    fixed: dict[str, dict[str, Any]] = {
        KNOCKDOWN: {each.gene: [each.left] for each in cell.knockdowns},
        SET: {each.parameter: [each.amount] for each in cell.ligands},
        DRUG: {dose.drug: [f"{plain(dose.amount)}{dose.unit}"] for dose in cell.doses},
    }
    axes: dict[str, Any] = {}
    if cell.genotype:
        axes["genotype"] = ["+".join(cell.genotype)]
    if cell.background:
        axes["background"] = [cell.background]
    for kind, own in fixed.items():
        varied = {
            each.name: each.range_of(points) for each in (upward, across) if each.kind == kind
        }
        rest = {name: values for name, values in own.items() if name not in varied}
        if varied | rest:
            axes[kind] = varied | rest
    readout = readout_of(state, context).id
    return {"model": context.source, "hours": state.hours, "readouts": [readout], "axes": axes}


def levels_of(state: State, context: Context) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the values of both axes, doses in the unit of the axis."""
    axes = axes_of(state, context)
    levels = {each.key: each.levels for each in parse_spec(specification(state, context)).axes}
    across, upward = (_amounts(levels[each.variable], each) for each in axes)
    return across, upward


@dataclass(frozen=True, eq=False)
class Scanned:
    """What a scan has found so far.

    ``values`` are rows from bottom to top and columns from left to right, NaN where nothing was
    simulated (yet); ``across`` and ``upward`` the values of the axes.
    """

    axes: tuple[Axis, Axis]
    across: tuple[float, ...]
    upward: tuple[float, ...]
    values: Grid
    done: int
    failed: int

    @property
    def total(self) -> int:
        """The number of points."""
        return int(self.values.size)


def scan_grid(
    state: State, context: Context, progress: Callable[[int, int], None] | None = None
) -> Iterator[Scanned]:
    """Simulate a scan in parts of whole rows, and yield what there is after each.

    Numbers are those of :func:`her2sim.scan` with :func:`specification`.
    """
    axes = axes_of(state, context)
    points = checked_points(parse_spec(specification(state, context)), context.model)
    places, across, upward = _places(points, axes)
    values = np.full((len(upward), len(across)), np.nan)
    order = sorted(places, key=lambda cell: places[cell])
    readout = readout_of(state, context).id
    rows = max(1, math.ceil(context.limits.scan_part / len(across)))
    step, failed = rows * len(across), 0
    for begin in range(0, len(order), step):
        cells = order[begin : begin + step]
        found = simulate_many(
            context.model,
            [points.scenario(cell) for cell in cells],
            [readout],
            (state.hours,),
            relative=False,
        )
        for cell, value in zip(cells, found.at(readout)[:, 0], strict=True):
            values[places[cell]] = value
        failed += len(found.failures)
        done = begin + len(cells)
        if progress is not None:
            progress(done, len(order))
        yield Scanned(axes, across, upward, values.copy(), done, failed)


def _places(
    points: Points, axes: tuple[Axis, Axis]
) -> tuple[dict[int, tuple[int, int]], tuple[float, ...], tuple[float, ...]]:
    """Return row and column of each combination, and the values of both axes."""
    levels = {axis.key: axis.levels for axis in points.spec.axes}
    across, upward = (levels[axis.variable] for axis in axes)
    places = {}
    for cell in range(points.spec.cells):
        own = {axis.key: value for axis, value in points.values(cell)}
        places[cell] = (
            upward.index(own[axes[1].variable]),
            across.index(own[axes[0].variable]),
        )
    return places, _amounts(across, axes[0]), _amounts(upward, axes[1])


def _amounts(levels: tuple[Any, ...], axis: Axis) -> tuple[float, ...]:
    """Return levels as numbers, doses without their unit."""
    if axis.kind != DRUG:
        return tuple(float(level) for level in levels)
    return tuple(float(str(level).removesuffix(axis.unit)) for level in levels)


def fixed_cell(cell: Cell, axes: tuple[Axis, Axis]) -> Cell:
    """Return a cell without what the axes vary."""
    varied = {(each.kind, each.name) for each in axes}
    return replace(
        cell,
        doses=tuple(each for each in cell.doses if (DRUG, each.drug) not in varied),
        knockdowns=tuple(each for each in cell.knockdowns if (KNOCKDOWN, each.gene) not in varied),
        ligands=tuple(each for each in cell.ligands if (SET, each.parameter) not in varied),
    )


def sentence(state: State, context: Context) -> str:
    """Return the scenario of a scan as one sentence, which captions its pictures."""
    axes = axes_of(state, context)
    cell = fixed_cell(state.cell, axes)
    given = f" {treatment_text(cell, context.catalogue)}," if cell.doses else ""
    varied = joined([each.varied for each in axes])
    return (
        f"{cell_text(cell, context.catalogue)},{given} at varied {varied}, "
        f"after {plain(state.hours)}\u00a0h."
    )


def cell_at(cell: Cell, axis: Axis, value: float, context: Context) -> Cell | None:
    """Return a cell with the value of an axis, ``None`` where the page has no input for it."""
    near = rounded(value, context.limits.significant_figures)
    if axis.kind == DRUG:
        doses = {dose.drug: dose for dose in cell.doses}
        doses[axis.name] = make_dose(axis.name, near, axis.unit)
        order = [name for name in context.catalogue.names("drug") if name in doses]
        return replace(cell, doses=tuple(doses[name] for name in order))
    if axis.kind == KNOCKDOWN:
        lefts = {each.gene: each.left for each in cell.knockdowns} | {axis.name: near}
        if len(lefts) > context.limits.knockdowns_most:
            return None
        genes = [gene for gene in context.catalogue.targets if gene in lefts]
        return replace(cell, knockdowns=tuple(Knockdown(gene, lefts[gene]) for gene in genes))
    return None
