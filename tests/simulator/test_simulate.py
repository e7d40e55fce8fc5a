from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from her2sim import (
    Dose,
    Genotype,
    Knockdown,
    Period,
    Scale,
    Scenario,
    Set,
    SolverSettings,
    load_model,
    load_sbml,
    simulate,
)
from her2sim.errors import InvalidValue, SimulationFailed, UnknownName
from her2sim.request import default_times
from her2sim.result import COLUMNS, FAILURE_COLUMNS

TOY = load_model(Path(__file__).parents[1] / "toy" / "models" / "toy")
DRUG = (Dose("blockin", nM=45),)
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2">
<model id="decay" timeUnits="minute"><listOfUnitDefinitions><unitDefinition id="minute">
<listOfUnits><unit kind="second" exponent="1" scale="0" multiplier="60"/></listOfUnits>
</unitDefinition></listOfUnitDefinitions>
<listOfCompartments><compartment id="c" size="2" constant="true" spatialDimensions="3"/>
</listOfCompartments><listOfSpecies><species id="S" compartment="c" initialConcentration="10"
 hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/></listOfSpecies>
<listOfParameters><parameter id="k" value="0.01" constant="true"/></listOfParameters>
<listOfReactions><reaction id="r" reversible="false"><listOfReactants>
<speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants><kineticLaw>
<math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>c</ci><ci>k</ci><ci>S</ci>
</apply></math></kineticLaw></reaction></listOfReactions></model></sbml>"""


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


def pick(table: pd.DataFrame, scenario: str, readout: str, column: str = "value") -> np.ndarray:
    rows = table[(table["scenario"] == scenario) & (table["readout"] == readout)]
    return rows[column].to_numpy()


def pip3(k_make: float = 0.02, k_back: float = 0.05, total: float = 100.0) -> float:
    return total * k_make / (k_make + k_back)


def test_the_first_lines_of_the_documentation_work():
    mutant = Genotype("PTEN_loss")
    arms = [Scenario("vehicle", mutant), Scenario("drug", mutant, treatment=DRUG)]
    result = simulate(TOY, arms, hours=2)
    assert tuple(result.table.columns) == COLUMNS
    assert len(result.table) == 2 * 3 * 121
    assert result.failures.empty and tuple(result.failures.columns) == FAILURE_COLUMNS
    assert set(result.table["genotype"]) == {"PTEN_loss"}
    assert set(result.table["background"]) == {"plain"}
    assert list(dict.fromkeys(result.table["treatment"])) == ["none", "blockin=45nM"]
    assert result.final()["time_h"].eq(2).all()


def test_untreated_cells_stay_at_their_steady_state():
    arms = [Scenario("wt"), Scenario("rich", background="rich"), Scenario("loss", "PTEN_loss")]
    table = simulate(TOY, arms, hours=10).table
    np.testing.assert_allclose(pick(table, "wt", "PIP3_level"), pip3(), rtol=1e-7)
    np.testing.assert_allclose(pick(table, "rich", "PIP3_level"), pip3(total=200), rtol=1e-7)
    np.testing.assert_allclose(pick(table, "loss", "PIP3_level"), pip3(k_back=0.005), rtol=1e-7)


def test_a_drug_leads_to_the_state_that_the_equations_say():
    table = simulate(TOY, Scenario("s", treatment=DRUG), hours=2).table
    course = pick(table, "s", "PIP3_level")
    assert course[0] == pytest.approx(pip3())
    assert course[-1] == pytest.approx(pip3(k_make=0.02 / 10), rel=1e-6)
    assert np.all(np.diff(course) <= 1e-9)


def test_counters_run_from_time_zero_only():
    table = simulate(TOY, Scenario("s"), times_h=(0, 1)).table
    start, end = pick(table, "s", "GR")
    fraction = pick(table, "s", "pAKT_fraction")[0]
    assert start == 1.0
    assert end == pytest.approx(1 - 3600 * 1e-4 * (1 - fraction), rel=1e-6)


def test_relative_is_to_the_untreated_wild_type_of_the_background():
    arms = [Scenario("rich", background="rich", treatment=DRUG), Scenario("wt", treatment=DRUG)]
    table = simulate(TOY, arms, hours=1).table
    rich, plain = (pick(table, name, "PIP3_level", "relative") for name in ("rich", "wt"))
    np.testing.assert_allclose(rich, plain, rtol=1e-6)
    assert rich[0] == pytest.approx(1)
    untreated = simulate(TOY, Scenario("w"), hours=1).table
    np.testing.assert_allclose(untreated["relative"], 1, rtol=1e-12)


def test_a_start_from_initial_values_is_relative_to_the_same():
    table = simulate(TOY, Scenario("s"), hours=1, start="initial").table
    assert pick(table, "s", "PIP3_level")[0] == 0
    assert np.isnan(pick(table, "s", "PIP3_level", "relative")[0])
    assert pick(table, "s", "PIP3_level", "relative")[-1] == 1


def test_knockdowns_act_before_and_after_time_zero():
    table = simulate(TOY, Scenario("s", knockdowns=(Knockdown("AKT1", 0.5),)), hours=1).table
    wild = simulate(TOY, Scenario("s"), hours=1).table
    # The fraction does not depend on the total; the loss does, through the same ratio.
    np.testing.assert_allclose(table["value"], wild["value"], rtol=1e-7)
    direct = simulate(TOY, Scenario("s", knockdowns=(Knockdown("AKT1", 0.5),)), readouts=["pAKT"])
    assert direct.table["relative"].to_numpy() == pytest.approx(0.5)


def test_acute_changes_begin_at_time_zero():
    table = simulate(TOY, Scenario("s", acute=(Scale("k_make", 0.1),)), hours=2).table
    course = pick(table, "s", "PIP3_level")
    assert course[0] == pytest.approx(pip3()) and course[-1] == pytest.approx(pip3(0.002), rel=1e-6)


def test_a_washed_out_drug_leaves_the_cell_as_it_was():
    arm = Scenario("washout", treatment=DRUG, later=(Period(1),))
    table = simulate(TOY, arm, times_h=[0, 0.5, 1, 40], readouts=["PIP3"]).table
    start, early, end, late = table["value"]
    assert early < 0.9 * start
    assert end < 0.9 * start
    assert late == pytest.approx(start, rel=1e-6)


def test_until_it_begins_a_period_changes_nothing():
    plain = Scenario("plain", treatment=DRUG)
    broken = Scenario("broken", treatment=DRUG, later=(Period(0.7),))
    times = [0, 0.2, 0.7]
    tables = [simulate(TOY, arm, times_h=times).table["value"] for arm in (plain, broken)]
    np.testing.assert_allclose(tables[0], tables[1], rtol=1e-6)


def test_a_period_with_the_same_treatment_changes_nothing():
    plain = Scenario("plain", treatment=DRUG)
    same = Scenario("same", treatment=DRUG, later=(Period(0.3, DRUG), Period(0.5, DRUG)))
    times = [0.1, 0.3, 0.4, 1]
    tables = [simulate(TOY, arm, times_h=times).table["value"] for arm in (plain, same)]
    np.testing.assert_allclose(tables[0], tables[1], rtol=1e-6)


def test_extra_changes_the_reference_too():
    extra = (Set("k_make", 0.04),)
    table = simulate(TOY, Scenario("s"), hours=1, extra=extra).table
    assert pick(table, "s", "PIP3_level")[0] == pytest.approx(pip3(0.04))
    np.testing.assert_allclose(table["relative"], 1)


def test_default_times_resolve_the_first_hour_and_the_end():
    for hours in (1.0, 24.0, 72.0, 168.0):
        times = default_times(hours)
        assert len(times) == 121 and times[0] == 0 and times[-1] == hours
        assert np.all(np.diff(times) > 0) and np.max(np.diff(times)) <= hours / 60
        assert np.sum(times <= 1) >= 10


def test_species_and_parameters_can_be_read_out():
    names = ["PIP3", "[PIP3]", "k_on", "PIP3_level"]
    table = simulate(TOY, Scenario("s"), times_h=[0], readouts=names).table
    assert list(table["readout"]) == names
    assert table["unit"].tolist() == ["nM", "nM", "1/nM/s", "nM"]
    assert table["value"].tolist() == pytest.approx([pip3(), pip3(), 0.001, pip3()])


def test_results_do_not_depend_on_company_or_order():
    arms = [Scenario("a", "PTEN_loss"), Scenario("b", treatment=DRUG), Scenario("c", "PI3K_strong")]
    together = simulate(TOY, arms, hours=3).table
    backwards = simulate(TOY, arms[::-1], hours=3).table
    for arm in arms:
        alone = simulate(TOY, arm, hours=3).table
        for table in (together, backwards):
            part = table[table["scenario"] == arm.name].reset_index(drop=True)
            pd.testing.assert_frame_equal(part, alone, check_exact=True)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"hours": 0}, "hours"),
        ({"hours": float("nan")}, "hours"),
        ({"hours": float("inf")}, "hours"),
        ({"hours": 1e9}, "hours"),
        ({"hours": "24"}, "hours"),
        ({"times_h": (1, 0)}, "times_h"),
        ({"times_h": ()}, "output times"),
        ({"times_h": ("a",)}, "times_h"),
        ({"start": "warm"}, "start"),
        ({"on_failure": "ignore"}, "on_failure"),
        ({"readouts": []}, "readouts"),
    ],
)
def test_impossible_options_are_named(options, named):
    with pytest.raises(InvalidValue, match=named):
        simulate(TOY, Scenario("s"), **options)


def test_an_unknown_readout_names_the_closest():
    with pytest.raises(UnknownName, match="Closest: 'pAKT_fraction'"):
        simulate(TOY, Scenario("s"), readouts=["pAKT_fractoin"])


def test_tables_spell_names_as_the_model_does():
    given = Scenario("s", "pten_LOSS", "RICH", (Dose("TOY-001", nM=45),), (Knockdown("akt1", 0.5),))
    row = simulate(TOY, given, times_h=(1,)).table.iloc[0]
    assert row[["genotype", "background", "treatment"]].tolist() == [
        "PTEN_loss",
        "rich",
        "blockin=45nM",
    ]


def test_scenarios_need_different_names():
    with pytest.raises(InvalidValue, match="'s'"):
        simulate(TOY, [Scenario("s"), Scenario("s", "PTEN_loss")])
    with pytest.raises(InvalidValue, match="scenarios"):
        simulate(TOY, [])


def test_a_failing_scenario_is_a_row_among_others_and_an_error_alone():
    impossible = Scenario("bad", changes=(Set("k_make", -1.0),))
    arms = [Scenario("good"), impossible]
    result = simulate(TOY, arms, hours=1)
    assert list(result.failures["scenario"]) == ["bad"]
    assert set(result.table["scenario"]) == {"good"}
    with pytest.raises(SimulationFailed, match="'bad'"):
        simulate(TOY, impossible, hours=1)
    with pytest.raises(SimulationFailed):
        simulate(TOY, arms, hours=1, on_failure="raise")
    only = simulate(TOY, impossible, hours=1, on_failure="record")
    assert only.table.empty and tuple(only.table.columns) == COLUMNS


def test_provenance_is_enough_to_repeat():
    settings = SolverSettings(relative=1e-6)
    provenance = simulate(TOY, Scenario("s"), hours=1, settings=settings).provenance
    assert provenance["sha256"] == TOY.sha256 and provenance["start"] == "steady"
    assert provenance["relative_tolerance"] == 1e-6
    assert {"model", "her2sim", "roadrunner", "antimony", "numpy", "pandas"} <= set(provenance)


def test_foreign_models_start_from_their_initial_values_in_their_own_time():
    model = load_sbml(FOREIGN)
    table = simulate(model, Scenario("plain"), times_h=(0, 1, 2)).table
    assert table["value"].to_numpy() == pytest.approx(10 * np.exp(-0.6 * np.arange(3)), rel=1e-6)
    assert table["relative"].isna().all() and set(table["background"]) == {""}
    faster = simulate(model, Scenario("s", changes=(Scale("k", 2),)), times_h=(1,)).table
    assert faster["value"][0] == pytest.approx(10 * np.exp(-1.2), rel=1e-6)
    with pytest.raises(UnknownName, match="Drug"):
        simulate(model, Scenario("s", treatment=DRUG))


def test_public_names_are_not_hidden_by_modules():
    code = (
        "import her2sim, her2sim.simulate, her2sim.timecourse\n"
        "from her2sim import simulate, timecourse\n"
        "assert callable(simulate) and callable(her2sim.timecourse)\n"
        "from her2sim.simulate import ON_FAILURE\n"
        "assert all(hasattr(her2sim, name) for name in her2sim.__all__)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_is_cheap():
    code = "import her2sim, sys; sys.exit('pandas' in sys.modules or 'roadrunner' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_acute_change_ends_with_its_period(her2):
    change = Set("HRG_serum", 1.0)
    ends = Scenario("ends", acute=(change, Scale("kp_22", 0.5)), later=(Period(24.0),))
    table = simulate(her2, ends, times_h=[24.0, 1000.0], readouts=["HRG", "pHER3"]).table
    ligand = table[table["readout"] == "HRG"]["value"].tolist()
    assert ligand == [1.0, 0.0]
    assert table["relative"].iloc[-1] == pytest.approx(1.0, rel=1e-3)


def test_what_starts_from_a_changed_parameter_follows_it_in_later_periods_too(her2):
    change = Set("HRG_serum", 1.0)
    late = Scenario("late", later=(Period(24.0, acute=(change,)),))
    table = simulate(her2, late, times_h=[24.0, 48.0], readouts=["HRG", "pHER3"]).table
    assert table[table["readout"] == "HRG"]["value"].tolist() == [0.0, 1.0]
    assert table["relative"].iloc[-1] > 1.5
