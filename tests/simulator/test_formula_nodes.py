"""Formulas are read the same beside tellurium, whose libSEDML bends libSBML's types."""

from __future__ import annotations

import subprocess
import sys

import libsbml
import pytest
from her2sim.formula_nodes import kind_of

KINDS = {
    "a + b": libsbml.AST_PLUS,
    "x": libsbml.AST_NAME,
    "time": libsbml.AST_NAME_TIME,
    "piecewise(1, true, 2)": libsbml.AST_FUNCTION_PIECEWISE,
}
BESIDE = """
import libsedml
from her2sim import Dose, Scenario, load_model, simulate_many
from her2sim.build import build_sbml
model = load_model("her2")
assert build_sbml(model.folder) == model.sbml
arm = Scenario("a", treatment=(Dose("lapatinib", uM=1),))
print(repr(float(simulate_many(model, [arm], "GR", [24.0], engine="batch").values.item())))
"""


@pytest.mark.parametrize("formula", KINDS)
def test_the_kind_is_libsbml_s(formula):
    assert kind_of(libsbml.parseL3Formula(formula)) == KINDS[formula]


def test_model_and_batch_engine_are_the_same_beside_libsedml(tmp_path, monkeypatch):
    reason = "python-libsedml is not installed"
    if subprocess.run([sys.executable, "-c", "import libsedml"], capture_output=True).returncode:
        pytest.skip(reason)
    # Nothing kept on disk may answer instead.
    monkeypatch.setenv("HER2SIM_CACHE", "off")
    alone = BESIDE.replace("import libsedml\n", "")
    answers = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        for code in (BESIDE, alone)
    ]
    assert answers[0].returncode == 0, answers[0].stderr
    assert answers[0].stdout == answers[1].stdout
    assert "memory leak" not in answers[0].stderr
