from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from her2sim import Dose, Genotype, Scenario, load_model, reverse, simulate
from her2sim.analysis.regimen.candidates import candidates
from her2sim.analysis.regimen.exposure import exposures
from her2sim.errors import InvalidValue, UnknownName, UserMistake

TOY = Path(__file__).parents[2] / "toy" / "models"
LAPATINIB = (Dose("lapatinib", uM=1),)


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


@pytest.fixture(scope="module")
def toy():
    return load_model(TOY / "toy")


def resistant(genotype):
    return Scenario("resistant", Genotype.parse(genotype), treatment=LAPATINIB)


@pytest.fixture(scope="module")
def found(her2):
    """What is found for each of the three resistant genotypes."""
    names = ("PTEN_loss", "PIK3CA_E545K", "PIK3CA_H1047R")
    return {name: reverse(her2, resistant(name)) for name in names}


def row_of(result, kind, *drugs):
    """Return the row of a set of drugs that is added to or given instead of lapatinib."""
    whole = {*drugs, "lapatinib"} if kind == "added" else set(drugs)
    for row in result.table.to_dict("records"):
        named = {part.split("=")[0] for part in row["treatment"].split(" + ")}
        if row["kind"] == kind and named == whole:
            return row
    raise KeyError(drugs)


@pytest.mark.parametrize("genotype", ["PTEN_loss", "PIK3CA_E545K", "PIK3CA_H1047R"])
def test_the_double_inhibitor_is_found_to_restore_the_response(found, genotype):
    row = row_of(found[genotype], "added", "dactolisib")
    assert row["restored"]
    assert row["value"] <= row["goal"] + 1e-3
    assert row["new_exposure"] <= 1.01, "inside what patients reach"


@pytest.mark.parametrize("genotype", ["PTEN_loss", "PIK3CA_E545K", "PIK3CA_H1047R"])
def test_the_rapalog_restores_a_part(found, genotype):
    row = row_of(found[genotype], "added", "everolimus")
    assert not row["restored"]
    assert 0.3 < row["recovered"] < 1


def test_the_goal_is_the_wild_types_response(her2, found):
    result = found["PTEN_loss"]
    arms = [Scenario("WT", treatment=LAPATINIB), resistant("PTEN_loss")]
    table = simulate(her2, arms, times_h=[72.0], readouts=["GR"]).table
    values = table.set_index("scenario")["value"]
    assert result.goal == pytest.approx(values["WT"], abs=2e-4)
    assert result.asked_value == pytest.approx(values["resistant"], abs=2e-4)


def test_the_least_restoring_exposure_stands_for_a_set_of_drugs(found):
    result = found["PIK3CA_E545K"]
    row = row_of(result, "instead", "dactolisib")
    mine = result.searched[
        result.searched["treatment"].str.fullmatch(r"dactolisib=[\d.]+nM")
        & result.searched["restored"]
    ]
    assert row["exposure"] == mine["exposure"].min()


def test_what_restores_comes_first_and_ranks_count_up(found):
    for result in found.values():
        restored = result.table["restored"].tolist()
        assert restored == sorted(restored, reverse=True)
        assert result.table["rank"].tolist() == list(range(1, len(restored) + 1))
        assert result.best is not None
        assert str(result.table["treatment"].iloc[0]) in result.headline


def test_nothing_is_searched_beyond_what_patients_reach_unless_asked(her2, found):
    own = found["PTEN_loss"].searched
    assert own.loc[own["kind"] == "instead", "reached"].all()
    beyond = reverse(her2, resistant("PTEN_loss"), drugs=["dactolisib"], max_drugs=1, beyond=3.0)
    assert not beyond.searched["reached"].all()
    assert beyond.searched["new_exposure"].max() == pytest.approx(3.0, rel=0.01)


def test_the_front_falls_with_exposure(found):
    for result in found.values():
        for _, kind in result.searched.groupby("kind"):
            front = kind[kind["front"]].sort_values("new_exposure")
            assert (np.diff(front["value"]) < 0).all()


