"""The table of a plain time course, its warnings, and what it refuses."""

import os
import signal
import threading

import numpy as np
import pytest
from her2sim.errors import InvalidValue, SimulationFailed, UnknownName
from her2sim.timecourse import MOST_STEPS, timecourse

DECAY = (
    "model m\ncompartment c = 2\nspecies EGFR in c, Shc in c\nEGFR = 3\nShc = 0\n"
    "J: EGFR -> Shc; c*k*EGFR\nk = 0.5\nend"
)
# A million cycles, each of which takes many steps.
ENDLESS = "model m\nx = 1\nx' = 600*y\ny = 0\ny' = -600*x\nend"


def test_every_species_is_a_concentration_unless_named():
    table, warnings = timecourse(DECAY, end=4, steps=8)
    assert list(table.columns) == ["time", "[EGFR]", "[Shc]"]
    assert len(table) == 9
    np.testing.assert_allclose(table["time"], np.linspace(0, 4, 9), rtol=1e-15)
    assert warnings == ()


def test_columns_come_in_the_order_asked_for():
    table, _ = timecourse(DECAY, end=4, steps=1, variables=["k", "[Shc]", "EGFR", "c"])
    assert list(table.columns) == ["time", "k", "[Shc]", "EGFR", "c"]
    assert table.iloc[0].tolist() == [0, 0.5, 0, 6, 2]


def test_a_later_start_shows_the_same_run_from_there():
    whole, _ = timecourse(DECAY, end=4, steps=8)
    part, _ = timecourse(DECAY, start=2, end=4, steps=4)
    np.testing.assert_allclose(part, whole.iloc[4:], rtol=1e-6)


def test_a_later_start_does_not_skip_earlier_events():
    text = "model m\nx = 1\nE: at (time >= 1): x = 7\nend"
    table, _ = timecourse(text, start=3, end=4, steps=1, variables=["x"])
    assert table["x"].tolist() == [7, 7]


def test_the_same_call_gives_the_same_bytes():
    first, _ = timecourse(DECAY, end=4, steps=8)
    second, _ = timecourse(DECAY, end=4, steps=8)
    assert first.to_numpy().tobytes() == second.to_numpy().tobytes()


@pytest.mark.parametrize(
    ("what", "options"),
    [
        ("end", {"end": 0, "steps": 5}),
        ("end", {"end": 5, "start": 5, "steps": 5}),
        ("end", {"end": 5, "start": 6, "steps": 5}),
        ("end", {"end": float("nan"), "steps": 5}),
        ("end", {"end": float("inf"), "steps": 5}),
        ("end", {"end": "5", "steps": 5}),
        ("start", {"end": 5, "start": float("nan"), "steps": 5}),
        ("start", {"end": 5, "start": -1, "steps": 5}),
        ("steps", {"end": 5, "steps": 0}),
        ("steps", {"end": 5, "steps": 2.5}),
        ("steps", {"end": 5, "steps": True}),
        ("steps", {"end": 5, "steps": "10"}),
        ("steps", {"end": 5, "steps": MOST_STEPS + 1}),
        ("relative_tolerance", {"end": 5, "steps": 5, "relative_tolerance": 0}),
        ("relative_tolerance", {"end": 5, "steps": 5, "relative_tolerance": -1e-6}),
    ],
)
def test_impossible_times_are_refused_before_the_model_is_read(what, options):
    with pytest.raises(InvalidValue, match=f"^{what} is"):
        timecourse("no such file.xml", **options)


def test_a_misspelt_variable_brings_the_closest():
    with pytest.raises(UnknownName, match=r"'EGF' .*Closest: 'EGFR'"):
        timecourse(DECAY, end=1, steps=1, variables=["EGF"])
    with pytest.raises(UnknownName, match=r"'shc' .*Closest: 'Shc'"):
        timecourse(DECAY, end=1, steps=1, variables=["[shc]"])


def test_only_species_have_a_concentration():
    with pytest.raises(InvalidValue, match="only species"):
        timecourse(DECAY, end=1, steps=1, variables=["[k]"])


@pytest.mark.parametrize("variables", [[], [""], ["k", "k"], ["time"]])
def test_an_impossible_list_of_variables_is_refused(variables):
    with pytest.raises(InvalidValue):
        timecourse(DECAY, end=1, steps=1, variables=variables)


def test_variables_may_be_one_text_as_on_the_command_line():
    table, _ = timecourse(DECAY, end=1, steps=1, variables="k, [Shc]")
    assert list(table.columns) == ["time", "k", "[Shc]"]


def test_a_model_without_species_says_what_it_has():
    with pytest.raises(InvalidValue, match=r"no species.* x"):
        timecourse("model m\nx = 1\nx' = 1\nend", end=1, steps=1)


def test_amounts_below_zero_are_a_warning_with_name_and_first_time():
    text = "model m\nspecies S\nS = 2\nS -> ; k\nk = 1\nend"
    table, warnings = timecourse(text, end=4, steps=4)
    assert table["[S]"].iloc[-1] == pytest.approx(-2)
    assert len(warnings) == 1
    assert "The amount of S falls below zero, first at time 3" in warnings[0]


def test_values_that_are_not_finite_are_a_warning():
    text = "model m\nspecies S\nS = 1\nS -> ; k*S\nk = 1\nz = 2 - time\nw := 1/floor(2-time)\nend"
    table, warnings = timecourse(text.replace("z = 2 - time\n", ""), end=3, steps=3, variables="w")
    assert not np.isfinite(table["w"]).all()
    assert any(line.startswith("w is not a finite number") for line in warnings)


def test_a_run_away_is_an_error_with_time_and_culprit():
    with pytest.raises(SimulationFailed, match=r"stopped at time 0\.5.* x"):
        timecourse("model m\nx = 2\nx' = x^2\nend", end=1, steps=2, variables="x")


def test_an_undefined_rate_is_named():
    text = "model m\nspecies S\nS = 1\nJ: S -> ; S/k\nk = 0\nend"
    with pytest.raises(SimulationFailed, match="rate of reaction J"):
        timecourse(text, end=1, steps=2)


def test_events_that_pile_up_are_a_warning():
    text = "model m\nh = 10\nv = 0\nh' = v\nv' = -9.81\nbounce: at (h < 0): v = -0.8*v\nend"
    _, warnings = timecourse(text, end=20, steps=10, variables="h")
    assert any("'bounce' fires faster and faster" in line for line in warnings)


def test_events_that_fire_each_other_for_ever_are_an_error():
    text = (
        "model m\nx = 0\nUp: at (x < 0.5 && time > 1): x = 1\n"
        "Down: at (x > 0.5 && time > 1): x = 0\nend"
    )
    with pytest.raises(SimulationFailed, match="cascad"):
        timecourse(text, end=3, steps=3, variables="x", seconds=20)


def test_an_endless_run_ends_at_its_limit():
    with pytest.raises(SimulationFailed, match="longer than 2 s"):
        timecourse(ENDLESS, end=1e4, steps=10_000, variables="x", seconds=2)


def test_ctrl_c_stops_a_run_at_once():
    timer = threading.Timer(2.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        timecourse(ENDLESS, end=1e4, steps=10_000, variables="x", seconds=60)
    timer.join()
