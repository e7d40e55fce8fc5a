"""Gallery: the lessons as cards, and what a teacher can do with them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import Lesson
from her2sim_dashboard.limits import HERE
from her2sim_dashboard.pages.learn.place import PATH, Place, lessons_for, unusable
from her2sim_dashboard.panels import NOTICE

_PICTURES = HERE / "assets" / "lessons"
_LEAD = (
    "Predict what a drug will do to a tumour cell, let the simulator answer, and find out why. "
    "What is right is never written down: it follows from the simulation you see."
)
_FOR_CLASS = (
    "Present shows a lesson in large type. The arrow keys turn the steps, R reveals the answer.",
    "Print sheet, within a lesson, prints the questions with space to write, then, on pages of "
    "their own, results, answers and sources.",
    "A link opens any step. Answers stay in the pupil's browser tab and go nowhere.",
    "Thirty pupils at once are no trouble: each result is simulated once for all.",
)


def gallery(place: Place, context: Context) -> Component:
    """Return the lessons as cards."""
    lessons = lessons_for(context)
    cards = [_card(number, lesson, place) for number, lesson in enumerate(lessons, 1)]
    nothing = html.P(f"There are no lessons for the model {context.model.name}.", className="hint")
    listed = [html.Ol(cards, className="lesson-cards", role="list") if cards else nothing]
    head = [
        html.H1("Lessons", tabIndex="-1"),
        html.P(_LEAD, className="learn-lead"),
        html.P(NOTICE, className="notice"),
    ]
    return html.Div(
        [
            html.Header(head, className="learn-head"),
            *_unusable(context),
            html.Div([*listed, _for_class()], className="lesson-grid"),
        ],
        className="learn",
    )


def _for_class() -> Component:
    """Return what a teacher can do with a lesson."""
    points = html.Ul([html.Li(each) for each in _FOR_CLASS])
    return html.Section(
        [html.H2("For teachers"), points],
        className="card for-class",
        **{"aria-label": "For teachers"},
    )


def _unusable(context: Context) -> list[Component]:
    """Return what is wrong with lessons that cannot be shown, for whoever changed them."""
    problems = unusable(context)
    if not problems:
        return []
    told = [html.P("Lessons that do not fit the model are left out:")]
    return [html.Div([*told, html.Ul([html.Li(text) for text in problems])], className="problems")]


def _card(number: int, lesson: Lesson, place: Place) -> Component:
    """Return one lesson: picture, title, question, minutes, goals, and the ways in."""
    steps = len(lesson.steps)
    head = [
        html.P(
            [
                html.Span(f"Lesson {number}"),
                html.Span(f"{lesson.minutes} min · {steps} steps"),
                html.Span(className="lesson-progress", **{"data-lesson": lesson.id}),
            ],
            className="lesson-meta",
        ),
        html.H2(lesson.title),
        html.P(lesson.question, className="lesson-question"),
    ]
    goals = [
        html.H3("What you will learn"),
        html.Ul([html.Li(each) for each in lesson.learn], className="lesson-goals"),
    ]
    return html.Li(
        [
            html.Div([*_picture(lesson), html.Div(head)], className="lesson-top"),
            *goals,
            _ways(lesson, place),
        ],
        className="card lesson-card",
    )


def _picture(lesson: Lesson) -> list[Component]:
    """Return the lesson's picture, which the style sheet colours; none where there is no file."""
    file = _PICTURES / f"{lesson.id}.svg"
    if not file.is_file():
        return []
    style = {"--picture": f"url(/assets/{_PICTURES.name}/{file.name})"}
    return [html.Span(className="lesson-picture", style=style, **{"aria-hidden": "true"})]


def _ways(lesson: Lesson, place: Place) -> Component:
    def way(text: str, presenting: bool, kind: str, label: str) -> Component:
        return html.A(
            text,
            href=place.address(lesson, 0, presenting),
            className=f"button {kind}",
            **{"data-page": PATH, "aria-label": f"{label}: {lesson.title}"},
        )

    return html.Div(
        [
            way("Start", False, "primary", "Start"),
            way("Present", True, "", "Present"),
        ],
        className="buttons",
    )
