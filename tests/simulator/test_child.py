"""A child process that crashes, hangs or floods is one clear error here."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from her2sim import child
from her2sim.errors import InvalidModel, SimulationFailed

PLAYGROUND = """
import os, sys, time
import numpy as np
from her2sim.child import Answer
from her2sim.errors import InvalidModel

def echo(payload):
    print("noise on standard output")
    os.write(1, b"noise past the interpreter")
    return Answer(payload, np.array([[1.0, np.nan], [np.inf, -2.5]]))

def crash(payload):
    os.kill(os.getpid(), 11)

def hang(payload):
    time.sleep(600)

def gorge(payload):
    return Answer({}, np.ones(2**33))

def flood(payload):
    for _ in range(300):
        os.write(2, b"x" * 1_000_000)

def refuse(payload):
    raise InvalidModel("no good")

def fail(payload):
    raise KeyError("ours")
"""


@pytest.fixture(autouse=True)
def playground(tmp_path, monkeypatch):
    (tmp_path / "playground.py").write_text(PLAYGROUND)
    monkeypatch.syspath_prepend(tmp_path)


def call(name, payload=None, seconds=20):
    return child.call(f"playground:{name}", payload or {}, seconds=seconds, task="the game")


def test_data_and_array_come_back_past_all_noise():
    answer = call("echo", {"text": "\u00e4\n", "list": [1, None]})
    assert answer.data == {"text": "\u00e4\n", "list": [1, None]}
    np.testing.assert_array_equal(answer.array, [[1.0, np.nan], [np.inf, -2.5]])


def test_a_crash_is_an_error_with_its_signal():
    with pytest.raises(InvalidModel, match=r"The game failed: .*SIGSEGV"):
        call("crash")


def test_a_hang_ends_at_the_limit():
    begin = time.monotonic()
    with pytest.raises(SimulationFailed, match="longer than 1 s"):
        call("hang", seconds=1)
    assert time.monotonic() - begin < 5


def test_memory_is_limited():
    with pytest.raises(InvalidModel, match="memory"):
        call("gorge")


def test_a_flood_of_messages_is_cut_off():
    with pytest.raises(InvalidModel, match="64 MB of messages"):
        call("flood")


def test_an_error_of_the_user_arrives_as_itself():
    with pytest.raises(InvalidModel, match=r"^no good$"):
        call("refuse")


def test_any_other_error_is_reported_in_one_line():
    with pytest.raises(InvalidModel, match="KeyError: 'ours'"):
        call("fail")


def test_ctrl_c_kills_the_child_and_goes_on():
    alive = set(Path("/proc").glob("[0-9]*"))
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        call("hang")
    timer.join()
    left = [
        entry
        for entry in set(Path("/proc").glob("[0-9]*")) - alive
        if b"her2sim.child" in _command_line(entry)
        and f"\nPPid:\t{os.getpid()}\n" in _status(entry)
    ]
    assert left == []


def _command_line(entry):
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


def _status(entry):
    try:
        return (entry / "status").read_text()
    except OSError:
        return ""


def test_a_library_beside_the_users_model_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "numpy.py").write_text("raise RuntimeError('hijacked')")
    monkeypatch.chdir(tmp_path / "here")
    assert call("echo").data == {}
