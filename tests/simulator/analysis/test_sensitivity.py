from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from her2sim import Dose, Scenario, load_model, load_sbml, sensitivity
from her2sim.analysis import evaluation, morris, sobol
from her2sim.analysis.arms import parameter_arms
from her2sim.analysis.factors import Factor, ranged_factors, values_at
from her2sim.analysis.indices import COLUMNS
from her2sim.errors import InvalidModel, InvalidValue, UnknownName, UserMistake
from SALib.analyze import morris as salib_morris

TOY = load_model(Path(__file__).parents[2] / "toy" / "models" / "toy")
TREATED = Scenario("treated", treatment=(Dose("blockin", nM=5),))
THREE = tuple(Factor(name, arm, 0.5, 0.0, 1.0) for name, arm in zip("abc", "xxy", strict=True))


def measured(found, name, measure):
    rows = found.table[found.table["measure"] == measure].set_index("parameter")
    return rows.loc[name]


def test_local_elasticities_are_those_of_the_formula():
    found = sensitivity(TOY, TREATED, "PIP3_level", hours=2)
    assert tuple(found.table.columns) == COLUMNS and found.convergence.empty
    # PIP3 = PIP_tot m / (m + b) with m = 0.01, b = 0.05
    for name, expected in (("k_make", 5 / 6), ("k_back", -5 / 6), ("PIP_tot", 1), ("k_on", 0)):
        row = measured(found, name, "elasticity")
        assert row["value"] == pytest.approx(expected, abs=1e-4)
        assert row["lower"] <= row["value"] <= row["upper"]
    assert measured(found, "k_make", "slope")["value"] == pytest.approx(100 / 6 * 5 / 6, rel=1e-3)
    assert "treated" not in set(found.table["parameter"])


def test_several_readouts_share_the_simulations():
    found = sensitivity(TOY, TREATED, ["PIP3_level", "GR"], hours=1)
    assert list(dict.fromkeys(found.table["readout"])) == ["PIP3_level", "GR"]


def test_a_foreign_model_has_local_sensitivities_only(tmp_path):
    path = tmp_path / "decay.ant"
    path.write_text("model decay()\n species S; S = 10; k = 0.1; a: S => ; k * S\nend\n")
    model = load_sbml(path)
    found = sensitivity(model, None, "S", hours=10 / 3600)
    assert measured(found, "k", "elasticity")["value"] == pytest.approx(-1, rel=1e-3)
    with pytest.raises(InvalidModel, match="has a range"):
        sensitivity(model, None, "S", hours=10 / 3600, method="morris")


def test_arms_are_those_of_the_reactions():
    toy = parameter_arms(TOY)
    assert (toy["k_make"], toy["PIP_tot"], toy["AKT_tot"]) == ("lipid", "lipid", "protein")
    assert toy["k_loss"] == "growth", "through the rate rule of a readout"
    assert toy["inh"] == "lipid"


def test_arms_of_the_main_model():
    arms = parameter_arms(load_model("her2"))
    expected = {
        "kon_22": "receptors",  # also in the reactions of dimers that carry a drug
        "koff_lap": "drugs",
        "act_308": "AKT",  # in a rule that five arms read
        "IC50_bez_mTORC1": "mTOR",
        "PTEN_tot": "PI3K",
        "k_division": "growth",  # in no reaction
        "HRG": "receptors",
    }
    assert {name: arms[name] for name in expected} == expected


def test_ranges_are_narrowed_around_the_value():
    (factor,) = ranged_factors(TOY, ["k_make"], spread=0.5)
    assert (factor.low, factor.high) == pytest.approx((0.02 / 10**0.5, 0.02 * 10**0.5))
    assert values_at([factor], np.array([[0.5]]))["k_make"][0] == pytest.approx(0.02)
    assert len(ranged_factors(TOY)) == 8


def test_morris_of_a_line_is_its_slopes():
    places = morris.morris_design(THREE, 6, seed=1)
    indices = morris.morris_indices(places, places @ [1.0, -2.0, 0.0], THREE, seed=1)
    found = {index.measure: index.value.tolist() for index in indices}
    assert found["mu_star"] == pytest.approx([1, 2, 0])
    assert found["mu"] == pytest.approx([1, -2, 0])
    assert found["sigma"] == pytest.approx([0, 0, 0], abs=1e-9)


def test_morris_agrees_with_the_reference_implementation():
    places = morris.morris_design(THREE, 10, seed=2)
    values = places[:, 0] * places[:, 1] + np.sin(3 * places[:, 2])
    indices = {i.measure: i for i in morris.morris_indices(places, values, THREE, seed=1)}
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3}
    reference = salib_morris.analyze(problem, places, values, num_levels=4)
    for measure in ("mu", "mu_star", "sigma"):
        assert indices[measure].value.tolist() == pytest.approx(list(reference[measure]))
    assert (indices["mu_star"].lower <= indices["mu_star"].upper).all()


def test_morris_leaves_out_effects_next_to_a_gap():
    places = morris.morris_design(THREE, 8, seed=1)
    values = places @ [1.0, -2.0, 0.5]
    values[5] = np.nan
    found = {i.measure: i.value for i in morris.morris_indices(places, values, THREE, seed=1)}
    assert found["mu"].tolist() == pytest.approx([1, -2, 0.5])


