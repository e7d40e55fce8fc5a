"""What a user waits for: the command, a scenario, a matrix of doses, a crowd of virtual cells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

Row = dict[str, object]

_RUN = ("run", "--genotype", "PTEN_loss", "--drug", "lapatinib=1uM", "--readout", "pAKT_S473")

# Each runs in a Python of its own, which prints seconds; its peak of memory is its own too.
_PREPARED = """
import json, resource, sys, time
import numpy as np, pandas as pd
from her2sim import Dose, Genotype, Scenario, load_model, simulate
from her2sim.many import simulate_many
model = load_model("her2")
def report(seconds, **more):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak MiB": peak, **more}))
def timed(call, repeats):
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return min(taken)
def treated(name, *doses, genotype=Genotype()):
    return Scenario(name, genotype=genotype, treatment=doses)
"""
_SCENARIO = """
doses = iter(np.geomspace(100.0, 1000.0, 1000))
def one():
    arm = treated("a", Dose("lapatinib", nM=float(next(doses))), genotype=Genotype("PTEN_loss"))
    simulate(model, arm, hours=72)
one()
report(timed(one, 5))
"""
_MATRIX = """
genotypes = [Genotype(), Genotype("PTEN_loss"), Genotype("PIK3CA_H1047R"),
             Genotype("PTEN_loss", "PIK3CA_H1047R")]
def arms(shift):
    return [
        treated(f"{g} {i} {j}", Dose("lapatinib", nM=float(shift * 10.0 ** (i / 2))),
                Dose("dactolisib", nM=float(10.0 ** (j / 2 - 1))), genotype=g)
        for g in genotypes for i in range(8) for j in range(8)
    ]
def matrix():
    simulate_many(model, arms(1.0), ["pAKT_S473"], [24.0])
matrix()
report(timed(matrix, 3), simulations=256)
"""
_CELLS = """
count = int(sys.argv[1])
random = np.random.default_rng(1)
varied = [p.id for p in model.parameters if p.id.endswith("_tot") and p.value > 0]
values = {p.id: p.value for p in model.parameters}
samples = pd.DataFrame({
    name: values[name] * np.exp(0.3 * random.standard_normal(count)) for name in varied
})
arms = [treated(f"lapatinib {n}", Dose("lapatinib", nM=10.0 * 2.0 ** n)) for n in range(8)]
simulate_many(model, arms[:1], ["GR"], [72.0], samples=samples.head(8), relative=False)
begin = time.perf_counter()
crowd = simulate_many(model, arms, ["GR", "pAKT_S473"], [72.0], samples=samples, relative=False)
seconds = time.perf_counter() - begin
report(seconds, simulations=8 * count, failed=len(crowd.failures), varied=len(varied))
"""


def measure(cells: int) -> list[Row]:
    """Return what each of these takes (wall clock)."""
    with tempfile.TemporaryDirectory() as cache:
        rows = [
            _command("her2sim --help", ("--help",), cache, 3),
            _command("her2sim run, first ever", _RUN, cache, 1),
            _command("her2sim run, again", _RUN, cache, 3),
        ]
    rows.append(_script("scenario of 72 h, warm", _SCENARIO))
    rows.append(_script("8 x 8 doses x 4 genotypes, 24 h", _MATRIX))
    rows.append(_script(f"{cells} virtual cells x 8 treatments, 72 h", _CELLS, str(cells)))
    return rows


def _command(what: str, arguments: Sequence[str], cache: str, repeats: int) -> Row:
    environment = {**os.environ, "HER2SIM_CACHE": cache}
    command = [sys.executable, "-m", "her2sim", *arguments]
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        taken.append(time.perf_counter() - begin)
        if done.returncode:
            return {"what": what, "note": f"SKIPPED: {_last(done.stderr)}"}
    return {"what": what, "seconds": min(taken)}


def _script(what: str, code: str, *arguments: str) -> Row:
    command = [sys.executable, "-c", _PREPARED + code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return {"what": what, "note": f"SKIPPED: {_last(done.stderr)}"}
    found = json.loads(done.stdout.strip().splitlines()[-1])
    shown = {key: found.pop(key) for key in ("seconds", "peak MiB")}
    note = ", ".join(f"{value} {key}" for key, value in found.items())
    return {"what": what, **shown, "note": note}


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no message"
