"""Workers of a running Dask cluster."""

from __future__ import annotations

import contextlib
import logging
import pickle
import queue
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from her2sim._version import __version__
from her2sim.errors import Her2simError, InvalidValue
from her2sim.scan.worker import Outcome, Task, Work, run_part

_CONNECT_S, _WORKERS_S, _COUNT_S = 10.0, 30.0, 5.0
_WHAT = "--scheduler"


class ClusterLost(Her2simError):
    """The scheduler of a cluster can no longer be reached; what is done is kept."""


class DaskCluster:
    """The workers behind a scheduler, however many there are at a time.

    Dask itself gives the tasks of a worker that is gone to another one; a task under which
    several workers ended comes back as failed.
    """

    def __init__(self, work: Work, address: str) -> None:
        self._client = _connected(address)
        self._silenced = _silence()
        self._address = address
        self._ended: queue.SimpleQueue[tuple[Task, Any]] = queue.SimpleQueue()
        self._futures: set[Any] = set()
        self._counted, self._slots = 0.0, 1
        # As a task of its own, the common part of all tasks is made again where a worker that
        # held it is lost.
        self._work = self._client.submit(unpacked, pickle.dumps(work))

    @property
    def slots(self) -> int:
        """Two tasks for every thread of the cluster, so that none waits for the next."""
        if time.monotonic() - self._counted > _COUNT_S:
            with contextlib.suppress(OSError):
                self._slots = max(1, 2 * sum(self._client.nthreads().values()))
            self._counted = time.monotonic()
        return self._slots

    def submit(self, task: Task) -> None:
        """Hand a task to the cluster."""
        with self._reachable():
            future = self._client.submit(run_part, self._work, task.part, pure=False)
            self._futures.add(future)
            future.add_done_callback(lambda ended: self._ended.put((task, ended)))

    def wait(self) -> Sequence[Outcome]:
        """Return the outcome of a task that has ended."""
        while True:
            try:
                # Not for ever: a signal such as Ctrl-C is answered between two calls only.
                task, future = self._ended.get(timeout=1.0)
            except queue.Empty:
                if self._client.status != "running":
                    raise ClusterLost(self._lost()) from None
            else:
                self._futures.discard(future)
                with self._reachable():
                    return [_outcome(task, future)]

    def close(self) -> None:
        """Give up what is under way and leave the cluster."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._futures), force=True)
        self._futures.clear()
        with contextlib.suppress(Exception):
            self._client.close(timeout=_CONNECT_S)
        for log in self._silenced:
            log.disabled = False

    @contextlib.contextmanager
    def _reachable(self) -> Iterator[None]:
        """Turn what the loss of the scheduler raises, in whatever call, into one error."""
        try:
            yield
        except (OSError, CancelledError):
            raise ClusterLost(self._lost()) from None
        except Exception:
            if self._client.status == "running":
                raise
            raise ClusterLost(self._lost()) from None

    def _lost(self) -> str:
        return (
            f"The scheduler at {self._address} can no longer be reached. What is done is kept: "
            "start it again and resume the scan."
        )


def _outcome(task: Task, future: Any) -> Outcome:  # noqa: ANN401
    if future.status != "error":
        # Raises where the future was cancelled, as all are when the scheduler is lost.
        return Outcome(task, future.result())
    error = future.exception()
    killed = type(error).__name__ == "KilledWorker"
    what = f"{type(error).__name__}: {error}"
    return Outcome(task, None, "every process that simulated it ended" if killed else what)


def unpacked(pickled: bytes) -> Work:
    """Return the work that was sent."""
    work: Work = pickle.loads(pickled)
    return work


def worker_version() -> str:
    """Return the version of her2sim (asked of the workers)."""
    return __version__


def _silence() -> list[logging.Logger]:
    """Keep Dask from printing what goes wrong with the connection: the scan tells it, once."""
    known = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    logs = [log for log in map(logging.getLogger, known) if not log.disabled]
    for log in logs:
        log.disabled = True
    return logs


def _connected(address: str) -> Any:  # noqa: ANN401 - distributed may be missing
    """Connect to a cluster that has workers with this version of the package."""
    try:
        from distributed import Client as connect
    except ImportError:
        valid = "left out, or the extra 'cluster' installed (pip install 'her2sim[cluster]')"
        raise InvalidValue(_WHAT, address, valid) from None
    untyped: Any = connect
    try:
        client = untyped(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError):
        valid = "the address of a running Dask scheduler, such as tcp://HOST:8786"
        raise InvalidValue(_WHAT, address, valid) from None
    try:
        client.wait_for_workers(1, timeout=_WORKERS_S)
        versions = set(client.run(worker_version).values())
    except TimeoutError:
        versions = {"no workers"}
    except ImportError as error:
        versions = {str(error)}
    if versions != {__version__}:
        client.close()
        valid = (
            f"one whose workers have her2sim {__version__} (found: {', '.join(sorted(versions))})"
        )
        raise InvalidValue(_WHAT, address, valid)
    return client
