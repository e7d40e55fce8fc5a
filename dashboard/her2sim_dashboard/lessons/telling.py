"""Telling: the simulated numbers in the lessons' sentences.

``{name}`` stands for a number of the lesson, printed as a multiple (``0.23×``) or, for rates and
numbers without unit, as it is; ``{name:percent}`` prints ``23 %``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from her2sim.errors import UnknownName

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import Lesson, Number
from her2sim_dashboard.lessons.measuring import is_amount
from her2sim_dashboard.numbers import MISSING, figures, fold, plain

_PLACE = re.compile(r"\{([A-Za-z0-9_]+)(:percent)?\}")


def names_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the numbers that texts refer to, each once."""
    found = (match[1] for text in texts for match in _PLACE.finditer(text))
    return tuple(dict.fromkeys(found))


def tell(text: str, lesson: Lesson, measured: Mapping[str, float], context: Context) -> str:
    """Return a text with its numbers filled in.

    Raises
    ------
    UnknownName
        If it refers to a number that the lesson does not have.
    """
    numbers = {number.id: number for number in lesson.numbers}

    def filled(match: re.Match[str]) -> str:
        if match[1] not in numbers:
            where = f"the numbers of lessons/{lesson.file}"
            raise UnknownName("number", match[1], numbers, where)
        value = measured[match[1]]
        return _percent(value) if match[2] else shown(numbers[match[1]], value, context)

    return _PLACE.sub(filled, text)


def shown(number: Number, value: float, context: Context) -> str:
    """Return a number of a lesson as it is printed."""
    is_ratio = bool(number.over) or number.over_hours is not None
    if is_ratio or (is_amount(number.readout, context) and not number.minus):
        return fold(value)
    return figures(value, 2)


def named(number: Number, lesson: Lesson, context: Context) -> str:
    """Return in words what a number is, e.g. ``pHER2 in lapatinib 1 µM after 1 h``."""
    readout = context.catalogue.readout(number.readout)
    text = f"{readout.label or readout.id} in {lesson.cell(number.cell).label}"
    text += f" over {lesson.cell(number.over).label}" if number.over else ""
    text += f" less that in {lesson.cell(number.minus).label}" if number.minus else ""
    if number.hours is not None:
        text += f" after {plain(number.hours)}\u00a0h"
    if number.over_hours is not None:
        text += f" over that after {plain(number.over_hours)}\u00a0h"
    return text


def _percent(value: float) -> str:
    # Three figures from 100 on, so that 135 % is not told as 140 %.
    text = figures(100 * value, 2 if value < 1 else 3)
    return text if text == MISSING else f"{text}\u00a0%"
