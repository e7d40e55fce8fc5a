from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from her2sim import Dose, Genotype, Knockdown, Scenario, Set, load_model, why
from her2sim.analysis.explain.steps import fold_text, read_steps, told
from her2sim.errors import InvalidTable, InvalidValue, UnknownName, UserMistake

TOY = Path(__file__).parents[2] / "toy" / "models"
LAPATINIB = (Dose("lapatinib", uM=1),)


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


@pytest.fixture(scope="module")
def toy():
    return load_model(TOY / "toy")


@pytest.fixture
def copied(tmp_path):
    """The toy's folder, to be changed."""
    shutil.copytree(TOY, tmp_path / "models")
    return tmp_path / "models" / "toy"


def resistant(genotype):
    return Scenario("resistant", Genotype.parse(genotype), treatment=LAPATINIB)


def steps_by_size(found):
    return found.table["step"].tolist()


@pytest.mark.parametrize("view", ["step", "route", "alteration"])
@pytest.mark.parametrize("genotype", ["PTEN_loss", "PIK3CA_H1047R", "PTEN_low+PIK3CA_E545K"])
def test_contributions_add_up_to_the_difference(her2, genotype, view):
    found = why(her2, resistant(genotype), by=view)
    assert found.table["contribution"].sum() == pytest.approx(found.difference, abs=1e-12)
    assert found.table["share"].sum() == pytest.approx(1.0)
    assert found.difference == pytest.approx(found.asked_value - found.reference_value)
    assert found.table["rank"].tolist() == list(range(1, len(found.table) + 1))
    rest = found.table[found.table["step"] == "all else"]["contribution"]
    assert abs(rest.iloc[0]) < 1e-6


def test_pten_loss_acts_at_the_lipids(her2):
    found = why(her2, resistant("PTEN_loss"))
    assert found.view == "step"
    first = found.table.iloc[0]
    assert first["step"] == "PIP3 (lipid phosphatases)"
    assert first["share"] > 1, "less signalling from receptors takes some of it back"
    assert found.table.set_index("step").loc["phosphorylated receptors", "contribution"] < 0
    assert "Free PIP3 is" in first["text"]


@pytest.mark.parametrize("genotype", ["PIK3CA_E545K", "PIK3CA_H1047R"])
def test_pik3ca_mutants_act_at_pi3k_itself(her2, genotype):
    found = why(her2, resistant(genotype))
    assert steps_by_size(found)[0] == "PI3K activity"
    by_step = found.table.set_index("step")["contribution"]
    assert by_step["phosphorylated receptors"] < 0 < by_step["PI3K activity"]
    assert abs(by_step["PIP3 (lipid phosphatases)"]) < 1e-6


def test_e545k_resists_by_activity_without_a_receptor(her2):
    found = why(her2, resistant("PIK3CA_E545K"), by="alteration")
    first = found.table.iloc[0]
    assert "unbound mutant PI3K" in first["step"]
    assert first["share"] > 0.8
    assert "Zhao & Vogt 2008" in first["source"]


def test_the_routes_of_pten_loss_run_through_akt(her2):
    found = why(her2, resistant("PTEN_loss"), by="route")
    by_step = found.table.set_index("step")["contribution"]
    akt = [name for name in by_step.index if name.startswith("AKT")]
    assert by_step[akt].sum() > 0.5 * found.difference
    assert by_step["ERK - cyclin D1, BIM and BAD"] < 0


def test_the_rebound_under_a_kinase_inhibitor_comes_from_foxo_and_her3(her2):
    found = why(her2, Scenario("treated", treatment=LAPATINIB), "pHER3", hours=48)
    assert found.view == "loop"
    assert found.main["step"] == "FOXO - HER3"
    assert found.main["contribution"] > 0 > found.difference
    early = why(her2, Scenario("treated", treatment=LAPATINIB), "pHER3", hours=1)
    grown = early.table.set_index("step").loc["FOXO - HER3", "contribution"]
    assert found.main["contribution"] > 5 * grown


def test_the_rise_of_akt_under_a_rapalog_comes_from_irs1(her2):
    treated = Scenario("treated", treatment=(Dose("everolimus", nM=20),))
    found = why(her2, treated, "pAKT_S473", hours=24)
    assert found.difference > 0
    assert found.main["step"] == "S6K - IRS1"
    direct = found.table.set_index("step").loc["direct effect", "contribution"]
    assert direct < 0 < found.main["contribution"]


def test_another_reference_can_be_given(her2):
    other = Scenario("low", Genotype("PTEN_low"), treatment=LAPATINIB)
    found = why(her2, resistant("PTEN_loss"), reference=other)
    assert steps_by_size(found)[0] == "PIP3 (lipid phosphatases)"
    assert "low" in found.table["text"].iloc[0]


def test_a_knock_down_is_an_alteration_too(her2):
    cell = Scenario("cell", treatment=LAPATINIB, knockdowns=(Knockdown("PTEN", 0.1),))
    found = why(her2, cell, by="alteration")
    assert found.table["share"].iloc[0] == pytest.approx(1.0)
    assert "PTEN_tot is 1.25 instead of 12.5 nM" in found.table["text"].iloc[0]


