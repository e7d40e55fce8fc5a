from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from her2sim import Dose, Knockdown, Scale, Scenario, load_model, load_sbml, screen
from her2sim.analysis.perturbation import perturbations, ranks
from her2sim.analysis.potency import log2_crossing, series_around
from her2sim.analysis.screen_table import COLUMNS, Measured, table
from her2sim.errors import InvalidModel, InvalidValue, UnknownName, UserMistake

FOLDER = Path(__file__).parents[2] / "toy" / "models"
TOY = load_model(FOLDER / "toy")
BLOCKIN = Dose("blockin", nM=5)


@pytest.fixture(scope="module")
def ranged(tmp_path_factory):
    """The toy with rules of physiology, which ensembles need."""
    folder = tmp_path_factory.mktemp("models")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    rules = "readout,over,lower,upper,unit,evidence,source,note\nPIP3_level,,1,100,nM,assumed,,\n"
    (folder / "toy" / "physiology.csv").write_text(rules, encoding="utf-8")
    return load_model(folder / "toy")


def test_effects_are_those_of_the_formula():
    found = screen(TOY, BLOCKIN, readout="PIP3_level", hours=2).table
    assert tuple(found.columns) == COLUMNS
    assert found["gene"].tolist() == ["PTEN", "AKT1"] and found["rank"].tolist() == [1, 2]
    first = found.iloc[0]
    # k_make halved by the drug, k_back at 20 %
    assert first["control"] == pytest.approx(100 / 6, rel=1e-4)
    assert first["knockdown"] == pytest.approx(50, rel=1e-4)
    assert first["effect"] == pytest.approx(50 - 100 / 6, rel=1e-4)
    assert first["alone"] == pytest.approx(200 / 3 - 200 / 7, rel=1e-4)
    assert found["effect"][1] == 0 and np.isnan(first["lower"]) and np.isnan(first["fitness"])


def test_a_knock_out_over_expression_and_pairs():
    out = screen(TOY, BLOCKIN, readout="PIP3_level", hours=2, left=0, genes=["pten"]).table
    assert out["knockdown"][0] == pytest.approx(100, rel=1e-3)
    over = screen(TOY, BLOCKIN, readout="PIP3_level", hours=2, over=5, genes=["PTEN"]).table
    assert over["knockdown"][0] == pytest.approx(100 * 0.01 / 0.26, rel=1e-4)
    pairs = screen(TOY, BLOCKIN, readout="pAKT_fraction", hours=2, pairs=True).table
    both = pairs.set_index("gene")
    assert set(both.index) == {"PTEN", "AKT1", "PTEN + AKT1"}
    whole = both.loc["PTEN + AKT1"]
    assert whole["expected"] == pytest.approx(both["effect"]["PTEN"] + both["effect"]["AKT1"])
    assert whole["interaction"] == pytest.approx(whole["effect"] - whole["expected"])
    assert np.isnan(both["expected"]["PTEN"])


def test_the_cell_that_is_screened_may_be_changed_already():
    options = {"readout": "PIP3_level", "hours": 2, "genes": ["PTEN"]}
    plain = screen(TOY, BLOCKIN, **options).table.iloc[0]
    lowered = screen(TOY, BLOCKIN, **options, knockdowns=[Knockdown("pten", 0.2)]).table.iloc[0]
    assert lowered["control"] == pytest.approx(plain["knockdown"])
    assert lowered["knockdown"] > lowered["control"]
    scaled = screen(TOY, BLOCKIN, **options, changes=[Scale("k_back", 0.2)]).table.iloc[0]
    assert scaled["control"] == pytest.approx(plain["knockdown"])


def test_bands_and_agreement_come_from_the_ensemble(ranged):
    found = screen(ranged, BLOCKIN, readout="PIP3_level", hours=2, sample=40)
    row = found.table.set_index("gene").loc["PTEN"]
    alone = screen(ranged, BLOCKIN, readout="PIP3_level", hours=2).table
    assert row["effect"] == pytest.approx(alone["effect"][0], rel=1e-6)
    assert 0 < row["lower"] < row["upper"] and row["agreement"] == 1
    assert row["rank_lower"] == row["rank_upper"] == 1
    assert found.provenance["ensemble_kind"] and found.provenance["sample"] == 40
    each = found.effects.loc["PTEN"]
    assert list(found.effects.index) == list(found.table["gene"]) and each.size == 41
    assert each[0] == row["effect"] and row["lower"] >= each[1:].min()


def test_potency_is_a_dose_ratio():
    # GR of the toy falls with the inhibited kinase; the phosphatase sets how far.
    found = screen(TOY, BLOCKIN, readout="log2_GR50", hours=1.6, doses_nM=np.logspace(-1, 4, 16))
    assert found.table["gene"][0] == "PTEN"
    assert found.table["effect"][0] > 0 and found.table["alone"].isna().all()


