"""Judging: which answers the simulated numbers make right."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import Lesson, Question, Rule, Slider
from her2sim_dashboard.lessons.measuring import LESSONS_KEPT, measure, simulate_lesson
from her2sim_dashboard.numbers import figures, plain

Measured = Mapping[str, float]
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}
SIGNS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


@lru_cache(maxsize=LESSONS_KEPT)
def measure_lesson(lesson: Lesson, context: Context) -> Measured:
    """Return every number of a lesson by its id."""
    arms = simulate_lesson(lesson, context)
    numbers = {number.id: measure(number, arms, context) for number in lesson.numbers}
    return MappingProxyType(numbers)


def holds(rule: Rule, measured: Measured) -> bool:
    """Return whether a rule holds; never for a number that is not one."""
    return _TESTS[rule.test](measured[rule.number.id], rule.threshold)


def right_choices(question: Question, measured: Measured) -> tuple[int, ...]:
    """Return the places of the choices all of whose rules hold."""
    return tuple(
        place
        for place, choice in enumerate(question.choices)
        if all(holds(rule, measured) for rule in choice.rules)
    )


def simulated(slider: Slider, measured: Measured) -> float:
    """Return the number that was to be guessed, in the slider's unit."""
    return slider.scale * measured[slider.number.id]


def in_words(rule: Rule, measured: Measured) -> str:
    """Return what was measured and what the rule asks, e.g. ``0.95, asked for ≥ 0.8``."""
    asked = f"{SIGNS[rule.test]}\u00a0{plain(rule.threshold)}".replace("-", "−")
    return f"{figures(measured[rule.number.id], 2)}, rule {asked}"
