"""Published models, where they lie beside the project: each runs, and COPASI agrees."""

from pathlib import Path

import numpy as np
import pytest
from her2sim.errors import InvalidModel
from her2sim.intake import read_checked
from her2sim.timecourse import timecourse

from .copasi import concentrations

FOLDER = Path(__file__).parents[3] / "shared" / "reference_models"
FAST = "Faratian2009_BIOMD0000000424.xml"
FILES = sorted(path.name for path in FOLDER.glob("*.xml") if path.name != FAST)
# Events, rules, an empty set-up of units, and molecules as well as nM among them.
COMPARED = {
    "Hass2017_MODEL1708210000.xml": 240,
    "Faratian2009_BIOMD0000000424_nofast.xml": 60,
    "Schoeberl2002_BIOMD0000000019.xml": 600,
    "Brannmark2013_BIOMD0000000448.xml": 20,
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILES, reason=f"NO REFERENCE MODELS in {FOLDER}: nothing was compared"),
]


@pytest.mark.parametrize("name", FILES or ["none"])
def test_a_published_model_runs_to_finite_values(name):
    table, warnings = timecourse(FOLDER / name, end=100, steps=10)
    assert table.shape[0] == 11
    assert np.isfinite(table.to_numpy()).all()
    assert not [line for line in warnings if "failed" in line]


def test_the_model_of_fast_reactions_is_refused_with_a_way_out():
    with pytest.raises(InvalidModel, match=r"flagged fast.*--drop-fast"):
        read_checked(FOLDER / FAST)


def test_dropping_the_flags_gives_the_model_that_never_had_them():
    dropped, warnings = timecourse(FOLDER / FAST, end=60, steps=6, drop_fast=True)
    without, _ = timecourse(FOLDER / FAST.replace(".xml", "_nofast.xml"), end=60, steps=6)
    np.testing.assert_allclose(dropped, without, rtol=1e-12)
    assert "'fast' was dropped" in warnings[0]


@pytest.mark.parametrize("name", COMPARED)
def test_copasi_agrees_with_the_plain_time_course(name):
    end = COMPARED[name]
    model = read_checked(FOLDER / name)
    table, _ = timecourse(FOLDER / name, end=end, steps=20)
    other = concentrations(model.sbml, end, 20)
    # What stays at zero is solver noise in both.
    noise = 1e-15 * other.to_numpy().max()
    compared = 0
    for species in model.species:
        if species not in other:
            continue
        ours, theirs = table[f"[{species}]"].to_numpy(), other[species].to_numpy()
        peak = np.abs(theirs).max()
        np.testing.assert_allclose(
            ours, theirs, rtol=1e-6, atol=1e-9 * peak + noise, err_msg=species
        )
        compared += 1
    assert compared > 0.8 * len(model.species)
