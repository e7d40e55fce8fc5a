"""Steady states: found, checked, or honestly not there."""

from __future__ import annotations

import numpy as np
import pytest
from her2sim.batch import Accuracy, BatchModel, Status
from her2sim.errors import InvalidValue


def test_steady_state_is_where_a_long_run_ends(cascade):
    values = {"k1": [0.3, 3.0, 0.001], "on": [0.001, 0.1, 1e-5]}
    names = cascade.compiled.description.states
    found = cascade.steady(values)
    run = cascade.simulate(
        values, [1e6], names, pre_equilibrate=False, accuracy=Accuracy(rtol=1e-9, atol=1e-11)
    )
    assert (found.status == Status.OK).all()
    assert found.residual.max() < 1e-12
    np.testing.assert_allclose(found.states, run.values[:, :, 0], rtol=1e-6)


def test_steady_state_keeps_the_totals_of_the_start(cascade):
    totals = np.array([1.0, 100.0, 1e4])
    found = cascade.steady({"A_tot": totals})
    names = cascade.compiled.description.states
    a, ap, ab = (found.states[:, names.index(name)] for name in ("A", "AP", "AB"))
    np.testing.assert_allclose(a + ap + ab, totals, rtol=1e-10)


def test_what_grows_or_oscillates_is_not_steady(to_sbml):
    growing = to_sbml("model m(); compartment c = 1; species A in c; A = 1; -> A; 1; end")
    found = BatchModel.from_sbml(growing).steady({})
    assert found.status.tolist() == [Status.NOT_STEADY]
    circling = to_sbml("""
    model m(); compartment c = 1; species X in c, Y in c; X = 1; Y = 0.5;
      -> X; X; X + Y -> 2 Y; X * Y; Y -> ; Y; end""")
    limits = Accuracy(max_steps=3000)
    found = BatchModel.from_sbml(circling).steady({}, accuracy=limits)
    assert found.status.tolist() != [Status.OK]


def test_courses_are_not_run_without_their_steady_state(to_sbml):
    text = to_sbml("model m(); compartment c = 1; species A in c; A = 1; k = 1; -> A; k; end")
    result = BatchModel.from_sbml(text).simulate({"k": [0.0, 1.0]}, [0.0, 1.0], ["A"])
    assert result.status.tolist() == [Status.OK, Status.NOT_STEADY]
    assert np.isnan(result.values[1]).all()


def test_a_model_that_mentions_time_has_no_steady_state_to_ask_for(predators_text):
    with pytest.raises(InvalidValue, match="mention time"):
        BatchModel.from_sbml(predators_text).simulate({}, [1.0], ["X"])


def test_the_first_moments_of_a_steep_start_are_not_taken_for_rest(to_sbml):
    text = to_sbml("""
    model m(); compartment c = 1; species B in c; B = 0; n = 0.3; k = 1e-3;
      -> B; k * B^n + 1e-9; B -> ; k * B; end""")
    found = BatchModel.from_sbml(text).steady({"n": [0.1, 0.15, 0.3, 0.5, 0.9]})
    settled = found.status == Status.OK
    assert settled[3:].all()
    np.testing.assert_allclose(found.states[settled, 0], 1.0, rtol=1e-4)
