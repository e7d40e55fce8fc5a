from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from her2sim import Scenario, SolverSettings, load_model, simulate

TIMES_H = [0.0, 0.25, 1.0]
READOUTS = ["pAKT_S473", "pERK", "pS6", "HER3_total"]
# A process of its own: tellurium takes seconds to import and warns about its own dependencies.
SCRIPT = """
import json, sys
import tellurium
sbml, seconds, readouts = json.load(sys.stdin)
model = tellurium.loadSBMLModel(sbml)
model.integrator.setValue("relative_tolerance", 1e-10)
rows = model.simulate(times=seconds, selections=["time", *readouts])
print(json.dumps([[float(value) for value in row[1:]] for row in rows]))
"""


@pytest.mark.slow
def test_tellurium_reads_the_same_model_and_draws_the_same_curves():
    model = load_model("her2")
    seconds = [3600 * hour for hour in TIMES_H]
    asked = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps([model.sbml, seconds, READOUTS]),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = np.array(json.loads(asked.stdout.splitlines()[-1]))
    ours = simulate(
        model,
        Scenario("initial"),
        times_h=TIMES_H,
        readouts=READOUTS,
        start="initial",
        settings=SolverSettings(relative=1e-10),
    ).table.pivot(index="time_h", columns="readout", values="value")[READOUTS]
    np.testing.assert_allclose(ours.to_numpy(), theirs, rtol=1e-6, atol=1e-9 * theirs.max())
