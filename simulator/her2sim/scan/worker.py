"""What a worker does, in whatever process: simulate one part after another."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from her2sim.scan.part import Part, part_bytes
from her2sim.scan.points import Points

# A process of a cluster may run several threads; the engine serves one at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, eq=False)
class Work:
    """What every part of a scan has in common; sent to each worker once."""

    points: Points
    fingerprint: str


@dataclass(frozen=True, eq=False)
class Task:
    """A part to simulate; a probe only finds out whether the process survives it."""

    part: Part
    probe: bool = False


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of a task: a file's content, or ``None`` and what happened to the worker."""

    task: Task
    content: bytes | None
    problem: str = ""


class Workers(Protocol):
    """Something that works through tasks: this process, others on this machine, or a cluster."""

    @property
    def slots(self) -> int:
        """How many tasks to keep under way."""

    def submit(self, task: Task) -> None:
        """Take a task; no more than ``slots`` at a time."""

    def wait(self) -> Sequence[Outcome]:
        """Return what has ended, after waiting for at least one of the tasks."""

    def close(self) -> None:
        """End at once, with whatever is under way."""


def run_part(work: Work, part: Part) -> bytes:
    """Simulate a part and return its Parquet file."""
    with _ONE_AT_A_TIME:
        return part_bytes(work.points, part, work.fingerprint)


class ThisProcess:
    """Works in the process that asks: nothing to start, and no shelter from a crash."""

    slots = 1

    def __init__(self, work: Work) -> None:
        self._work = work
        self._tasks: list[Task] = []

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._tasks.append(task)

    def wait(self) -> Sequence[Outcome]:
        """Run a task."""
        task = self._tasks.pop()
        return [Outcome(task, run_part(self._work, task.part))]

    def close(self) -> None:
        """Do nothing: nothing is under way."""