@pytest.mark.parametrize("by_arm", [False, True])
def test_sobol_of_a_sum_is_its_shares(by_arm):
    places = sobol.sobol_design(THREE, 256, seed=1, by_arm=by_arm)
    values = places @ [1.0, 2.0, 2.0]
    found = {i.measure: i for i in sobol.sobol_indices(values, THREE, seed=1, by_arm=by_arm)}
    shares = [5 / 9, 4 / 9] if by_arm else [1 / 9, 4 / 9, 4 / 9]
    assert found["ST"].value.tolist() == pytest.approx(shares, abs=0.03)
    assert found["S1"].value.tolist() == pytest.approx(shares, abs=0.03)
    assert list(found["ST"].of) == (["x", "y"] if by_arm else list(THREE))


def test_gaps_speak_for_no_effect():
    values = np.array([1.0, np.nan, 3.0, 5.0, np.nan, 2.0, 2.0, 4.0])
    assert sobol.without_gaps(values, 2).tolist() == [1.0, 1.0, 3.0, 5.0, 2.5, 2.5, 2.5, 2.5]


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_ranges_are_explored_with_intervals_and_convergence(method):
    found = sensitivity(TOY, TREATED, "PIP3_level", method=method, hours=2, runs=600)
    leading = {"morris": "mu_star", "sobol": "ST"}[method]
    assert set(found.table["parameter"][:8]) >= {"PIP_tot", "k_make", "k_back"}
    assert measured(found, "k_on", leading)["value"] == pytest.approx(0, abs=1e-3)
    row = measured(found, "k_back", leading)
    assert row["lower"] < row["value"] < row["upper"] and row["arm"] == "lipid"
    runs = sorted(set(found.convergence["runs"]))
    assert len(runs) == 4 and runs[-1] == found.provenance["runs"]
    assert found.provenance["complete"] and found.provenance["missing"] == 0


def test_arms_share_the_variance():
    found = sensitivity(TOY, TREATED, "PIP3_level", method="sobol", by="arm", hours=2, runs=600)
    assert measured(found, "lipid", "ST")["value"] == pytest.approx(1, abs=0.05)
    assert measured(found, "protein", "ST")["value"] == pytest.approx(0, abs=0.01)


def test_an_interrupt_keeps_whole_blocks(monkeypatch):
    monkeypatch.setattr(evaluation, "_PART", 200)

    def stop(done, total):
        if done >= 400:
            raise KeyboardInterrupt

    options = {"method": "morris", "hours": 1, "runs": 2000, "progress": stop}
    found = sensitivity(TOY, TREATED, "PIP3_level", **options)
    assert not found.provenance["complete"]
    assert found.provenance["runs"] % 9 == 0 and 396 <= found.provenance["runs"] <= 600
    monkeypatch.setattr(
        evaluation, "values_at", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        sensitivity(TOY, TREATED, "PIP3_level", **options)


def test_results_so_far_are_those_of_fewer_simulations(monkeypatch):
    monkeypatch.setattr(evaluation, "_PART", 200)
    seen = []
    options = {"method": "morris", "hours": 1, "runs": 600, "interim": seen.append}
    whole = sensitivity(TOY, TREATED, "PIP3_level", **options)
    assert [each.provenance["runs"] for each in seen] == [198, 396]
    assert not any(each.provenance["complete"] for each in seen)
    course = whole.convergence
    first = course[course["runs"] == min(course["runs"])]
    assert set(first["parameter"]) == set(seen[0].table["parameter"])

    def stop(done, total):
        if done >= 396:
            raise KeyboardInterrupt

    stopped = sensitivity(TOY, TREATED, "PIP3_level", **(options | {"progress": stop}))
    pd.testing.assert_frame_equal(stopped.table, seen[1].table)


def test_many_sets_without_a_value_are_refused():
    her2 = load_model("her2")
    scenario = Scenario("treated", treatment=(Dose("lapatinib", uM=1),))
    with pytest.raises(UserMistake, match=r"do not grow even untreated.*growth_rate"):
        sensitivity(her2, scenario, method="morris", spread=1, runs=800)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"method": "sobl"}, InvalidValue, "sobol"),
        ({"by": "gene"}, InvalidValue, "'arm'"),
        ({"by": "arm"}, InvalidValue, "sobol"),
        ({"runs": 0}, InvalidValue, "runs"),
        ({"step": 0}, InvalidValue, "step"),
        ({"method": "morris", "spread": 2}, InvalidValue, "spread"),
        ({"parameters": ["k_mak"]}, UnknownName, "Closest: 'k_make'"),
        ({"parameters": []}, InvalidValue, "one parameter"),
        ({"parameters": ["zero"]}, InvalidValue, "logarithm"),
        ({"parameters": ["zero"], "method": "morris"}, InvalidValue, "lower and upper"),
        ({"readout": []}, InvalidValue, "readout"),
        ({"readout": "PIP4"}, UnknownName, "PIP"),
        ({"parameters": ["k_on"]}, UserMistake, "No parameter moves PIP3_level"),
    ],
)
def test_what_makes_no_sense_is_said(options, error, said):
    with pytest.raises(error, match=said):
        sensitivity(TOY, TREATED, **({"readout": "PIP3_level", "hours": 1} | options))
