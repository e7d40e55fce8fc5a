"""The Learn page without a browser: gallery, steps, sheet, and what is sent to whom."""

from __future__ import annotations

import json

import pytest
from dash.development.base_component import Component
from her2sim_dashboard.lessons.lesson import CHECK, EXPLAIN, PREDICT, RUN
from her2sim_dashboard.lessons.reading import read_lessons, read_sources
from her2sim_dashboard.pages import learn
from her2sim_dashboard.pages.learn import maps, place, results
from her2sim_dashboard.parsing import parse_scenario

LESSONS = read_lessons()
STEPS = [(lesson, at) for lesson in LESSONS for at in range(len(lesson.steps))]
IDS = [f"{lesson.id}-{at + 1}" for lesson, at in STEPS]


def every(part: object):
    """Yield a component and all components within."""
    if isinstance(part, Component):
        yield part
        yield from every(getattr(part, "children", None))
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from every(each)


def words(part: object) -> str:
    """Return all texts within a component, in order."""
    if isinstance(part, Component):
        return words(getattr(part, "children", None))
    if isinstance(part, (list, tuple)):
        return " ".join(words(each) for each in part)
    return part if isinstance(part, str) else ""


def page(query: str, context) -> list[Component]:
    return learn.layout(query, context)


def of_class(parts: object, name: str) -> list[Component]:
    return [each for each in every(parts) if name in str(getattr(each, "className", "")).split()]


def answer(query: str, context) -> dict:
    return learn.answering(parse_scenario(query, context), context)


def test_the_gallery_shows_every_lesson_with_its_goals(her2):
    shown = page("", her2)
    text = words(shown)
    assert len(of_class(shown, "lesson-card")) == len(LESSONS)
    assert len(of_class(shown, "lesson-picture")) == len(LESSONS)
    for lesson in LESSONS:
        assert lesson.title in text
        assert lesson.question in text
        assert f"{lesson.minutes} min" in text
        assert all(goal in text for goal in lesson.learn)


@pytest.mark.parametrize(("lesson", "at"), STEPS, ids=IDS)
def test_every_step_can_be_shown_and_sent(lesson, at, her2):
    query = f"lesson={lesson.id}&step={at + 1}"
    text = words(page(query, her2))
    assert lesson.steps[at].title in text
    assert "{" not in text
    sent = answer(query, her2)
    assert sent["kind"] == lesson.steps[at].kind
    assert len(json.dumps(sent, allow_nan=False)) < 60_000


@pytest.mark.parametrize(("lesson", "at"), STEPS, ids=IDS)
def test_a_prediction_is_asked_without_its_answer(lesson, at, her2):
    step, sent = lesson.steps[at], answer(f"lesson={lesson.id}&step={at + 1}", her2)
    if step.kind == PREDICT:
        assert sent["charts"] == []
        assert set(sent["question"]) == {"ask", "choices", "slider"}
        assert all(arm["after"] is None for arm in sent["map"]["arms"])
    elif step.kind == RUN:
        assert sent["key"] == f"{lesson.id}.{at - 1}"
        assert sent["question"]["after"]
        assert sent["question"]["slider"] or len(sent["question"]["right"]) == 1


def test_only_one_answer_is_right_and_it_follows_from_the_simulation(her2):
    sent = answer("lesson=her2-off&step=2", her2)
    assert sent["question"]["choices"][sent["question"]["right"][0]] == "Only under lapatinib"
    judged = dict(sent["question"]["judged"])
    assert judged["pHER2 in lapatinib 1 µM after 1\u00a0h"].startswith("0.018, rule")


def test_a_lesson_that_does_not_exist_is_told_beside_the_gallery(her2):
    sent = answer("lesson=rebounds", her2)
    assert sent["problems"] == ["There is no lesson “rebounds”. Did you mean rebound?"]
    assert sent["lesson"] is None
    assert of_class(page("lesson=rebounds", her2), "lesson-card")


@pytest.mark.parametrize(
    "query",
    [
        "lesson=<b>&step=x",
        "step=8",
        "lesson=rebound&step=1e9",
        "lesson=rebound&present=7",
        "x" * 9000,
    ],
)
def test_what_visitors_send_never_breaks_the_page(query, her2):
    assert words(page(query, her2))
    assert isinstance(answer(query, her2)["problems"], list)


def test_a_step_beyond_the_end_is_the_last_one(her2):
    assert place.place_of(parse_scenario("lesson=rebound&step=8", her2).state, her2).at == 7
    assert answer("lesson=rebound&step=99", her2)["kind"] == CHECK


def test_every_link_keeps_the_scenario_of_the_visitor(her2):
    shown = page("g=PTEN_loss&d=lapatinib:300nM&lesson=rebound&step=3&present=1", her2)
    links = [each.href for each in every(shown) if getattr(each, "href", "").startswith("/learn")]
    assert len(links) >= 11
    assert all("g=PTEN_loss" in link and "d=lapatinib:300nM" in link for link in links)
    turned = [link for link in links if "step=4" in link or "step=2" in link]
    assert all("present=1" in link for link in turned)


