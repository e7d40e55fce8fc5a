"""Scans on a real Dask cluster: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from her2sim import scan
from her2sim.errors import UserMistake

TOY = str(Path(__file__).parents[2] / "toy" / "models" / "toy")
SPEC = {
    "model": TOY,
    "hours": 1,
    "readouts": ["GR"],
    "axes": {"drug": {"blockin": {"from": "1nM", "to": "1uM", "points": 20, "scale": "log"}}},
    "sample": {"points": 50, "set": {"k_on": "range"}},
}
PATIENCE_S = 90


@pytest.fixture
def cluster(tmp_path):
    """Address of a scheduler, and its two workers as processes."""
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("CLUSTER TESTS SKIPPED: distributed is missing (extra 'cluster')")
    about = tmp_path / "scheduler.json"
    started = [_dask("scheduler", "--port", "0", "--host", "127.0.0.1", about, tmp_path)]
    try:
        started += [_dask("worker", "--nthreads", "1", "--no-nanny", about, tmp_path) for _ in "ab"]
        end = time.monotonic() + PATIENCE_S
        while not about.exists() or not about.read_text():
            assert time.monotonic() < end, "the scheduler does not start"
            time.sleep(0.05)
        yield json.loads(about.read_text())["address"], started[1:]
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def _dask(kind: str, *options: str | Path) -> subprocess.Popen[bytes]:
    *flags, about, folder = options
    module = f"distributed.cli.dask_{kind}"
    call = [sys.executable, "-m", module, *flags, "--scheduler-file", about, "--no-dashboard"]
    log = (folder / f"{kind}-{time.monotonic_ns()}.log").open("wb")
    with log:
        return subprocess.Popen([str(each) for each in call], stdout=log, stderr=log, cwd=folder)


def parts(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(out.glob("*.parquet"))}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_cluster_gives_the_same_bytes_even_if_it_loses_a_worker(cluster, tmp_path):
    address, workers = cluster
    scan(SPEC, tmp_path / "here", workers=0, chunk=20)
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        if done > 200 and not killed:
            workers[0].send_signal(signal.SIGKILL)
            killed.append(workers[0].pid)

    view = scan(SPEC, tmp_path / "there", scheduler=address, chunk=20, progress=kill_one)
    assert killed and view.complete and view.failures.empty
    assert parts(tmp_path / "there") == parts(tmp_path / "here")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
def test_a_lost_scheduler_ends_the_scan_with_what_is_done(cluster, tmp_path):
    address, workers = cluster
    spec, out = tmp_path / "spec.toml", tmp_path / "out"
    spec.write_text(
        f"model = {TOY!r}\nhours = 1\nreadouts = ['GR']\n[sample]\nmethod = 'sobol'\n"
        "points = 100000\nset.k_on = 'range'\n"
    )
    call = [sys.executable, "-m", "her2sim", "scan", spec, "--out", out, "--scheduler", address]
    process = subprocess.Popen(
        [*map(str, call), "--chunk", "20"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + PATIENCE_S
    while len(parts(out)) < 3:
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.05)
    for worker in workers:
        worker.kill()
    os.kill(_scheduler_of(address), signal.SIGKILL)
    _, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    errors = [line for line in stderr.splitlines() if line.startswith("her2sim: error:")]
    assert len(errors) == 1 and "What is done is kept" in errors[0] and "Traceback" not in stderr
    assert len(parts(out)) >= 3


def _scheduler_of(address: str) -> int:
    """Return the process that listens at an address."""
    import psutil

    port = int(address.rpartition(":")[2])
    return next(
        process.pid
        for process in psutil.Process().children()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
    )


@pytest.mark.slow
def test_no_scheduler_is_told(tmp_path):
    pytest.importorskip("distributed", reason="CLUSTER TESTS SKIPPED: distributed is missing")
    with pytest.raises(UserMistake, match="address of a running Dask scheduler"):
        scan(SPEC, tmp_path / "out", scheduler="nonsense")


def test_a_missing_extra_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserMistake, match=r"pip install 'her2sim\[cluster\]'"):
        scan(SPEC, tmp_path / "out", scheduler="tcp://127.0.0.1:1")


def test_workers_and_scheduler_exclude_each_other(tmp_path):
    with pytest.raises(UserMistake, match="given without workers"):
        scan(SPEC, tmp_path / "out", scheduler="tcp://127.0.0.1:1", workers=2)
