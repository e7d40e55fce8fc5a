"""Follows a model over time, tries a failed run once more and says why it failed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from her2sim.engine.compiled import Compiled, State, Table, Values, Vector
from her2sim.engine.settings import SolverSettings
from her2sim.errors import InvalidValue, SimulationFailed

_MORE_STEPS = 10
_SMALLER_FIRST_STEP = 1e-9


def trajectory(
    compiled: Compiled,
    state: State | None,
    values: Values,
    times: Sequence[float] | Vector,
    selections: Sequence[str],
    settings: SolverSettings | None = None,
) -> Table:
    """Follow a model from time 0 with the values set.

    Parameters
    ----------
    state
        Where to start; the model's initial state if ``None``.
    values
        Pairs of id and value, in force from time 0 on.
    times
        Rising times, 0 or later, in model time.
    selections
        Ids of parameters, compartments or species (amounts), or ``[S]`` for a concentration.

    Returns
    -------
    numpy.ndarray
        One row per time, one column per selection.

    Raises
    ------
    SimulationFailed
        If the integrator gives up twice or a value is not finite; names time and suspect.
    """
    grid = _checked(times)
    settings = settings or SolverSettings()
    with compiled.alone():
        try:
            return _attempt(compiled, state, values, grid, selections, settings)
        except RuntimeError:
            patient = replace(settings, max_steps=settings.max_steps * _MORE_STEPS)
            first_step = (grid[-1] or 1.0) * _SMALLER_FIRST_STEP
        try:
            return _attempt(compiled, state, values, grid, selections, patient, first_step)
        except RuntimeError as error:
            raise failure(compiled, error) from None


def _checked(times: Sequence[float] | Vector) -> Vector:
    grid = np.asarray(times, dtype=float)
    rising = grid.ndim == 1 and grid.size > 0 and bool(np.all(np.diff(grid) > 0))
    if not rising or not np.all(np.isfinite(grid)) or grid[0] < 0:
        raise InvalidValue("times", times, "finite, rising and 0 or later")
    return grid


def _attempt(
    compiled: Compiled,
    state: State | None,
    values: Values,
    grid: Vector,
    selections: Sequence[str],
    settings: SolverSettings,
    first_step: float = 0.0,
) -> Table:
    """Run once from the start; ``RuntimeError`` if the integrator gives up."""
    compiled.start(values, state)
    if grid[-1] == 0:
        table = np.array([[compiled.value(name) for name in selections]])
    else:
        from_zero = grid if grid[0] == 0 else np.concatenate([[0.0], grid])
        whole = compiled.integrate(from_zero, selections, settings, first_step)
        table = whole[len(from_zero) - len(grid) :]
    if len(table) != len(grid):
        raise RuntimeError(f"only {len(table)} of {len(grid)} output times were reached")
    _refuse_non_finite(grid, selections, table)
    return table


def _refuse_non_finite(grid: Vector, selections: Sequence[str], table: Table) -> None:
    """Refuse a table with a value that is not finite: the engine returns it in silence."""
    bad = ~np.isfinite(table)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise SimulationFailed(
            f"{selections[column]!r} is {table[row, column]} at model time {grid[row]:g}; "
            "a formula divides by zero or leaves its domain there.",
            time=float(grid[row]),
        )


def failure(compiled: Compiled, error: RuntimeError) -> SimulationFailed:
    """Describe a run that stopped, from where the model stands now."""
    reason = _reason(str(error))
    message = f"The integrator stopped at model time {compiled.time():g}: {reason}."
    return SimulationFailed(f"{message} {_suspect(compiled)}", time=compiled.time())


_REASONS = {
    "CV_TOO_MUCH_WORK": "it needs too many steps",
    "CV_CONV_FAILURE": "its equations cannot be solved there",
    "CV_ERR_FAILURE": "it cannot reach the tolerance",
    "CV_RHSFUNC_FAIL": "a rate cannot be computed",
    "CV_FIRST_RHSFUNC_ERR": "a rate cannot be computed at the start",
}


def _reason(text: str) -> str:
    for code, reason in _REASONS.items():
        if code in text:
            return f"{reason} ({code})"
    return text.partition("; In ")[0].partition(", at ")[0].strip().rstrip(".")


def _suspect(compiled: Compiled) -> str:
    """Name the reaction or variable that most likely made a run fail."""
    for name, rate in zip(compiled.reaction_ids, compiled.reaction_rates(), strict=True):
        if not math.isfinite(rate):
            return f"The rate of reaction {name!r} is {rate}; look at the values in its law."
    variables, rates = compiled.state().variables, compiled.rates()
    if not variables.size:
        return "The model has no variable that changes by reactions or rates."
    pace = np.abs(rates) / (np.abs(variables) + SolverSettings().absolute)
    fastest = int(np.argmax(np.where(np.isfinite(pace), pace, np.inf)))
    name = compiled.state_ids[fastest]
    state = f"now {variables[fastest]:.3g}, changing by {rates[fastest]:.3g} per unit of time"
    return f"The variable that changes fastest there is {name!r} ({state})."
