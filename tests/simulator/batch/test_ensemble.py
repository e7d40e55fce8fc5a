"""Batches: order, periods, conservation, failures."""

from __future__ import annotations

import numpy as np
import pytest
from her2sim.batch import Accuracy, BatchModel, Status
from her2sim.errors import InvalidValue, UnknownName
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

TIMES = np.linspace(0.0, 100.0, 7)
OUTPUTS = ("A", "AP", "BP", "AB", "signal")
POSITIVE = st.floats(1e-3, 1e3)


def drawn(count):
    random = np.random.default_rng(5)
    names = ("k1", "k2", "k3", "k4", "on", "off", "K")
    return {name: np.exp(random.standard_normal(count)) * 0.1 for name in names}


def test_results_do_not_depend_on_lanes_threads_or_neighbours(cascade_text):
    values = drawn(45)
    widest = BatchModel.from_sbml(cascade_text, lanes=8)
    expected = widest.simulate(values, TIMES, OUTPUTS, threads=1)
    assert expected.ok.all()
    for lanes, threads in ((1, 1), (2, 2), (4, 1), (8, 3), (16, 1)):
        model = BatchModel.from_sbml(cascade_text, lanes=lanes)
        again = model.simulate(values, TIMES, OUTPUTS, threads=threads)
        np.testing.assert_array_equal(again.values, expected.values)
        np.testing.assert_array_equal(again.steps, expected.steps)
    backwards = {name: column[::-1] for name, column in values.items()}
    turned = widest.simulate(backwards, TIMES, OUTPUTS)
    np.testing.assert_array_equal(turned.values[::-1], expected.values)
    alone = {name: column[17] for name, column in values.items()}
    single = widest.simulate(alone, TIMES, OUTPUTS)
    np.testing.assert_array_equal(single.values[0], expected.values[17])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE), min_size=1, max_size=9))
def test_totals_are_conserved_and_amounts_stay_positive(cascade, sets):
    k1, k3, on, total = (np.array(column) for column in zip(*sets, strict=True))
    result = cascade.simulate(
        {"drug": 10.0}, TIMES, ["A", "AP", "AB", "B", "BP"],
        before={"k1": k1, "k3": k3, "on": on * 1e-3, "A_tot": total},
    )  # fmt: skip
    assert result.ok.all()
    values = result.values
    np.testing.assert_allclose(
        values[:, :3].sum(axis=1), np.broadcast_to(total[:, None], (len(sets), len(TIMES))), 1e-9
    )
    np.testing.assert_allclose(values[:, 2:].sum(axis=1), 50.0, rtol=1e-9)
    assert (values > -1e-6 * (50.0 + total[:, None, None])).all()


def test_later_periods_change_parameters_and_set_states(to_sbml):
    text = to_sbml("model m(); compartment c = 1; species A in c; A = 1; k = 0; A -> ; k * A; end")
    model = BatchModel.from_sbml(text)
    result = model.simulate(
        {}, [0, 1, 2, 3, 4, 5], ["A"], pre_equilibrate=False,
        later=[(2.0, {"k": 1.0}), (4.0, {"A": 5.0, "k": [0.0, 2.0]})],
        accuracy=Accuracy(rtol=1e-9, atol=1e-11),
    )  # fmt: skip
    first, second = result.values[:, 0]
    np.testing.assert_allclose(first, [1, 1, 1, np.exp(-1), 5, 5], rtol=1e-8)
    np.testing.assert_allclose(second[-1], 5 * np.exp(-2), rtol=1e-8)


def test_a_state_named_at_time_0_overrides_the_steady_state(cascade):
    result = cascade.simulate({"AB": 3.0}, [0.0], ["AB", "AP"], before={})
    rest = cascade.simulate({}, [0.0], ["AB", "AP"], before={})
    assert result.values[0, 0, 0] == 3.0
    assert result.values[0, 1, 0] == rest.values[0, 1, 0]


def test_bad_points_get_a_status_and_leave_their_neighbours_alone(to_sbml):
    text = to_sbml("""
    model m(); compartment c = 1; species A in c; A = 1; k = 0; s = 1; A -> ; -k * A^2 / s; end""")
    model = BatchModel.from_sbml(text)
    result = model.simulate(
        {"k": [0.0, 2.0, 0.1, 0.0], "s": [1.0, 1.0, 0.0, np.nan]}, [0.0, 0.25, 1.0], ["A"],
        pre_equilibrate=False,
    )  # fmt: skip
    ok, blown, divided, missing = result.status
    assert ok == Status.OK
    assert blown in (Status.STEP_TOO_SMALL, Status.NOT_FINITE, Status.TOO_MANY_STEPS)
    assert divided == missing == Status.NOT_FINITE
    assert result.messages[0] == ""
    assert all(result.messages[1:])
    np.testing.assert_array_equal(result.values[0, 0], 1.0)
    np.testing.assert_allclose(result.values[1, 0, 1], 2.0, rtol=1e-5)
    assert np.isnan(result.values[1:, 0, 2]).all()


