"""The Dose page shows the numbers of the analyses, and says in words what has no number."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest
from her2sim import combine, dose_response
from her2sim.analysis.dosing import curve_doses, matrix_doses
from her2sim.analysis.fit import first_crossing
from her2sim_dashboard.dosing import counting, experiments, jobs, wells, words
from her2sim_dashboard.dosing.answer import answer_of
from her2sim_dashboard.dosing.look import looks
from her2sim_dashboard.dosing.potency import potency_row
from her2sim_dashboard.dosing.question import (
    REFERENCES,
    genotypes_of,
    is_usual,
    matrix_grid,
    pair_of,
    place_of,
    question_of,
)
from her2sim_dashboard.dosing.readings import readings_of
from her2sim_dashboard.pages import dose
from her2sim_dashboard.parsing import parse_scenario

MOST_BYTES = 60_000
RESISTANT = "g=PTEN_loss&d=lapatinib:1uM,everolimus:5nM&t=48"


def state_of(query, context):
    return parse_scenario(query, context).state


def shown(query, context):
    return answer_of(parse_scenario(query, context), context)


class Report:
    """Takes what a job sends."""

    def __init__(self) -> None:
        self.parts: list[dict] = []
        self.shares: list[float] = []

    def progress(self, done: int, total: int) -> None:
        self.shares.append(done / total)

    def part(self, found) -> None:
        self.parts.append(json.loads(json.dumps(found, allow_nan=False)))


@pytest.fixture(scope="module")
def reported(her2):
    """The parts of the matrix job for a resistant cell."""
    report = Report()
    query = "g=PTEN_loss&t=72&dod=lapatinib&dop=dactolisib&dog=WT,PTEN_loss"
    result = jobs.matrices(state_of(query, her2), her2, report)
    return report.parts, result


# --- what is asked ------------------------------------------------------------------------------


def test_the_other_doses_of_the_scenario_are_held_fixed(her2):
    question = question_of(state_of(RESISTANT + "&dod=lapatinib", her2), her2)
    assert [given.drug for given in question.cell.doses] == ["everolimus"]
    pair = pair_of(state_of(RESISTANT + "&dod=lapatinib&dop=everolimus", her2), her2)
    assert pair.cell.doses == ()
    told = shown(RESISTANT, her2)["partners"]
    assert "everolimus 5\u00a0nM" in told
    assert "Lapatinib varies, so its dose in the scenario is not used" in told


def test_a_fresh_page_shows_wild_type_a_mutation_of_each_gene_and_the_own_genotype(her2):
    state = state_of("g=PTEN_low,PIK3CA_H1047R", her2)
    chosen = genotypes_of(state, her2.catalogue)
    assert chosen[0] == "WT"
    assert "PTEN_low+PIK3CA_H1047R" in chosen
    assert {gene.mutations[0].id for gene in her2.catalogue.genes} <= set(chosen)


def test_a_drug_is_never_combined_with_itself(her2):
    answer = shown("dod=lapatinib&dop=lapatinib", her2)
    assert "not combined with itself" in answer["problems"][-1]
    assert pair_of(state_of("dod=lapatinib&dop=lapatinib", her2), her2).drugs[1] != "lapatinib"


def test_a_drug_dosed_by_mass_gets_round_masses_in_its_matrix(her2):
    choice = her2.catalogue.drug("trastuzumab")
    grid = [choice.convert(each, "nM", "ug/mL") for each in matrix_grid(her2, choice, 8)]
    assert grid == pytest.approx([0, 1, 3.16, 10, 31.6, 100, 316, 1000])
    molar = her2.catalogue.drug("lapatinib")
    assert matrix_grid(her2, molar, 8) == matrix_doses(her2.model, molar.row, 8)
    assert is_usual(matrix_grid(her2, molar, 8), her2, molar)
    assert not is_usual(matrix_grid(her2, molar, 6), her2, molar)


def test_the_place_of_a_dose_is_that_of_its_well(her2):
    grid = matrix_grid(her2, her2.catalogue.drug("lapatinib"), 8)
    for well, each in enumerate(grid[1:], start=1):
        assert place_of(each, grid) == pytest.approx(well, abs=0.01)


# --- numbers ------------------------------------------------------------------------------------


def test_curves_and_potencies_are_those_of_the_analysis(her2):
    answer = shown("g=PTEN_loss&t=72&dod=lapatinib&dog=WT,PTEN_loss", her2)
    found = dose_response(
        her2.model, "lapatinib", genotypes=["WT", "PTEN_loss"], background="HER2_amp", hours=72
    )
    traces = {trace["uid"]: trace for trace in answer["curves"]["chart"]["data"]}
    for slot, name in enumerate(("WT", "PTEN_loss")):
        own = found.table[(found.table.genotype == name) & (found.table.dose_nM > 0)]
        assert traces[f"g{slot}"]["x"] == pytest.approx(list(own.dose_nM), rel=1e-3)
        assert traces[f"g{slot}"]["y"] == pytest.approx(list(own.value), rel=1e-2, abs=1e-3)
    table = answer["curves"]["table"]
    ids = [column["id"] for column in table["columns"]]
    for row, record in zip(table["rows"], found.summary.to_dict("records"), strict=True):
        for metric in ("GR50_nM", "GRmax", "hill"):
            value = row[ids.index(metric)]["value"]
            assert value == pytest.approx(record[metric], rel=2e-3, abs=1e-3)
    folds = [row[ids.index("fold_resistance")]["value"] for row in table["rows"]]
    assert folds == pytest.approx(list(found.summary.fold_resistance), rel=1e-3)


@pytest.mark.parametrize("order", [1, -1])
def test_no_two_curves_need_their_colours_to_be_told_apart(her2, order):
    names = [*her2.catalogue.names("mutation"), "WT", "PTEN_loss+PIK3CA_H1047R"][::order]
    chosen = looks(names[:8])
    assert len({look.symbol for look in chosen.values()}) == len(chosen)
    assert len({look.light for look in chosen.values()}) == len(chosen)


def test_what_patients_reach_is_shaded_as_the_analysis_has_it(her2):
    chart = shown("dod=lapatinib", her2)["curves"]["chart"]
    found = dose_response(her2.model, "lapatinib", background="HER2_amp", hours=24)
    band = next(shape for shape in chart["layout"]["shapes"] if shape["type"] == "rect")
    assert (band["x0"], band["x1"]) == pytest.approx(found.clinical_nM, rel=1e-3)
    assert "not bound to protein" in chart["summary"]


def test_wells_and_scores_are_those_of_the_analysis(her2, reported):
    parts, result = reported
    main = parts[0]["main"]
    found = combine(
        her2.model,
        "lapatinib",
        "dactolisib",
        genotypes=["PTEN_loss"],
        background="HER2_amp",
        hours=72,
    )
    effect = pd.DataFrame(main["effect"]["data"][0]["z"])
    own = found.table.pivot_table(index="dose_b_nM", columns="dose_a_nM", values="value")
    assert effect.to_numpy() == pytest.approx(own.to_numpy(), abs=2e-3)
    means = {row[0]: row[1]["value"] for row in main["scores"]["rows"]}
    for name, label in REFERENCES.items():
        assert means[label] == pytest.approx(float(found.summary[name].iloc[0]), abs=1e-3)
    compared = result["compare"]["table"]
    assert [row[0] for row in compared["rows"]] == ["wild type", "PTEN loss"]


def test_an_excess_is_red_above_and_blue_below_a_white_zero(reported):
    trace = reported[0][0]["main"]["score"]["data"][0]
    assert trace["zmin"] == -trace["zmax"] < 0
    stops = {stop: colour for stop, colour in trace["colorscale"]}
    assert stops[0.5] == "#ffffff"
    low, high = (tuple(bytes.fromhex(stops[end][1:])) for end in (0, 1))
    assert low[2] > low[0]
    assert high[0] > high[2]
    assert "Red, above 0: more effect" in reported[0][0]["main"]["score"]["summary"]


def test_a_small_excess_is_never_painted_as_synergy():
    assert wells.scale_limit(0.001) == wells.LEAST_SCALE
    assert wells.scale_limit(0.21) == pytest.approx(0.25)


def test_intervals_are_those_of_the_analysis_and_say_where_they_come_from(her2, monkeypatch):
    monkeypatch.setattr(experiments._CURVES, "_values", type(experiments._CURVES._values)())
    few = her2.limits.__class__(**{**her2.limits.__dict__, "curve_sets": 8})
    context = her2.__class__(**{**her2.__dict__, "limits": few})
    state = state_of("t=24&dod=lapatinib&dog=WT,PTEN_loss", her2)
    report = Report()
    jobs.intervals(state, context, report)
    assert [part["genotype"] for part in report.parts] == ["WT", "PTEN_loss"]
    assert report.shares == sorted(report.shares)
    found = dose_response(
        her2.model, "lapatinib", genotypes=["PTEN_loss"], background="HER2_amp", hours=24, sample=8
    )
    question = question_of(state, her2)
    divided = counting.divisions(her2, question)
    expected = potency_row(readings_of(found), question, "PTEN_loss", divided, her2.catalogue)
    assert report.parts[1]["row"] == json.loads(json.dumps(expected))
    assert len(report.parts[1]["band"]["x"]) == 2 * len(curve_doses(her2.model, found.drug))
    assert "8 parameter sets" in report.parts[1]["source"]
    assert "not calibrated" in report.parts[1]["source"]


def test_without_a_sample_there_is_no_interval(her2):
    answer = shown("dod=lapatinib", her2)["curves"]
    assert not [column for column in answer["table"]["columns"] if "interval" in column["id"]]
    at = [place for place, each in enumerate(answer["wide"]["columns"]) if "interval" in each["id"]]
    assert {answer["wide"]["rows"][0][place] for place in at} == {words.NOT_RUN}


# --- counting -----------------------------------------------------------------------------------


def test_more_divisions_lower_the_ic50_of_counts_and_leave_the_gr50(her2):
    question = question_of(state_of("t=72&dod=lapatinib&dog=WT", her2), her2)
    found = experiments.responses(her2, question)
    counts = list(counting.half_counts(found.curves["WT"], (1, 2, 4)))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 2 * counts[-1]


def test_the_ic50_of_counts_halves_the_cells_that_the_growth_rates_predict(her2):
    question = question_of(state_of("t=72&dod=lapatinib&dog=WT", her2), her2)
    found = experiments.responses(her2, question)
    divided = counting.divisions(her2, question)["WT"]
    curve = found.curves["WT"]
    relative = [2 ** (divided * (math.log2(1 + gr) - 1)) for gr in curve.responses[1:]]
    assert counting.half_counts(curve, [divided]) == pytest.approx(
        [first_crossing(curve.doses[1:], relative, 0.5)], rel=0.02
    )


def test_a_curve_crosses_where_the_analysis_finds_it(her2):
    question = question_of(state_of("t=72&dod=lapatinib&dog=PTEN_loss", her2), her2)
    curve = experiments.responses(her2, question).curves["PTEN_loss"]
    levels = (1.5, 0.95, 0.6, 0.1)
    expected = [first_crossing(curve.doses[1:], curve.responses[1:], level) for level in levels]
    assert curve.crossings(levels) == pytest.approx(expected, rel=0.01)
    assert math.isinf(expected[-1])


# --- words --------------------------------------------------------------------------------------


def test_what_is_not_reached_is_told_in_words(her2):
    answer = shown("g=PTEN_loss&t=24&dod=trastuzumab&dog=PTEN_loss", her2)
    text = json.dumps(answer, allow_nan=False, ensure_ascii=False)
    assert "NaN" not in text
    assert "nan" not in [str(cell) for row in answer["curves"]["table"]["rows"] for cell in row]
    ids = [column["id"] for column in answer["curves"]["table"]["columns"]]
    cell = answer["curves"]["table"]["rows"][0][ids.index("GR50_nM")]
    assert isinstance(cell, str)
    assert cell.startswith(">") or cell == "no response"


@pytest.mark.parametrize(
    ("row", "half", "told"),
    [
        ({"fit": "sigmoid"}, math.inf, ">10\u00a0µM"),
        ({"fit": "sigmoid"}, 0.1, "≤0.1\u00a0nM"),
        ({"fit": "sigmoid"}, 0.0, "reached without it"),
        ({"fit": "sigmoid"}, math.nan, "nothing to halve"),
        ({"fit": "flat"}, math.inf, "no response"),
        ({"fit": "no data"}, math.nan, "could not be simulated"),
        ({"fit": "sigmoid"}, 50.0, ""),
    ],
)
def test_each_reason_for_no_half_effect_dose_has_its_words(her2, row, half, told):
    choice = her2.catalogue.drug("lapatinib")
    assert words.unreached(row, half, (0.1, 1e4), choice) == told


def test_no_cell_of_a_table_is_empty(her2, reported):
    tables = [shown(RESISTANT, her2)["curves"]["wide"], reported[0][0]["main"]["scores"]]
    for table in tables:
        for row in table["rows"]:
            texts = [cell if isinstance(cell, str) else cell["text"] for cell in row]
            assert all(text and text.casefold() not in ("nan", "inf", "–") for text in texts)


def test_a_readout_that_does_not_move_is_explained(her2):
    answer = shown("dod=everolimus&dor=HER2_total&t=1&dog=WT", her2)
    if answer.get("failed"):
        assert "does not move" in answer["failed"]
        assert answer["curves"] is None
    else:
        assert answer["curves"]["chart"]["data"]


def test_numbers_carry_a_real_minus_and_zero_no_sign():
    assert words.signed(-0.001) == "0.00"
    assert words.signed(0.05) == "+0.05"
    assert words.signed(-0.25) == "−0.25"


# --- other models -------------------------------------------------------------------------------


def test_a_model_with_one_drug_shows_curves_and_a_friendly_word(toy):
    page = str(dose.layout("", toy))
    assert "a matrix needs two" in page
    answer = shown("", toy)
    assert answer["matrix"] is None
    assert answer["curves"]["table"]["rows"]


def test_a_model_without_drugs_gets_a_friendly_card(toy):
    catalogue = toy.catalogue.__class__(**{**toy.catalogue.__dict__, "drugs": ()})
    bare = toy.__class__(**{**toy.__dict__, "catalogue": catalogue})
    assert "No drug in this model" in str(dose.layout("", bare))
    assert "no drug" in shown("", bare)["sentence"]
    report = Report()
    assert jobs.matrices(state_of("", toy), bare, report) == {}
    assert report.parts == []


def test_another_readout_than_growth_has_an_ic50_and_no_gr50(toy):
    table = shown("dor=PIP3_level", toy)["curves"]["table"]
    ids = [column["id"] for column in table["columns"]]
    assert "IC50_nM" in ids
    assert "GR50_nM" not in ids


def test_reversal_is_told_as_the_analysis_finds_it(her2, reported):
    told = " ".join(reported[0][0]["main"]["words"])
    pair = pair_of(state_of("g=PTEN_loss&t=72&dod=lapatinib&dop=dactolisib", her2), her2)
    found = experiments.matrix(her2, pair, "PTEN_loss").reversal
    possible = found[(found.dose_b_nM > 0) & (found.dose_b_nM < math.inf)]
    row = possible.sort_values("target").iloc[-1]
    choice = her2.catalogue.drug("dactolisib")
    assert words.dose_text(float(row.dose_b_nM), choice) in told
    assert words.dose_text(float(row.b_alone), choice) in told


def test_the_doses_of_the_largest_excess_are_those_of_its_well(her2, reported):
    pair = pair_of(state_of("g=PTEN_loss&t=72&dod=lapatinib&dop=dactolisib", her2), her2)
    found = experiments.matrix(her2, pair, "PTEN_loss")
    rows = {row[0]: row for row in reported[0][0]["main"]["scores"]["rows"]}
    for name, label in REFERENCES.items():
        best = str(found.summary[f"{name}_max_at"].iloc[0])
        told = rows[label][5]
        for part in best.split(" + "):
            drug, amount = part.split("=")
            choice = her2.catalogue.drug(drug)
            assert words.dose_text(float(amount.removesuffix("nM")), choice) in told


def test_every_well_can_be_opened_in_explore(her2, reported):
    links = reported[0][0]["main"]["wells"]
    for first in links["first"]:
        for second in links["second"]:
            given = ",".join(each for each in (first, second) if each)
            parsed = parse_scenario(f"{links['query']}&d={given}", her2)
            assert parsed.problems == ()
            assert parsed.state.cell.genotype == ("PTEN_loss",)
            assert len(parsed.state.cell.doses) == len([each for each in (first, second) if each])


# --- budget and forged posts --------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", RESISTANT, "dog=WT,PTEN_loss,PTEN_low,p95HER2&dos=all"])
def test_an_answer_stays_within_the_budget(her2, query):
    assert len(json.dumps(shown(query, her2))) <= MOST_BYTES


@pytest.mark.parametrize(
    "query",
    [
        "dod=nothing&dop=9&dor=%00&dog=,,+,&dom=WT,WT,WT&don=1000&dos=best",
        "dog=" + ",".join(["PTEN_loss"] * 500) + "&don=-1",
        "dod=blockin&d=blockin:1e400&t=nan&dor=PIP3_level",
        None,
        17,
        {"query": ["dod"]},
    ],
)
def test_forged_posts_are_answered(ask, query):
    answer = ask("/dose", query)
    assert answer.status_code == 200
    assert answer.json["path"] == "/dose"
