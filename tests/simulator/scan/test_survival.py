"""What happens to a scan when the system, the user or a crash ends one of its processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from her2sim import open_scan, scan
from her2sim.errors import UserMistake

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems"),
]

TOY = str(Path(__file__).parents[2] / "toy" / "models" / "toy")
SPEC = f"""
model = {TOY!r}
hours = 1
readouts = ["GR"]
seed = 3
[axes]
genotype = ["WT", "PTEN_loss"]
drug.blockin = {{ from = "1nM", to = "1uM", points = 20, scale = "log" }}
[sample]
points = 30
set.k_on = "range"
"""
CHUNK = ["--chunk", "20"]
PATIENCE_S = 60


@pytest.fixture(scope="module")
def spec(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("spec") / "spec.toml"
    file.write_text(SPEC)
    return file


@pytest.fixture(scope="module")
def unbroken(spec, tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("unbroken") / "out"
    scan(spec, out, workers=2, chunk=20)
    return parts(out)


def parts(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(out.glob("*.parquet"))}


@contextlib.contextmanager
def command(*arguments: str | Path):
    """Run the real command, in a process group of its own as a terminal's shell would."""
    call = [sys.executable, "-m", "her2sim", "scan", *map(str, arguments)]
    process = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


def wait_for_parts(out: Path, number: int) -> None:
    wait_for(lambda: len(list(out.glob("*.parquet"))) >= number, f"{number} parts")


def test_processes_give_what_this_process_gives(spec, unbroken, tmp_path):
    scan(spec, tmp_path / "out", workers=0, chunk=20)
    assert parts(tmp_path / "out") == unbroken and len(unbroken) == 60


def test_a_scan_that_was_killed_goes_on_to_the_same_bytes(spec, unbroken, tmp_path):
    out = tmp_path / "out"
    with command(spec, "--out", out, "--workers", "2", *CHUNK) as process:
        wait_for_parts(out, 5)
        below = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_S)
        wait_for(lambda: not any(map(alive, below)), "the end of the workers")
    assert 5 <= len(parts(out)) < 60 and not open_scan(out).complete
    with command(spec, "--out", out, "--workers", "1", "--resume") as process:
        stdout, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, stderr
    assert "1200 points, 1200 rows" in stdout
    assert "1200 points: 2 genotype x 20 drug.blockin x 30 parameter sets" in stderr
    assert parts(out) == unbroken


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(spec, unbroken, tmp_path):
    out = tmp_path / "out"
    with command(spec, "--out", out, "--workers", "2", *CHUNK) as process:
        wait_for_parts(out, 5)
        # A terminal sends it to every process of the group, the workers included.
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert f"go on with: her2sim scan {spec} --out {out} --resume" in stderr
    there = parts(out)
    assert 5 <= len(there) < 60 and all(unbroken[name] == there[name] for name in there)
    scan(spec, out, workers=2, resume=True)
    assert parts(out) == unbroken


def test_a_killed_worker_costs_nothing(spec, unbroken, tmp_path):
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        if done and not killed:
            workers = [child for child in multiprocessing.active_children() if child.pid]
            os.kill(workers[0].pid, signal.SIGKILL)
            killed.append(workers[0].pid)

    view = scan(spec, tmp_path / "out", workers=2, chunk=20, progress=kill_one)
    assert killed and view.failures.empty
    assert parts(tmp_path / "out") == unbroken
    assert not multiprocessing.active_children()


def test_two_scans_do_not_share_a_folder(spec, tmp_path):
    out = tmp_path / "out"
    with command(spec, "--out", out, "--workers", "1", *CHUNK) as process:
        wait_for_parts(out, 1)
        os.kill(process.pid, signal.SIGSTOP)
        with pytest.raises(UserMistake, match="no other scan is writing to"):
            scan(spec, out, workers=0, resume=True)
        os.kill(process.pid, signal.SIGCONT)


def test_scripts_without_a_main_guard_are_not_run_again_by_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import her2sim\nprint('once')\n"
        f"view = her2sim.scan({{'model': {TOY!r}, 'hours': 1, 'readouts': ['GR']}}, workers=1)\n"
        "print(len(view))\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert done.stdout.split() == ["once", "1"] and not done.stderr


MEMORY = """
import multiprocessing, resource, sys, her2sim, psutil
peak = [0]
def watch(done, total):
    for child in multiprocessing.active_children():
        peak[0] = max(peak[0], psutil.Process(child.pid).memory_info().rss // 1024)
sets = int(sys.argv[1])
spec = {"model": sys.argv[2], "hours": 1, "readouts": ["GR"], "sample": {"method": "sobol",
        "points": sets, "set": {"k_on": "range", "k_off": "range"}}}
view = her2sim.scan(spec, workers=1, chunk=500, progress=watch)
print(len(view), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, *peak)
"""


def test_memory_does_not_grow_with_the_number_of_points():
    peaks = []
    for points in (2_000, 20_000):
        call = [sys.executable, "-c", MEMORY, str(points), TOY]
        done = subprocess.run(call, capture_output=True, text=True, timeout=300, check=True)
        rows, own, workers = map(int, done.stdout.split())
        assert rows == points
        peaks.append((own, workers))
    (own_small, workers_small), (own_large, workers_large) = peaks
    assert workers_small > 0
    assert own_large < 1.1 * own_small, "of the process that asks"
    assert workers_large < 1.15 * workers_small, "of the processes that simulate"