def test_links_to_explore_carry_the_cell_and_the_way_back(her2):
    shown = page("lesson=two-keys&step=4", her2)
    links = [each.href for each in every(shown) if getattr(each, "href", "").startswith("/explore")]
    assert len(links) == 4
    parsed = [parse_scenario(link.partition("?")[2], her2) for link in links]
    assert not any(each.problems for each in parsed)
    assert {len(each.state.cell.doses) for each in parsed} == {1, 2}
    assert all(each.state.setting("lesson") == "two-keys" for each in parsed)
    assert all(each.state.setting("step") == "4" for each in parsed)


def test_all_cells_of_a_step_can_be_opened_side_by_side(her2):
    shown = page("lesson=two-keys&step=4", her2)
    (link,) = [
        each.href for each in every(shown) if getattr(each, "href", "").startswith("/compare")
    ]
    state = parse_scenario(link.partition("?")[2], her2).state
    assert [len(cell.doses) for cell in state.cells] == [2, 2, 2, 1]


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])
def test_the_sheet_asks_on_its_first_pages_and_answers_on_others(lesson, her2):
    shown = page(f"lesson={lesson.id}&step=1", her2)
    asked, answered = of_class(shown, "sheet-page")
    assert "answers-page" in answered.className
    for at, step in enumerate(lesson.steps):
        if step.question:
            sent = answer(f"lesson={lesson.id}&step={at + 1 + (step.kind == PREDICT)}", her2)
            assert sent["question"]["ask"] in words(asked)
            assert sent["question"]["after"] not in words(asked)
            assert sent["question"]["after"] in words(answered)
        if step.kind == EXPLAIN:
            assert step.title not in words(asked)
    cited = {name for step in lesson.steps for name in step.sources}
    assert all(read_sources()[name].title in words(answered) for name in cited)
    assert all(
        not words(cell)
        for table in of_class(asked, "blank")
        for cell in every(table)
        if type(cell).__name__ == "Td"
    )


def test_bars_say_in_numbers_what_they_draw(her2):
    lesson = next(each for each in LESSONS if each.id == "broken-brake")
    (pip3, *_) = results.bar_groups(lesson, lesson.steps[1], her2)
    assert pip3.bars[0].text == "7.7×"
    assert pip3.bars[0].end == 1.0
    assert pip3.one == pytest.approx(1 / 7.712, rel=0.01)


def test_bars_of_a_readout_below_zero_begin_at_zero(her2):
    lesson = next(each for each in LESSONS if each.id == "two-keys")
    groups = results.bar_groups(lesson, lesson.steps[3], her2)
    growth = next(group for group in groups if group.readout.id == "GR")
    lost, kept = growth.bars[0], growth.bars[-1]
    assert lost.value < 0 < kept.value
    assert lost.end == pytest.approx(kept.start)
    assert lost.start == 0


def test_a_cell_keeps_its_colour_through_the_lesson(her2):
    lesson = next(each for each in LESSONS if each.id == "two-keys")
    colours = {}
    for step in lesson.steps:
        if step.kind != PREDICT and step.show == "curves":
            for chart in results.chart_data(lesson, step, her2):
                for trace in chart["data"]:
                    colours.setdefault(trace["name"], set()).add(trace["line"]["color"])
    assert all(len(found) == 1 for found in colours.values())


def test_the_map_points_out_the_loop_a_step_is_about(her2):
    lesson = next(each for each in LESSONS if each.id == "rebound")
    shown = maps.step_map(lesson, lesson.steps[3], her2)
    assert {"S6K", "IRS1", "PI3K", "PIP3"} <= set(shown["nodes"])
    loops = {edge.id: edge.loop for edge in her2.pathway.edges}
    assert {loops[edge] for edge in shown["edges"]} == {"", "S6K_IRS1"}
    after = shown["arms"][0]["after"]["nodes"]
    assert after["S6"][0] < -2
    assert after["AKT_S473"][0] > 0.3
    assert set(map(tuple, shown["arms"][0]["before"]["nodes"].values())) <= {(0.0,), (None,)}


def test_no_visitor_after_the_first_costs_a_simulation(her2, monkeypatch):
    for lesson, at in STEPS:
        page(f"lesson={lesson.id}&step={at + 1}", her2)

    def simulated(*given, **more):
        raise AssertionError("simulated again")

    monkeypatch.setattr("her2sim_dashboard.lessons.measuring.courses", simulated)
    monkeypatch.setattr("her2sim_dashboard.runs.simulate_many", simulated)
    for lesson, at in STEPS:
        page(f"lesson={lesson.id}&step={at + 1}", her2)


def test_another_model_has_no_lessons_and_says_so(toy):
    assert "There are no lessons for the model toy" in words(page("", toy))
    assert answer("lesson=rebound", toy)["lesson"] is None


def test_lessons_that_do_not_fit_the_model_are_left_out_and_named(her2, monkeypatch):
    monkeypatch.setattr(place, "misfits", lambda lesson, context: (f"{lesson.id} is broken",))
    place.lessons_for.cache_clear()
    place.unusable.cache_clear()
    try:
        text = words(page("", her2))
        assert "do not fit the model" in text
        assert "rebound is broken" in text
    finally:
        place.lessons_for.cache_clear()
        place.unusable.cache_clear()
