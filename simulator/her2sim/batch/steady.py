"""Steady states of many parameter sets.

Each set is integrated, with steps that grow, until little would change in as much time again;
then Newton steps ``(I/H - J) d = f`` with a very long ``H`` (a million times the time so far, at
most the horizon) lead to the steady state of the same
conserved totals (``d`` keeps every linear invariant of the rates, so no equation is replaced).
The way they lead must be short, or the integration goes on.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np

from her2sim.batch.compiled import Compiled
from her2sim.batch.layout import Status
from her2sim.batch.running import Crew, Floats, Integers, Job, aligned, run

_APPROACH_TOLERANCE = 1e-4
_EMPTY = np.zeros(0)


@dataclass(frozen=True)
class SteadyStates:
    """Steady states of a batch.

    Attributes
    ----------
    states
        (simulations, states); the last state reached where none was found.
    status
        `her2sim.batch.layout.Status` of each simulation.
    residual
        Largest rate relative to the state, per unit of time: 0 at a perfect steady state.
    steps
        (simulations, 2): accepted and rejected steps.
    """

    states: Floats
    status: Integers
    residual: Floats
    steps: Integers


def steady_states(
    model: Compiled, inputs: Floats, threads: int, horizon: float, max_steps: int, tolerance: float
) -> SteadyStates:
    """Find the steady state of each row of inputs; equal rows are solved once.

    Parameters
    ----------
    model
        The model; its rates must not mention time.
    inputs
        (simulations, inputs).
    threads
        Threads to use.
    horizon
        Time after which a set counts as having no steady state.
    max_steps
        Steps after which a set is given up.
    tolerance
        Relative size of the last Newton step.
    """
    rows, places = _distinct(inputs)
    job = Job(
        inputs=rows[:, None, :].copy(),
        start=np.full((len(rows), len(model.description.states)), np.nan),
        bounds=np.array([0.0, horizon]),
        times=_EMPTY,
        outputs=_EMPTY.astype(np.int64),
        rtol=_APPROACH_TOLERANCE,
        atol=_APPROACH_TOLERANCE,
        max_steps=max_steps,
        steady=tolerance,
    )
    found = run(model, job, Crew(threads))
    residual = residuals(model, rows, found.final)
    status = found.status.copy()
    status[(status == Status.OK) & ~np.isfinite(residual)] = Status.NOT_FINITE
    return SteadyStates(found.final[places], status[places], residual[places], found.steps[places])


def _distinct(rows: Floats) -> tuple[Floats, Integers]:
    """Return the distinct rows in order of appearance, and where each row went."""
    known: dict[bytes, int] = {}
    places = np.array([known.setdefault(row.tobytes(), len(known)) for row in rows])
    firsts = [np.frombuffer(row) for row in known]
    return np.array(firsts).reshape(len(known), rows.shape[1]), places


def residuals(model: Compiled, inputs: Floats, states: Floats) -> Floats:
    """Evaluate the model's own rates at given states, as the largest relative rate.

    Amounts below a billionth of the largest are measured against that.
    """
    lanes, known = model.lanes, model.description
    arrays = {
        "u": aligned(len(known.inputs) * lanes),
        "constants": aligned(known.constants * lanes),
        "time": aligned(2 * lanes),
        "y": aligned(len(known.states) * lanes),
        "rates": aligned(len(known.states) * lanes),
    }
    result = np.full(len(states), np.nan)
    for first in range(0, len(states), lanes):
        part = slice(first, first + lanes)
        given, rows = states[part], inputs[part]
        arrays["u"].reshape(-1, lanes)[:, : len(rows)] = rows.T
        arrays["y"].reshape(-1, lanes)[:, : len(given)] = given.T
        _call(model.kernels["prepare"], arrays, ("u", "constants", "u", "u"))
        arrays["rates"][:] = 0.0
        _call(model.kernels["rates"], arrays, ("y", "constants", "time", "rates"))
        rates = np.abs(arrays["rates"].reshape(-1, lanes)[:, : len(given)].T)
        size = np.abs(given)
        floor = 1e-9 * size.max(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):
            relative = rates / np.maximum(np.maximum(size, floor), np.finfo(float).tiny)
        result[part] = relative.max(axis=1)
    return result


def _call(address: int, arrays: dict[str, Floats], names: tuple[str, str, str, str]) -> None:
    function = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)(address)
    function(*(arrays[name].ctypes.data for name in names))
