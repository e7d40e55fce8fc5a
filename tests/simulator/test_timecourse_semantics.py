"""What SBML means, feature by feature, against solutions found on paper."""

import numpy as np
import pytest
from her2sim.intake import read_checked
from her2sim.timecourse import timecourse

CLOSE = {"rtol": 1e-8, "atol": 1e-12}


def run(model, *variables, end=2.0, steps=8, **options):
    table, warnings = timecourse(
        model, end=end, steps=steps, variables=variables or None, **options
    )
    assert warnings == ()
    return table["time"].to_numpy(), table.drop(columns="time")


def test_amounts_and_concentrations_differ_by_the_volume():
    t, values = run(
        "model m\ncompartment c = 4\nspecies S in c\nS = 3\nJ: S -> ; c*k*S\nk = 0.7\nend",
        "S", "[S]", "c", "k", "J",
    )  # fmt: skip
    concentration = 3 * np.exp(-0.7 * t)
    np.testing.assert_allclose(values["[S]"], concentration, **CLOSE)
    np.testing.assert_allclose(values["S"], 4 * concentration, **CLOSE)
    np.testing.assert_allclose(values["J"], 4 * 0.7 * concentration, **CLOSE)
    np.testing.assert_array_equal(values["c"], 4)
    np.testing.assert_array_equal(values["k"], 0.7)


def test_a_species_in_substance_units_enters_formulas_as_an_amount():
    # d amount / dt = -k * amount, in a volume that must not matter.
    t, values = run(
        "model m\ncompartment c = 4\nsubstanceOnly species S in c\nS = 12\nJ: S -> ; k*S\n"
        "k = 0.7\nend",
        "S", "[S]",
    )  # fmt: skip
    np.testing.assert_allclose(values["S"], 12 * np.exp(-0.7 * t), **CLOSE)
    np.testing.assert_allclose(values["[S]"], 3 * np.exp(-0.7 * t), **CLOSE)


def test_a_growing_compartment_dilutes_what_is_in_it():
    t, values = run(
        "model m\ncompartment c = 2\nspecies S in c\nS = 5\nc' = 0.5\nJ: S -> ; c*k*S\n"
        "k = 0.3\nend",
        "S", "[S]", "c",
    )  # fmt: skip
    # The amount decays at k; the concentration falls by dilution as well.
    np.testing.assert_allclose(values["S"], 10 * np.exp(-0.3 * t), **CLOSE)
    np.testing.assert_allclose(values["c"], 2 + 0.5 * t, **CLOSE)
    np.testing.assert_allclose(values["[S]"], 10 * np.exp(-0.3 * t) / (2 + 0.5 * t), **CLOSE)


def test_a_compartment_under_an_assignment_rule_keeps_amounts():
    t, values = run("model m\ncompartment c\nspecies S in c\nc := 2 + time\nS = 5\nend", "S", "[S]")
    np.testing.assert_allclose(values["S"], 10, **CLOSE)
    np.testing.assert_allclose(values["[S]"], 10 / (2 + t), **CLOSE)


def test_an_event_that_resizes_a_compartment_keeps_amounts():
    _, values = run(
        "model m\ncompartment c = 2\nspecies S in c\nS = 5\nat (time >= 1): c = 8\n"
        "k = 1\nJ: S -> ; 0*k\nend",
        "S", "[S]", end=2, steps=2,
    )  # fmt: skip
    np.testing.assert_allclose(values["S"], [10, 10, 10], **CLOSE)
    assert values["[S]"].iloc[0] == pytest.approx(5)
    assert values["[S]"].iloc[2] == pytest.approx(1.25)


def test_assignment_rules_hold_at_every_time():
    t, values = run(
        "model m\nspecies S\nS = 1\nS -> ; k*S\nk = 1\ntwice := 2*S\nfour := 2*twice\nend",
        "twice", "four",
    )  # fmt: skip
    np.testing.assert_allclose(values["twice"], 2 * np.exp(-t), **CLOSE)
    np.testing.assert_allclose(values["four"], 4 * np.exp(-t), **CLOSE)


def test_rate_rules_move_parameters_and_species():
    t, values = run("model m\nx = 1\nx' = -y\ny = 0\ny' = x\nend", "x", "y", end=6, steps=30)
    np.testing.assert_allclose(values["x"], np.cos(t), atol=1e-7)
    np.testing.assert_allclose(values["y"], np.sin(t), atol=1e-7)


def test_a_rate_rule_on_a_species_is_a_rate_of_concentration():
    t, values = run("model m\ncompartment c = 4\nspecies S in c\nS = 1\nS' = 0.5\nend", "S", "[S]")
    np.testing.assert_allclose(values["[S]"], 1 + 0.5 * t, **CLOSE)
    np.testing.assert_allclose(values["S"], 4 + 2 * t, **CLOSE)


