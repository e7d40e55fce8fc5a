"""The benchmarks run; how fast anything is is never tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_quick_part_of_the_benchmarks_runs(tmp_path):
    if not (ROOT / "sbml" / "her2.xml").is_file():
        pytest.skip("sbml/her2.xml is not built")
    out = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--quick", "--only", "simulations"]
    done = subprocess.run(
        [*command, "--json", str(out)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(out.read_text(encoding="utf-8"))["simulations"]
    assert [row["simulations"] for row in rows][:2] == [1, 8]
    assert all(row["ms each"] > 0 for row in rows)
