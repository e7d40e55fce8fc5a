"""Dose-response fits: right on curves with a known answer, never nonsense on odd ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from her2sim.analysis.fit import FLAT, NO_DATA, POOR, SIGMOID, area_over, first_crossing, fit_hill
from her2sim.errors import InvalidValue
from hypothesis import given, settings
from hypothesis import strategies as st

DOSES = np.concatenate([[0.0], np.geomspace(0.1, 1e4, 21)])


def hill(doses, e0, einf, ec50, slope):
    return einf + (e0 - einf) / (1 + (doses / ec50) ** slope)


@settings(max_examples=30, deadline=None)
@given(
    e0=st.floats(0.5, 2),
    drop=st.floats(0.1, 1.5),
    log_ec50=st.floats(0, 3),
    slope=st.floats(0.5, 3),
)
def test_a_hill_curve_is_found_again(e0, drop, log_ec50, slope):
    ec50 = 10**log_ec50
    found = fit_hill(DOSES, hill(DOSES, e0, e0 - drop, ec50, slope))
    assert found.kind == SIGMOID
    assert found.ec50 == pytest.approx(ec50, rel=1e-2)
    assert found.hill == pytest.approx(slope, rel=1e-2)
    assert found.einf == pytest.approx(e0 - drop, abs=0.01 * drop)


def test_rising_curves_are_fitted_too():
    found = fit_hill(DOSES, hill(DOSES, 1.0, 4.0, 9.0, 1.0))
    assert found.einf == pytest.approx(4.0) and found.ec50 == pytest.approx(9.0)


def test_a_flat_curve_has_no_potency_and_no_slope():
    found = fit_hill(DOSES, np.full(DOSES.shape, 0.8))
    assert found.kind == FLAT and math.isinf(found.ec50) and found.hill == 0
    assert found.einf == found.e0 == pytest.approx(0.8)
    np.testing.assert_allclose(found.at(DOSES), 0.8)


def test_a_curve_with_a_dip_is_called_a_poor_fit_with_finite_numbers():
    found = fit_hill(DOSES, 1 - 0.5 * np.exp(-((np.log10(DOSES + 1e-9) - 2) ** 2)))
    assert found.kind == POOR
    assert all(map(math.isfinite, (found.e0, found.einf, found.ec50, found.hill, found.error)))


def test_missing_values_are_left_out_and_none_is_said():
    values = hill(DOSES, 1.0, 0.0, 30.0, 1.0)
    values[::3] = np.nan
    assert fit_hill(DOSES, values).ec50 == pytest.approx(30.0, rel=1e-3)
    assert fit_hill(DOSES, np.full(DOSES.shape, np.nan)).kind == NO_DATA


def test_too_few_doses_are_refused():
    with pytest.raises(InvalidValue, match="number of doses is 3; it must be 4"):
        fit_hill([1, 10, 100], [1, 0.5, 0])


def test_a_fixed_start_and_plateau_bounds_hold():
    found = fit_hill(DOSES, hill(DOSES, 1.0, -3.0, 1e5, 1.0), e0=1.0, plateau=(-1.0, 1.0))
    assert found.e0 == 1.0 and found.einf >= -1.0


def test_the_crossing_is_the_first_and_infinite_if_there_is_none():
    doses = [1.0, 10.0, 100.0, 1000.0]
    assert first_crossing(doses, [1.0, 0.4, 0.6, 0.1], 0.5) < 10
    assert math.isinf(first_crossing(doses, [1.0, 0.9, 0.8, 0.7], 0.5))
    assert first_crossing(doses, [0.2, 0.1, 0.1, 0.1], 0.5) == pytest.approx(1.0)


def test_the_fit_places_a_crossing_between_sparse_doses():
    doses = [1.0, 10.0, 100.0, 1000.0, 1e4]
    values = hill(np.array(doses), 1.0, 0.0, 30.0, 1.0)
    found = first_crossing(doses, list(values), 0.5, fit_hill(doses, values))
    assert found == pytest.approx(30.0, rel=1e-3)


def test_area_over_the_curve_is_0_without_effect_and_1_at_cytostasis():
    assert area_over([1, 10, 100], [1, 1, 1]) == 0
    assert area_over([1, 10, 100], [0, 0, 0]) == 1
    assert area_over([1, 10, 100], [1, 0, 0]) == pytest.approx(0.75)
