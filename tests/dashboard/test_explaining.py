"""Why a cell resists: shares that add up, with sources and with places on the map."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from her2sim_dashboard.explaining import explain
from her2sim_dashboard.jobs import Report, Stopped
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.pointing import NOWHERE, parameter_marks, step_marks
from her2sim_dashboard.questions import read_views, readout_of
from her2sim_dashboard.runs import compare
from her2sim_dashboard.verdict import judged_readouts

RESISTANT = "g=PTEN_loss&d=lapatinib:1uM&t=48"


def state_of(query, context):
    parsed = parse_scenario(query, context)
    assert not parsed.problems
    return parsed.state


def found_for(query, context):
    return explain(state_of(query, context), context, Report())


@pytest.fixture(scope="module")
def found(her2):
    return found_for(RESISTANT, her2)


def percent(step):
    return float(step["share"].replace("−", "-").replace("\u00a0%", ""))


def test_the_steps_add_up_to_the_whole(found):
    assert sum(percent(step) for step in found["steps"]) == pytest.approx(100, abs=2)


def test_the_longest_bar_is_the_largest_share_and_comes_first(found):
    bars = [abs(step["bar"]) for step in found["steps"]]
    assert bars[0] == 1.0 and bars == sorted(bars, reverse=True)
    assert all((step["bar"] > 0) == (percent(step) > 0) for step in found["steps"])


def test_the_headline_has_the_values_of_the_page(her2, found):
    state = state_of(RESISTANT, her2)
    compared = compare(her2, state.cell, state.hours)
    readout = readout_of("why")
    for course in (compared.cell, compared.wild_type):
        assert f"{abs(course.ends()[readout]):.3f}"[:4] in found["headline"]


def test_the_readout_is_one_that_the_verdict_rests_on(her2):
    assert readout_of("why") in judged_readouts(her2.rules)
    assert readout_of("reverse") in judged_readouts(her2.rules)


def test_every_step_shown_has_a_source_with_a_link(found):
    links = [part for step in found["steps"] for part in step["source"] if isinstance(part, dict)]
    assert all(step["source"] for step in found["steps"])
    assert links and all(link["href"].startswith("https://") for link in links)


def test_every_step_has_places_on_the_map_that_exist(her2):
    nodes = {node.id for node in her2.pathway.nodes}
    edges = {edge.id for edge in her2.pathway.edges}
    for view in ("step", "route", "loop"):
        marks = step_marks(her2, view, readout_of("why"))
        assert marks
        for name, each in marks.items():
            assert each["nodes"], f"{view}: {name}"
            assert set(each["nodes"]) <= nodes and set(each["edges"]) <= edges


def test_a_step_of_lipids_points_at_what_makes_and_removes_them(her2):
    marks = step_marks(her2, "step", "GR")["lipids"]
    ends = {(edge.origin, edge.target) for edge in her2.pathway.edges if edge.id in marks["edges"]}
    target = {"PIP3"} & set(marks["nodes"])
    assert target
    makers = {origin for origin, end in ends if end in target}
    assert len(makers) >= 2


def test_an_altered_amount_points_at_the_node_that_has_it(her2):
    change = next(
        change
        for mutation in her2.model.mutations
        for change in mutation.changes
        if mutation.id == "PTEN_loss"
    )
    nodes = parameter_marks(her2, change.target)["nodes"]
    assert any("PTEN" in her2.pathway.by_id[name].genes for name in nodes)


@pytest.mark.parametrize("view", ["route", "loop", "alteration"])
def test_every_other_view_explains_too(her2, view):
    found = found_for(f"{RESISTANT}&exv={view}", her2)
    assert not found["nothing"] and found["steps"] and read_views()[view].question in found["share"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "No drug is given"),
        ("g=PTEN_loss", "No drug is given"),
        ("d=lapatinib:1uM", "This is the wild type itself"),
        ("g=PTEN_loss&d=trastuzumab:0.01ug/mL", "no difference to explain"),
    ],
)
def test_where_there_is_nothing_to_explain_one_sentence_says_so(her2, query, told):
    found = found_for(query, her2)
    assert told in found["nothing"] and "headline" not in found


def test_feedback_is_explained_for_the_wild_type_as_well(her2):
    found = found_for("d=everolimus:10nM&exv=loop", her2)
    assert "same cell untreated" in found["headline"] and "feedback" in found["headline"]


def test_an_answer_is_small_plain_and_kept(her2, found):
    assert len(json.dumps(found, allow_nan=False)) < 10_000
    assert found_for(RESISTANT + "&y=unit&r=GR", her2) is found


def test_it_can_be_stopped(her2):
    report = Report()
    report.stopped.set()
    with pytest.raises(Stopped):
        explain(state_of("g=PTEN_low&d=lapatinib:777nM", her2), her2, report)


def test_a_model_without_a_map_is_explained_without_places(toy):
    context = replace(toy, pathway=None)
    found = found_for("g=PTEN_loss&d=blockin:5nM&t=2", context)
    assert found["steps"] and all(step["marks"] == NOWHERE for step in found["steps"])


def test_the_stream_of_the_job_ends_with_the_result(her2):
    from her2sim_dashboard.app import create_app

    client = create_app("her2").server.test_client()
    answer = client.get(f"/explore/why.stream?{RESISTANT}")
    last = json.loads(answer.text.strip().splitlines()[-1])
    assert last["result"]["steps"]
