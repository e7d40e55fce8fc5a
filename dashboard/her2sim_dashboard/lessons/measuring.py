"""Measuring: the lessons' numbers, asked of the model and kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from her2sim.errors import Her2simError, InvalidValue

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import Lesson, Number
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.runs import Course, courses
from her2sim_dashboard.state import Cell, State

LESSONS_KEPT = 64


@dataclass(frozen=True)
class Arms:
    """A lesson's cells as the model computes them, by the ids of the lesson.

    ``courses`` are the cells', ``references`` the untreated wild types of the same backgrounds
    over the same time, ``states`` what their addresses say.
    """

    states: Mapping[str, State]
    courses: Mapping[str, Course]
    references: Mapping[str, Course]


@lru_cache(maxsize=LESSONS_KEPT)
def simulate_lesson(lesson: Lesson, context: Context) -> Arms:
    """Return the courses of a lesson's cells, simulated once for all visitors.

    Raises
    ------
    InvalidValue
        If a scenario's text holds something that cannot be used.
    Her2simError
        If the model cannot be solved for one of them.
    """
    states = {arm.id: _state(lesson, arm.id, arm.scenario, context) for arm in lesson.cells}
    found, references = {}, {}
    for name, state in states.items():
        reference = Cell(background=state.cell.background)
        pair = courses(context, (state.cell, reference), state.hours)
        found[name] = _solved(pair[state.cell], lesson, name)
        references[name] = _solved(pair[reference], lesson, name)
    return Arms(states, found, references)


def _state(lesson: Lesson, name: str, scenario: str, context: Context) -> State:
    parsed = parse_scenario(scenario, context)
    if parsed.problems:
        where = f"lessons/{lesson.file}, cells.{name}"
        raise InvalidValue("scenario", scenario, f"usable: {' '.join(parsed.problems)}", where)
    return parsed.state


def _solved(course: Course | str, lesson: Lesson, name: str) -> Course:
    if isinstance(course, str):
        raise Her2simError(f"lessons/{lesson.file}, cells.{name}: {course}")
    return course


def measure(number: Number, arms: Arms, context: Context) -> float:
    """Return a number of a lesson; NaN where it would be a division by zero."""
    cell = _value(number, number.cell, number.hours, arms)
    if number.over:
        return _ratio(cell, _value(number, number.over, number.hours, arms))
    if number.over_hours is not None:
        return _ratio(cell, _value(number, number.cell, number.over_hours, arms))
    own = relative(number.readout, number.cell, number.hours, arms, context)
    if number.minus:
        return own - relative(number.readout, number.minus, number.hours, arms, context)
    return own


def relative(readout: str, cell: str, hours: float | None, arms: Arms, context: Context) -> float:
    """Return an amount as a multiple of the untreated wild type, any other readout as it is."""
    value = at_time(arms.courses[cell], readout, hours)
    if not is_amount(readout, context):
        return value
    return _ratio(value, at_time(arms.references[cell], readout, hours))


def is_amount(readout: str, context: Context) -> bool:
    """Return whether a readout is an amount, and not a rate or a number without unit."""
    return context.catalogue.readout(readout).unit[:1] != "1"


def at_time(course: Course, readout: str, hours: float | None) -> float:
    """Return a readout at a time (h), interpolated; at the end for ``None``."""
    values = course.values[readout]
    return values[-1] if hours is None else float(np.interp(hours, course.times, values))


def _value(number: Number, cell: str, hours: float | None, arms: Arms) -> float:
    return at_time(arms.courses[cell], number.readout, hours)


def _ratio(value: float, base: float) -> float:
    return value / base if base else math.nan
