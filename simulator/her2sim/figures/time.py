"""Time courses: one readout large, or all readouts small by pathway arm."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from her2sim.figures.labels import GROWTH, listed, readout_text, with_unit
from her2sim.figures.rows import Line, Tidy, common_text, lines, only, table_of, unit_of
from her2sim.figures.templates import LIGHT, Theme, dress

COLUMNS = ("scenario", "genotype", "treatment", "time_h", "readout", "value", "unit")
TIME_TITLE = "Time since treatment (h)"
RELATIVE_TITLE = "relative to untreated wild type"
_NAMED = 4  # in a title that names its readouts
_PANEL_HEIGHT, _SPACE_BETWEEN = 270, 70
_HOUR_STEPS = (0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168)


def time_course(
    data: Tidy,
    *readouts: str,
    relative: bool = False,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw one or more readouts over time, one line per scenario.

    Parameters
    ----------
    data
        A result, or a table with the columns ``scenario, genotype, treatment, time_h, readout,
        value, unit`` (and ``relative``). Columns ``lower`` and ``upper`` are drawn as a band.
    *readouts
        Ids of readouts; one panel each. None named: all of the table.
    relative
        Draw ``relative`` in place of ``value``.
    title
        The finding or the scenario; made from the readouts if omitted.
    labels
        Readout ids to the labels to print.
    note
        Small print below, such as the version of the model.
    theme
        ``LIGHT`` or ``DARK``.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column.
    """
    column = "relative" if relative else "value"
    table = table_of(data, [*COLUMNS, column])
    names = list(readouts) or list(table["readout"].unique())
    table = only(table, names)
    across = 1 if len(names) <= 3 else 2 if len(names) <= 8 else 3
    figure = _panels(len(names), across)
    arms = lines(table)
    for number, readout in enumerate(names):
        place = {"row": number // across + 1, "col": number % across + 1}
        rows = table[table["readout"] == readout]
        add_lines(figure, rows, arms, column, theme, place, legend=number == 0)
        text = readout_text(readout, labels)
        axis = f"{text},<br>{RELATIVE_TITLE}" if relative else with_unit(text, unit_of(rows))
        figure.update_yaxes(title_text=axis, rangemode="tozero", **place)
        _reference_line(figure, readout, relative, theme, place)
        if number + across >= len(names):
            figure.update_xaxes(title_text=TIME_TITLE, **place)
    hours = float(table["time_h"].max())
    figure.update_xaxes(tickmode="linear", tick0=0, dtick=hour_step(hours), range=[0, hours])
    what = listed([readout_text(name, labels) for name in names])
    said = title or f"{what if len(names) <= _NAMED else f'{len(names)} readouts'} over time"
    dress(figure, theme, said, common_text(table), note)
    figure.update_layout(showlegend=len(arms) > 1)
    return figure


def _panels(number: int, across: int) -> go.Figure:
    """Return empty panels of one size, in so many columns."""
    down = math.ceil(number / across)
    figure = make_subplots(
        rows=down,
        cols=across,
        horizontal_spacing=0.2 / across,
        vertical_spacing=_SPACE_BETWEEN / (down * _PANEL_HEIGHT),
    )
    figure.update_layout(height=190 + _PANEL_HEIGHT * down, width=400 + 460 * across)
    return figure


def hour_step(hours: float) -> float:
    """Return the distance of ticks (h) that gives a time axis four to eight of them."""
    return next((step for step in _HOUR_STEPS if hours / step <= 8), math.ceil(hours / 8))


def _reference_line(
    figure: go.Figure, readout: str, relative: bool, theme: Theme, place: Mapping[str, int]
) -> None:
    """Mark the untreated wild type in relative values, and zero growth on the scale of GR."""
    if relative or readout == GROWTH:
        line = {"color": theme.soft, "width": 1, "dash": "dot"}
        figure.add_hline(y=1 if relative else 0, line=line, **place)


def add_lines(
    figure: go.Figure,
    rows: pd.DataFrame,
    arms: Sequence[Line],
    column: str,
    theme: Theme,
    place: Mapping[str, int],
    legend: bool,
) -> None:
    """Add one panel's lines, and its bands if the table has intervals."""
    for arm in arms:
        mine = rows[rows["scenario"] == arm.scenario].sort_values("time_h")
        colour = arm.style.colour(theme.is_dark)
        if {"lower", "upper"} <= set(mine.columns) and column == "value":
            figure.add_trace(_band(mine, arm, colour), **place)
        figure.add_trace(
            go.Scatter(
                x=mine["time_h"].tolist(),
                y=mine[column].tolist(),
                name=arm.label,
                mode="lines",
                line={"color": colour, "dash": arm.dash, "width": 2.5},
                legendgroup=arm.group or arm.scenario,
                legendgrouptitle={"text": arm.group} if arm.group else None,
                showlegend=legend,
                hovertemplate=f"{arm.scenario}<br>%{{x:.3g}} h: %{{y:.3g}}<extra></extra>",
            ),
            **place,
        )


def _band(rows: pd.DataFrame, arm: Line, colour: str) -> go.Scatter:
    """Return the interval of a line as a filled outline."""
    hours = rows["time_h"].tolist()
    return go.Scatter(
        x=[*hours, *reversed(hours)],
        y=[*rows["upper"].tolist(), *reversed(rows["lower"].tolist())],
        fill="toself",
        fillcolor=colour,
        opacity=0.18,
        line={"width": 0},
        legendgroup=arm.group or arm.scenario,
        showlegend=False,
        hoverinfo="skip",
    )
