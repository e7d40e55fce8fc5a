"""Sheet: a lesson on paper, the questions with space to write, then results and answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.judging import Measured, measure_lesson, right_choices, simulated
from her2sim_dashboard.lessons.lesson import RUN, Lesson, Question, Step
from her2sim_dashboard.lessons.measuring import LESSONS_KEPT
from her2sim_dashboard.lessons.reading import read_sources
from her2sim_dashboard.lessons.telling import tell
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.pages.learn.evidence import numbers_table
from her2sim_dashboard.pages.learn.place import number_of
from her2sim_dashboard.pages.learn.results import arms_of
from her2sim_dashboard.panels import NOTICE, stamp

_LINES = 2


@lru_cache(maxsize=LESSONS_KEPT)
def sheet(lesson: Lesson, context: Context) -> Component:
    """Return the sheet, which only a printer shows."""
    number = number_of(lesson, context)
    return html.Div(
        [_questions(number, lesson, context), _answers(number, lesson, context)],
        className="sheet",
        **{"aria-hidden": "true"},
    )


def _questions(number: int, lesson: Lesson, context: Context) -> Component:
    """Return the pupil's part: no answers on its pages."""
    asked = [
        _asked(at, step, lesson, context)
        for at, step in enumerate(lesson.steps, 1)
        if step.question or step.kind == RUN
    ]
    name = [_blank("Name", "write"), _blank("Date", "write short")]
    return html.Div(
        [
            html.P(name, className="sheet-name"),
            html.P(f"her2sim · Lesson {number} · {lesson.minutes} min", className="sheet-meta"),
            html.P(lesson.title, className="sheet-title"),
            html.P(lesson.question, className="sheet-question"),
            html.P("You will learn", className="sheet-small"),
            html.Ul([html.Li(each) for each in lesson.learn]),
            *asked,
        ],
        className="sheet-page",
    )


def _blank(name: str, kind: str) -> Component:
    return html.Span([f"{name} ", html.Span(className=kind)])


def _asked(at: int, step: Step, lesson: Lesson, context: Context) -> Component:
    """Return a step as the pupil sees it: text, question, and space to answer."""
    measured = measure_lesson(lesson, context)
    parts = [html.P(f"{at}  {step.title}", className="sheet-step")]
    parts += [html.P(tell(text, lesson, measured, context)) for text in step.text]
    if step.question:
        parts += _boxes(step.question, tell(step.question.ask, lesson, measured, context))
    if step.kind == RUN:
        arms = [arm for _, arm in arms_of(lesson, step)]
        parts.append(html.P("Write down what you read at the end of the treatment:"))
        parts.append(numbers_table(lesson, step.readouts, arms, context, blank=True))
    return html.Div(parts, className="sheet-block")


def _boxes(question: Question, ask: str) -> list[Component]:
    """Return a question with boxes to tick or a scale to mark, and lines for the reason."""
    slider = question.slider
    answers = [html.Li([html.Span(className="box"), each.text]) for each in question.choices]
    if slider:
        ends = [_end(slider.low, slider.unit), html.Span(className="scale-line")]
        answers = [html.Li([*ends, _end(slider.high, slider.unit)], className="scale")]
    because = [html.Div(className="write-line") for _ in range(_LINES)]
    return [
        html.P(ask, className="sheet-ask"),
        html.Ul(answers, className="boxes"),
        html.P("Because", className="sheet-small"),
        *because,
    ]


def _end(value: float, unit: str) -> Component:
    return html.Span(f"{plain(value).replace('-', '−')} {unit}")


def _answers(number: int, lesson: Lesson, context: Context) -> Component:
    """Return the teacher's part: results, answers, explanations, disputes and sources."""
    solved = [_solved(at, step, lesson, context) for at, step in enumerate(lesson.steps, 1)]
    measured = measure_lesson(lesson, context)
    home = [html.Li(tell(text, lesson, measured, context)) for text in lesson.takeaway]
    return html.Div(
        [
            html.P(f"her2sim · Lesson {number} · for the teacher", className="sheet-meta"),
            html.P(f"{lesson.title}: results and answers", className="sheet-title"),
            *solved,
            html.Div(
                [html.P("What to take home", className="sheet-step"), html.Ul(home)],
                className="sheet-block",
            ),
            html.Div(
                [html.P("Sources", className="sheet-step"), _source_list(_cited(lesson))],
                className="sheet-block",
            ),
            html.P(f"{NOTICE} {stamp(context)}", className="sheet-meta"),
        ],
        className="sheet-page answers-page",
    )


def _solved(at: int, step: Step, lesson: Lesson, context: Context) -> Component:
    """Return a step with what the model says of it."""
    measured = measure_lesson(lesson, context)

    def told(text: str) -> str:
        return tell(text, lesson, measured, context)

    parts = [html.P(f"{at}  {step.title}", className="sheet-step")]
    if step.question:
        parts.append(html.P([html.Strong("Answer: "), _right(step.question, measured)]))
        parts.append(html.P(told(step.question.after)))
    if step.kind == "explain":
        parts += [html.P(told(text)) for text in step.text]
    if step.kind == RUN:
        arms = [arm for _, arm in arms_of(lesson, step)]
        parts.append(numbers_table(lesson, step.readouts, arms, context))
    parts += [
        html.P([html.Strong("Not settled: "), told(each.text)], className="sheet-dispute")
        for each in step.disputes
    ]
    return html.Div(parts, className="sheet-block")


def _right(question: Question, measured: Measured) -> str:
    """Return the answer that the simulation makes right, in words."""
    slider = question.slider
    if slider:
        value = figures(simulated(slider, measured), 2)
        return f"{value} {slider.unit} (within {plain(slider.close)})"
    return " / ".join(question.choices[place].text for place in right_choices(question, measured))


def _cited(lesson: Lesson) -> tuple[str, ...]:
    """Return the sources of a lesson, each once."""
    steps = [name for step in lesson.steps for name in step.sources]
    disputes = [each for step in lesson.steps for each in step.disputes]
    return tuple(dict.fromkeys([*steps, *(name for each in disputes for name in each.sources)]))


def _source_list(names: Sequence[str]) -> Component:
    known = read_sources()
    items = [
        f"{each.label}: {each.title}. {each.identifier}".rstrip(". ") + "."
        for each in (known[name] for name in names)
    ]
    return html.Ul([html.Li(item) for item in items])
