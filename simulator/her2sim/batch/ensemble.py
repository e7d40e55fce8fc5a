"""Thousands of simulations of one model at once."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from her2sim.batch import values as tables
from her2sim.batch.compiled import Compiled, compile_model
from her2sim.batch.host import host
from her2sim.batch.layout import Status
from her2sim.batch.plan import Plan, checked_times
from her2sim.batch.running import Crew, Floats, Integers, Job, Outcome, Progress, run
from her2sim.batch.steady import SteadyStates, steady_states
from her2sim.batch.values import Truths, Values
from her2sim.errors import InvalidValue, UnknownName

_STEADY_TOLERANCE = 1e-8


@dataclass(frozen=True)
class Accuracy:
    """How exactly to simulate.

    Attributes
    ----------
    rtol
        Largest estimated error of any state in one step, relative to its value. Over published
        signalling models, results were off by about as much at worst, relative to peaks, and
        typically by a tenth of it.
    atol
        The same relative to the largest value the state has had (at least ``floor`` of the
        largest of all states), which counts where the state has become small.
    floor
        See ``atol``.
    max_steps
        Steps after which a simulation is given up.
    horizon
        Model time after which a parameter set counts as having no steady state.
    nonnegative
        Whether amounts below zero count as errors.
    """

    rtol: float = 1e-5
    atol: float = 1e-7
    floor: float = 1e-4
    max_steps: int = 100_000
    horizon: float = 1e9
    nonnegative: bool = True


@dataclass(frozen=True)
class BatchResult:
    """The time courses of a batch.

    Attributes
    ----------
    outputs
        Names of the stored quantities.
    times
        Times of the stored values, in the model's unit.
    values
        (simulations, outputs, times); NaN where a simulation did not get.
    status
        `her2sim.batch.Status` of each simulation.
    messages
        What went wrong, for each simulation; empty where nothing did.
    steps
        (simulations, 2): accepted and rejected steps of the time course.
    residual
        Of the steady state before it (see `SteadyStates`); NaN without one.
    """

    outputs: tuple[str, ...]
    times: Floats
    values: Floats
    status: Integers
    messages: tuple[str, ...]
    steps: Integers
    residual: Floats

    @property
    def ok(self) -> Truths:
        """Which simulations reached the end."""
        return np.asarray(self.status == Status.OK)


@dataclass(frozen=True)
class BatchModel:
    """A model compiled for batches.

    Attributes
    ----------
    compiled
        The machine code with names and sizes.
    """

    compiled: Compiled

    @classmethod
    def from_sbml(cls, text: str, lanes: int | None = None) -> BatchModel:
        """Compile a model, or fetch it from the cache.

        Parameters
        ----------
        text
            SBML.
        lanes
            Simulations side by side; by default what the processor is best at. Results do not
            depend on it.

        Raises
        ------
        NotCovered
            When the model uses a part of SBML that is not covered.
        InvalidModel
            When the text is not SBML.
        """
        return cls(compile_model(text, lanes or host().lanes))

    @property
    def defaults(self) -> dict[str, float]:
        """Every input with its value in the model; NaN where the model computes it."""
        known = self.compiled.description
        shown = (math.nan if value is None else value for value in known.defaults)
        return dict(zip(known.inputs, shown, strict=True))

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what can be stored: states and assigned quantities."""
        known = self.compiled.description
        return (*known.states, *known.quantities)

    def simulate(
        self,
        values: Values,
        times: ArrayLike,
        outputs: Sequence[str],
        *,
        before: Values | None = None,
        later: Sequence[tuple[float, Values]] = (),
        pre_equilibrate: bool = True,
        accuracy: Accuracy | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> BatchResult:
        """Simulate time courses from time 0.

        Parameters
        ----------
        values
            Inputs from time 0 on: name to one number, or to one number a simulation. A state
            named here is set to the value at time 0.
        times
            Ascending times to store, from 0 on, in the model's unit.
        outputs
            Names of states and assigned quantities to store.
        before
            Inputs of the time before; what is not named there has the model's value, and what is
            named there stays so until ``values`` names it again. By default as ``values``.
        later
            (time, inputs) pairs: what changes at later times, ascending. Steps restart there.
        pre_equilibrate
            Start from the steady state of ``before``; otherwise from the initial values that
            follow from ``before`` (or ``values``).
        accuracy
            Tolerances and limits.
        threads
            By default one for each processor this process may use.
        progress
            Called now and then with the number of time courses begun.

        Returns
        -------
        BatchResult
            One entry for each simulation, in order; a failure is a status, not an error.

        Raises
        ------
        UnknownName
            When an input or output does not exist.
        InvalidValue
            When times do not ascend, lists differ in length, or a compartment changes its size.
        """
        wanted = accuracy or Accuracy()
        moments = checked_times(times)
        plan = Plan.make(self.compiled.description, values, before, later)
        workers = threads or _processors()
        start, steady = plan.start, None
        if pre_equilibrate:
            steady = self._steady(plan.before, wanted, workers)
            start = np.where(np.isnan(plan.start), steady.states, plan.start)
        job = Job(
            inputs=plan.inputs,
            start=start,
            bounds=np.array([*plan.starts, max(moments[-1], plan.starts[-1])]),
            times=moments,
            outputs=self._places(outputs),
            rtol=wanted.rtol,
            atol=wanted.atol,
            max_steps=wanted.max_steps,
            nonnegative=wanted.nonnegative,
            floor=wanted.floor,
        )
        crew = Crew(workers, progress)
        return _selected(self.compiled, job, tuple(outputs), plan.finite, steady, crew)

    def steady(
        self, values: Values, accuracy: Accuracy | None = None, threads: int | None = None
    ) -> SteadyStates:
        """Find steady states: one for each simulation that ``values`` describe.

        Raises
        ------
        UnknownName
            When an input does not exist.
        InvalidValue
            When lists differ in length, or rates of the model mention time.
        """
        base = tables.defaults(self.compiled.description, tables.count([values]))
        rows, finite = tables.fill(self.compiled.description, values, base)
        found = self._steady(rows, accuracy or Accuracy(), threads or _processors())
        found.status[~finite] = Status.NOT_FINITE
        return found

    def _steady(self, rows: Floats, wanted: Accuracy, threads: int) -> SteadyStates:
        if self.compiled.description.depends_on_time:
            raise InvalidValue(
                "pre_equilibrate", True, "False: the rates of this model mention time"
            )
        return steady_states(
            self.compiled, rows, threads, wanted.horizon, wanted.max_steps, _STEADY_TOLERANCE
        )

    def _places(self, outputs: Sequence[str]) -> Integers:
        known = {name: place for place, name in enumerate(self.outputs)}
        for name in outputs:
            if name not in known:
                raise UnknownName("output", name, self.outputs, "the model's states and rules")
        return np.array([known[name] for name in outputs], dtype=np.int64)


def _selected(
    model: Compiled,
    job: Job,
    names: tuple[str, ...],
    finite: Truths,
    steady: SteadyStates | None,
    crew: Crew,
) -> BatchResult:
    """Run the simulations that can be run and put the results in their places."""
    simulations = len(job.start)
    status = np.full(simulations, int(Status.NOT_FINITE), dtype=np.int64)
    ready = finite.copy()
    if steady is not None:
        ready &= steady.status == Status.OK
        status = np.where(finite, steady.status, status)
    outcome = run(model, job, crew) if ready.all() else _run_some(model, job, ready, status, crew)
    messages = tuple(Status(code).message for code in outcome.status.tolist())
    residual = np.full(simulations, np.nan) if steady is None else steady.residual
    values = outcome.values.swapaxes(1, 2)
    return BatchResult(names, job.times, values, outcome.status, messages, outcome.steps, residual)


def _run_some(model: Compiled, job: Job, ready: Truths, status: Integers, crew: Crew) -> Outcome:
    """Run the simulations that are ready; the others keep the status they have."""
    whole = Outcome(
        values=np.full((len(ready), len(job.times), len(job.outputs)), np.nan),
        final=np.full(job.start.shape, np.nan),
        status=status,
        steps=np.zeros((len(ready), 2), dtype=np.int64),
        reached=np.zeros(len(ready)),
    )
    if ready.any():
        part = Job(**{**vars(job), "inputs": job.inputs[ready], "start": job.start[ready]})
        for name, found in vars(run(model, part, crew)).items():
            getattr(whole, name)[ready] = found
    return whole


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
