"""Ensembles on the batch engine: many simulations side by side in vector code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libsbml
import numpy as np

from her2sim.batch import Accuracy, BatchModel, NotCovered, Status
from her2sim.engine import clock_of, slowest_of
from her2sim.many.engines import Courses, Floats, Starts, Tick
from her2sim.model import Model
from her2sim.request import Column

# As far as the other engine goes in its search for a steady state, in slowest time scales.
_HORIZON = 1000.0


@dataclass(frozen=True)
class _Reading:
    """Where a readout comes from: an output of the engine, a value set, or a constant.

    ``scale`` turns the meaning of the id into the concentration that readouts are.
    """

    output: str = ""
    name: str = ""
    scale: float = 1.0


class BatchEngine:
    """The batch engine, as ensembles see it.

    Parameters
    ----------
    model
        The model.
    columns
        The readouts.
    times_h
        Output times (hours).
    accuracy
        Tolerances; ``None`` for the engine's own.
    threads
        Threads; ``None`` for one a processor.

    Raises
    ------
    NotCovered
        If the engine does not cover the model or a readout.
    """

    name = "batch"

    def __init__(
        self,
        model: Model,
        columns: Sequence[Column],
        times_h: Floats,
        accuracy: Accuracy | None,
        threads: int | None,
    ) -> None:
        self._batch = BatchModel.from_sbml(model.sbml)
        self._clock = clock_of(model)
        self._times_h = times_h
        self._accuracy = accuracy or Accuracy(horizon=_HORIZON * slowest_of(model))
        self._threads = threads
        self._known = self._batch.compiled.description
        self._amounts = _amounts(model.sbml)
        self._readings = [self._reading(model, column) for column in columns]
        self._outputs = tuple(dict.fromkeys(each.output for each in self._readings if each.output))

    @property
    def depends_on_time(self) -> bool:
        """Whether rates mention time, so that there is no steady state to look for."""
        return self._known.depends_on_time

    def settings(self) -> dict[str, object]:
        """Return the tolerances."""
        return {
            "relative_tolerance": self._accuracy.rtol,
            "absolute_tolerance": self._accuracy.atol,
        }

    def steady(self, names: Sequence[str], values: Floats) -> Starts:
        """Find the steady state of each row of values (rows, names)."""
        given = self._inputs(names, values)
        found = self._batch.steady(given, self._accuracy, self._threads)
        return Starts(found.states, tuple(Status(code).message for code in found.status.tolist()))

    def follow(self, courses: Courses, tick: Tick) -> tuple[Floats, tuple[str, ...]]:
        """Return (simulations, readouts, times) and what went wrong with each."""
        first, *later = (
            self._inputs(courses.names, courses.values[:, index])
            for index in range(courses.values.shape[1])
        )
        steady = courses.start_from is not None
        if steady:
            states = np.asarray(courses.start_from)
            first |= {name: states[:, place] for place, name in enumerate(self._known.states)}
        starts = [hour * self._clock for hour in courses.starts_h]
        result = self._batch.simulate(
            first,
            self._moments(starts),
            self._outputs,
            before={} if steady else None,
            later=list(zip(starts, later, strict=True)),
            pre_equilibrate=False,
            accuracy=self._accuracy,
            threads=self._threads,
            progress=tick,
        )
        return self._read(courses, result.values), result.messages

    def _moments(self, starts: Sequence[float]) -> Floats:
        """Return the output times; one at the very start of a later period is just before it.

        The engine would show what the new values make of the state, not what the old ones did.
        """
        moments = self._times_h * self._clock
        return np.where(np.isin(moments, starts), np.nextafter(moments, 0.0), moments)

    def _inputs(self, names: Sequence[str], values: Floats) -> dict[str, Floats]:
        return {
            name: values[:, place] * self._amounts.get(name, 1.0)
            for place, name in enumerate(names)
        }

    def _read(self, courses: Courses, outputs: Floats) -> Floats:
        """Return the readouts, from what was stored and from what was set."""
        shape = (len(courses.values), len(self._readings), len(self._times_h))
        table = np.empty(shape)
        period = np.searchsorted(np.array(courses.starts_h), self._times_h, side="left")
        for place, reading in enumerate(self._readings):
            if reading.output:
                stored = outputs[:, self._outputs.index(reading.output)]
                table[:, place] = stored * reading.scale
            elif reading.name:
                column = courses.names.index(reading.name)
                table[:, place] = courses.values[:, period, column]
            else:
                table[:, place] = reading.scale
        return table

    def _reading(self, model: Model, column: Column) -> _Reading:
        name = column.selection.strip("[]")
        scale = 1.0 / self._amounts.get(name, 1.0)
        if name in self._batch.outputs:
            return _Reading(output=name, scale=scale)
        if name in model.settable:
            return _Reading(name=name)
        fixed = self._batch.defaults.get(name, np.nan)
        if not np.isfinite(fixed):
            raise NotCovered("a readout that the model computes once, at the start", name)
        return _Reading(scale=fixed * scale)


def _amounts(sbml: str) -> dict[str, float]:
    """Return the size of the compartment of each species that is an amount in formulas."""
    if 'hasOnlySubstanceUnits="true"' not in sbml and 'spatialDimensions="0"' not in sbml:
        return {}
    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    assigned = {each.getSymbol() for each in model.getListOfInitialAssignments()}
    sizes = {}
    for species in model.getListOfSpecies():
        compartment = model.getCompartment(species.getCompartment())
        flat = compartment.getSpatialDimensions() == 0
        if species.getHasOnlySubstanceUnits() or flat:
            if compartment.getId() in assigned:
                raise NotCovered("an amount in a compartment of computed size", species.getId())
            sizes[species.getId()] = compartment.getSize() if compartment.isSetSize() else 1.0
    return sizes
