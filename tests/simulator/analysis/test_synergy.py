"""Synergy references on textbook cases."""

from __future__ import annotations

import numpy as np
import pytest
from her2sim.analysis.effect import Scale, scale_for
from her2sim.analysis.synergy import REFERENCES, SingleAgent, bliss, excesses, hsa, loewe
from her2sim.errors import InvalidValue

DOSES = np.concatenate([[0.0], np.geomspace(1, 1000, 7)])
FINE = tuple(np.geomspace(0.01, 1e5, 113))


def hill(doses, ec50, slope, most):
    return most * doses**slope / (doses**slope + ec50**slope)


def agent(*curve):
    return SingleAgent(FINE, tuple(hill(np.array(FINE), *curve)))


def independent(*curves):
    left = 1.0
    for curve in curves:
        left = np.multiply.outer(left, 1 - hill(DOSES, *curve))
    return 1 - left


@pytest.mark.parametrize("curve", [(37, 1.5, 1.0), (37, 1.5, 0.6), (150, 0.8, 0.9), (5, 3, 0.4)])
def test_a_drug_combined_with_itself_is_loewe_additive(curve):
    effects = hill(np.add.outer(DOSES, DOSES), *curve)
    excess = excesses((DOSES, DOSES), effects, (agent(*curve), agent(*curve)))["loewe"]
    assert np.abs(excess).max() < 1e-3


def test_three_dilutions_of_one_drug_are_loewe_additive():
    grid = DOSES[::2]
    effects = hill(np.add.outer(np.add.outer(grid, grid), grid), 37, 1.5, 0.8)
    found = effects - loewe((grid,) * 3, effects, (agent(37, 1.5, 0.8),) * 3)
    assert np.abs(found).max() < 1e-3


def test_a_stronger_dilution_is_loewe_additive():
    effects = hill(np.add.outer(DOSES, 10 * DOSES), 200, 1.2, 0.9)
    agents = (agent(200, 1.2, 0.9), agent(20, 1.2, 0.9))
    assert np.abs(effects - loewe((DOSES, DOSES), effects, agents)).max() < 1e-3


@pytest.mark.parametrize("curves", [((20, 1.2, 1.0), (90, 2, 1.0)), ((20, 1.2, 0.5), (90, 2, 0.7))])
def test_independent_actions_are_neutral_by_bliss_and_zip(curves):
    found = excesses((DOSES, DOSES), independent(*curves))
    assert np.abs(found["bliss"]).max() < 1e-12
    assert np.abs(found["zip"]).max() < 1e-4


def test_three_independent_actions_are_neutral_by_bliss_and_zip():
    found = excesses((DOSES,) * 3, independent((20, 1.2, 0.5), (90, 2, 0.7), (5, 1, 0.3)))
    assert np.abs(found["bliss"]).max() < 1e-12
    assert np.abs(found["zip"]).max() < 1e-4


def test_a_gain_in_potency_is_synergy_by_every_reference():
    shifted = 90 / (1 + 9 * hill(DOSES, 20, 1.2, 1.0))
    alone = 1 - hill(DOSES, 20, 1.2, 0.5)[:, None]
    effects = 1 - alone * (1 - hill(DOSES[None, :], shifted[:, None], 2, 0.7))
    found = excesses((DOSES, DOSES), effects)
    for name in REFERENCES:
        assert found[name][1:, 1:].mean() > 0.02, name


def test_the_best_single_agent_is_neutral_by_hsa():
    alone = hill(DOSES, 20, 1.2, 0.5)
    effects = np.maximum(alone[:, None], hill(DOSES, 90, 2, 0.7)[None, :])
    assert np.abs(effects - hsa(effects)).max() == 0


def test_a_drug_without_any_effect_interacts_with_nothing():
    found = excesses((DOSES, DOSES), independent((20, 1.2, 0.5), (1, 1, 0.0)))
    for name in REFERENCES:
        assert np.abs(found[name]).max() < 1e-6, name


def test_single_drugs_have_no_excess():
    effects = hill(np.add.outer(DOSES, DOSES), 37, 1.5, 0.6)
    for name, excess in excesses((DOSES, DOSES), effects).items():
        assert np.abs(excess[0]).max() < 1e-12 and np.abs(excess[:, 0]).max() < 1e-12, name


def test_beyond_the_weaker_plateau_loewe_is_the_stronger_drug():
    effects = independent((20, 1.2, 0.2), (90, 2, 0.9))
    reference = loewe((DOSES, DOSES), effects, (agent(20, 1.2, 0.2), agent(90, 2, 0.9)))
    assert reference[3, -1] == pytest.approx(effects[0, -1], abs=1e-3)


def test_the_growth_scale_is_relative_cell_number_after_one_division():
    scale = Scale("GR")
    rates = np.array([1.0, 0.5, 0.0, -1.0])
    left = 1 - scale.affected(2**rates - 1, 1.0)
    np.testing.assert_allclose(left, 2 ** (rates - 1))
    # Bliss on it is Bliss on cell numbers after any time: the losses in rate add up.
    pair = np.array([[0.0, 1 - left[1]], [1 - left[1], 0.0]])
    assert 1 - bliss(pair)[1, 1] == pytest.approx(2 ** (2 * (rates[1] - 1)))
    assert scale.value(0.25, 1.0) == 0.5


def test_readouts_that_rise_are_read_as_folds():
    scale = scale_for("level", np.array([2.0, 4.0]), np.array([2.0]))
    assert scale.rises and scale.affected(np.array([4.0]), 2.0) == pytest.approx(0.5)
    assert scale.value(0.5, 2.0) == 4.0


def test_a_readout_through_zero_is_refused():
    with pytest.raises(InvalidValue, match=r"least net is -0\.2; it must be above 0"):
        scale_for("net", np.array([-0.2, 1.0]), np.array([1.0]))


def test_doses_must_rise_from_zero_and_fit_the_effects():
    with pytest.raises(InvalidValue, match="rising from 0"):
        excesses((DOSES[1:], DOSES), np.zeros((7, 8)))
    with pytest.raises(InvalidValue, match="shape of the effects"):
        excesses((DOSES, DOSES), np.zeros((7, 8)))
