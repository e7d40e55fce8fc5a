"""The engine: exact state, right initial values, true steady states, clear failures."""

from __future__ import annotations

from itertools import pairwise

import antimony
import numpy as np
import pytest
from her2sim.engine import (
    Compiled,
    SolverSettings,
    State,
    steady_state,
    trajectory,
    units_per_hour,
)
from her2sim.errors import InvalidModel, InvalidValue, SimulationFailed
from scipy.integrate import solve_ivp

EVERYTHING = """
model everything()
  compartment cell = 2, store = 3, bag = 1
  species A in cell, B in cell, $D in cell, R in store, $Q in store
  substanceOnly species U in store
  total = 10; nothing = 0; kf = 0.1; kr = 0.05; switch = 1
  A = total; B = nothing; D = nothing; R = 5; Q = 7; U = 4
  forth: A => B; cell * kf * (1 + D) * A
  back: B => A; cell * kr * B
  fade: U => ; 0.1 * U
  R' = -0.1 * R
  Q' = 0.2
  bag' = 0.1
  count = nothing
  count' = switch * B
  copy = total * 2
  twice = copy + 1
  ratio := B / copy
end
"""


def compiled(text: str) -> Compiled:
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(text) < 0:
        raise ValueError(antimony.getLastError())
    return Compiled(antimony.getSBMLString(antimony.getMainModuleName()))


@pytest.fixture(scope="module")
def everything() -> Compiled:
    return compiled(EVERYTHING)


@pytest.fixture(scope="module")
def tight() -> SolverSettings:
    return SolverSettings(relative=1e-11, absolute=1e-13)


def test_a_state_is_restored_to_the_last_bit(everything):
    everything.start((("kf", 0.3),))
    everything.integrate((0.0, 7.0), (), SolverSettings())
    reached = everything.state()
    everything.start((("kf", 0.3),))
    assert not np.array_equal(everything.state().variables, reached.variables)
    everything.start((("kf", 0.3),), reached)
    assert np.array_equal(everything.state().variables, reached.variables)
    assert set(everything.state_ids) == {"R", "Q", "bag", "count", "A", "B", "U"}


def test_runs_leave_no_trace_on_the_next(everything):
    times, columns = (0.0, 1.0, 5.0), ("A", "[B]", "count", "ratio", "Q", "bag")
    first = trajectory(everything, None, (), times, columns)
    trajectory(everything, None, (("D", 5.0), ("total", 3.0), ("switch", 0.0)), (0.0, 9.0), ("U",))
    steady_or_not = everything.state()
    trajectory(everything, steady_or_not, (("kr", 9.0),), (2.0, 3.0), ("R",))
    assert np.array_equal(trajectory(everything, None, (), times, columns), first)


def test_a_run_in_two_parts_equals_one(everything, tight):
    columns = ("A", "B", "R", "Q", "bag", "count", "U")
    whole = trajectory(everything, None, (), (0.0, 3.0, 10.0), columns, tight)
    everything.start(())
    everything.integrate((0.0, 3.0), (), tight)
    half = everything.state()
    rest = trajectory(everything, half, (), (0.0, 7.0), columns, tight)
    np.testing.assert_allclose(rest[-1], whole[-1], rtol=1e-8)


def test_initial_values_follow_what_is_set(everything):
    everything.start((("total", 20.0),))
    values = {name: everything.value(name) for name in ("[A]", "copy", "twice", "total")}
    assert values == {"[A]": 20.0, "copy": 40.0, "twice": 41.0, "total": 20.0}
    everything.start(())
    assert everything.value("copy") == 20.0


def test_boundary_species_are_set_as_concentrations(everything):
    everything.start((("D", 3.0),))
    assert everything.value("[D]") == 3.0 and everything.value("D") == 6.0


def test_non_uniform_times_equal_steps_one_by_one(everything, tight):
    times = np.concatenate([[0.0], np.geomspace(0.01, 50, 40)])
    at_once = trajectory(everything, None, (), times, ("A", "count"), tight)
    everything.start(())
    by_steps = [everything.integrate(pair, ("A", "count"), tight)[-1] for pair in pairwise(times)]
    np.testing.assert_allclose(at_once[1:], by_steps, rtol=1e-8, atol=1e-9)


def test_a_run_agrees_with_an_independent_solver(everything, tight):
    def slope(_time, state):
        a, b = state
        return [0.05 * b - 0.1 * a, 0.1 * a - 0.05 * b]

    times = [0.0, 1.0, 10.0, 40.0]
    expected = solve_ivp(slope, (0, 40), [20.0, 0.0], t_eval=times, rtol=1e-11, atol=1e-12)
    got = trajectory(everything, None, (), times, ("A", "B"), tight)
    np.testing.assert_allclose(got, expected.y.T, rtol=1e-7, atol=1e-9)


def test_output_times_need_not_begin_at_zero(everything):
    late = trajectory(everything, None, (), (5.0,), ("A",))
    both = trajectory(everything, None, (), (0.0, 5.0), ("A",))
    assert late.shape == (1, 1) and late[0, 0] == pytest.approx(both[1, 0], rel=1e-7)
    assert trajectory(everything, None, (), (0.0,), ("A", "[A]")).tolist() == [[20.0, 10.0]]


@pytest.mark.parametrize("times", [(), (1.0, 0.5), (0.0, np.nan), (0.0, np.inf), (-1.0, 1.0)])
def test_impossible_times_are_refused(everything, times):
    with pytest.raises(InvalidValue):
        trajectory(everything, None, (), times, ("A",))