def test_initial_assignments_replace_the_written_value():
    t, values = run(
        "model m\ncompartment c = 2\nspecies S in c\nS = 3*a + b\na = 2\nb = a^2\n"
        "S -> ; c*k*S\nk = 1\nend",
        "[S]", "b",
    )  # fmt: skip
    np.testing.assert_allclose(values["[S]"], 10 * np.exp(-t), **CLOSE)
    np.testing.assert_allclose(values["b"], 4, **CLOSE)


def test_a_boundary_species_drives_without_being_consumed():
    t, values = run("model m\nspecies $X, Y\nX = 2\nY = 0\nX -> Y; k*X\nk = 0.5\nend")
    np.testing.assert_allclose(values["[X]"], 2, **CLOSE)
    np.testing.assert_allclose(values["[Y]"], t, **CLOSE)


def test_a_boundary_species_may_follow_a_rule():
    t, values = run("model m\nspecies $X, Y\nX := 2*time\nY = 0\nX -> Y; k*X\nk = 0.5\nend")
    np.testing.assert_allclose(values["[X]"], 2 * t, **CLOSE)
    np.testing.assert_allclose(values["[Y]"], t**2 / 2, **CLOSE)


def test_a_constant_species_stays():
    _, values = run("model m\nconst species X\nspecies Y\nX = 2\nY = 0\n -> Y; X\nend", "X", "Y")
    np.testing.assert_allclose(values["X"], 2, **CLOSE)
    assert values["Y"].iloc[-1] == pytest.approx(4)


def test_stoichiometry_counts_fractional_named_and_changing():
    t, values = run(
        "model m\nspecies S, P\nS = 8\nP = 0\nJ: n S -> 0.5 P; k*S\nk = 0.5\nn = 2\nn' = 0.1\nend",
        "S", "n",
    )  # fmt: skip
    np.testing.assert_allclose(values["n"], 2 + 0.1 * t, **CLOSE)
    np.testing.assert_allclose(values["S"], 8 * np.exp(-(t + 0.025 * t**2)), **CLOSE)
    _, values = run(
        "model m\nspecies S, P\nS = 8\nP = 0\nJ: 2 S -> 0.5 P; k\nk = 0.5\nend", "S", "P"
    )
    np.testing.assert_allclose(values["S"], 8 - t, **CLOSE)
    np.testing.assert_allclose(values["P"], t / 4, **CLOSE)


def test_an_event_fires_once_when_its_trigger_turns_true():
    t, values = run(
        "model m\nx = 0\nx' = 1\ncount = 0\nE: at (x > 1.5): count = count + 1, x = 0\nend",
        "x", "count", end=4, steps=16,
    )  # fmt: skip
    np.testing.assert_allclose(values["x"].to_numpy()[t < 1.4], t[t < 1.4], **CLOSE)
    late = (t > 1.6) & (t < 2.9)
    np.testing.assert_allclose(values["x"].to_numpy()[late], t[late] - 1.5, atol=1e-6)
    assert values["count"].iloc[-1] == 2


def test_an_event_with_a_delay_keeps_the_values_of_its_trigger():
    def course(text):
        return run(
            f"model m\nx = 0\nx' = 1\ny = 0\nE: at 1 after (x >= 1), {text}: y = x\nend",
            "y", end=4, steps=4,
        )[1]["y"].to_numpy()  # fmt: skip

    np.testing.assert_allclose(course("fromTrigger=true"), [0, 0, 1, 1, 1], atol=1e-6)
    np.testing.assert_allclose(course("fromTrigger=false"), [0, 0, 2, 2, 2], atol=1e-6)


def test_the_higher_priority_goes_first():
    _, values = run(
        "model m\nx = 0\nx' = 1\ny = 1\nA: at (x >= 1), priority=1, fromTrigger=false: y = y + 3\n"
        "B: at (x >= 1), priority=2, fromTrigger=false: y = y * 10\nend",
        "y", steps=2,
    )  # fmt: skip
    assert values["y"].iloc[-1] == 13


def test_an_event_at_an_output_time_shows_the_value_after_it():
    _, values = run("model m\ny = 0\nE: at (time >= 1): y = 5\nend", "y", steps=2)
    np.testing.assert_array_equal(values["y"], [0, 5, 5])


def test_a_short_pulse_in_time_is_not_stepped_over():
    _, values = run(
        "model m\nspecies S\nS = 0\n -> S; piecewise(10, time > 70 && time < 70.5, 0)\n"
        "S -> ; k*S\nk = 1e-3\nend",
        end=100, steps=2,
    )  # fmt: skip
    # Fed at 10 for half a unit, then decaying.
    fed = 10 / 1e-3 * (1 - np.exp(-1e-3 * 0.5))
    np.testing.assert_allclose(values["[S]"].iloc[-1], fed * np.exp(-1e-3 * 29.5), rtol=1e-4)