def test_crossings_between_below_and_beyond_the_doses():
    doses = np.array([1.0, 4.0, 16.0])
    curves = np.array([[0.9, 0.6, 0.4], [0.4, 0.3, 0.2], [0.9, 0.8, 0.7], [0.9, np.nan, 0.1]])
    assert log2_crossing(doses, curves)[:3].tolist() == pytest.approx([3.0, 0.0, np.inf])
    assert np.isnan(log2_crossing(doses, curves)[3])
    assert series_around(10.0)[[0, -1]].tolist() == pytest.approx([0.01, 1000])


def test_what_is_never_reached_is_infinite_and_ranks_first():
    changed = perturbations(TOY, None, 0.2, pairs=False)
    treated = np.array([[3.0, 3.0, np.inf], [np.inf, np.inf, np.inf], [2.0, 1.0, 5.0]])
    found = table(changed, "log2_GR50", Measured(treated, None, None))
    assert found["effect"].tolist() == [np.inf, -1.0] and found["rank"].tolist() == [1, 2]
    # The set in which the control is infinite says nothing.
    assert found["agreement"].tolist() == [1.0, 1.0]
    assert found["rank_upper"].tolist() == [1, 2]


def test_equals_share_a_rank_and_nothing_comes_last():
    assert ranks({"a": 1.0, "b": 2.0, "c": 2.0, "d": np.nan}) == {"a": 3, "b": 1, "c": 1, "d": 4}


def test_a_cell_that_does_not_grow_untreated_has_no_growth_inhibition():
    her2 = load_model("her2")
    found = screen(her2, Dose("lapatinib", uM=1), left=0, genes=["PTEN", "CCND1"])
    assert found.failures["gene"].tolist() == ["CCND1"]
    assert "does not grow" in found.failures["message"][0]
    assert found.rank_of("PTEN") == 1 and np.isnan(found.table["effect"][1])


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"genes": ["PTENN"]}, UnknownName, "Closest: 'PTEN'"),
        ({"genes": []}, InvalidValue, "genes"),
        ({"genes": ["PTEN"], "pairs": True}, InvalidValue, "two or more"),
        ({"left": 1}, InvalidValue, "below 1"),
        ({"over": 1}, InvalidValue, "above 1"),
        ({"sample": -1}, InvalidValue, "sample"),
        ({"readout": "PIP4"}, UnknownName, "PIP"),
        ({"readout": "PIP3", "doses_nM": [1, 2]}, InvalidValue, "log2_GR50"),
        ({"readout": "log2_GR50", "doses_nM": [2, 1]}, InvalidValue, "rising"),
        ({"readout": "log2_GR50", "doses_nM": [1e-9, 1e-8]}, UserMistake, "never comes down"),
        ({"readout": "PIP3_level", "genes": ["AKT1"]}, UserMistake, "No gene moves PIP3_level"),
        ({"treatment": (), "readout": "log2_GR50"}, InvalidValue, "at least one drug"),
        ({"treatment": Dose("aspirin", nM=1)}, UnknownName, "aspirin"),
        ({"treatment": Dose("blockin", nM=0), "readout": "log2_GR50"}, InvalidValue, "above 0"),
    ],
)
def test_what_makes_no_sense_is_said(options, error, said):
    with pytest.raises(error, match=said):
        screen(TOY, **({"treatment": BLOCKIN, "hours": 1} | options))


def test_a_model_without_genes_cannot_be_screened(tmp_path):
    path = tmp_path / "decay.ant"
    path.write_text("model decay()\n species S; S = 10; k = 1; a: S => ; k * S\nend\n")
    with pytest.raises(InvalidModel, match="names no genes"):
        screen(load_sbml(path), readout="S")


def test_a_perturbation_is_put_on_top_of_the_scenario():
    (one, *_) = perturbations(TOY, ["PTEN"], 3.0, pairs=False)
    assert [str(each) for each in one.on(Scenario("x"), TOY).changes] == ["k_back*3"]
    (one, *_) = perturbations(TOY, ["PTEN"], 0.3, pairs=False)
    assert [str(each) for each in one.on(Scenario("x"), TOY).knockdowns] == ["PTEN at 0.3"]


def test_progress_counts_to_the_end():
    seen: list[tuple[int, int]] = []
    screen(TOY, BLOCKIN, hours=1, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]


def test_an_unknown_gene_has_no_rank():
    with pytest.raises(InvalidValue, match="screened"):
        screen(TOY, BLOCKIN, hours=1).rank_of("TP53")
    assert isinstance(screen(TOY, BLOCKIN, hours=1).table, pd.DataFrame)
