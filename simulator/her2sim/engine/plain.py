"""The plain time course of a foreign model, in a process that lives for this one run.

Nothing is shared with the compiled instances of the project's own models. The model runs twice:
roughly, to learn how large each variable gets, then with absolute tolerances that fit these
sizes. One absolute tolerance for all would be far too coarse for a model in mol and litre and
far too fine for one in molecules.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import libsbml
import numpy as np
from numpy.typing import NDArray
from roadrunner import ExecutableModel, RoadRunner

from her2sim.child import Answer
from her2sim.errors import InvalidModel, SimulationFailed, listing

Table = NDArray[np.float64]

_PILOT_RELATIVE = 1e-6
# Beyond this a table is called less exact than asked for.
_GOOD_RELATIVE = 1e-8
_DEFAULT_ABSOLUTE = 1e-12
_ABSOLUTE_OF_PEAK = 1e-12
# A variable that never leaves zero but for noise must not be resolved: its peak counts as this
# part of the largest.
_LEAST_PEAK = 1e-15
_MAX_STEPS = 20_000
_MORE_STEPS = 200_000
# A pulse in a formula of the time would be stepped over by a solver that has found its rest.
_STEPS_WITH_TIME = 1000
_ZENO_EVENTS = 20
_ZENO_SHRINKAGE = 1e-2
_TINY = 1e-300


@dataclass(frozen=True)
class _Attempt:
    """One way to integrate."""

    relative: float
    absolute: float | list[float]
    max_steps: int = _MAX_STEPS


def run(request: Mapping[str, Any]) -> Answer:
    """Integrate ``request["sbml"]``; to be called in a child process.

    Parameters
    ----------
    request
        ``sbml``; ``times`` (start, end, number of intervals); ``selections`` and ``amounts``
        (ids, ``[id]`` for a concentration); ``uses_time``; ``relative_tolerance``.

    Returns
    -------
    Answer
        The array has a row per time and a column per selection, then per amount; the data has
        ``warnings``.

    Raises
    ------
    InvalidModel
        If the engine refuses the model.
    SimulationFailed
        If the solver gives up, with the time and what was not finite there.
    """
    columns = [*request["selections"], *request["amounts"]]
    sbml, columns = _without_time_id(request["sbml"], columns)
    try:
        engine: Any = RoadRunner(sbml)
    except RuntimeError as error:
        raise InvalidModel(f"The engine cannot compile the model: {_first(error)}.") from None
    course = _Course(engine, columns, request["times"], request["uses_time"])
    table, warnings = course.best(request["relative_tolerance"])
    return Answer({"warnings": [*warnings, *course.zeno()]}, table)


def _without_time_id(sbml: str, columns: Sequence[str]) -> tuple[str, list[str]]:
    """Rename an element called ``time``, which the engine takes for the time itself."""
    document = libsbml.readSBMLFromString(sbml)
    elements = list(document.getListOfAllElements())
    if not any(element.getIdAttribute() == "time" for element in elements):
        return sbml, list(columns)
    taken = {element.getIdAttribute() for element in elements}
    new = next(name for n in range(len(taken) + 1) if (name := f"time_{n}") not in taken)
    for element in elements:
        element.renameSIdRefs("time", new)
        if element.getIdAttribute() == "time":
            element.setIdAttribute(new)
    renamed = {"time": new, "[time]": f"[{new}]"}
    return libsbml.writeSBMLToString(document), [renamed.get(name, name) for name in columns]


class _Course:
    """One model and one set of output times, to be run in several ways."""

    def __init__(
        self, engine: RoadRunner, columns: Sequence[str], times: Sequence[float], uses_time: bool
    ) -> None:
        start, end, steps = times
        self._engine = engine
        self._model = engine.getModel()
        self._integrator = engine.getIntegrator()
        self._columns = list(columns)
        self._times = np.linspace(start, end, int(steps) + 1)
        # The run begins at 0 wherever the table does: start values hold at time 0.
        self._extra = 1 if start > 0 else 0
        if uses_time:
            self._integrator.setValue("maximum_time_step", end / _STEPS_WITH_TIME)
        self._fired: dict[str, list[float]] = {}
        self._listen()

    def best(self, relative: float) -> tuple[Table, list[str]]:
        """Return the table of the most exact attempt that succeeds, with warnings."""
        failures = []
        for attempt in self._attempts(relative):
            try:
                table = self._integrate(attempt, self._columns)
            except RuntimeError as error:
                failures.append(self._explained(error))
                continue
            if attempt.relative <= max(relative, _GOOD_RELATIVE):
                return table, []
            note = f"The solver failed at relative tolerance {relative:g}"
            return table, [f"{note}; these values were computed at {attempt.relative:g}."]
        raise SimulationFailed(failures[0])

    def _attempts(self, relative: float) -> Iterator[_Attempt]:
        """Yield the ways to integrate, the most exact first."""
        good, coarse = max(relative, _GOOD_RELATIVE), max(relative, _PILOT_RELATIVE)
        fitted = self._fitted_tolerances()
        if fitted:
            yield _Attempt(relative, fitted)
            yield _Attempt(good, [10 * value for value in fitted], _MORE_STEPS)
        yield _Attempt(good, _DEFAULT_ABSOLUTE, _MORE_STEPS)
        yield _Attempt(coarse, _DEFAULT_ABSOLUTE, _MORE_STEPS)

    def zeno(self) -> Iterator[str]:
        """Yield a warning for each event that fires at ever shorter intervals."""
        for name, times in self._fired.items():
            gaps = np.diff(times)
            gaps = gaps[gaps > 0]
            if len(gaps) >= _ZENO_EVENTS and gaps[-1] < _ZENO_SHRINKAGE * gaps.max():
                yield (
                    f"Event {name!r} fires faster and faster ({len(times)} times, last at "
                    f"{times[-1]:g}); do not trust what follows."
                )

    def _listen(self) -> None:
        for index, name in enumerate(self._model.getEventIds()):
            fired = self._fired.setdefault(name or f"number {index + 1}", [])

            def triggered(
                model: ExecutableModel, _i: int, _n: str, fired: list[float] = fired
            ) -> int:
                fired.append(model.getTime())
                return 0

            self._model.getEvent(index).setOnTrigger(triggered)

    def _fitted_tolerances(self) -> list[float]:
        """Return an absolute tolerance per state variable, none if the pilot run fails."""
        names = self._state_ids()
        if not names:
            return []
        try:
            pilot = self._integrate(_Attempt(_PILOT_RELATIVE, _DEFAULT_ABSOLUTE), names)
        except RuntimeError:
            return []
        peaks = np.nanmax(np.abs(pilot), axis=0)
        if not np.isfinite(peaks).all() or peaks.max() == 0:
            return []
        return list(_ABSOLUTE_OF_PEAK * np.maximum(peaks, _LEAST_PEAK * peaks.max()))

    def _integrate(self, attempt: _Attempt, columns: Sequence[str]) -> Table:
        for times in self._fired.values():
            times.clear()
        integrator = self._integrator
        integrator.setValue("relative_tolerance", attempt.relative)
        integrator.setValue("absolute_tolerance", attempt.absolute)
        integrator.setValue("maximum_num_steps", attempt.max_steps)
        self._engine.resetToOrigin()
        times = [0.0] * self._extra + [float(time) for time in self._times]
        outcome = self._engine.simulate(times=times, selections=["time", *columns])
        table = np.array(outcome, dtype=float)
        if len(table) != len(times) or not math.isclose(table[-1, 0], times[-1]):
            raise RuntimeError(f"stopped at time {table[-1, 0]:g} without a reason")
        return table[self._extra :, 1:]

    def _explained(self, error: RuntimeError) -> str:
        time = self._engine.getCurrentTime()
        text = f"The solver stopped at time {time:g}: {_cause(error)}."
        sick = list(self._not_finite())
        if sick:
            return f"{text} Not finite there: {listing(sick)}."
        fastest = self._fastest()
        return f"{text} Changing fastest there: {fastest}." if fastest else text

    def _not_finite(self) -> Iterator[str]:
        model = self._model
        for kind, names, values in (
            ("the rate of reaction", model.getReactionIds(), model.getReactionRates()),
            ("parameter", model.getGlobalParameterIds(), model.getGlobalParameterValues()),
            ("species", model.getFloatingSpeciesIds(), model.getFloatingSpeciesAmounts()),
        ):
            for name, value in zip(names, values, strict=True):
                if not math.isfinite(value):
                    yield f"{kind} {name}"

    def _fastest(self) -> str:
        """Name the variable with the largest rate relative to what it is."""
        names = self._state_ids()
        rates = self._engine.getRatesOfChange()
        sizes = [abs(self._engine[name]) + _TINY for name in names]
        if len(rates) != len(names) or not np.any(rates):
            return ""
        return names[int(np.argmax(np.abs(rates) / np.array(sizes)))]

    def _state_ids(self) -> list[str]:
        count = len(self._integrator.getAbsoluteToleranceVector())
        return [self._model.getStateVectorId(index) for index in range(count)]


_CAUSES = {
    "CV_CONV_FAILURE": "no step is small enough; a value runs away or a rate is undefined",
    "CV_ERR_FAILURE": "no step is small enough; a rate jumps or is undefined",
    "CV_TOO_MUCH_WORK": "it would take too many steps",
}


def _cause(error: RuntimeError) -> str:
    text = _first(error)
    return next((f"{said} ({code})" for code, said in _CAUSES.items() if code in text), text)


def _first(error: RuntimeError) -> str:
    """Return the engine's message without the name of the C++ function at its end."""
    return str(error).partition("; In ")[0].partition(", at ")[0].strip().rstrip(".")
