"""Results: what the model says of a step, as curves, bars and judgements; made once for all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from her2sim.figures import OTHERS
from her2sim.figures.colours import Style
from her2sim.model import Readout

from her2sim_dashboard.charts import Line, overlay
from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.judging import (
    in_words,
    measure_lesson,
    right_choices,
    simulated,
)
from her2sim_dashboard.lessons.lesson import BARS, CHECK, PREDICT, Arm, Lesson, Question, Step
from her2sim_dashboard.lessons.measuring import is_amount, relative, simulate_lesson
from her2sim_dashboard.lessons.telling import named, tell
from her2sim_dashboard.numbers import figures, fold, plain, rounded
from her2sim_dashboard.pages.learn.place import LESSON, STEP
from her2sim_dashboard.state import State, to_query

STEPS_KEPT = 256
_WIDTH = 2.6
_MARK = "#7b8794"


@dataclass(frozen=True)
class Bar:
    """One bar: which cell of the lesson, its value, and from where to where it reaches (0 to 1)."""

    arm: Arm
    place: int
    value: float
    text: str
    start: float
    end: float


@dataclass(frozen=True)
class BarGroup:
    """The bars of a readout; ``one`` is where 1 lies, ``unit`` is empty for multiples."""

    readout: Readout
    unit: str
    one: float
    bars: tuple[Bar, ...]


def style_of(place: int, order: int = 0) -> Style:
    """Return how a cell is drawn: its colour by its place in the lesson, so that it keeps it.

    The dash follows the ``order`` within a step, where cells must be told apart without colour.
    """
    return replace(OTHERS[place % len(OTHERS)], dash=OTHERS[order % len(OTHERS)].dash)


def arms_of(lesson: Lesson, step: Step) -> tuple[tuple[int, Arm], ...]:
    """Return the cells of a step with their places in the lesson."""
    return tuple((lesson.cells.index(lesson.cell(name)), lesson.cell(name)) for name in step.cells)


def chart_data(lesson: Lesson, step: Step, context: Context) -> list[dict[str, Any]]:
    """Return the curves of a step as ``assets/40-charts.js`` draws them."""
    arms = simulate_lesson(lesson, context)
    lines = [
        (_line(place, order, arm), arm.id)
        for order, (place, arm) in enumerate(arms_of(lesson, step))
    ]
    charts = []
    for name in step.readouts:
        readout = context.catalogue.readout(name)
        drawn = [(line, arms.courses[arm], arms.references[arm]) for line, arm in lines]
        chart = overlay(readout, drawn, "fold")
        words = {"title": readout.label or readout.id, "axis": chart.axis}
        summary, layout = chart.summary, chart.figure["layout"]
        if step.hours is not None:
            summary = f"{_reading(lesson, step, name, context)} {summary}"
            layout = layout | {"shapes": [*layout["shapes"], _mark(step.hours)]}
        charts.append(words | {"summary": summary, "data": chart.figure["data"], "layout": layout})
    return charts


def _mark(hours: float) -> dict[str, Any]:
    """Return the dotted line at the time that a step is about."""
    line = {"color": _MARK, "width": 1.2, "dash": "dot"}
    ends = {"x0": hours, "x1": hours, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "layer": "below", "line": line, **ends}


def _reading(lesson: Lesson, step: Step, readout: str, context: Context) -> str:
    """Return a readout at the time that a step is about, in words."""
    arms = simulate_lesson(lesson, context)
    values = [
        (arm.label, relative(readout, arm.id, step.hours, arms, context))
        for _, arm in arms_of(lesson, step)
    ]
    amount = is_amount(readout, context)
    words = [f"{name} {fold(value) if amount else figures(value, 2)}" for name, value in values]
    return f"At {plain(step.hours or 0.0)}\u00a0h: {', '.join(words)}."


def _line(place: int, order: int, arm: Arm) -> Line:
    style = style_of(place, order)
    return Line(arm.id, arm.label, arm.label, style, style.dash, _WIDTH)


def bar_groups(lesson: Lesson, step: Step, context: Context) -> tuple[BarGroup, ...]:
    """Return the bars of a step; all amounts share one scale, other readouts have their own."""
    arms = simulate_lesson(lesson, context)
    values = {
        name: [
            (place, arm, relative(name, arm.id, step.hours, arms, context))
            for place, arm in arms_of(lesson, step)
        ]
        for name in step.readouts
    }
    amounts = [
        value
        for name, rows in values.items()
        if is_amount(name, context)
        for _, _, value in rows
        if math.isfinite(value)
    ]
    top = max([1.0, *amounts])
    return tuple(_group(name, rows, top, context) for name, rows in values.items())


def _group(name: str, rows: list[tuple[int, Arm, float]], top: float, context: Context) -> BarGroup:
    readout = context.catalogue.readout(name)
    amount = is_amount(name, context)
    finite = [value for _, _, value in rows if math.isfinite(value)]
    low = 0.0 if amount else min([0.0, *finite])
    high = top if amount else max([1.0, *finite])

    def at(value: float) -> float:
        return rounded((value - low) / (high - low), 4) if math.isfinite(value) else at(0.0)

    bars = tuple(
        Bar(
            arm=arm,
            place=place,
            value=value,
            text=fold(value) if amount else figures(value, 2),
            start=min(at(0.0), at(value)),
            end=max(at(0.0), at(value)),
        )
        for place, arm, value in rows
    )
    return BarGroup(readout, "" if amount or readout.unit == "1" else readout.unit, at(1.0), bars)


def number_text(lesson: Lesson, readout: str, arm: Arm, context: Context) -> str:
    """Return a readout of a cell at the end of its treatment, as tables print it."""
    value = relative(readout, arm.id, None, simulate_lesson(lesson, context), context)
    return fold(value) if is_amount(readout, context) else figures(value, 2)


@lru_cache(maxsize=STEPS_KEPT)
def step_data(lesson: Lesson, at: int, context: Context) -> Mapping[str, Any]:
    """Return what the browser needs of a step: its question, that of the prediction, its curves."""
    step = lesson.steps[at]
    before = lesson.prediction_of(at)
    asked = lesson.steps[before].question if before is not None else step.question
    has_results = step.kind != PREDICT
    curves = has_results and step.show != BARS
    question = _question_data(asked, lesson, context) if asked else None
    if step.kind == PREDICT and question:
        question = _only_asked(question)
    return {
        "key": answer_key(lesson, at if before is None else before),
        "question": question,
        "charts": chart_data(lesson, step, context) if curves else [],
        "asked": _all_asked(lesson, context) if step.kind == CHECK else [],
    }


def answer_key(lesson: Lesson, at: int) -> str:
    """Return under which name a browser keeps the answer to the question of a step."""
    return f"{lesson.id}.{at}"


def _all_asked(lesson: Lesson, context: Context) -> list[dict[str, Any]]:
    """Return what is right for every question of a lesson, for the summary at its end."""
    return [
        {"key": answer_key(lesson, at)}
        | {
            name: value
            for name, value in _question_data(step.question, lesson, context).items()
            if name in ("right", "slider")
        }
        for at, step in enumerate(lesson.steps)
        if step.question
    ]


def _question_data(question: Question, lesson: Lesson, context: Context) -> dict[str, Any]:
    """Return a question with what the simulation says of each answer."""
    measured = measure_lesson(lesson, context)

    def told(text: str) -> str:
        return tell(text, lesson, measured, context)

    rules = {rule: in_words(rule, measured) for rule in question.rules}
    judged = [(named(rule.number, lesson, context), words) for rule, words in rules.items()]
    slider = question.slider
    if slider:
        value = rounded(simulated(slider, measured))
        judged = [(named(slider.number, lesson, context), f"{figures(value, 2)} {slider.unit}")]
    return {
        "ask": told(question.ask),
        "after": told(question.after),
        "choices": [choice.text for choice in question.choices],
        "because": [told(choice.because) for choice in question.choices],
        "right": list(right_choices(question, measured)) if question.choices else [],
        "judged": list(dict.fromkeys(judged)),
        "slider": slider
        and {
            "low": slider.low,
            "high": slider.high,
            "step": slider.step,
            "close": slider.close,
            "unit": slider.unit,
            "value": value,
        },
    }


def _only_asked(question: dict[str, Any]) -> dict[str, Any]:
    """Return a question without its answer, which comes with the run."""
    slider = question["slider"]
    bounds = ("low", "high", "step", "unit")
    return {
        "ask": question["ask"],
        "choices": question["choices"],
        "slider": slider and {name: slider[name] for name in bounds},
    }


def scenario_query(lesson: Lesson, step: Step, arm: Arm, context: Context) -> str:
    """Return the query under which another page shows a cell with the readouts of a step.

    It keeps the place in the lesson, so that the menu leads back to it.
    """
    return to_query(_elsewhere(lesson, step, arm, context))


def comparison_query(lesson: Lesson, step: Step, context: Context) -> str:
    """Return the query under which Compare shows all cells of a step."""
    first, *others = (arm for _, arm in arms_of(lesson, step))
    states = simulate_lesson(lesson, context).states
    cells = tuple(states[arm.id].cell for arm in others)
    return to_query(replace(_elsewhere(lesson, step, first, context), others=cells))


def _elsewhere(lesson: Lesson, step: Step, arm: Arm, context: Context) -> State:
    state = simulate_lesson(lesson, context).states[arm.id]
    at = {LESSON: lesson.id, STEP: plain(lesson.steps.index(step) + 1)}
    return replace(state, readouts=step.readouts or state.readouts).with_settings(**at)
