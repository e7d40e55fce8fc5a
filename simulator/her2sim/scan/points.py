"""Points: which scenario and which parameter set belong to which number of a scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.change import Knockdown, Scale, Set
from her2sim.errors import InvalidValue
from her2sim.genotype import Genotype
from her2sim.model import Model
from her2sim.request import columns_of
from her2sim.resolution import resolve, spelled
from her2sim.scan.axes import Axis, Value, knockdowns_of, treatment_of
from her2sim.scan.sample import Span, bounded, draw
from her2sim.scan.spec import ScanSpec
from her2sim.scenario import Scenario, label
from her2sim.treatment import Dose, concentrations

OUTPUT_COLUMNS = (
    "scenario",
    "genotype",
    "background",
    "treatment",
    "time_h",
    "readout",
    "value",
    "unit",
    "relative",
    "status",
    "message",
)
_OWN_COLUMN = ("genotype", "background", "treatment")


@dataclass(frozen=True)
class Block:
    """A rectangle of points: every one of some parameter sets with every one of some cells.

    ``sets`` and ``cells`` are ranges of numbers; the points run through the cells first.
    """

    sets: range
    cells: range


@dataclass(frozen=True, eq=False)
class Points:
    """The points of a scan, each a function of its number alone; none of them is kept.

    A point's number is ``set * cells + cell``, in which ``cell`` is the number of the combination
    of the axes, the last axis varying fastest.

    Attributes
    ----------
    spec
        What the scan is to simulate.
    model
        The model.
    ensemble
        The parameter sets of ``ensemble = N``, one row each.
    """

    spec: ScanSpec
    model: Model
    ensemble: pd.DataFrame | None = None

    def __len__(self) -> int:
        """Return the number of points."""
        return self.spec.points

    def blocks(self, first: int, stop: int) -> Iterator[Block]:
        """Split the points from ``first`` to before ``stop`` into at most three rectangles."""
        cells = self.spec.cells
        while first < stop:
            of_set, cell = divmod(first, cells)
            whole = (stop - first) // cells if cell == 0 else 0
            width = cells if whole else min(cells - cell, stop - first)
            yield Block(range(of_set, of_set + max(whole, 1)), range(cell, cell + width))
            first += max(whole, 1) * width

    def values(self, cell: int) -> list[tuple[Axis, Value]]:
        """Return the value of each axis in a combination."""
        if self.spec.combine == "zip":
            return [(axis, axis.levels[cell if len(axis) > 1 else 0]) for axis in self.spec.axes]
        found: list[tuple[Axis, Value]] = []
        for axis in reversed(self.spec.axes):
            cell, place = divmod(cell, len(axis))
            found.append((axis, axis.levels[place]))
        return found[::-1]

    def scenario(self, cell: int) -> Scenario:
        """Return the scenario of a combination, named by its number."""
        parts = [_alone(self.model, axis.kind, axis.name, it) for axis, it in self.values(cell)]
        return Scenario(
            str(cell),
            next((part.genotype for part in parts if part.genotype.mutations), Genotype()),
            next((part.background for part in parts if part.background), None),
            treatment=tuple(dose for part in parts for dose in part.treatment),
            knockdowns=tuple(each for part in parts for each in part.knockdowns),
            changes=tuple(change for part in parts for change in part.changes),
        )

    def label(self, arm: Scenario) -> str:
        """Return what distinguishes a scenario, as text."""
        if self.model.folder is None:
            return ", ".join(map(str, arm.changes)) or self.model.name
        return label(arm)

    def samples(self, sets: range) -> pd.DataFrame | None:
        """Return parameter sets: one row each, columns the ids whose values they replace."""
        if not self.spec.sample:
            return None
        if self.ensemble is not None:
            return self.ensemble.iloc[sets.start : sets.stop]
        drawn = self._drawn(sets)
        defaults = [
            1.0 if span.kind == "set" else self.model.default(span.id) for span in self.spans
        ]
        return pd.DataFrame(drawn * defaults, columns=[span.id for span in self.spans])

    def columns(self) -> tuple[str, ...]:
        """Return the columns of the results."""
        own = [self._column(axis) for axis in self.spec.axes if axis.kind not in _OWN_COLUMN]
        sample = ["sample", *(span.column for span in self.spans)]
        return ("point", *own, *(sample if self.spec.sample else []), *OUTPUT_COLUMNS)

    def coordinates(self, cell: int) -> dict[str, Value]:
        """Return what a combination is on each axis: columns and their values, doses in nM."""
        return {
            self._column(axis): (
                _nanomolar(self.model, axis.name, str(value)) if axis.kind == "drug" else value
            )
            for axis, value in self.values(cell)
            if axis.kind not in _OWN_COLUMN
        }

    def sampled(self, sets: range) -> dict[str, NDArray[np.generic]]:
        """Return the columns that the parameter sets add: number, and what was named to vary.

        An ensemble adds its number only: its hundred parameters would fill the table.
        """
        if not self.spec.sample:
            return {}
        found: dict[str, NDArray[np.generic]] = {"sample": np.arange(sets.start, sets.stop)}
        if self.spans:
            drawn = self._drawn(sets)
            found |= {span.column: drawn[:, place] for place, span in enumerate(self.spans)}
        return found

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What the sample draws, with bounds."""
        return bounded(self.spec.sample, self.model) if self.spec.sample else ()

    def _drawn(self, sets: range) -> NDArray[np.float64]:
        if self.spec.sample is None:
            return np.empty((len(sets), 0))
        return draw(self.spec.sample, self.spans, self.spec.seed, sets.start, sets.stop)

    def _column(self, axis: Axis) -> str:
        if axis.kind == "drug":
            return f"{self.model.drug(axis.name).id}_nM"
        endings = {"set": "", "scale": "_factor", "knockdown": "_left"}
        return f"{axis.name}{endings[axis.kind]}" if axis.name else axis.kind


