"""Maps: the pathway map of a step, before the run and after, with what the step is about."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import PREDICT, Lesson, Step
from her2sim_dashboard.lessons.measuring import at_time, simulate_lesson
from her2sim_dashboard.mapping import map_data
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.pages.learn.results import arms_of
from her2sim_dashboard.runs import Course


def step_map(lesson: Lesson, step: Step, context: Context) -> dict[str, Any] | None:
    """Return what the map shows of a step, ``None`` where the model has no map.

    Returns
    -------
    dict
        ``nodes`` and ``edges`` to point out, ``hours``, and for each cell of the step its
        ``label``, what the map shows ``before`` the run (everything at 1) and ``after`` it;
        ``after`` is ``None`` while the run is still to be predicted.
    """
    if context.pathway is None or not step.cells:
        return None
    nodes, edges = _marks(step, context)
    shown = [_arm(lesson, step, place, context) for place, _ in arms_of(lesson, step)]
    return {"nodes": nodes, "edges": edges, "arms": shown}


def _arm(lesson: Lesson, step: Step, place: int, context: Context) -> dict[str, Any]:
    arms, arm = simulate_lesson(lesson, context), lesson.cells[place]
    state = arms.states[arm.id]
    hours = state.hours if step.hours is None else step.hours
    reference = _at(arms.references[arm.id], hours)
    before = map_data(context, state.cell, reference, reference)
    after = map_data(context, state.cell, _at(arms.courses[arm.id], hours), reference)
    return {
        "label": arm.label,
        "hours": plain(hours),
        "before": before,
        "after": None if step.kind == PREDICT else after,
    }


def _at(course: Course, hours: float) -> Course:
    """Return a course at one time only, which is all that a map without a clock needs."""
    values = {name: (at_time(course, name, hours),) for name in course.values}
    return Course((hours,), MappingProxyType(values))


def _marks(step: Step, context: Context) -> tuple[list[str], list[str]]:
    """Return the nodes and edges that a step points out: its own, and those of its loops."""
    pathway = context.pathway
    edges = pathway.edges if pathway else ()
    looping = [edge for edge in edges if edge.loop in step.loops]
    ends = [name for edge in looping for name in (edge.origin, edge.target)]
    nodes = list(dict.fromkeys([*step.nodes, *ends]))
    between = [edge for edge in edges if edge.origin in nodes and edge.target in nodes]
    # Other feedback loops between the same nodes would only distract.
    kept = [edge.id for edge in between if not edge.loop or edge.loop in step.loops]
    return nodes, kept
