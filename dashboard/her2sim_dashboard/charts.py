"""Charts: time courses as plain dictionaries that plotly.js draws.

Plain dictionaries, because building ``go.Figure`` objects would cost more than the simulation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from her2sim.figures import COLOURS, OTHERS
from her2sim.figures.colours import Style
from her2sim.model import Readout

from her2sim_dashboard.numbers import figures, fold, plain, rounded
from her2sim_dashboard.runs import Comparison, Course

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"
_INK, _GRID, _REFERENCE = "#3d4852", "#e3e6ea", "#9aa5b1"


@dataclass(frozen=True)
class Line:
    """One of the cells compared: field of :class:`Comparison`, name, colours, dash and width."""

    field: str
    name: str
    short: str
    style: Style
    dash: str
    width: float


LINES = (
    Line("cell", "this cell, treated", "treated", OTHERS[0], "solid", 3.0),
    Line("untreated", "this cell, untreated", "untreated", COLOURS["none"], "dot", 2.0),
    Line("wild_type", "wild type, same treatment", "wild type treated", COLOURS["WT"], "dash", 1.8),
)


def colour_variables() -> dict[str, str]:
    """Return the lines' colours as variables for the style sheet, for light and for dark."""
    return {
        f"--{line.field.replace('_', '-')}-{scheme}": colour
        for line in LINES
        for scheme, colour in (("light", line.style.light), ("dark", line.style.dark))
    }


@dataclass(frozen=True)
class Chart:
    """One small multiple: its figure, what its axis shows, and the same in words."""

    readout: Readout
    axis: str
    summary: str
    figure: dict[str, Any]


def time_course(readout: Readout, compared: Comparison, axis: str) -> Chart:
    """Return the time course of a readout in the cells compared.

    Parameters
    ----------
    readout
        The readout.
    compared
        The cells.
    axis
        ``fold`` draws multiples of the untreated wild type; ``unit`` the readout's own unit.
        Rates and numbers without unit are drawn as they are either way: most can change sign.
    """
    drawn = [(line, getattr(compared, line.field), compared.reference) for line in LINES]
    return overlay(readout, drawn, axis)


def overlay(readout: Readout, drawn: Sequence[tuple[Line, Course, Course]], axis: str) -> Chart:
    """Return the time course of a readout in any cells.

    Parameters
    ----------
    readout
        The readout.
    drawn
        Each cell's line, its course, and that of the untreated wild type that is its one.
    axis
        As for :func:`time_course`.
    """
    references = [reference.values[readout.id] for _, _, reference in drawn]
    positive = all(min(values) > 0 for values in references)
    as_fold = axis == "fold" and readout.unit[:1] != "1" and positive
    lines = [
        (line, _divided(course.values[readout.id], base if as_fold else (1.0,) * len(base)))
        for (line, course, _), base in zip(drawn, references, strict=True)
    ]
    course = drawn[0][1]
    hours, times = course.times[-1], [rounded(time, 4) for time in course.times]
    figure = {
        "data": [_trace(line, values, times) for line, values in lines],
        "layout": line_layout(hours, 1.0 if as_fold else None),
    }
    unit = "" if readout.unit == "1" else readout.unit
    label = "× untreated wild type" if as_fold else unit
    return Chart(readout, label, _summary(lines, hours, as_fold, unit), figure)


def _divided(values: Sequence[float], bases: Sequence[float]) -> list[float]:
    # Formatting rounds four times as fast as arithmetic, and this is done for every slider step.
    return [float(f"{value / base:.4g}") for value, base in zip(values, bases, strict=True)]


def _trace(line: Line, values: list[float], hours: list[float]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": line.name,
        "x": hours,
        "y": [value if math.isfinite(value) else None for value in values],
        "line": {"color": line.style.light, "dash": line.dash, "width": line.width},
        "hovertemplate": "%{y:.3~g}",
    }


def line_layout(hours: float, reference: float | None) -> dict[str, Any]:
    """Return the layout of curves over time; ``reference`` is the height of a thin line.

    Colours are those of print, the style sheet recolours the screen.
    """
    axis = {
        "gridcolor": _GRID,
        "zerolinecolor": _GRID,
        "tickcolor": _GRID,
        "linecolor": _GRID,
        "fixedrange": True,
        "automargin": False,
        "nticks": 5,
    }
    line = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": reference,
        "y1": reference,
        "line": {"color": _REFERENCE, "width": 1},
        "layer": "below",
    }
    return {
        "autosize": True,
        "margin": {"l": 40, "r": 8, "t": 8, "b": 22, "pad": 2},
        "font": {"family": FONT, "size": 12, "color": _INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "x",
        "dragmode": False,
        "xaxis": axis | {"range": [0, hours], "ticksuffix": " h", "showticksuffix": "last"},
        "yaxis": axis | {"rangemode": "tozero"},
        "shapes": [line] if reference is not None else [],
    }


def _summary(
    lines: Sequence[tuple[Line, list[float]]], hours: float, as_fold: bool, unit: str
) -> str:
    """Return the last values in words, for those who cannot see the curves."""

    def text(value: float) -> str:
        return fold(value) if as_fold else f"{figures(value)} {unit}".strip()

    ends = ", ".join(f"{line.short} {text(values[-1])}" for line, values in lines)
    return f"At {plain(hours)} h: {ends}."