def test_too_many_steps_is_a_status(predators_text):
    model = BatchModel.from_sbml(predators_text)
    result = model.simulate(
        {}, [20.0], ["X"], pre_equilibrate=False, accuracy=Accuracy(max_steps=5)
    )
    assert result.status.tolist() == [Status.TOO_MANY_STEPS]
    assert result.steps.sum() == 5


def test_mistakes_are_named(cascade):
    with pytest.raises(UnknownName, match="'drug'"):
        cascade.simulate({"drugg": 1.0}, TIMES, OUTPUTS)
    with pytest.raises(UnknownName, match="'signal'"):
        cascade.simulate({}, TIMES, ["signl"])
    with pytest.raises(InvalidValue, match="ascending"):
        cascade.simulate({}, [1.0, 0.5], OUTPUTS)
    with pytest.raises(InvalidValue, match="same for all lists"):
        cascade.simulate({"k1": [1, 2], "k2": [1, 2, 3]}, TIMES, OUTPUTS)
    with pytest.raises(InvalidValue, match="the same in all periods"):
        cascade.simulate({"cell": 3.0}, TIMES, OUTPUTS, before={})
    with pytest.raises(InvalidValue, match="one number"):
        cascade.simulate({"k1": "much"}, TIMES, OUTPUTS)


def test_a_course_of_no_length_gives_the_start(cascade):
    result = cascade.simulate({"A_tot": 7.0}, [0.0], ["A"], pre_equilibrate=False)
    assert result.ok.all()
    assert result.values[0, 0, 0] == 7.0
    assert result.steps.sum() == 0


def test_an_interruption_ends_the_batch_early(cascade):
    def stop(_begun):
        raise KeyboardInterrupt

    values = {"k1": np.linspace(0.1, 1.0, 20_000)}
    with pytest.raises(KeyboardInterrupt):
        cascade.simulate(
            values, [1e3], ["A"], pre_equilibrate=False, progress=stop,
            accuracy=Accuracy(rtol=1e-9, atol=1e-11),
        )  # fmt: skip
    assert cascade.simulate({}, [1.0], ["A"]).ok.all()


HILL = """
model m(); compartment c = 1; species X in c, Y in c; X = 0; Y = 0; k = 1; d = 0.1; n = 1; K = 1;
  -> X; k; X -> ; d * X; -> Y; X^n / (K^n + X^n); Y -> ; Y;
end"""


@pytest.mark.parametrize("scale", [1.0, 1e-9, 1e6])
@pytest.mark.parametrize("start", [0.0, 1e-3], ids=["all-zero", "others-present"])
def test_hill_exponents_below_1_get_away_from_zero(to_sbml, scale, start):
    exponents = np.array([0.05, 0.3, 0.5, 0.9, 1.0, 2.5])
    model = BatchModel.from_sbml(to_sbml(HILL))
    values = {"n": exponents, "k": scale, "K": scale, "Y": start}
    result = model.simulate(values, [1.0, 10.0], ["Y"], pre_equilibrate=False)
    assert result.ok.all()
    for exponent, got in zip(exponents, result.values[:, 0], strict=True):

        def rates(_, y, n=exponent):
            active = max(y[0], 0.0) ** n
            return [1 - 0.1 * y[0], active / (1 + active) - y[1]]

        exact = solve_ivp(
            rates, (0, 10), [0, start], method="LSODA", rtol=1e-9, atol=1e-12, t_eval=[1, 10]
        )
        np.testing.assert_allclose(got, exact.y[1], rtol=1e-5)


def test_square_roots_get_away_from_zero(to_sbml):
    text = to_sbml("""
    model m(); compartment c = 1; species X in c, Y in c; X = 0; Y = 1;
      -> X; 2 * X^0.5 + 1; Y -> ; X^0.5 * Y; end""")
    result = BatchModel.from_sbml(text).simulate({}, [1.0], ["X"], pre_equilibrate=False)
    exact = solve_ivp(
        lambda _, y: [2 * np.sqrt(y[0]) + 1], (0, 1), [0], method="LSODA", rtol=1e-10, atol=1e-13
    )
    np.testing.assert_allclose(result.values[0, 0, 0], exact.y[0, -1], rtol=1e-5)


def test_production_that_is_negative_at_zero_is_named_as_the_reason(to_sbml):
    text = to_sbml("""
    model m(); compartment c = 1; species A in c, B in c; A = 1; B = 1; k = 1;
      -> A; k * (1 - 3 * B); -> B; 1 - B; end""")
    result = BatchModel.from_sbml(text).simulate({"k": [0.0, 1.0]}, [5.0], ["A"], before={"k": 0.0})
    assert result.status.tolist() == [Status.OK, Status.BELOW_ZERO]
    assert "below zero" in result.messages[1]