def test_exposure_is_unbound_concentration_over_the_highest_reached(her2):
    reached = exposures(her2)
    drug = reached["lapatinib"]
    assert drug.free == her2.default("fu_lapatinib")
    assert drug.multiple(Dose("lapatinib", uM=1), her2) == pytest.approx(
        1000 * drug.free / drug.high
    )
    assert drug.doses(3, 1.0)[-1].amount == pytest.approx(drug.high / drug.free, rel=0.01)
    assert reached["trastuzumab"].free == 1.0


def test_candidates_are_added_instead_and_knocked_out(her2):
    few = exposures(her2, ["dactolisib", "BEZ235", "everolimus", "lapatinib"])
    looked = candidates(her2, resistant("PTEN_loss"), few, 2, 2, 1.0, True)
    groups = {each.group for each in looked}
    assert ("added", ("dactolisib",)) in groups
    assert ("added", ("lapatinib",)) not in groups, "it is given already"
    assert ("instead", ("lapatinib",)) in groups
    assert ("knock-out", ("PTEN",)) in groups
    added = [each for each in looked if each.group == ("added", ("everolimus", "dactolisib"))]
    assert len(added) in (0, 4)


def test_knock_outs_are_ranked_but_say_nothing_of_normal_cells(her2):
    result = reverse(
        her2, resistant("PTEN_loss"), "growth_rate", drugs=["everolimus"], knockouts=True
    )
    genes = result.table[result.table["kind"] == "knock-out"]
    assert len(genes) == len(her2.genes)
    assert genes["spared"].isna().all()
    assert genes["restored"].any()


def test_samples_say_in_how_many_sets_it_holds(her2):
    result = reverse(
        her2, resistant("PTEN_loss"), drugs=["dactolisib"], max_drugs=1, sample=5, seed=1
    )
    assert {"lower", "upper", "restored_share"} <= set(result.table.columns)
    assert result.table["restored_share"].dropna().between(0, 1).all()


def test_any_model_folder_can_be_searched(toy):
    cell = Scenario("cell", Genotype("PTEN_loss"), treatment=(Dose("blockin", nM=20),))
    result = reverse(toy, cell, "pAKT_fraction", hours=1)
    assert set(result.table["kind"]) == {"instead"}, "the one drug is given already"
    assert result.table["restored"].iloc[0]
    assert result.normal == "WT, rich"


def test_no_resistance_and_no_response_are_said_in_a_sentence(her2):
    with pytest.raises(UserMistake, match="no resistance to reverse: GR after 72 h is"):
        reverse(her2, Scenario("cell", treatment=LAPATINIB))
    with pytest.raises(UserMistake, match="no response to restore: GR after 72 h is 1"):
        reverse(her2, Scenario("cell", Genotype("PTEN_loss")))


def test_mistakes_name_what_is_valid(her2, toy):
    cell = resistant("PTEN_loss")
    with pytest.raises(InvalidValue, match="from 1 to 3"):
        reverse(her2, cell, max_drugs=4)
    with pytest.raises(InvalidValue, match=r"beyond is 0\.5"):
        reverse(her2, cell, beyond=0.5)
    with pytest.raises(UnknownName, match="Closest: 'dactolisib'"):
        reverse(her2, cell, drugs=["dactolisip"])
    with pytest.raises(UnknownName, match="HER2_normal"):
        reverse(her2, cell, normal="HER2_norma")


def test_a_drug_without_a_clinical_range_is_refused(tmp_path):
    shutil.copytree(TOY, tmp_path / "models")
    path = tmp_path / "models" / "drugs.csv"
    path.write_text(path.read_text().replace(",1,1000,nM,", ",,,,"))
    model = load_model(tmp_path / "models" / "toy")
    cell = Scenario("cell", Genotype("PTEN_loss"), treatment=(Dose("blockin", nM=20),))
    with pytest.raises(UserMistake, match=r"blockin: no clinical range .*drugs\.csv"):
        reverse(model, cell, "pAKT_fraction", hours=1)
