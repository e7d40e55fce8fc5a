"""Jobs: long work as a stream of lines, so that it shows its progress and can be stopped.

``GET <page>/<job>.stream?<query>`` answers with one JSON object a line::

    {"progress": [30, 120]}      so many of so many done
    {"part": {...}}              a part of the result that can be shown already
    {"result": {...}}            the whole
    {"error": "..."}             why there is none, in words

The work runs in a thread of its own. When the visitor leaves or stops it, the stream breaks, and
the work ends at its next report. So nothing has to be stored, polled, shared between processes or
cleaned up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import BoundedSemaphore, Event, Thread
from typing import Any

from flask import Flask, Response, request
from her2sim.errors import Her2simError

from her2sim_dashboard.context import Context
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.security import logged
from her2sim_dashboard.state import State

_HEARTBEAT_SECONDS = 0.5


class Stopped(Exception):
    """Raised inside a job when nobody waits for it any more."""


@dataclass(frozen=True, eq=False)
class Report:
    """What a job tells its visitor; both raise :class:`Stopped` when nobody listens any more."""

    lines: Queue[dict[str, Any] | None] = field(default_factory=Queue)
    stopped: Event = field(default_factory=Event)

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; fits the ``progress`` argument of the analyses."""
        self.send({"progress": [done, total]})

    def part(self, found: Mapping[str, Any]) -> None:
        """Send a part of the result, which the page shows at once."""
        self.send({"part": dict(found)})

    def send(self, line: dict[str, Any]) -> None:
        """Send a line unless the visitor has left."""
        if self.stopped.is_set():
            raise Stopped
        self.lines.put(line)


Job = Callable[[State, Context, Report], Mapping[str, Any]]


def add_jobs(server: Flask, jobs: Mapping[str, Job], context: Context) -> None:
    """Add the addresses of jobs, by path without ``.stream``.

    Parameters
    ----------
    server
        The Flask application.
    jobs
        Functions of (state, context, report) that return the whole result as plain data.
    context
        What all pages share.
    """
    places = BoundedSemaphore(context.limits.jobs_at_once)
    for path, job in jobs.items():
        server.add_url_rule(f"{path}.stream", path, _streaming(job, context, places))


def _streaming(job: Job, context: Context, places: BoundedSemaphore) -> Callable[[], Response]:
    def answer() -> Response:
        query = request.query_string.decode("utf-8", "replace")
        lines = stream(job, query, context, places)
        # A proxy that gathers the lines would hide the progress.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(lines, mimetype="application/x-ndjson", headers=headers)

    return answer


def stream(job: Job, query: str, context: Context, places: BoundedSemaphore) -> Iterator[str]:
    """Yield the lines of a job; closing the iterator stops the work.

    Parameters
    ----------
    job
        What to do.
    query
        The query of an address, read as everywhere.
    context
        What all pages share.
    places
        How many jobs may run at a time; the others wait and say so.
    """
    report = Report()
    state = parse_scenario(query, context).state
    Thread(target=_work, args=(job, state, context, report, places), daemon=True).start()
    try:
        while True:
            try:
                line = report.lines.get(timeout=_HEARTBEAT_SECONDS)
            except Empty:
                # An empty line costs nothing and finds out whether anybody still listens.
                yield "\n"
                continue
            if line is None:
                return
            yield json.dumps(line, allow_nan=False) + "\n"
    finally:
        report.stopped.set()


def _work(
    job: Job, state: State, context: Context, report: Report, places: BoundedSemaphore
) -> None:
    """Do a job in its thread; whatever happens, the last line is ``None``."""
    try:
        while not places.acquire(timeout=_HEARTBEAT_SECONDS):
            report.send({"waiting": True})
        try:
            report.lines.put({"result": dict(job(state, context, report))})
        finally:
            places.release()
    except Stopped:
        pass
    except Her2simError as error:
        report.lines.put({"error": str(error)})
    except Exception as error:  # A fault of ours: its id for the visitor, the rest for the log.
        text = f"Something went wrong here (reference {logged(error)})."
        report.lines.put({"error": text})
    finally:
        report.lines.put(None)
