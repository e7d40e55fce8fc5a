"""Runs a scan: hands parts to workers, keeps what comes back, and repairs what does not."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from her2sim.errors import SimulationFailed
from her2sim.scan.folder import ScanFolder
from her2sim.scan.part import Part
from her2sim.scan.worker import Outcome, Task, Workers

ProgressCall = Callable[[int, int], None]
_MANIFEST_EVERY_S = 2.0
# Workers that end this often before any of them did anything have another trouble than a point.
_FRUITLESS_ENDS = 10


def run_missing(folder: ScanFolder, workers: Workers, progress: ProgressCall | None = None) -> None:
    """Simulate the parts of a scan that are not there yet.

    Whatever stops it, parts that are done stay, and the manifest says which.

    Parameters
    ----------
    folder
        Where they are missing.
    workers
        Who simulates them.
    progress
        Called with the points done and their total.
    """
    done = {number for number in folder.done() if folder.sound(number)}
    run = _Run(folder, workers, done, progress)
    try:
        run.finish()
    finally:
        folder.write_manifest(sorted(run.done))


@dataclass
class _Suspects:
    """A part whose points are tried one by one, and what was found so far."""

    part: Part
    waiting: int
    lost: dict[int, str] = field(default_factory=dict)


class _Run:
    """One pass over the missing parts; few of them are in memory at a time."""

    def __init__(
        self, folder: ScanFolder, workers: Workers, done: set[int], progress: ProgressCall | None
    ) -> None:
        self.done = done
        self._folder = folder
        self._workers = workers
        self._progress = progress
        self._missing = self._each_missing()
        self._urgent: deque[Task] = deque()
        self._under_way = 0
        self._ends: dict[int, int] = {}
        self._suspects: dict[int, _Suspects] = {}
        self._fruitful = False
        self._written = time.monotonic()
        self._points = sum(stop - first for first, stop in map(folder.bounds, done))

    def finish(self) -> None:
        """Go on until nothing is missing."""
        self._show()
        while self._hand_out():
            for outcome in self._workers.wait():
                self._under_way -= 1
                self._take(outcome)

    def _each_missing(self) -> Iterator[Task]:
        for number in range(self._folder.parts):
            if number not in self.done:
                yield Task(Part(number, *self._folder.bounds(number)))

    def _hand_out(self) -> int:
        """Keep the workers busy; return how many tasks are under way."""
        while self._under_way < self._workers.slots:
            task = self._urgent.popleft() if self._urgent else next(self._missing, None)
            if task is None:
                break
            self._workers.submit(task)
            self._under_way += 1
        return self._under_way

    def _take(self, outcome: Outcome) -> None:
        part = outcome.task.part
        self._check_fruitful(outcome)
        if outcome.task.probe:
            self._probed(part, outcome.problem)
        elif outcome.content is None:
            self._again(part, outcome.problem)
        else:
            self._keep(part, outcome.content)

    def _keep(self, part: Part, content: bytes) -> None:
        self._folder.write_part(part.number, content)
        self.done.add(part.number)
        self._points += part.stop - part.first
        self._show()
        if time.monotonic() - self._written > _MANIFEST_EVERY_S:
            self._folder.write_manifest(sorted(self.done))
            self._written = time.monotonic()

    def _again(self, part: Part, problem: str) -> None:
        """Try a part once more, then point by point, then without those that end a worker."""
        self._ends[part.number] = ends = self._ends.get(part.number, 0) + 1
        numbers = range(part.first, part.stop)
        if ends == 1:
            self._urgent.append(Task(part))
        elif ends == 2:
            self._suspects[part.number] = _Suspects(part, len(numbers))
            each = (replace(part, first=point, stop=point + 1) for point in numbers)
            self._urgent.extend(Task(one, probe=True) for one in each)
        else:
            # Each of them alone was harmless, or so it seemed: none of them is tried again.
            self._urgent.append(Task(replace(part, lost=dict.fromkeys(numbers, problem))))

    def _probed(self, one: Part, problem: str) -> None:
        suspects = self._suspects[one.number]
        suspects.waiting -= 1
        if problem:
            suspects.lost[one.first] = problem
        if not suspects.waiting:
            del self._suspects[one.number]
            self._urgent.append(Task(replace(suspects.part, lost=suspects.lost)))

    def _check_fruitful(self, outcome: Outcome) -> None:
        self._fruitful |= outcome.content is not None
        if self._fruitful:
            return
        self._ends[-1] = self._ends.get(-1, 0) + 1
        if self._ends[-1] >= _FRUITLESS_ENDS:
            often = f"No worker got anything done in {_FRUITLESS_ENDS} attempts"
            raise SimulationFailed(f"{often}; the last time {outcome.problem}.")

    def _show(self) -> None:
        if self._progress is not None:
            self._progress(self._points, self._folder.points)
