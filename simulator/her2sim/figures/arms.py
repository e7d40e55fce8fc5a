"""Small multiples: every readout as a small panel, grouped by the arm of the pathway."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from her2sim.errors import InvalidValue
from her2sim.figures.labels import GROWTH, readout_text, unit_text
from her2sim.figures.rows import Tidy, common_text, lines, only, table_of, unit_of
from her2sim.figures.templates import LIGHT, Theme, dress
from her2sim.figures.time import COLUMNS, add_lines, hour_step

_COLUMNS_WANTED = 4
_FOLD_REACH = (-5, 4)  # log2: the common axis never goes beyond 1/32 and 16 times
_PANEL_HEIGHT, _HEAD_HEIGHT, _PANEL_WIDTH, _LEGEND_WIDTH = 120, 92, 205, 260


@dataclass(frozen=True)
class _Panel:
    """Where a readout is drawn; ``arm`` is set on the first panel of its arm."""

    readout: str
    row: int
    col: int
    arm: str = ""
    last_col: int = 0


def time_courses_by_arm(
    data: Tidy,
    arms: Mapping[str, str],
    *,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw every readout over time as a small panel, grouped by the arm of the pathway.

    Signals are drawn as fold of the untreated wild type on one common logarithmic axis, growth
    and its rate in their own units.

    Parameters
    ----------
    data
        As for :func:`time_course`, with the column ``relative``.
    arms
        Readout id to the name of its arm, in the order wanted. Readouts that are not in the
        table are left out.
    title, labels, note, theme
        As for :func:`time_course`.

    Raises
    ------
    InvalidValue
        If the table lacks a column or has none of the readouts.
    """
    table = table_of(data, [*COLUMNS, "relative"])
    known = set(table["readout"])
    panels = _layout({name: arm for name, arm in arms.items() if name in known})
    if not panels:
        raise InvalidValue("arms", ", ".join(arms), "ids of readouts that are in the table")
    table = only(table, [panel.readout for panel in panels])
    figure = _grid(panels, labels)
    styled = lines(table)
    folds = _common_folds(table["relative"].where(~_own_unit(table)).dropna().tolist())
    for number, panel in enumerate(panels):
        rows = table[table["readout"] == panel.readout]
        place = {"row": panel.row, "col": panel.col}
        own = bool(_own_unit(rows).any())
        add_lines(figure, rows, styled, "value" if own else "relative", theme, place, number == 0)
        if own:
            figure.update_yaxes(title_text=unit_text(unit_of(rows)), rangemode="tozero", **place)
        else:
            _fold_axis(figure, folds, place)
    _name_arms(figure, panels, theme)
    said = ", ".join(filter(None, [common_text(table), "fold of the untreated wild type"]))
    top = dress(
        figure,
        theme,
        title or "Response by arm of the pathway",
        said,
        note,
        width=figure.layout.width,
    )
    _finish(figure, panels, float(table["time_h"].max()), len(styled) > 1)
    figure.update_layout(margin_t=top + 50)
    return figure


def _own_unit(table: pd.DataFrame) -> pd.Series[bool]:
    """Mark the rows of growth and of anything without a positive fold."""
    foldless = ~(table["relative"] > 0)
    names = table.loc[foldless | table["unit"].eq("1/day"), "readout"].unique()
    return table["readout"].isin([*names, GROWTH])


def _layout(arms: Mapping[str, str]) -> list[_Panel]:
    """Place arms one after the other, each in one row if it fits, several to a row if they fit."""
    groups: dict[str, list[str]] = {}
    for readout, arm in arms.items():
        groups.setdefault(arm, []).append(readout)
    panels, row, used = [], 1, 0
    for arm, readouts in groups.items():
        if used and used + len(readouts) > _COLUMNS_WANTED:
            row, used = row + 1, 0
        for start in range(0, len(readouts), _COLUMNS_WANTED):
            part = readouts[start : start + _COLUMNS_WANTED]
            row, used = (row + 1, 0) if start else (row, used)
            for place, readout in enumerate(part, start=1):
                name = arm if place == 1 and not start else ""
                panels.append(_Panel(readout, row, used + place, name, used + len(part)))
            used += len(part)
    return panels


