"""Races: engines side by side in rounds, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from tests.benchmarks.problem import Engine, Floats, Missing, Problem

_ENGINES: list[Engine] = []
TOO_LARGE_TO_BE_RIGHT = 0.01


@dataclass(frozen=True)
class Entry:
    """One engine of a race.

    Attributes
    ----------
    label
        Its row of the table.
    maker
        ``module:class`` of the engine.
    options
        What the class takes beside the problem.
    sets
        Parameter sets in a round: enough to fill its lanes or to outweigh the clock.
    threads
        Cores that one process keeps busy.
    """

    label: str
    maker: str
    options: dict[str, Any] = field(default_factory=dict)
    sets: int = 8
    threads: int = 1


@dataclass(frozen=True)
class Lap:
    """What one engine took for a round: seconds a set, CPU and wall."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Finish:
    """What one engine took over all rounds; ``reason`` why it did not run."""

    entry: Entry
    laps: tuple[Lap, ...] = ()
    error: float = float("nan")
    cold: float = float("nan")
    reason: str = ""

    def best(self, clock: str) -> float:
        """Return the least seconds a set by ``cpu`` or ``wall``."""
        return min((getattr(lap, clock) for lap in self.laps), default=float("nan"))

    def median(self, clock: str) -> float:
        values = [getattr(lap, clock) for lap in self.laps]
        return float(np.median(values)) if values else float("nan")


class Stable:
    """One process with one engine."""

    def __init__(self, entry: Entry, problem: Problem) -> None:
        self.entry = entry
        self.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        self.cold: Future[float] = self.pool.submit(_make, entry, problem)

    def start(self, numbers: Sequence[int]) -> Future[Lap]:
        return self.pool.submit(_lap, list(numbers))

    def values(self, numbers: Sequence[int]) -> Floats:
        return self.pool.submit(_values, list(numbers)).result()

    def close(self) -> None:
        self.pool.shutdown(cancel_futures=True)


def race(problem: Problem, entries: Sequence[Entry], rounds: int, checked: int) -> list[Finish]:
    """Run all engines in turn, round by round, so that all see the same noise."""
    numbers = np.linspace(0, problem.sets - 1, checked).astype(int).tolist()
    reference = _reference(problem, numbers)
    stables, lost = _ready(problem, entries)
    errors, laps = {}, {stable.entry.label: [] for stable in stables}
    for stable in stables:
        errors[stable.entry.label] = largest_error(stable.values(numbers), reference)
    for number in range(rounds):
        for stable in stables:
            sets = min(stable.entry.sets, problem.sets)
            first = number * sets % (problem.sets - sets + 1)
            lap = stable.start(range(first, first + sets)).result()
            laps[stable.entry.label].append(lap)
    for stable in stables:
        stable.close()
    done = {
        stable.entry.label: Finish(
            stable.entry, tuple(laps[stable.entry.label]), errors[stable.entry.label],
            stable.cold.result(),
        )
        for stable in stables
    }  # fmt: skip
    return [done.get(entry.label) or lost[entry.label] for entry in entries]


def speed_up(problem: Problem, entry: Entry, rounds: int) -> float:
    """Return how much faster two processes are than one (wall clock, best of the rounds)."""
    stables = [Stable(entry, problem) for _ in range(2)]
    for stable in stables:
        stable.cold.result()
        stable.start(range(2)).result()
    halves = (range(entry.sets // 2), range(entry.sets // 2, entry.sets // 2 * 2))
    alone, together = [], []
    for _ in range(rounds):
        begin = time.perf_counter()
        stables[0].start(range(entry.sets // 2 * 2)).result()
        alone.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        for lap in [stable.start(half) for stable, half in zip(stables, halves, strict=True)]:
            lap.result()
        together.append(time.perf_counter() - begin)
    for stable in stables:
        stable.close()
    return min(alone) / min(together)


def largest_error(values: Floats, reference: Floats) -> float:
    """Return the largest error relative to the peak of each output of each simulation."""
    peak = np.abs(reference).max(axis=2, keepdims=True)
    seen = peak > 1e-9 * peak.max(axis=1, keepdims=True)
    return float((np.abs(values - reference) / np.where(seen, peak, np.inf)).max())


def _reference(problem: Problem, numbers: Sequence[int]) -> Floats:
    entry = Entry("reference", "engines:Vectors", {"tolerance": (1e-10, 1e-13)})
    stable = Stable(entry, problem)
    stable.cold.result()
    values = stable.values(numbers)
    stable.close()
    return values


def _ready(
    problem: Problem, entries: Sequence[Entry]
) -> tuple[list[Stable], dict[str, Finish]]:  # fmt: skip
    """Make all engines, one after the other; say why some cannot be had."""
    stables, lost = [], {}
    for entry in entries:
        stable = Stable(entry, problem)
        try:
            stable.cold.result()
            stable.start(range(2)).result()
        except (Missing, BrokenProcessPool, Exception) as error:
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            lost[entry.label] = Finish(entry, reason=reason)
            stable.close()
        else:
            stables.append(stable)
    return stables, lost


def _make(entry: Entry, problem: Problem) -> float:
    """Make the engine of this process; returns the seconds it took, imports included."""
    # What the libraries print on the way is not for the table.
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    sys.stdout.flush()
    begin = time.perf_counter()
    module, _, name = entry.maker.partition(":")
    maker = getattr(import_module(f"tests.benchmarks.{module}"), name)
    _ENGINES[:] = [maker(problem, **entry.options)]
    return time.perf_counter() - begin


def _lap(numbers: list[int]) -> Lap:
    cpu, wall = time.process_time(), time.perf_counter()
    _ENGINES[0].run(numbers)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Lap(cpu / len(numbers), wall / len(numbers))


def _values(numbers: list[int]) -> Floats:
    return _ENGINES[0].run(numbers)