def test_sub_models_are_flattened():
    t, values = run(
        "model part()\nspecies S\nS = 1\nS -> ; k*S\nk = 1\nend\n"
        "model *m()\nA: part()\nB: part()\nB.k = 2\nend",
    )
    np.testing.assert_allclose(values.filter(like="A").iloc[:, 0], np.exp(-t), **CLOSE)
    np.testing.assert_allclose(values.filter(like="B").iloc[:, 0], np.exp(-2 * t), **CLOSE)


@pytest.mark.parametrize("size", [1.0, 1e-15, 1e12])
def test_the_unit_of_amount_does_not_change_the_accuracy(size):
    t, values = run(
        f"model m\ncompartment c = 1e-12\nspecies A in c, B in c, C in c\nA = {size}\nB = 0\n"
        "C = 0\nA -> B; c*k*A\nB -> C; c*j*B\nk = 0.5\nj = 2\nend",
        end=10, steps=10,
    )  # fmt: skip
    b = size * 0.5 / 1.5 * (np.exp(-0.5 * t) - np.exp(-2 * t))
    np.testing.assert_allclose(values["[A]"], size * np.exp(-0.5 * t), rtol=1e-6)
    np.testing.assert_allclose(values["[B]"], b, rtol=1e-6)


LEVELS = {
    "L1V2": """<?xml version="1.0"?>
<sbml xmlns="http://www.sbml.org/sbml/level1" level="1" version="2"><model name="m">
<listOfCompartments><compartment name="c" volume="2"/></listOfCompartments>
<listOfSpecies><species name="S" compartment="c" initialAmount="6" boundaryCondition="false"/>
</listOfSpecies>
<listOfReactions><reaction name="J" reversible="false">
<listOfReactants><speciesReference species="S" stoichiometry="1"/></listOfReactants>
<kineticLaw formula="c * k * S"><listOfParameters><parameter name="k" value="0.7"/>
</listOfParameters></kineticLaw></reaction></listOfReactions></model></sbml>""",
    "L2V4": """<?xml version="1.0"?>
<sbml xmlns="http://www.sbml.org/sbml/level2/version4" level="2" version="4"><model id="m">
<listOfCompartments><compartment id="c" size="2"/></listOfCompartments>
<listOfSpecies><species id="S" compartment="c" initialConcentration="3"/></listOfSpecies>
<listOfReactions><reaction id="J" reversible="false">
<listOfReactants><speciesReference species="S"/></listOfReactants>
<kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML">
<apply><times/><ci>c</ci><ci>k</ci><ci>S</ci></apply></math>
<listOfParameters><parameter id="k" value="0.7"/></listOfParameters></kineticLaw></reaction>
</listOfReactions></model></sbml>""",
}


@pytest.mark.parametrize("level", LEVELS)
def test_older_levels_mean_the_same(level):
    t, values = run(LEVELS[level], "S", "[S]")
    np.testing.assert_allclose(values["S"], 6 * np.exp(-0.7 * t), **CLOSE)
    np.testing.assert_allclose(values["[S]"], 3 * np.exp(-0.7 * t), **CLOSE)


def test_a_local_parameter_hides_a_global_one():
    text = LEVELS["L2V4"].replace(
        "<listOfReactions>",
        '<listOfParameters><parameter id="k" value="99"/></listOfParameters><listOfReactions>',
    )
    t, values = run(text, "S", "k")
    np.testing.assert_allclose(values["S"], 6 * np.exp(-0.7 * t), **CLOSE)
    np.testing.assert_array_equal(values["k"], 99)


def test_conversion_factors_turn_extent_into_substance():
    text = read_checked(
        "model m\nspecies S\nS = 0\n -> S; k\nk = 1\ncf = 1000\nend"
    ).sbml.replace('<species id="S"', '<species id="S" conversionFactor="cf"')  # fmt: skip
    t, values = run(text, "S")
    np.testing.assert_allclose(values["S"], 1000 * t, **CLOSE)


@pytest.mark.parametrize("name", ["time", "simulate", "model", "reset", "integrator", "S1"])
def test_no_id_collides_with_the_engine(name):
    # Antimony reserves `time`, so the id is put in afterwards.
    text = read_checked(
        "model m\ncompartment c = 2\nspecies zzz in c, P in c\nzzz = 3\nP = 0\n"
        "zzz -> P; c*k*zzz\nk = 0.7\ntwice := 2*zzz\nend"
    ).sbml.replace("zzz", name)
    t, values = run(text, name, f"[{name}]", "twice") if name != "time" else _by_position(text)
    np.testing.assert_allclose(values.iloc[:, 0], 6 * np.exp(-0.7 * t), **CLOSE)
    np.testing.assert_allclose(values.iloc[:, 1], 3 * np.exp(-0.7 * t), **CLOSE)
    np.testing.assert_allclose(values.iloc[:, 2], 6 * np.exp(-0.7 * t), **CLOSE)


def _by_position(text):
    table, _ = timecourse(text, end=2, steps=8, variables=["time", "[time]", "twice"])
    assert list(table.columns) == ["time", "time", "[time]", "twice"]
    return table.iloc[:, 0].to_numpy(), table.iloc[:, 1:]
