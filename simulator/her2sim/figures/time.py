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
        Ids of readouts; the panels stand below each other. None named: all of the table.
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
    figure = make_subplots(rows=len(names), cols=1, shared_xaxes=True, vertical_spacing=0.08)
    arms = lines(table)
    for row, readout in enumerate(names, start=1):
        rows = table[table["readout"] == readout]
        add_lines(figure, rows, arms, column, theme, {"row": row, "col": 1}, legend=row == 1)
        text = readout_text(readout, labels)
        axis = f"{text},<br>{RELATIVE_TITLE}" if relative else with_unit(text, unit_of(rows))
        figure.update_yaxes(title_text=axis, rangemode="tozero", row=row, col=1)
        _reference_line(figure, readout, relative, theme, row)
    hours = float(table["time_h"].max())
    figure.update_xaxes(tickmode="linear", tick0=0, dtick=hour_step(hours), range=[0, hours])
    figure.update_xaxes(title_text=TIME_TITLE, row=len(names), col=1)
    said = title or f"{listed([readout_text(name, labels) for name in names])} over time"
    dress(figure, theme, said, common_text(table), note)
    figure.update_layout(height=190 + 270 * len(names), width=860, showlegend=len(arms) > 1)
    return figure


def hour_step(hours: float) -> float:
    """Return the distance of ticks (h) that gives a time axis four to eight of them."""
    return next((step for step in _HOUR_STEPS if hours / step <= 8), math.ceil(hours / 8))


def _reference_line(
    figure: go.Figure, readout: str, relative: bool, theme: Theme, row: int
) -> None:
    """Mark the untreated wild type in relative values, and zero growth on the scale of GR."""
    if relative or readout == GROWTH:
        line = {"color": theme.soft, "width": 1, "dash": "dot"}
        figure.add_hline(y=1 if relative else 0, line=line, row=row, col=1)


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
