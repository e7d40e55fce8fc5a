"""Learn: lessons on the real simulator, for one pupil, for a class, and on paper."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from her2sim_dashboard import exchange
from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import Lesson
from her2sim_dashboard.pages.learn import place as places
from her2sim_dashboard.pages.learn.gallery import gallery
from her2sim_dashboard.pages.learn.maps import step_map
from her2sim_dashboard.pages.learn.place import Place, lessons_for, place_of
from her2sim_dashboard.pages.learn.results import STEPS_KEPT, answer_key, step_data
from her2sim_dashboard.pages.learn.sheet import sheet
from her2sim_dashboard.pages.learn.steps import lesson_view
from her2sim_dashboard.parsing import Parsed, parse_scenario

PATH = places.PATH
TITLE = "Learn"


def layout(query: object, context: Context) -> list[Component]:
    """Return the gallery, or the step of a lesson that the query of an address names."""
    place = place_of(parse_scenario(query, context).state, context)
    problems = html.Div(id="problems", className="problems", role="status")
    stores = exchange.stores(PATH, query, answering, context)
    if place.lesson is None:
        return [*stores, problems, gallery(place, context)]
    return [
        *stores,
        problems,
        lesson_view(place, place.lesson, context),
        sheet(place.lesson, context),
    ]


def answering(parsed: Parsed, context: Context) -> exchange.Answer:
    """Return what the browser needs of the place: the step's results, and what can be answered."""
    place = place_of(parsed.state, context)
    problems = [*parsed.problems, *([place.problem] if place.problem else [])]
    answer: dict[str, Any] = {"problems": problems, "lesson": None, "present": place.presenting}
    if place.lesson is None:
        return answer | {
            "progress": {each.id: question_keys(each) for each in lessons_for(context)}
        }
    lesson, step = place.lesson, place.step
    return answer | {
        "lesson": lesson.id,
        "kind": step.kind,
        "keys": question_keys(lesson),
        "status": f"{step.title}. Step {place.at + 1} of {len(lesson.steps)}.",
        **step_data(lesson, place.at, context),
        "map": _step_map(lesson, place.at, context),
    }


@lru_cache(maxsize=STEPS_KEPT)
def _step_map(lesson: Lesson, at: int, context: Context) -> dict[str, Any] | None:
    return step_map(lesson, lesson.steps[at], context)


def question_keys(lesson: Lesson) -> list[str]:
    """Return under which names a browser keeps the answers to a lesson's questions."""
    return [answer_key(lesson, at) for at, step in enumerate(lesson.steps) if step.question]


def callbacks(app: Dash, context: Context) -> None:
    """Register the page's exchange."""
    exchange.connect(app, PATH, answering, context)


__all__ = ["PATH", "TITLE", "Place", "answering", "callbacks", "layout"]
