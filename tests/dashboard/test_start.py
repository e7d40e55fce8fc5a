"""The Start page: what it claims comes from tables, what it shows from the model."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET

import pytest
from dash._utils import to_json
from her2sim_dashboard import presets
from her2sim_dashboard.claims import experiments_of
from her2sim_dashboard.pages import PAGES, page_at, start
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.presets import read_presets, stories
from her2sim_dashboard.state import to_query
from her2sim_dashboard.view import view_of

BY_ID = {row.id: row for row in read_presets()}


@pytest.fixture(scope="module")
def told(her2):
    return {story.row.id: story for story in stories(her2)}


def test_it_is_the_first_page():
    assert PAGES[0] is start
    assert page_at("/") is start


def test_every_preset_can_be_told_by_the_model(told):
    assert list(told) == [row.id for row in read_presets()]
    assert 6 <= len(told) <= 8


@pytest.mark.parametrize("row", read_presets(), ids=list(BY_ID))
def test_a_preset_names_claims_that_are_tested_and_a_source(row, her2):
    known = {each.id for each in experiments_of(her2.model)}
    assert set(row.claims) <= known
    assert row.source
    # Numbers of the science come from the model, never from the text.
    assert not re.search(r"\d[.,]\d|\d\s*(%|×|fold|nM|µM)", row.text)


@pytest.mark.parametrize("name", list(BY_ID))
def test_a_card_shows_what_the_page_behind_it_shows(name, told, her2):
    story = told[name]
    view = view_of(parse_scenario(story.query, her2), her2)
    assert view.problems == ()
    assert view.verdict.label == (story.verdict.label if story.verdict else view.verdict.label)
    beside = view_of(parse_scenario(to_query(story.other), her2), her2)
    for gauge in story.gauges:
        for bar, each in zip(gauge.bars, (view, beside), strict=True):
            value, base = (ends[gauge.readout.id] for ends in (each.ends.cell, each.ends.reference))
            shown = float(bar.text.rstrip("×").replace("−", "-"))
            expected = value / base if bar.text.endswith("×") else value
            assert shown == pytest.approx(expected, rel=0.06, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "readout", "higher"),
    [
        ("broken_brake", "GR", True),
        ("broken_brake", "pAKT_S473", True),
        ("restored", "GR", False),
        ("rebound", "pAKT_S473", True),
        ("rebound", "pS6", False),
        ("stuck_accelerator", "GR", True),
        ("lost_handle", "GR", True),
        ("two_drugs", "GR", False),
        ("two_drugs", "pAKT_S473", True),
        ("ligand", "GR", True),
        ("other_arm", "pERK", True),
    ],
)
def test_the_model_says_what_the_title_says(name, readout, higher, told):
    gauge = next(each for each in told[name].gauges if each.readout.id == readout)
    cell, other = (bar.start + bar.length * (-1 if _negative(bar) else 1) for bar in gauge.bars)
    assert (cell > other) is higher


def _negative(bar) -> bool:
    return bar.text.startswith("−")


def test_verdicts_are_those_of_the_stories(told):
    given = {name: story.verdict.tone for name, story in told.items() if story.verdict}
    assert given["broken_brake"] == "bad"
    assert given["restored"] == "good"
    assert given["stuck_accelerator"] == "bad"
    assert given["two_drugs"] == "warn"


def test_bars_stay_on_their_track(told):
    for story in told.values():
        for gauge in story.gauges:
            assert 0 <= gauge.zero <= gauge.mark <= 1
            for bar in gauge.bars:
                assert bar.start >= 0
                assert bar.start + bar.length <= 1 + 1e-9
                assert bar.start == pytest.approx(gauge.zero) or _negative(bar)


def test_the_way_to_compare_holds_both_cells(told, her2):
    state = parse_scenario(told["broken_brake"].query_of_both, her2).state
    assert state.cell == told["broken_brake"].state.cell
    assert state.others == (told["broken_brake"].other.cell,)


def test_a_preset_that_a_model_cannot_tell_is_left_out(toy):
    assert stories(toy) == ()
    page = to_json(start.layout("", toy))
    assert "Stories to begin with" not in page
    assert "What it cannot tell you" in page
    assert "Build my own scenario" in page


def test_stories_are_simulated_once(told, her2, monkeypatch):
    monkeypatch.setattr(presets, "compare", None)
    assert stories(her2) == tuple(told.values())


def test_an_unsolvable_preset_is_left_out_and_the_others_stay(her2, monkeypatch):
    from her2sim.errors import Her2simError

    compare = presets.compare

    def failing(context, cell, hours):
        if any(dose.drug == "everolimus" for dose in cell.doses):
            raise Her2simError("no")
        return compare(context, cell, hours)

    monkeypatch.setattr(presets, "compare", failing)
    left = {story.row.id for story in stories(dataclasses.replace(her2))}
    assert left == set(BY_ID) - {"rebound", "two_drugs"}


def test_limits_are_told_and_lead_to_the_claims(her2):
    page = to_json(start.layout("", her2))
    assert "None is fitted to data yet" in page
    assert "Not for clinical decisions" in page
    assert "model?" in page
    assert "vd=known_gap" in page


def test_nothing_is_said_about_this_model_for_another(toy):
    assert "Heregulin" not in to_json(start.layout("", toy))


def test_a_visitor_can_go_on_where_they_were(her2):
    assert "Go on with" not in to_json(start.layout("", her2))
    page = to_json(start.layout("g=PTEN_loss&d=lapatinib:300nM", her2))
    assert "Go on with" in page
    assert "g=PTEN_loss" in page


@pytest.mark.parametrize("query", [None, 7, "g=nope", "%00", "d=lapatinib:1e400"])
def test_whatever_the_address_holds_there_is_a_page(query, her2):
    assert "Build my own scenario" in to_json(start.layout(query, her2))


@pytest.fixture(scope="module")
def pictures():
    from her2sim_dashboard.app import create_app

    return create_app("her2").server.test_client()


@pytest.mark.parametrize("form", ["", "-dark", "-words", "-words-dark"])
def test_the_map_of_a_story_is_a_picture(form, pictures):
    answer = pictures.get(f"/preset/broken_brake{form}.svg")
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    root = ET.fromstring(answer.data)
    assert root.tag.endswith("svg")
    texts = [each for each in root.iter() if each.tag.endswith("}text")]
    assert bool(texts) is ("words" in form)


def test_stories_have_pictures_of_their_own(pictures):
    drawn = {pictures.get(f"/preset/{name}.svg").data for name in BY_ID}
    assert len(drawn) == len(BY_ID)


@pytest.mark.parametrize("name", ["nope", "..%2f..%2fetc", "broken_brake-", "Broken_brake"])
def test_there_is_no_other_picture(name, pictures):
    assert pictures.get(f"/preset/{name}.svg").status_code == 404


def test_a_model_without_stories_has_no_pictures(client):
    assert client.get("/preset/broken_brake.svg").status_code == 404