def _grid(panels: Sequence[_Panel], labels: Mapping[str, str] | None) -> go.Figure:
    rows = max(panel.row for panel in panels)
    taken = {(panel.row, panel.col) for panel in panels}
    columns = range(1, _COLUMNS_WANTED + 1)
    specs: list[list[dict[str, object] | None]]
    specs = [[{} if (row, col) in taken else None for col in columns] for row in range(1, rows + 1)]
    inner = rows * _PANEL_HEIGHT + (rows - 1) * _HEAD_HEIGHT
    figure = make_subplots(
        rows=rows,
        cols=_COLUMNS_WANTED,
        specs=specs,
        subplot_titles=[readout_text(panel.readout, labels) for panel in panels],
        horizontal_spacing=0.06,
        vertical_spacing=_HEAD_HEIGHT / inner if rows > 1 else 0,
    )
    figure.update_annotations(font={"size": 13})
    figure.update_layout(width=_PANEL_WIDTH * _COLUMNS_WANTED + _LEGEND_WIDTH, height=inner + 220)
    return figure


def _common_folds(values: Sequence[float]) -> tuple[float, float]:
    """Return the range (log2) that holds all folds, at least 1/2 to 2, within reason."""
    logs = [math.log2(value) for value in values if value > 0]
    low, high = min([-1.0, *logs]), max([1.0, *logs])
    return max(low, _FOLD_REACH[0]), min(high, _FOLD_REACH[1])


def _fold_axis(figure: go.Figure, folds: tuple[float, float], place: Mapping[str, int]) -> None:
    """Put powers of two on the axis."""
    low, high = folds
    step = 1 if high - low <= 4 else 2
    powers = [power for power in range(-8, 9, step) if low - 0.2 <= power <= high + 0.2]
    figure.update_yaxes(
        type="log",
        range=[math.log10(2) * (low - 0.2), math.log10(2) * (high + 0.2)],
        tickvals=[2.0**power for power in powers],
        ticktext=[f"{2**power}×" if power >= 0 else f"1/{2**-power}×" for power in powers],
        **place,
    )


def _name_arms(figure: go.Figure, panels: Sequence[_Panel], theme: Theme) -> None:
    """Write each arm's name, with a line, above its panels."""
    axes = {(panel.row, panel.col): panel for panel in panels}
    for panel in panels:
        if not panel.arm:
            continue
        first = next(figure.select_xaxes(row=panel.row, col=panel.col)).domain[0]
        last = axes[panel.row, panel.last_col]
        end = next(figure.select_xaxes(row=last.row, col=last.col)).domain[1]
        top = next(figure.select_yaxes(row=panel.row, col=panel.col)).domain[1]
        figure.add_annotation(
            text=f"<b>{_heading(panel.arm)}</b>",
            x=first,
            y=top,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=24,
            showarrow=False,
            font={"size": 14, "color": theme.ink},
        )
        figure.add_shape(
            type="line",
            xref="paper",
            x0=first,
            x1=end,
            yref="paper",
            ysizemode="pixel",
            yanchor=top,
            y0=25,
            y1=25,
            line={"color": theme.soft, "width": 1},
        )


def _heading(arm: str) -> str:
    """Return an arm's name as a heading; a name with its own capitals keeps them."""
    return arm.capitalize() if arm.islower() else arm


def _finish(figure: go.Figure, panels: Sequence[_Panel], hours: float, legend: bool) -> None:
    """Label the time axis of the lowest panel in each column, and set the small type."""
    small = {"tickfont": {"size": 11}, "title_font": {"size": 12}}
    step = hour_step(hours)
    figure.update_xaxes(tickmode="linear", tick0=0, dtick=step * 2, range=[0, hours], **small)
    figure.update_yaxes(**small)
    deepest = {panel.col: panel.row for panel in sorted(panels, key=lambda panel: panel.row)}
    for col, row in deepest.items():
        figure.update_xaxes(title_text="Time (h)", title_standoff=4, row=row, col=col)
    figure.update_layout(showlegend=legend)
