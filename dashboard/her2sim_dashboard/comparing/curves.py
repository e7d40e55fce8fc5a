"""Curves: one chart per readout with a line per cell, each marked with its letter at the end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from her2sim.figures import OTHERS
from her2sim.model import Readout

from her2sim_dashboard.answer import LOWEST_FOLD
from her2sim_dashboard.charts import line_layout
from her2sim_dashboard.comparing.together import LETTERS, Member, Together
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures, fold, plain, rounded

STYLES = OTHERS[: len(LETTERS)]
_FIGURES = 4
# Shares of a chart's height: what is free above the curves, and between two letters.
_HEAD = 0.06
_BETWEEN = 0.095


def colour_variables() -> dict[str, str]:
    """Return the cells' colours as variables for the style sheet, for light and for dark."""
    return {
        f"--cell-{letter.lower()}-{scheme}": colour
        for letter, style in zip(LETTERS, STYLES, strict=True)
        for scheme, colour in (("light", style.light), ("dark", style.dark))
    }


def lines(names: Sequence[str]) -> list[dict[str, str]]:
    """Return name, colour and dash of the line of each cell."""
    return [
        {"name": f"{letter}: {name}", "color": style.light, "dash": style.dash}
        for letter, name, style in zip(LETTERS, names, STYLES, strict=False)
    ]


def curves(compared: Together, context: Context) -> dict[str, Any]:
    """Return the charts of the readouts chosen, what they share written once.

    Returns
    -------
    dict
        ``hours`` (shared by all lines), ``layout``, and ``charts`` with, for each readout, its
        ``values`` by cell (``None`` for a cell without time course), the ``range`` of its axis
        and ``marks``: [cell, height] of the letters, moved apart where lines end together.
    """
    state, solved = compared.state, compared.solved
    if not solved or compared.reference is None:
        return {"hours": [], "layout": {}, "charts": []}
    course = compared.reference
    return {
        "hours": [rounded(time, _FIGURES) for time in course.times],
        "layout": line_layout(state.hours, None),
        "charts": [_chart(context.catalogue.readout(name), compared) for name in state.readouts],
    }


def _chart(readout: Readout, compared: Together) -> dict[str, Any]:
    reference = compared.reference.values[readout.id] if compared.reference else ()
    # Rates and numbers without unit are drawn as they are: most can change sign.
    as_fold = compared.state.axis == "fold" and is_amount(readout) and min(reference) > 0
    bases = reference if as_fold else (1.0,) * len(reference)
    values = [_values(member, readout, bases) for member in compared.members]
    unit = "" if readout.unit == "1" else readout.unit
    low, high = _span(values, as_fold)
    return {
        "title": readout.label or readout.id,
        "axis": "× untreated wild type" if as_fold else unit,
        "summary": _summary(values, compared, unit, as_fold),
        "values": values,
        "range": [low, high],
        "one": as_fold,
        "marks": _marks(values, low, high),
    }


def is_amount(readout: Readout) -> bool:
    """Return whether multiples of a readout mean something: not of rates, not of scores."""
    return readout.unit[:1] != "1"


def _values(member: Member, readout: Readout, bases: Sequence[float]) -> list[float | None] | None:
    if member.course is None:
        return None
    ratios = (
        value / base for value, base in zip(member.course.values[readout.id], bases, strict=True)
    )
    return [rounded(each, _FIGURES) if math.isfinite(each) else None for each in ratios]


def _span(values: Sequence[list[float | None] | None], as_fold: bool) -> tuple[float, float]:
    """Return the range of the axis: zero, all lines, and one where that is the reference."""
    known = [each for line in values for each in line or () if each is not None]
    low, high = min(0.0, *known), max(1.0 if as_fold else 0.0, *known)
    head = _HEAD * ((high - low) or 1.0)
    return rounded(low - (head if low < 0 else 0.0), _FIGURES), rounded(high + head, _FIGURES)


def _marks(
    values: Sequence[list[float | None] | None], low: float, high: float
) -> list[tuple[int, float]]:
    """Return where each cell's letter stands, so that none covers another."""
    ends = sorted(
        (line[-1], place) for place, line in enumerate(values) if line and line[-1] is not None
    )
    between, heights = _BETWEEN * (high - low), [float(end) for end, _ in ends]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + between)
    ceiling = high - between / 2
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], ceiling)
        ceiling = heights[place] - between
    marks = zip((place for _, place in ends), heights, strict=True)
    return [(place, rounded(height, _FIGURES)) for place, height in marks]


def _summary(
    values: Sequence[list[float | None] | None], compared: Together, unit: str, as_fold: bool
) -> str:
    """Return the last values in words, for those who cannot see the curves."""

    def text(line: list[float | None] | None) -> str:
        end = line[-1] if line else None
        return short_fold(end) if as_fold else f"{figures(end)} {unit}".strip()

    ends = ", ".join(
        f"{member.letter} {text(line)}"
        for member, line in zip(compared.members, values, strict=True)
    )
    return f"At {plain(compared.state.hours)} h: {ends}."


def short_fold(ratio: float | None) -> str:
    """Return a multiple such as ``0.25×``; one too small to matter as less than the lowest."""
    if ratio is not None and ratio < LOWEST_FOLD:
        return f"<{figures(LOWEST_FOLD)}×"
    return fold(ratio)
