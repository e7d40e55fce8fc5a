"""Worker processes on this machine.

A process of its own for each worker, rather than a pool: when one crashes it is known in which
task, the others go on, and all of them can be ended at once.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any

from her2sim.scan.worker import Outcome, Task, Work, run_part

_SECONDS_TO_END = 5.0
# The engine keeps some hundred bytes of every run, so a worker is renewed now and then.
_MOST_POINTS = 50_000


@dataclass(eq=False)
class _Worker:
    """A process, the channel to it, and what it is doing."""

    process: Any
    channel: Connection
    task: Task | None = None
    points: int = 0


class Processes:
    """A number of worker processes, started as they are needed."""

    def __init__(self, work: Work, number: int) -> None:
        self.slots = number
        self._work = work
        self._context = _context()
        self._workers: list[_Worker] = []

    def submit(self, task: Task) -> None:
        """Give a task to an idle worker, or to a new one."""
        idle = next((worker for worker in self._workers if worker.task is None), None)
        if idle is not None and (idle.points >= _MOST_POINTS or not _sent(idle, task)):
            # A worker may also have been ended from outside while it had nothing to do.
            self._drop(idle)
            idle = None
        if idle is None:
            idle = self._started()
            _sent(idle, task)
        idle.task = task
        idle.points += task.part.stop - task.part.first

    def wait(self) -> Sequence[Outcome]:
        """Return the outcomes of the tasks that have ended."""
        busy = {worker.channel: worker for worker in self._workers if worker.task is not None}
        return [self._outcome(busy[channel]) for channel in wait(list(busy)) if channel in busy]

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.process.terminate()
        while self._workers:
            self._drop(self._workers[-1])

    def _outcome(self, worker: _Worker) -> Outcome:
        task, worker.task = worker.task, None
        if task is None:
            raise RuntimeError("an idle worker has no outcome")
        try:
            # A closed channel is ready to be read, too: that is how the end of a process shows.
            return Outcome(task, worker.channel.recv_bytes())
        except (EOFError, OSError):
            return Outcome(task, None, self._drop(worker))

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._work), daemon=True)
        with _main_set_aside():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _drop(self, worker: _Worker) -> str:
        """End a worker and say how it ended."""
        self._workers.remove(worker)
        worker.channel.close()
        worker.process.join(_SECONDS_TO_END)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        status = worker.process.exitcode or 0
        worker.process.close()
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return f"the process that simulated it ended ({how})"


def serve(channel: Connection, work: Work) -> None:
    """Do the tasks that come through the channel until it is closed (the worker's side)."""
    # Ctrl-C reaches every process of a terminal; only the one that gave the tasks answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            channel.send_bytes(run_part(work, channel.recv()))


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, even if in the middle of a task."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _sent(worker: _Worker, task: Task) -> bool:
    try:
        worker.channel.send(task.part)
    except OSError:
        return False
    return True


def _context() -> Any:  # noqa: ANN401 - the contexts share no public base with Process
    """Return how to start processes: never by a plain fork, which breaks a caller with threads."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


@contextlib.contextmanager
def _main_set_aside() -> Iterator[None]:
    """Keep a new process from running the caller's script a second time.

    Python does so to find what is defined there; workers need nothing of it, and a script without
    ``if __name__ == "__main__"`` would start the scan again in every worker.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
