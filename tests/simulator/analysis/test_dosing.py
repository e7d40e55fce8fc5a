"""dose_response and combine on the toy model, whose answer is known on paper."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from her2sim import Dose, combine, dose_response, load_model
from her2sim.analysis.dosing import clinical_range, curve_doses, matrix_doses, nominal_range
from her2sim.analysis.growth import gr_at_half_count
from her2sim.analysis.intervals import interval
from her2sim.errors import InvalidValue, UnknownName, UserMistake

MODELS = Path(__file__).parents[2] / "toy" / "models"
DOSES = tuple(np.geomspace(0.1, 1e4, 11))
FEW = (1.0, 10.0, 100.0, 1000.0)


@pytest.fixture(scope="module")
def toy():
    return load_model(MODELS / "toy")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The toy beside a model with a twin of its drug, which acts on the same site."""
    folder = tmp_path_factory.mktemp("two") / "models"
    shutil.copytree(MODELS, folder)
    shutil.copytree(MODELS / "toy", folder / "pair")
    drugs = folder / "drugs.csv"
    row = drugs.read_text().splitlines()[1]
    twin = row.replace("blockin,Blockin,toy-001;BLK,inh", "twin,Twin,,inh2")
    drugs.write_text(f"{drugs.read_text()}{twin}\n")
    text = (folder / "pair" / "toy.ant").read_text().replace("model toy()", "model pair()")
    (folder / "pair" / "toy.ant").unlink()
    text = text.replace("species $inh in cell", "species $inh in cell, $inh2 in cell")
    text = text.replace("inh = zero", "inh = zero\n  inh2 = zero")
    text = text.replace("inh / K_inh", "inh / K_inh + inh2 / K_inh")
    (folder / "pair" / "pair.ant").write_text(text)
    species = folder / "pair" / "species.csv"
    species.write_text(species.read_text() + "inh2,Twin,SBO:0000247,,held constant\n")
    return folder


@pytest.fixture(scope="module")
def two(folder):
    return load_model(folder / "pair")


def response(toy, **options):
    given = {"doses_nM": DOSES, "readout": "PIP3_level", "hours": 2.0} | options
    return dose_response(toy, "blockin", **given)


def test_the_half_dose_is_that_of_the_equation(toy):
    # PIP3 = total / (1 + k_back (1 + dose / K) / k_make): halved at K (1 + k_make / k_back).
    summary = response(toy, genotypes=["WT", "PTEN_loss"]).summary.set_index("genotype")
    assert summary["IC50_nM"]["WT"] == pytest.approx(5 * (1 + 0.02 / 0.05), rel=0.01)
    assert summary["IC50_nM"]["PTEN_loss"] == pytest.approx(5 * (1 + 0.02 / 0.005), rel=0.01)
    assert summary["fold_resistance"]["PTEN_loss"] == pytest.approx(25 / 7, rel=0.02)
    assert summary["hill"].tolist() == pytest.approx([1, 1], rel=0.01)
    assert summary["fit"].tolist() == ["sigmoid", "sigmoid"]


def test_the_table_has_every_dose_and_claims_no_interval(toy):
    found = response(toy, genotypes=["WT", "PTEN_loss"])
    assert len(found.table) == 2 * (len(DOSES) + 1)
    assert found.table["lower"].isna().all() and found.summary["IC50_nM_lower"].isna().all()
    assert found.table["unit"].unique().tolist() == ["nM"]
    assert "no interval" in found.sample.text


def test_the_wild_type_is_the_reference_also_when_it_is_not_asked_for(toy):
    alone = response(toy, genotypes="PTEN_loss").summary
    assert alone["genotype"].tolist() == ["PTEN_loss"]
    assert alone["fold_resistance"].tolist() == pytest.approx([25 / 7], rel=0.02)


def test_a_half_that_is_not_reached_is_infinite(toy):
    found = response(toy, doses_nM=(0.1, 0.2, 0.4, 0.8))
    assert math.isinf(found.summary["IC50_nM"][0])
    assert "not reached" in found.conclusion()


def test_the_conclusion_says_potency_resistance_and_what_patients_reach(toy):
    text = response(toy, genotypes=["WT", "PTEN_loss"]).conclusion()
    assert "wild type: IC50 7 nM" in text
    assert "PTEN_loss: IC50 25 nM, 3.6 times the wild type's" in text
    assert "1 nM to 1 µM leave as much drug free as patients reach" in text


def test_partners_are_given_throughout(two):
    found = dose_response(
        two, "blockin", DOSES, readout="PIP3_level", hours=2, partners=[Dose("twin", nM=5)]
    )
    # With K of the twin the effective constant doubles the inhibition that is there already.
    assert found.table["value"][0] == pytest.approx(100 / (1 + 2.5 * 2), rel=1e-3)
    assert found.summary["IC50_nM"][0] == pytest.approx(5 * (2 + 0.4), rel=0.01)


def test_backgrounds_are_crossed_and_told_apart(toy):
    found = response(toy, background=["plain", "rich"])
    assert found.summary["background"].tolist() == ["plain", "rich"]
    assert "wild type (rich)" in found.conclusion()