def checked_points(spec: ScanSpec, model: Model) -> Points:
    """Return the points of a scan after checking everything named in it against the model.

    Raises
    ------
    UserMistake
        If the model lacks something that is named, or two axes exclude each other.
    """
    points = Points(spec, model)
    columns_of(model, spec.readouts)
    columns = points.columns()
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        valid = "called otherwise: two columns of the results have that name"
        raise InvalidValue("an axis or sampled id", twice[0], valid, spec.where)
    for axis in spec.axes:
        # Along an axis of numbers only the number differs, and that was checked on reading.
        for value in axis.levels if isinstance(axis.levels[0], str) else axis.levels[:1]:
            resolve(model, _alone(model, axis.kind, axis.name, value))
    resolve(model, Scenario("sampled"), tuple(Set(span.id, 0.0) for span in points.spans))
    _check_drugs(spec, model)
    return points


def _check_drugs(spec: ScanSpec, model: Model) -> None:
    """Refuse a drug that two axes give: most of their combinations could not be simulated."""
    seen: dict[str, str] = {}
    for axis in spec.axes:
        names = {axis.name} if axis.kind == "drug" else set()
        if axis.kind == "treatment":
            names = {dose.drug for text in axis.levels for dose in treatment_of(str(text))}
        for drug in {model.drug(name).id for name in names}:
            if drug in seen:
                both = f"axes.{seen[drug]} and axes.{axis.key}"
                raise InvalidValue(f"the dose of {drug}", both, "given by one axis", spec.where)
            seen[drug] = axis.key


# Axes are crossed, so that the same few values come up in thousands of points.
@lru_cache(maxsize=10_000)
def _alone(model: Model, kind: str, name: str, value: Value) -> Scenario:
    """Return the scenario with one value of one axis, its names as the model spells them."""
    text = f"{name}={value}" if name else str(value)
    parts: dict[str, Any] = {}
    if kind == "genotype":
        parts["genotype"] = Genotype.parse(text)
    elif kind == "background":
        parts["background"] = text
    elif kind == "knockdown":
        parts["knockdowns"] = (Knockdown(name, float(value)),) if name else knockdowns_of(text)
    elif kind in ("set", "scale"):
        parts["changes"] = ((Set if kind == "set" else Scale)(name, float(value)),)
    else:
        parts["treatment"] = treatment_of(text)
    return spelled(model, Scenario("alone", **parts))


@lru_cache(maxsize=10_000)
def _nanomolar(model: Model, drug: str, dose: str) -> float:
    (amount,) = concentrations(model, [Dose.parse(f"{drug}={dose}")]).values()
    return amount
