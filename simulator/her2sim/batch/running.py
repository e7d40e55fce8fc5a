"""Hands the arrays of a batch to the compiled driver, on several threads."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.batch.compiled import Compiled
from her2sim.batch.layout import FIELDS, TABLE, Status

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

Progress = Callable[[int], None]

_ALIGNMENT = 64
_PATIENCE = 0.25


@dataclass(frozen=True)
class Crew:
    """Who works on a job.

    Attributes
    ----------
    threads
        Largest number of threads.
    progress
        Called now and then with the number of simulations begun.
    """

    threads: int
    progress: Progress | None = None


@dataclass(frozen=True)
class Job:
    """What a batch asks for.

    Attributes
    ----------
    inputs
        (simulations, periods, inputs); NaN where the model computes or keeps a value.
    start
        (simulations, states); NaN where the initial value follows from the inputs.
    bounds
        Times at which periods start, and the end of the last one.
    times
        Ascending times of the outputs.
    outputs
        What to store: positions of states, then of quantities behind them.
    rtol, atol
        Relative tolerance; absolute tolerance as a fraction of the largest value so far.
    max_steps
        Steps after which a simulation is given up.
    steady
        Relative size of the last Newton step to a steady state, or ``None`` for time courses.
    nonnegative
        Whether amounts below zero count as errors.
    """

    inputs: Floats
    start: Floats
    bounds: Floats
    times: Floats
    outputs: Integers
    rtol: float
    atol: float
    max_steps: int
    steady: float | None = None
    floor: float = 1e-4
    nonnegative: bool = True


@dataclass(frozen=True)
class Outcome:
    """What a batch gave.

    Attributes
    ----------
    values
        (simulations, times, outputs); NaN where a simulation did not get.
    final
        (simulations, states): the last state.
    status
        `her2sim.batch.layout.Status` of each simulation.
    steps
        (simulations, 2): accepted and rejected steps.
    reached
        The time each simulation got to.
    """

    values: Floats
    final: Floats
    status: Integers
    steps: Integers
    reached: Floats


def run(model: Compiled, job: Job, crew: Crew) -> Outcome:
    """Run all simulations of a job; blocks, without holding Python's lock.

    An interruption (Ctrl-C) lets the simulations under way end, begins no more, and is raised.
    """
    simulations, states = job.start.shape
    outcome = Outcome(
        values=np.empty((simulations, len(job.times), len(job.outputs))),
        final=np.full((simulations, states), np.nan),
        status=np.full(simulations, int(Status.NOT_RUN), dtype=np.int64),
        steps=np.zeros((simulations, 2), dtype=np.int64),
        reached=np.zeros(simulations),
    )
    shared, kept = _shared_entries(model, job, outcome)
    groups = -(-simulations // model.lanes)
    workers = max(1, min(crew.threads, groups))
    counter = kept["counter"]
    with ThreadPoolExecutor(workers) as pool:
        left = {pool.submit(_work, model, job, shared) for _ in range(workers)}
        try:
            while left:
                done, left = wait(left, timeout=_PATIENCE)
                for future in done:
                    future.result()
                if crew.progress is not None:
                    crew.progress(min(int(counter[0]), simulations))
        except BaseException:
            counter[0] = simulations
            raise
    return outcome


def _shared_entries(
    model: Compiled, job: Job, outcome: Outcome
) -> tuple[dict[str, int], dict[str, Floats | Integers]]:
    """Return the table entries all threads share, and the arrays that must outlive them."""
    known = model.description
    place = {name: i for i, name in enumerate(known.inputs)}
    floats: dict[str, Floats] = {
        "inputs": job.inputs,
        "start": job.start,
        "bounds": job.bounds,
        "times": job.times,
        "result": outcome.values,
        "final": outcome.final,
        "reached": outcome.reached,
        "settings": np.array([job.rtol, job.atol, job.steady or 0.0, job.floor]),
        "nonnegative": np.array(known.nonnegative, dtype=np.float64) * job.nonnegative,
    }
    integers: dict[str, Integers] = {
        "counter": np.zeros(1, dtype=np.int64),
        "outputs": job.outputs,
        "status": outcome.status,
        "steps": outcome.steps,
        "state_inputs": np.array([place[name] for name in known.states], dtype=np.int64),
    }
    kept: dict[str, Floats | Integers] = {**floats, **integers}
    entries = {name: int(array.ctypes.data) for name, array in kept.items()}
    return {**model.kernels, **_sizes(model, job), **entries}, kept


def _sizes(model: Compiled, job: Job) -> dict[str, int]:
    known = model.description
    return {
        "states": len(known.states),
        "input_count": len(known.inputs),
        "periods": job.inputs.shape[1],
        "simulations": job.inputs.shape[0],
        "time_count": len(job.times),
        "output_count": len(job.outputs),
        "max_steps": job.max_steps,
        "depends_on_time": int(known.depends_on_time),
        "reads_quantities": int(bool((job.outputs >= len(known.states)).any())),
        "seeks_steady": int(job.steady is not None),
    }


def work_lengths(model: Compiled) -> dict[str, int]:
    """Return the length of each work array, in vectors."""
    known, states = model.description, len(model.description.states)
    lengths = dict.fromkeys(
        ("y", "proposed", "stage", "slope", "typical", "saved", "given"), states
    )
    return lengths | {
        "lanes": len(FIELDS),
        "u": len(known.inputs),
        "constants": known.constants,
        "k": states * model.stages,
        "factors": known.factors,
        "quantities": len(known.quantities),
        "dense": states * 3,
    }


def _work(model: Compiled, job: Job, shared: Mapping[str, int]) -> None:
    """Run one thread's share of a job."""
    arrays = {name: aligned(length * model.lanes) for name, length in work_lengths(model).items()}
    entries = dict(shared) | {name: int(array.ctypes.data) for name, array in arrays.items()}
    table = np.array([entries[name] for name in TABLE], dtype=np.int64)
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(model.driver)(int(table.ctypes.data))


def aligned(length: int) -> Floats:
    """Return zeros that start at a multiple of the largest vector's size."""
    raw = np.zeros(length + _ALIGNMENT // 8)
    skip = (-raw.ctypes.data % _ALIGNMENT) // 8
    return raw[skip : skip + length]
