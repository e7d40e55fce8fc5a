"""What makes a difference: contributions from one value to another."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from her2sim.figures.labels import cell_text, with_unit
from her2sim.figures.rows import Tidy, table_of
from her2sim.figures.templates import LIGHT, Theme, dress

COLUMNS = ("step", "contribution")
_OTHERS = "all others"
_LEAST = 0.005  # of the difference; smaller contributions are drawn together
_ROW = 40
_WIDTH = 860
_LABEL = 34
_ROOM = 0.12  # of the axis, for the numbers beside bars


@dataclass(frozen=True)
class Ends:
    """Where a waterfall begins and ends: two values and what they are called."""

    reference: str
    reference_value: float
    asked: str
    asked_value: float


def waterfall(
    data: Tidy,
    ends: Ends,
    *,
    readout: str = "",
    unit: str = "",
    title: str = "",
    subtitle: str = "",
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw contributions as steps from the reference's value to the asked cell's.

    Parameters
    ----------
    data
        A table with the columns ``step`` and ``contribution``, drawn in its order; with
        ``lower`` and ``upper`` the contributions get bars.
    ends
        The values between which the contributions lie.
    readout, unit
        What the axis shows.
    title, subtitle, note
        Text around the figure.
    theme
        Light or dark.

    Raises
    ------
    InvalidValue
        If a column is missing.
    """
    rows = _drawn(table_of(data, COLUMNS), ends)
    begins = ends.reference_value + rows["contribution"].cumsum() - rows["contribution"]
    names = [
        _broken(name) for name in (cell_text(ends.reference), *rows["step"], cell_text(ends.asked))
    ]
    # Bars may bear one name twice, so they stand at numbers.
    places = list(range(len(names)))
    figure = go.Figure()
    _add_ends(figure, ends, places, theme)
    _add_steps(figure, rows, begins, places[1:-1], theme)
    figure.update_yaxes(
        tickvals=places, ticktext=names, autorange="reversed", showgrid=False, ticks=""
    )
    figure.update_xaxes(title_text=with_unit(readout, unit))
    figure.update_xaxes(range=_range(rows, begins, ends))
    figure.add_vline(x=0, line_color=theme.soft, line_width=1)
    height = dress(figure, theme, title, subtitle, note, width=_WIDTH)
    figure.update_layout(
        width=_WIDTH, height=height + 120 + _ROW * len(names), showlegend=False, bargap=0.35
    )
    return figure


def _drawn(table: pd.DataFrame, ends: Ends) -> pd.DataFrame:
    """Return the rows that are drawn by themselves, and one for all others."""
    least = _LEAST * abs(ends.asked_value - ends.reference_value)
    small = table["contribution"].abs() < least
    rest = table.loc[small, "contribution"].sum()
    rows = table[~small]
    if abs(rest) < least:
        return rows
    return pd.concat([rows, pd.DataFrame([{"step": _OTHERS, "contribution": rest}])])


def _range(rows: pd.DataFrame, begins: pd.Series, ends: Ends) -> list[float]:
    """Return an axis with room for the numbers beside the bars."""
    values = [0.0, ends.reference_value, ends.asked_value]
    values += [*begins, *(begins + rows["contribution"]), *_right_ends(rows, begins)]
    if "lower" in rows.columns:
        values += list((begins + rows["lower"]).dropna())
    low, high = min(values), max(values)
    room = _ROOM * (high - low)
    return [low - room if low < 0 else low, high + room]


def _add_ends(figure: go.Figure, ends: Ends, places: list[int], theme: Theme) -> None:
    values = [ends.reference_value, ends.asked_value]
    figure.add_bar(
        orientation="h",
        y=[places[0], places[-1]],
        x=values,
        marker_color=theme.soft,
        text=[f"{value:.3g}".replace("-", "−") for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertext=[ends.reference, ends.asked],
        hovertemplate="%{hovertext}: %{x:.3g}<extra></extra>",
    )


def _add_steps(
    figure: go.Figure, rows: pd.DataFrame, begins: pd.Series, places: list[int], theme: Theme
) -> None:
    down, up = theme.fold_scale[0][1], theme.fold_scale[-1][1]
    values = rows["contribution"].tolist()
    banded = {"lower", "upper"} <= set(rows.columns)
    numbers = [f"{value:+.3g}".replace("-", "−") for value in values]
    figure.add_bar(
        orientation="h",
        y=places,
        x=values,
        base=begins.tolist(),
        error_x=_bars(rows, theme) if banded else None,
        marker_color=[up if value > 0 else down for value in values],
        text=None if banded else numbers,
        textposition="outside",
        cliponaxis=False,
        hovertext=rows["step"].tolist(),
        customdata=numbers,
        hovertemplate="%{hovertext}: %{customdata}<extra></extra>",
    )
    if banded:
        # Beside the longer of bar and interval, so that no line runs through a number.
        figure.add_scatter(
            x=_right_ends(rows, begins).tolist(),
            y=places,
            mode="text",
            text=[f" {number}" for number in numbers],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
        )
    _join(figure, [*begins.tolist(), float((begins + rows["contribution"]).iloc[-1])], theme)


def _bars(rows: pd.DataFrame, theme: Theme) -> dict[str, object]:
    """Return the intervals of the contributions as plotly's error bars."""
    return {
        "array": (rows["upper"] - rows["contribution"]).tolist(),
        "arrayminus": (rows["contribution"] - rows["lower"]).tolist(),
        "color": theme.ink,
        "thickness": 1.2,
        "width": 4,
    }


def _right_ends(rows: pd.DataFrame, begins: pd.Series) -> pd.Series:
    reach = rows["contribution"].clip(lower=0.0)
    if "upper" in rows.columns:
        reach = pd.concat([reach, rows["upper"]], axis=1).max(axis=1)
    return begins + reach


def _join(figure: go.Figure, reached: list[float], theme: Theme) -> None:
    """Carry the value that is reached on to the next bar."""
    for place, value in enumerate(reached):
        figure.add_shape(
            type="line",
            x0=value,
            x1=value,
            y0=place + 0.32,
            y1=place + 0.68,
            line={"color": theme.soft, "width": 1},
        )


def _broken(name: str) -> str:
    return "<br>".join(textwrap.wrap(name, _LABEL)) or name
