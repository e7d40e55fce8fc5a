"""Place: where in the lessons a visitor is, read from the state and written as an address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from her2sim.errors import closest

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.fitting import misfits
from her2sim_dashboard.lessons.lesson import Lesson, Step
from her2sim_dashboard.lessons.reading import read_lessons
from her2sim_dashboard.notes import quoted
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.state import State, to_query

PATH = "/learn"
LESSON, STEP, PRESENT = SETTINGS = ("lesson", "step", "present")


@dataclass(frozen=True)
class Place:
    """Where a visitor is.

    Attributes
    ----------
    state
        Everything the address says; scenario and other pages' settings are kept in every link.
    lesson
        The lesson, ``None`` in the gallery.
    at
        Place of the step within the lesson, from 0.
    presenting
        Whether the presenter view is on.
    problem
        In words what of the address could not be used; empty when nothing.
    """

    state: State
    lesson: Lesson | None
    at: int = 0
    presenting: bool = False
    problem: str = ""

    @property
    def step(self) -> Step:
        """The step; only within a lesson."""
        if self.lesson is None:
            raise LookupError("the gallery has no step")
        return self.lesson.steps[self.at]

    def address(self, lesson: Lesson | None, at: int = 0, presenting: bool | None = None) -> str:
        """Return the address of a step, or of the gallery for no lesson."""
        shown = self.presenting if presenting is None else presenting
        settings = {LESSON: "", STEP: "", PRESENT: ""}
        if lesson is not None:
            settings = {LESSON: lesson.id, STEP: plain(at + 1), PRESENT: "1" if shown else ""}
        return f"{PATH}?{to_query(self.state.with_settings(**settings))}"


def place_of(state: State, context: Context) -> Place:
    """Return where a visitor is; the gallery when there is no such lesson."""
    name = state.setting(LESSON)
    if not name:
        return Place(state, None)
    lessons = lessons_for(context)
    lesson = next((each for each in lessons if each.id == name), None)
    if lesson is None:
        near = closest(name, [each.id for each in lessons])
        hint = f" Did you mean {near}?" if near else ""
        return Place(state, None, problem=f"There is no lesson {quoted(name)}.{hint}")
    at = min(int(state.setting(STEP)), len(lesson.steps)) - 1
    return Place(state, lesson, at, state.switched_on(PRESENT))


@cache
def lessons_for(context: Context) -> tuple[Lesson, ...]:
    """Return the lessons written for a model that fit it."""
    return tuple(lesson for lesson, problems in _checked(context) if not problems)


@cache
def unusable(context: Context) -> tuple[str, ...]:
    """Return in words why lessons written for a model cannot be shown."""
    return tuple(problem for _, problems in _checked(context) for problem in problems)


def _checked(context: Context) -> list[tuple[Lesson, tuple[str, ...]]]:
    own = [lesson for lesson in read_lessons() if lesson.model == context.model.name]
    return [(lesson, misfits(lesson, context)) for lesson in own]


def number_of(lesson: Lesson, context: Context) -> int:
    """Return the number of a lesson in the gallery, from 1."""
    return 1 + [each.id for each in lessons_for(context)].index(lesson.id)
