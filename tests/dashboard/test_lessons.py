"""Every lesson on the real model: its names exist, and its story is what the model says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from her2sim.errors import InvalidValue, UnknownName, UserMistake
from her2sim_dashboard.lessons.fitting import contradictions, misfits
from her2sim_dashboard.lessons.judging import measure_lesson, right_choices, simulated
from her2sim_dashboard.lessons.lesson import KINDS
from her2sim_dashboard.lessons.reading import HERE, parse_lesson, read_lessons, read_sources
from her2sim_dashboard.lessons.telling import tell

LESSONS = read_lessons()
IDS = [lesson.id for lesson in LESSONS]
FIRST = (HERE / "1-her2-off.toml").read_text(encoding="utf-8")


def test_there_are_five_lessons_in_their_order():
    assert IDS == ["her2-off", "broken-brake", "stuck-accelerator", "rebound", "two-keys"]


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_every_name_of_a_lesson_is_known_to_the_model(lesson, her2):
    assert misfits(lesson, her2) == ()


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_model_tells_the_story_of_the_lesson(lesson, her2):
    assert contradictions(lesson, her2) == ()


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_a_lesson_has_six_to_eight_steps_of_all_kinds(lesson):
    assert 6 <= len(lesson.steps) <= 8
    assert {step.kind for step in lesson.steps} == set(KINDS)
    assert 3 <= len(lesson.learn) <= 5
    assert all(len(step.title) <= 48 for step in lesson.steps)


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_every_number_is_near_no_threshold_that_would_flip_an_answer(lesson, her2):
    """A change of the last digit of the solver must not make another answer right."""
    measured = measure_lesson(lesson, her2)
    for step in lesson.steps:
        for rule in step.rules:
            distance = abs(measured[rule.number.id] - rule.threshold)
            assert distance > 0.01, (step.title, rule.number.id, rule.threshold)


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_explanations_cite_sources_and_say_where_the_field_disagrees(lesson):
    explained = [step for step in lesson.steps if step.kind == "explain"]
    assert all(step.sources for step in explained)
    assert all(step.holds or step.disputes for step in explained)
    assert any(step.disputes for step in explained)


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_texts_are_complete_and_hold_no_unfilled_place(lesson, her2):
    measured = measure_lesson(lesson, her2)
    for text in (text for step in lesson.steps for text in step.texts):
        told = tell(text, lesson, measured, her2)
        assert not re.search(r"[{}–]", told), told


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_right_answer_is_not_always_at_the_same_place(lesson, her2):
    measured = measure_lesson(lesson, her2)
    asked = [step.question for step in lesson.steps if step.question and step.question.choices]
    assert len({right_choices(question, measured) for question in asked}) > 1


def test_no_slider_has_the_answer_in_its_middle(her2):
    for lesson in LESSONS:
        measured = measure_lesson(lesson, her2)
        for step in lesson.steps:
            slider = step.question and step.question.slider
            if slider:
                middle = (slider.low + slider.high) / 2
                assert abs(simulated(slider, measured) - middle) > slider.close / 2


def test_sources_have_links_that_belong_to_their_identifiers():
    for source in read_sources().values():
        if source.identifier:
            assert source.link.startswith("https://")
            assert source.identifier.removeprefix("doi:") in source.link
        else:
            assert source.link == ""


def test_every_source_is_cited():
    cited = set()
    for lesson in LESSONS:
        for step in lesson.steps:
            cited |= set(step.sources)
            cited |= {name for dispute in step.disputes for name in dispute.sources}
    assert cited == set(read_sources())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('kind = "predict"', 'kind = "guess"', "predict"),
        ("minutes = 20", 'minutes = "20"', "a number"),
        ("minutes = 20", "minuets = 20", "minutes"),
        ('cells = ["lapatinib", "trastuzumab"]', 'cells = ["lapatinb"]', "lapatinib"),
        ('number = "pHER2_lap", below', 'number = "pHER2_lp", below', "pHER2_lap"),
        ("below = 0.5", "bellow = 0.5", "below"),
        ('sources = ["Sergina2007"', 'sources = ["Sergina2006"', "Sergina2007"),
        ('show = "bars"', 'show = "bar"', "bars"),
        ('kind = "run"', 'kind = "observe"', "followed by"),
        ('title = "Switch HER2 off"', 'title = ""', "a text in quotes"),
        ("[cells]", "[cells", "TOML"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place_and_what_is_valid(before, after, told):
    assert before in FIRST
    with pytest.raises(UserMistake, match=re.escape(told)) as raised:
        parse_lesson(FIRST.replace(before, after, 1), "1-her2-off.toml")
    assert "1-her2-off.toml" in str(raised.value)


def test_a_rule_without_a_test_is_refused():
    text = FIRST.replace('{ number = "pHER2_lap", below = 0.5 }', '{ number = "pHER2_lap" }', 1)
    with pytest.raises(InvalidValue, match="at_least, at_most, above, below"):
        parse_lesson(text, "x.toml")


def test_names_the_model_does_not_have_are_told_with_the_closest(her2):
    lesson = LESSONS[0]
    number = replace(lesson.numbers[0], readout="pHER22")
    step = replace(lesson.steps[1], readouts=("pAKT",), nodes=("HER2_HER4",))
    wrong = replace(lesson, numbers=(number, *lesson.numbers[1:]), steps=(lesson.steps[0], step))
    told = " ".join(misfits(wrong, her2))
    assert "Did you mean pHER2?" in told
    assert "Did you mean pAKT" in told
    assert "Did you mean HER2_HER" in told


def test_a_scenario_that_cannot_be_used_is_told(her2):
    lesson = LESSONS[0]
    cells = (replace(lesson.cells[0], scenario="d=lapatinib:1uM,nope:1nM"), *lesson.cells[1:])
    told = " ".join(misfits(replace(lesson, cells=cells), her2))
    assert "cells.lapatinib" in told
    assert "nope" in told


def test_a_story_that_the_model_does_not_tell_is_found(her2):
    """Give lapatinib's cell trastuzumab: the right answer must change and be noticed."""
    lesson = LESSONS[0]
    cells = tuple(
        replace(cell, scenario="d=trastuzumab:100ug/mL&t=24") if cell.id == "lapatinib" else cell
        for cell in lesson.cells
    )
    told = " ".join(contradictions(replace(lesson, cells=cells), her2))
    assert "Lapatinib takes ERK as well" in told


def test_a_number_that_does_not_exist_is_told(her2):
    lesson = LESSONS[0]
    measured = measure_lesson(lesson, her2)
    with pytest.raises(UnknownName, match="pHER2_lap"):
        tell("{pHER2_lapp}", lesson, measured, her2)


def test_numbers_are_printed_as_folds_per_cents_and_values(her2):
    lesson = LESSONS[0]
    measured = measure_lesson(lesson, her2) | {"pHER2_lap": 0.0181, "GR_lap": -0.1452}
    told = tell("{pHER2_lap} {pHER2_lap:percent} {GR_lap}", lesson, measured, her2)
    assert told == "0.018× 1.8\u00a0% −0.15"


def test_lessons_cost_one_simulation_for_all_visitors(her2):
    from her2sim_dashboard.lessons.measuring import simulate_lesson

    assert simulate_lesson(LESSONS[0], her2) is simulate_lesson(LESSONS[0], her2)