def test_mistakes_are_answered_in_sentences(toy, folder):
    with pytest.raises(UnknownName, match=r"Drug 'blockn' is not in .*drugs.csv. Closest"):
        dose_response(toy, "blockn")
    with pytest.raises(UserMistake, match=r"'twin' has no target in model 'toy'.*'inh2'"):
        dose_response(load_model(folder / "toy"), "twin")
    with pytest.raises(InvalidValue, match="4 to 200 different ones"):
        response(toy, doses_nM=(1, 2, 3))
    with pytest.raises(InvalidValue, match="rising"):
        response(toy, doses_nM=(1, 2, 2, 3))
    with pytest.raises(UserMistake, match=r"'PIP_tot' does not move.*PIP3_level"):
        response(toy, readout="PIP_tot")
    with pytest.raises(UnknownName, match="Readout 'PIP4'"):
        response(toy, readout="PIP4")
    with pytest.raises(InvalidValue, match="sample is -1"):
        response(toy, sample=-1)
    with pytest.raises(InvalidValue, match="hours is 0"):
        response(toy, hours=0)
    with pytest.raises(InvalidValue, match="different drugs"):
        combine(toy, "blockin", "BLK")


def test_a_foreign_model_has_no_drugs_to_dose():
    model = load_model(Path(__file__).parents[3] / "sbml" / "her2.xml")
    with pytest.raises(UserMistake, match="comes without a table of drugs"):
        dose_response(model, "anything")


def test_default_doses_cover_what_patients_reach(toy):
    drug = toy.drug("blockin")
    doses = curve_doses(toy, drug)
    assert doses[0] <= 0.1 and doses[-1] >= 1e4 and len(doses) == 21
    assert matrix_doses(toy, drug, 8) == (0, 1, 3.16, 10, 31.6, 100, 316, 1000)


def test_drugs_of_one_site_are_loewe_additive_in_the_model(two):
    found = combine(two, "blockin", "twin", readout="PIP3_level", hours=2.0)
    assert found.table["loewe"].abs().max() < 2e-3
    assert found.summary["loewe"][0] == pytest.approx(0, abs=1e-3)
    index = found.isobole["combination_index"]
    assert len(index) > 5 and np.allclose(index, 1, atol=0.02)
    assert "no interaction by Loewe" in found.conclusion()


def test_the_reversal_is_where_the_altered_cell_responds_as_the_wild_type(two):
    genotypes = ["WT", "PTEN_loss"]
    found = combine(two, "blockin", "twin", FEW, FEW, genotypes, readout="PIP3_level", hours=2.0)
    table = found.table.set_index(["genotype", "dose_a_nM", "dose_b_nM"]).sort_index()
    assert not table.loc["WT", "reversal"].any()
    for (dose_a, _), row in table.loc["PTEN_loss"].iterrows():
        wanted = table.loc[("WT", dose_a, 0.0), "affected"]
        assert row["reversal"] == (dose_a > 0 and row["affected"] >= wanted - 1e-4)
    row = found.reversal.iloc[1]
    # What 10 nM does to the wild type, 1 - 1.4 / 3.4 ... as the equation has it.
    target = 1 - (1 + 2.5) / (1 + 2.5 * 3)
    assert row["dose_a_nM"] == 10 and row["target"] == pytest.approx(target, abs=1e-3)
    assert "restores what" in found.conclusion()


def test_three_drugs_need_three(two):
    with pytest.raises(InvalidValue, match="different drugs"):
        combine(two, "blockin", "twin", third="blockin")


def test_intervals_are_observed_values_and_leave_the_table_out():
    values = np.array([99.0, *range(1, 101)])
    assert interval(values) == (3.0, 98.0) or interval(values) == (4.0, 98.0)
    low, high = interval(np.array([1.0, 5.0, math.inf]))
    assert low == 5.0 and math.isinf(high)
    assert all(map(math.isnan, interval(np.array([1.0]))))


def test_clinical_ranges_become_nominal_doses_by_the_free_share():
    model = load_model("her2")
    for drug in model.drugs:
        low, high = nominal_range(model, drug)
        free = model.default(drug.free_fraction) if drug.free_fraction else 1.0
        assert (low * free, high * free) == pytest.approx(clinical_range(drug))


def test_doses_that_differ_from_round_ones_by_rounding_can_be_combined(two):
    # As mass per volume turns into nM: 1/148000 of a gram per mole is not a decimal number.
    near = tuple(dose * (1 + 2e-16 * place) for place, dose in enumerate(FEW))
    odd = tuple(dose / 148 * 1000 for dose in near)
    found = combine(two, "blockin", "twin", odd, odd, readout="PIP3_level", hours=2.0)
    assert found.summary["loewe"].iloc[0] == pytest.approx(0, abs=0.01)


def test_cells_counted_are_half_where_the_growth_rate_says_so():
    # One division: half as many cells are those that have not grown at all.
    assert gr_at_half_count(1.0) == pytest.approx(0.0)
    for divisions in (0.5, 2.0, 3.7):
        level = gr_at_half_count(divisions, control=0.8)
        lag = math.log2(1 + level) - math.log2(1.8)
        assert 2 ** (divisions * lag) == pytest.approx(0.5)
