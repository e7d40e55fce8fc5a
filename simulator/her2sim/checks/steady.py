"""The steady state, found a second time by other means, and whether it is one that is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.checks.finding import Finding
from her2sim.engine import (
    Compiled,
    SolverSettings,
    State,
    compiled_model,
    steady_state,
    trajectory,
    units_per_hour,
)
from her2sim.errors import InvalidModel
from her2sim.model import Model
from her2sim.scenario import Scenario, resolve

_CHECK = "steady state"
_AGREE = 1e-6
_NOISE_OF_PEAK = 1e-9
_HORIZON = 1e3
_TIGHT = SolverSettings(relative=1e-10, absolute=1e-12, max_steps=1_000_000)
# Step of the differences that make the Jacobian, relative to the variable.
_STEP = 1e-6


def steady_state_is_reached(model: Model, scenario: Scenario) -> list[Finding]:
    """Check that a run of 1,000 times the slowest time scale ends where the solver says.

    Both must agree to 1e-6 for each variable, and none be negative.
    """
    compiled, values, slowest = _prepared(model, scenario)
    state = steady_state(compiled, values, slowest).variables
    names = compiled.state_ids
    end = trajectory(compiled, None, values, [0.0, _HORIZON * slowest], names, _TIGHT)[-1]
    noise = _NOISE_OF_PEAK * np.abs(end).max()
    found = []
    for name, ours, run in zip(names, state, end, strict=True):
        if abs(ours - run) > _AGREE * abs(run) + noise * _AGREE:
            found.append(Finding(_CHECK, name, f"is {ours:.9g}, and {run:.9g} after a long run"))
        if ours < -noise and name in {entry.id for entry in model.species}:
            found.append(Finding(_CHECK, name, f"is negative: {ours:.3g}"))
    return found


def steady_state_is_stable(model: Model, scenario: Scenario) -> list[Finding]:
    """Check that no small disturbance of the steady state grows.

    No eigenvalue of the Jacobian has a positive real part (beyond what differences resolve);
    conserved sums give zeros.
    """
    compiled, values, slowest = _prepared(model, scenario)
    state = steady_state(compiled, values, slowest)
    with compiled.alone():
        compiled.start(values, state)
        jacobian = _jacobian(compiled, state)
    eigenvalues = np.linalg.eigvals(jacobian)
    largest = eigenvalues[np.argmax(eigenvalues.real)]
    if largest.real * slowest < _STEP * np.abs(eigenvalues).max() * slowest:
        return []
    return [Finding(_CHECK, scenario.name, f"is not stable: eigenvalue {largest:.3g}")]


def _prepared(
    model: Model, scenario: Scenario
) -> tuple[Compiled, tuple[tuple[str, float], ...], float]:
    per_hour = units_per_hour(model.sbml, model.time_unit)
    if model.slowest_hours is None or per_hour is None:
        raise InvalidModel(f"Declare slowest_hours and time_unit of {model.where('model.toml')}.")
    return compiled_model(model), resolve(model, scenario).before, model.slowest_hours * per_hour


def _jacobian(compiled: Compiled, state: State) -> NDArray[np.float64]:
    centre = np.array(state.variables)
    floor = _STEP * np.abs(centre).max()
    columns = []
    for index in range(len(centre)):
        step = _STEP * max(abs(centre[index]), floor)
        sides = []
        for sign in (1.0, -1.0):
            moved = centre.copy()
            moved[index] += sign * step
            compiled.go_to(State(moved))
            sides.append(compiled.rates())
        columns.append((sides[0] - sides[1]) / (2 * step))
    return np.column_stack(columns)
