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
from her2sim_dashboard.numbers import MISSING, figures, fold

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


def _percent(value: float) -> str:
    text = figures(100 * value, 2)
    return text if text == MISSING else f"{text}\u00a0%"
