"""Runs one function in a process of its own, so that a crash, a hang or a flood stays there.

libSBML and the engine can be brought down by a model (a stack overflow ends the process), and
neither can be interrupted. Whatever reads a file of unknown origin therefore goes through
`call`: plain data in, plain data and at most one array out, under limits of time and memory.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from her2sim import errors

_MEMORY_BYTES = 4 * 2**30
_LOG_BYTES = 2**26
_LOG_TAIL_BYTES = 4000
_LINE_LENGTH = 300
# Raised in the child, these reach the caller as what they are; anything else is our own fault.
_CARRIED = {"InvalidModel": errors.InvalidModel, "SimulationFailed": errors.SimulationFailed}


@dataclass(frozen=True, eq=False)
class Answer:
    """What a child function returns: ``data`` that JSON can hold, and one array of floats."""

    data: Mapping[str, Any]
    array: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


def call(function: str, payload: Mapping[str, Any], *, seconds: float, task: str) -> Answer:
    """Call ``function`` with ``payload`` in a new process.

    Parameters
    ----------
    function
        ``"package.module:name"`` of a function that takes the payload and returns an `Answer`.
    payload
        Plain data (what JSON can hold).
    seconds
        Limit of wall-clock time; then the process is killed.
    task
        What is being done, for messages (``"checking model.xml"``).

    Returns
    -------
    Answer
        The function's answer.

    Raises
    ------
    InvalidModel, SimulationFailed
        As raised by the function, and when the process crashes (`InvalidModel`) or exceeds
        its time (`SimulationFailed`).
    """
    request = json.dumps({"function": function, "payload": payload, "seconds": seconds})
    subject = task[:1].upper() + task[1:]
    with tempfile.TemporaryFile() as log:
        process = _start(log)
        try:
            output, _ = process.communicate(request.encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            raise errors.SimulationFailed(
                f"{subject} was stopped: it took longer than {seconds:g} s."
            ) from None
        finally:
            _kill(process)
        if process.returncode != 0:
            raise errors.InvalidModel(f"{subject} failed: {_obituary(process.returncode, log)}.")
    return _decode(output)


def _start(log: IO[bytes]) -> subprocess.Popen[bytes]:
    # The parent's path is handed on whole and -P keeps the working folder off it: a file
    # called libsbml.py beside somebody's model must not be run.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=environment,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.communicate()


def _obituary(status: int, log: IO[bytes]) -> str:
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - _LOG_TAIL_BYTES))
    text = log.read().decode("utf-8", "replace")
    if size >= _LOG_BYTES:
        return f"it printed more than {_LOG_BYTES / 2**20:g} MB of messages"
    if "MemoryError" in text or "bad_alloc" in text:
        return f"it needs more than {_MEMORY_BYTES / 2**30:g} GiB of memory"
    if status == -getattr(signal, "SIGXCPU", 0):
        return "it used up its processor time"
    if status < 0:
        return f"the model crashes its process ({signal.Signals(-status).name})"
    last_line = (text.strip() or "no message").splitlines()[-1]
    return f"its process stopped with status {status}: {last_line[:_LINE_LENGTH]}"


def _decode(output: bytes) -> Answer:
    head, _, body = output.partition(b"\n")
    reply = json.loads(head)
    if "error" in reply:
        raise _CARRIED[reply["error"]](reply["message"])
    return Answer(reply["data"], np.load(io.BytesIO(body), allow_pickle=False))


def main() -> None:
    """Answer one request from standard input on standard output (the child's side)."""
    request = json.loads(sys.stdin.buffer.read())
    _limit(request["seconds"])
    with _answer_channel() as channel:
        channel.write(_encode(request["function"], request["payload"]))


def _encode(function: str, payload: Mapping[str, Any]) -> bytes:
    module, _, name = function.partition(":")
    try:
        answer: Answer = getattr(importlib.import_module(module), name)(payload)
    except (errors.InvalidModel, errors.SimulationFailed) as error:
        # A subclass goes by the name of the carried class above it.
        known = next(name for name, kind in _CARRIED.items() if isinstance(error, kind))
        return json.dumps({"error": known, "message": str(error)}).encode()
    body = io.BytesIO()
    np.save(body, np.asarray(answer.array, dtype=np.float64), allow_pickle=False)
    return json.dumps({"data": answer.data}).encode() + b"\n" + body.getvalue()


def _limit(seconds: float) -> None:
    """Cap memory, processor time and core dumps where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        processor = int(seconds) + 5
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LOG_BYTES, _LOG_BYTES))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


@contextlib.contextmanager
def _answer_channel() -> Iterator[IO[bytes]]:
    """Keep standard output for the answer; what libraries print there goes to the log.

    The solver writes straight to descriptors 1 and 2 and cannot be silenced.
    """
    with os.fdopen(os.dup(1), "wb") as channel:
        os.dup2(2, 1)
        yield channel


if __name__ == "__main__":
    main()