def test_samples_give_intervals(her2):
    found = why(her2, resistant("PTEN_loss"), by="alteration", sample=5, seed=1)
    row = found.table.iloc[0]
    assert row["lower"] <= row["upper"]
    assert "5 parameter sets" in found.ensemble


def test_any_model_folder_with_steps_can_be_explained(toy):
    cell = Scenario("cell", Genotype("PTEN_loss"), treatment=(Dose("blockin", nM=20),))
    found = why(toy, cell, "pAKT_fraction", hours=1)
    assert steps_by_size(found)[0] == "lipid"
    assert found.table["contribution"].sum() == pytest.approx(found.difference)
    assert "times that of the wild type" in found.text()


def test_a_model_without_steps_is_explained_by_alterations(copied):
    (copied / "steps.csv").unlink()
    model = load_model(copied)
    cell = Scenario("cell", Genotype("PI3K_strong"), treatment=(Dose("blockin", nM=20),))
    found = why(model, cell, "pAKT_fraction", hours=1)
    assert found.view == "alteration"
    assert len(found.table) == 3
    with pytest.raises(InvalidValue, match="there is no such table"):
        why(model, cell, "pAKT_fraction", hours=1, by="step")


def test_nothing_to_explain_is_said_in_a_sentence(her2):
    with pytest.raises(UserMistake, match="nothing to explain: WT, untreated"):
        why(her2, Scenario("cell"))
    with pytest.raises(UserMistake, match="no difference to explain: GR after 72 h is 1 in PTEN"):
        why(her2, Scenario("cell", Genotype("PTEN_loss")))


def test_mistakes_name_what_is_valid(her2, toy):
    with pytest.raises(UnknownName, match="Closest: 'route'"):
        why(her2, resistant("PTEN_loss"), by="routes")
    with pytest.raises(UnknownName, match="pAKT_S473"):
        why(her2, resistant("PTEN_loss"), "pAKT_S437")
    with pytest.raises(UnknownName, match="Closest: 'PTEN_loss'"):
        why(her2, resistant("PTEN_los"))
    with pytest.raises(InvalidValue, match="compared under one treatment"):
        why(her2, resistant("PTEN_loss"), reference=Scenario("untreated"), by="alteration")
    with pytest.raises(InvalidValue, match=r"one that .*steps\.csv has rows for"):
        why(toy, Scenario("c", treatment=(Dose("blockin", nM=1),)), "GR", by="loop")
    with pytest.raises(InvalidValue, match="sample is -1"):
        why(her2, resistant("PTEN_loss"), sample=-1)
    with pytest.raises(InvalidValue, match="at most 12"):
        names = ["AKT", "TSC2", "RHEB", "PRAS40", "FKBP12", "S6K", "S6", "EBP1", "EIF4E"]
        names += ["FOXO", "GAB1", "SOS", "GRB2"]
        many = tuple(Set(f"{name}_tot", 1.0) for name in names)
        why(her2, Scenario("c", treatment=LAPATINIB, changes=many), by="alteration")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lipid,step", "lipid,stap", "'stap' is none of step, route, loop"),
        ("PIP3,on,,", "PIP3,onn,,", "'onn' is not in the model. Closest: 'on'"),
        ("PIP3,on,,", "PIP2,on,,", "uses none of the row's signals"),
        ("PIP3,on,,", "PIP3;PIP2,on,,", "No formula of 'into' uses 'PIP2'"),
        ("{fold PIP3}", "{fold PIP4}", "'PIP4' is not in the model. Closest"),
        ("{fold PIP3}", "{times PIP3}", "'times' is none of fold, asked, reference"),
    ],
)
def test_a_row_that_does_not_fit_the_model_is_refused(copied, old, new, message):
    path = copied / "steps.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InvalidTable, match=message):
        read_steps(load_model(copied), "step", "GR")


def test_texts_are_filled_with_numbers_of_both_cells():
    text = "{fold A+B} of {reference}: {asked A}, {reference B}"
    values = {"A": 1.0, "B": 3.0}, {"A": 1.5, "B": 0.5}
    assert told(text, *values, "the other") == "2.00 times of the other: 1, 0.5"
    assert fold_text(0.0, 0.0) == "1 times"
    assert fold_text(1.0, 0.0) == "infinitely many times"
    assert fold_text(25.0, 2.0) == "12 times"


def test_every_row_of_her2_is_used_and_sourced(her2):
    for view, readout in (("step", "GR"), ("route", "GR"), ("route", "pAKT_S473"), ("loop", "GR")):
        rows = read_steps(her2, view, readout)
        assert all(row.source and row.text and row.label for row in rows)
        assert isinstance(pd.DataFrame([vars(row) for row in rows]), pd.DataFrame)


def test_a_row_names_its_step_and_says_what_was_found(her2):
    rows = why(her2, resistant("PTEN_loss")).table.to_dict("records")
    known = {row.id for row in read_steps(her2, "step", "GR")}
    assert {row["id"] for row in rows} == known | {""}
    assert all(row["finding"] and row["text"].endswith(row["finding"]) for row in rows)
