"""The numbers of the her2 model are those of its equations: by other means and other engines."""

import numpy as np
import pytest
from her2sim import Scenario, timecourse
from her2sim.checks import (
    steady_state_is_reached,
    steady_state_is_stable,
    tolerances_are_tight_enough,
)
from her2sim.intake import read_checked

from ..simulator.copasi import concentrations
from .her2 import HER2, UNTREATED, doses, mutants, written

LAPATINIB = HER2.drug("lapatinib")
TREATED = Scenario("lapatinib", treatment=(doses(LAPATINIB, 10.0),))
RESISTANT = Scenario("resistant", genotype="PTEN_loss", treatment=(doses(LAPATINIB, 10.0),))


@pytest.mark.parametrize("scenario", [UNTREATED, *mutants()], ids=lambda each: each.name)
def test_the_steady_state_is_where_a_long_run_ends(scenario):
    assert steady_state_is_reached(HER2, scenario) == []


@pytest.mark.parametrize("scenario", [UNTREATED, *mutants()], ids=lambda each: each.name)
def test_the_steady_state_is_stable(scenario):
    assert steady_state_is_stable(HER2, scenario) == []


@pytest.mark.parametrize("scenario", [UNTREATED, TREATED, RESISTANT], ids=lambda each: each.name)
def test_tighter_tolerances_change_nothing(scenario):
    assert tolerances_are_tight_enough(HER2, scenario, hours=72) == []


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [UNTREATED, TREATED, RESISTANT], ids=lambda each: each.name)
def test_copasi_agrees(scenario):
    sbml = written(scenario)
    end, steps = 24 * 3600, 24
    ours, warnings = timecourse(sbml, end=end, steps=steps)
    theirs = concentrations(sbml, end, steps)
    assert warnings == ()
    compared = [name for name in read_checked(sbml).species if name in theirs]
    assert len(compared) >= len(HER2.species) - 10
    for name in compared:
        other = theirs[name].to_numpy()
        allowed = 1e-9 * np.abs(other).max() + 1e-15 * theirs[compared].to_numpy().max()
        np.testing.assert_allclose(ours[f"[{name}]"], other, rtol=1e-6, atol=allowed, err_msg=name)
