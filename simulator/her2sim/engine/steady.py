"""The steady state: found by a long run, sharpened by Newton's method, accepted only if both agree.

The engine's own solver can return a wrong state without an error (2.10) and recompiles the model
at each call, so it is not used.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from her2sim.engine.compiled import Compiled, State, Values
from her2sim.engine.newton import STANDS_STILL, root_near, typical_sizes
from her2sim.engine.run import failure
from her2sim.engine.settings import SolverSettings
from her2sim.errors import SimulationFailed

# Length of the run in multiples of the slowest time scale; each attempt goes on from the last.
_HORIZONS = (10.0, 100.0, 1000.0)
# The run has no outputs in between, so it needs more steps for one interval than a time course.
_PATIENCE = 10


def steady_state(
    compiled: Compiled,
    values: Values,
    slowest: float,
    settings: SolverSettings | None = None,
) -> State:
    """Return the state in which nothing changes any more while the values hold.

    Parameters
    ----------
    values
        Pairs of id and value. Conserved amounts follow from the initial state under them.
    slowest
        The model's slowest time scale, in model time.

    Returns
    -------
    State
        Kept for the next call with the same values and settings.

    Raises
    ------
    SimulationFailed
        If the model has events, the integrator gives up, or a variable still changes after
        1,000 times the slowest time scale; names the variable.
    """
    settings = settings or SolverSettings()
    key = (values, slowest, settings)
    with compiled.alone():
        state = compiled.steady_states.get(key)
        if state is None:
            state = _search(compiled, values, slowest, settings)
            compiled.steady_states.keep(key, state)
        return state


def _search(compiled: Compiled, values: Values, slowest: float, settings: SolverSettings) -> State:
    if compiled.has_events:
        raise SimulationFailed(
            "A model with events has no steady state to start from; start it at 'initial'."
        )
    compiled.start(values)
    if not compiled.state_ids:
        return compiled.state()
    now = 0.0
    for horizon in _HORIZONS:
        _run_on(compiled, now, horizon * slowest, settings)
        now = horizon * slowest
        reached = compiled.state()
        root = root_near(compiled, reached, slowest, settings)
        if root is not None:
            return root
        compiled.go_to(reached)
    return _still_or_fail(compiled, slowest, settings)


def _run_on(compiled: Compiled, start: float, end: float, settings: SolverSettings) -> None:
    patient = replace(settings, max_steps=settings.max_steps * _PATIENCE)
    try:
        compiled.integrate((start, end), (), patient)
    except RuntimeError as error:
        stopped = failure(compiled, error)
        raise SimulationFailed(
            f"No steady state was reached: {stopped.message} Does it oscillate?", time=stopped.time
        ) from None


def _still_or_fail(compiled: Compiled, slowest: float, settings: SolverSettings) -> State:
    """Accept the end of the longest run if it stands still."""
    state = compiled.state()
    drift = np.abs(compiled.rates()) * slowest / typical_sizes(state, settings)
    drift = np.where(np.isfinite(drift), drift, np.inf)
    worst = int(np.argmax(drift))
    if drift[worst] < STANDS_STILL:
        return state
    name, value = compiled.state_ids[worst], state.variables[worst]
    raise SimulationFailed(
        f"No steady state: {name!r} (now {value:.4g}) still changes by {drift[worst]:.2g} of "
        f"itself per slowest time scale after {_HORIZONS[-1]:g} of them. Does it oscillate or "
        "accumulate? Start at 'initial', or let it be produced and removed."
    )
