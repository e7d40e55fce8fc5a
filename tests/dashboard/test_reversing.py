"""What would reverse a resistance: true numbers, true links, and the price told."""

from __future__ import annotations

import json

import pytest
from her2sim import Dose
from her2sim.analysis.regimen.exposure import exposures, within
from her2sim_dashboard.jobs import Report
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.questions import readout_of
from her2sim_dashboard.reversing import search
from her2sim_dashboard.view import view_of

RESISTANT = "g=PTEN_loss&d=lapatinib:1uM&t=48"


def found_for(query, context):
    return search(parse_scenario(query, context).state, context, Report())


@pytest.fixture(scope="module")
def found(her2):
    return found_for(RESISTANT, her2)


def applied(row, context):
    path, _, query = row["apply"].partition("?")
    parsed = parse_scenario(query, context)
    assert path == "/explore" and not parsed.problems
    return view_of(parsed, context)


def number(text):
    return float(text.partition("\u00a0")[0].replace("−", "-").replace(",", ""))


def test_applying_a_treatment_gives_the_effect_and_the_verdict_that_were_told(her2, found):
    for row in found["rows"]:
        view = applied(row, her2)
        told, shown = number(row["effect"][1]), view.ends.cell[readout_of("reverse")]
        # Doses by mass are rounded to three digits on the page.
        assert shown == pytest.approx(told, abs=0.01), row["regimen"]
        assert row["verdict"][1] == view.verdict.label


def test_the_first_treatment_makes_the_cell_respond(her2, found):
    assert found["rows"][0]["restored"]
    assert applied(found["rows"][0], her2).verdict.label == "Responding"


def test_all_that_restores_comes_before_all_that_does_not(found):
    restored = [row["restored"] for row in found["rows"]]
    assert restored == sorted(restored, reverse=True)
    assert f"{sum(restored)} of {len(restored)} sets of drugs" in found["headline"]


def test_a_treatment_in_clinical_reach_is_one_whose_doses_patients_reach(her2, found):
    reached = exposures(her2.model)
    for row in found["rows"]:
        doses = applied(row, her2).state.cell.doses
        multiples = [reached[dose.drug].multiple(dose, her2.model) for dose in doses]
        # Rounded doses may lie a digit beyond the end of the range.
        inside = within(multiple / 1.006 for multiple in multiples)
        assert inside == (row["reach"][0] == "In clinical reach"), row["regimen"]


def test_what_the_resisted_dose_is_to_blame_for_is_said(found):
    added = [row for row in found["rows"] if row["kind"].startswith("added")]
    assert added and all(row["reach"][0].startswith("Resisted dose beyond") for row in added)
    assert all("(resisted)" in row["reach"][2] for row in added)


def test_the_price_in_normal_cells_is_told_for_every_treatment(found):
    for row in found["rows"]:
        words, tone, kept = row["normal"]
        percent = float(kept.partition("\u00a0")[0].replace("−", "-"))
        assert (percent >= 50) == (tone == "good") == (words == "Normal cells spared")


def test_the_first_that_spares_normal_cells_is_shown_at_once(her2):
    found = found_for("g=PIK3CA_H1047R&d=trastuzumab:20ug/mL&t=48", her2)
    sparing = next(
        place
        for place, row in enumerate(found["rows"])
        if row["restored"] and row["normal"][1] == "good"
    )
    assert sparing >= her2.limits.reversals_shown and found["first"][sparing]


def test_compare_keeps_this_cell_and_adds_the_other(her2, found):
    row = found["rows"][0]
    path, _, query = row["compare"].partition("?")
    state = parse_scenario(query, her2).state
    assert path == "/compare"
    assert state.cell == parse_scenario(RESISTANT, her2).state.cell
    assert state.others == (applied(row, her2).state.cell,)


def test_with_no_place_left_to_compare_there_is_no_link(her2):
    others = "".join(f"&c{place}=g=PTEN_loss;d=lapatinib:{place}nM" for place in (2, 3, 4))
    found = found_for(RESISTANT + others, her2)
    assert all(row["compare"] == "" for row in found["rows"])


def test_the_other_settings_go_along_with_a_link(her2):
    found = found_for(f"{RESISTANT}&y=unit&exv=route", her2)
    assert "y=unit" in found["rows"][0]["apply"] and "exv=route" in found["rows"][0]["apply"]


def test_sources_of_the_clinical_ranges_are_given(her2, found):
    text = "".join(part if isinstance(part, str) else part["text"] for part in found["note"])
    for drug in her2.model.drugs:
        assert drug.name in text and drug.evidence in text


def test_knock_outs_are_a_list_of_their_own_by_growth(her2):
    found = found_for(f"{RESISTANT}&exk=1", her2)
    knocked = found["knockouts"]
    assert 0 < len(knocked["rows"]) <= 2 * her2.limits.reversals_shown
    values = [number(row["effect"][1]) for row in knocked["rows"]]
    assert values == sorted(values)
    for row in knocked["rows"]:
        gene = row["regimen"].removesuffix(" knock-out")
        state = parse_scenario(row["apply"].partition("?")[2], her2).state
        assert [each.gene for each in state.cell.knockdowns] == [gene]
        assert state.cell.doses == (Dose("lapatinib", uM=1),)
        assert "verdict" not in row


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("g=PTEN_loss", "No drug is given"),
        ("d=lapatinib:1uM", "no resistance to reverse"),
        ("g=PTEN_loss&d=trastuzumab:0.01ug/mL", "no re"),
    ],
)
def test_where_there_is_nothing_to_reverse_one_sentence_says_so(her2, query, told):
    assert told in found_for(query, her2)["nothing"]


def test_an_answer_is_small_and_plain(found):
    assert len(json.dumps(found, allow_nan=False)) < 60_000