CYCLES = """
model cycles()
  compartment cell = {size}
  species S in cell, P in cell, C in cell, X in cell, $D in cell
  total = 100; enzyme = 1; nothing = 0; fast = {fast}; slow = 1e-5; on = 0
  S = total; P = nothing; C = enzyme; X = nothing; D = nothing
  phosphorylate: S => P; cell * fast * C * S / (10 + S)
  remove: P => S; cell * 0.5 * fast * P
  bind: C + D => ; cell * fast * C * D
  make: => X; cell * slow * P
  lose: X => ; cell * slow * X
  count = nothing
  count' = on * X
end
"""


@pytest.mark.parametrize("size", [1.0, 1e-3, 50.0])
@pytest.mark.parametrize("fast", [1e-3, 1.0, 1e4])
def test_the_steady_state_is_exact_over_nine_orders_of_time_scales(size, fast):
    model = compiled(CYCLES.format(size=size, fast=fast))
    state = steady_state(model, (), slowest=1e5)
    got = dict(zip(model.state_ids, state.variables, strict=True))
    # 0.5 P = S / (10 + S) with S = 100 - P.
    product = np.min(np.roots([0.5, -(0.5 * 110 + 1), 100.0]))
    assert got["P"] / size == pytest.approx(product, rel=1e-8)
    assert got["X"] / size == pytest.approx(product, rel=1e-8)
    assert got["S"] + got["P"] == pytest.approx(100 * size, rel=1e-12)
    assert got["count"] == 0


def test_steady_states_are_kept_and_forgotten_in_turn():
    model = compiled(CYCLES.format(size=1, fast=1))
    first = steady_state(model, (), slowest=1e5)
    assert steady_state(model, (), slowest=1e5) is first
    assert steady_state(model, (("total", 50.0),), slowest=1e5) is not first
    assert isinstance(first, State) and not first.variables.flags.writeable


def test_totals_that_are_set_count_in_the_steady_state():
    model = compiled(CYCLES.format(size=1, fast=1))
    state = steady_state(model, (("total", 50.0),), slowest=1e5)
    got = dict(zip(model.state_ids, state.variables, strict=True))
    assert got["S"] + got["P"] == pytest.approx(50, rel=1e-12)


def test_what_accumulates_or_oscillates_has_no_steady_state():
    growing = compiled("model m()\n species X; X = 1; k = 1; grow: => X; k\nend")
    with pytest.raises(SimulationFailed, match="'X'"):
        steady_state(growing, (), slowest=1.0)
    swinging = compiled(
        "model m()\n species X, Y; X = 2; Y = 1\n a: => X; X\n b: X => Y; X * Y\n c: Y => ; Y\nend"
    )
    with pytest.raises(SimulationFailed, match="oscillate"):
        steady_state(swinging, (), slowest=10.0)


def test_a_bistable_switch_goes_where_its_start_leads():
    switch = compiled(
        "model m()\n species X; X = start; start = 0.1; k = 1\n"
        "make: => X; 4 * X^4 / (1 + X^4) + 0.01\n lose: X => ; k * X\nend"
    )
    low = steady_state(switch, (), slowest=10.0).variables[0]
    high = steady_state(switch, (("start", 3.0),), slowest=10.0).variables[0]
    assert low < 0.02 and high > 3.9


def test_events_and_steady_states_do_not_go_together():
    model = compiled("model m()\n species X; X = 1; a: X => ; X\n at (time > 1): X = 2\nend")
    with pytest.raises(SimulationFailed, match="initial"):
        steady_state(model, (), slowest=1.0)
    assert trajectory(model, None, (), (0.0, 1.5), ("X",))[-1, 0] == pytest.approx(
        2 * np.exp(-0.5), rel=1e-5
    )


def test_a_blow_up_is_reported_with_time_and_suspect(capfd):
    model = compiled("model m()\n species x; x = 1; k = 1; grow: => x; k * x^2\nend")
    with pytest.raises(SimulationFailed, match="'x'") as caught:
        trajectory(model, None, (), (0.0, 5.0), ("x",))
    assert caught.value.time == pytest.approx(1.0, abs=1e-3)
    assert capfd.readouterr() == ("", ""), "the solver's noise stays off the terminal"
    assert trajectory(model, None, (("k", 0.0),), (0.0, 5.0), ("x",))[-1, 0] == 1.0


def test_values_that_are_not_finite_are_never_returned():
    model = compiled(
        "model m()\n species x; x = 1; lose: x => ; x\n bad := 1 / (1 - x - x/x + x)\nend"
    )
    with pytest.raises(SimulationFailed, match="'bad'"):
        trajectory(model, None, (), (0.0, 1.0), ("x", "bad"))


def test_a_model_the_engine_refuses_is_a_clear_error():
    with pytest.raises(InvalidModel, match="cannot compile"):
        Compiled("<sbml/>")


@pytest.mark.parametrize("setting", [{"relative": 0}, {"absolute": -1}, {"relative": np.nan}])
def test_impossible_tolerances_are_refused(setting):
    with pytest.raises(InvalidValue, match="tolerance"):
        SolverSettings(**setting)


@pytest.mark.parametrize(
    ("unit", "expected"), [("s", 3600), ("second", 3600), ("minute", 60), ("h", 1), ("day", 1 / 24)]
)
def test_units_of_time_by_name(unit, expected):
    assert units_per_hour("", unit) == pytest.approx(expected)


def test_units_of_time_by_definition():
    text = "model m()\n unit time_unit = 60 second\n X = 1\nend"
    antimony.clearPreviousLoads()
    antimony.loadAntimonyString(text)
    assert units_per_hour(antimony.getSBMLString("m"), "time_unit") == pytest.approx(60)
    antimony.clearPreviousLoads()
    antimony.loadAntimonyString("model m()\n X = 1\nend")
    assert units_per_hour(antimony.getSBMLString("m"), "") is None
