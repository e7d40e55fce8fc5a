"""Some samples of an ensemble: laid out, freed of repetitions, simulated, put in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.many.engines import Courses, Engine, Floats, Starts
from her2sim.many.plan import Group, Places, Plan

Failure = tuple[int, int, str]
Truths = NDArray[np.bool_]
# Simulations handed to the engine at a time: what they need beside their results is some tens of
# megabytes, and all lanes and threads have work.
_PORTION = 4096


@dataclass(frozen=True)
class Block:
    """All arms with some of the samples.

    Attributes
    ----------
    engine
        What simulates.
    plan
        The arms.
    readouts
        Names of the readouts.
    steady
        Whether to start at the steady state of the past.
    samples
        (samples, columns).
    """

    engine: Engine
    plan: Plan
    readouts: Sequence[str]
    steady: bool
    samples: Floats

    def fill(self, values: Floats, tick: Callable[[int], None]) -> Iterator[Failure]:
        """Simulate everything and put it in its place.

        Parameters
        ----------
        values
            (arms, samples, readouts, times), to be filled; NaN where a simulation fails.
        tick
            Called with the number of simulations done.

        Yields
        ------
        tuple
            Arm, sample and message of each simulation that failed.
        """
        sampled = self.plan.sampled(self.samples)
        pasts, starts = self._pasts(sampled)
        done = 0
        for group in self.plan.groups:
            runs = _Runs.of(group, sampled, pasts)
            usable = np.ones(len(runs.rows), dtype=np.bool_)
            for run, text in self._unusable(runs, starts):
                usable[run] = False
                yield int(runs.arms[run]), int(runs.samples[run]), text
            runs = runs.take(np.flatnonzero(usable))
            for run, text in self._follow(group, runs, starts, values, _from(done, tick)):
                yield int(runs.arms[run]), int(runs.samples[run]), text
            done += usable.size

    def _pasts(self, sampled: Floats) -> tuple[Places, Starts | None]:
        """Return the past of each arm with each sample (-1: not finite) and the steady states."""
        rows = self.plan.before.rows(sampled)
        shape, flat = rows.shape[:2], rows.reshape(rows.shape[0] * rows.shape[1], rows.shape[2])
        pasts = np.full(len(flat), -1, dtype=np.intp)
        finite = np.flatnonzero(np.isfinite(flat).all(axis=1))
        firsts, pasts[finite] = _distinct(flat[finite])
        starts = None
        if self.steady and finite.size:
            starts = self.engine.steady(self.plan.names, flat[finite[firsts]])
        return pasts.reshape(shape), starts

    def _unusable(self, runs: _Runs, starts: Starts | None) -> Iterator[tuple[int, str]]:
        """Yield what cannot be simulated, and why."""
        finite = np.isfinite(runs.rows)
        for run in np.flatnonzero((runs.past < 0) | ~finite.all(axis=(1, 2))):
            wrong = np.flatnonzero(~finite[run].all(axis=0))
            names = ", ".join(self.plan.names[place] for place in wrong)
            yield int(run), f"The value of {names or 'what holds before time 0'} is not finite."
        if starts is not None:
            for run in np.flatnonzero(finite.all(axis=(1, 2)) & (runs.past >= 0)):
                if text := starts.messages[runs.past[run]]:
                    yield int(run), text

    def _follow(
        self,
        group: Group,
        runs: _Runs,
        starts: Starts | None,
        values: Floats,
        tick: Callable[[int], None],
    ) -> Iterator[tuple[int, str]]:
        """Simulate what can be, each distinct run once, and yield what fails on the way."""
        width = runs.rows.shape[1] * runs.rows.shape[2]
        keys = np.column_stack([runs.past, runs.rows.reshape(len(runs.rows), width)])
        firsts, places = _distinct(keys)
        for first in range(0, len(firsts), _PORTION):
            chosen = firsts[first : first + _PORTION]
            courses = Courses(
                names=self.plan.names,
                values=runs.rows[chosen],
                starts_h=group.starts_h,
                start_from=None if starts is None else starts.take(runs.past[chosen]),
            )
            found, messages = self.engine.follow(courses, _from(first, tick))
            told = _told(found, messages, self.readouts)
            found[[bool(text) for text in told]] = np.nan
            here = np.flatnonzero((places >= first) & (places < first + len(chosen)))
            mine = places[here] - first
            values[runs.arms[here], runs.samples[here]] = found[mine]
            yield from (
                (run, told[at]) for run, at in zip(here.tolist(), mine, strict=True) if told[at]
            )


@dataclass(frozen=True)
class _Runs:
    """Simulations laid out: arm, sample, past and (periods, names) of numbers of each."""

    arms: Places
    samples: Places
    past: Places
    rows: Floats

    @classmethod
    def of(cls, group: Group, sampled: Floats, pasts: Places) -> _Runs:
        rows = np.stack([period.rows(sampled) for period in group.periods], axis=2)
        count = len(sampled)
        return cls(
            arms=np.repeat(group.arms, count),
            samples=np.tile(np.arange(count), len(group.arms)),
            past=pasts[group.arms].ravel(),
            rows=rows.reshape(len(group.arms) * count, *rows.shape[2:]),
        )

    def take(self, chosen: Places) -> _Runs:
        if len(chosen) == len(self.rows):
            return self
        return _Runs(self.arms[chosen], self.samples[chosen], self.past[chosen], self.rows[chosen])


def _from(done: int, tick: Callable[[int], None]) -> Callable[[int], None]:
    return lambda more: tick(done + more)


def _told(found: Floats, messages: Sequence[str], readouts: Sequence[str]) -> list[str]:
    """Return what went wrong with each simulation; a readout that is not finite is a failure."""
    told = list(messages)
    for run, place in np.argwhere(~np.isfinite(found).all(axis=2)):
        told[run] = told[run] or (
            f"{readouts[place]!r} is not finite; a formula divides by zero or leaves its domain."
        )
    return told


def _distinct(rows: Floats) -> tuple[Places, Places]:
    """Return the first of each kind of row, and the kind of each row."""
    kinds: dict[bytes, int] = {}
    places = np.empty(len(rows), dtype=np.intp)
    firsts: list[int] = []
    for index, row in enumerate(np.ascontiguousarray(rows)):
        kind = kinds.setdefault(row.tobytes(), len(firsts))
        if kind == len(firsts):
            firsts.append(index)
        places[index] = kind
    return np.array(firsts, dtype=np.intp), places
