"""Sensitivity: tornado, the plane of Morris, bars of Sobol, and how they converge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from her2sim.errors import InvalidValue
from her2sim.figures.colours import Style, styles
from her2sim.figures.labels import readout_text
from her2sim.figures.rows import Tidy, only, table_of
from her2sim.figures.templates import LIGHT, Theme, dress

COLUMNS = ("parameter", "arm", "readout", "measure", "value", "lower", "upper")
_SHOWN = 25
_NAMED = 15  # on the plane of Morris
_ROW = 20
_AXES = {
    "elasticity": "Relative change of {} per relative change of the parameter",
    "slope": "Change of {} per e-fold of the parameter",
    "mu_star": "Mean size of the effect on {} (µ*)",
    "sigma": "Spread of the effect (σ)",
    "ST": "Share of the variance of {}",
    "S1": "Share of the variance of {}",
}
_SOBOL = {"ST": "with interactions (ST)", "S1": "alone (S1)"}


def tornado(
    data: Tidy,
    readout: str = "",
    *,
    measure: str = "slope",
    title: str = "",
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    shown: int = _SHOWN,
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw the parameters that move a readout most, coloured by their arm of the pathway.

    Parameters
    ----------
    data
        A table with the columns ``parameter, arm, readout, measure, value, lower, upper``, or
        what carries one as its ``table``.
    readout
        Id of the readout; the first of the table if omitted.
    measure
        ``slope`` or ``elasticity``.
    title, labels, note, theme
        As for :func:`her2sim.figures.time_course`.
    subtitle
        Below the title, such as the scenario.
    shown
        The number of parameters.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column or the measure.
    """
    rows, name = _rows(data, readout, measure)
    largest = rows.loc[rows["value"].abs().sort_values(ascending=False).index].head(shown)
    figure = go.Figure()
    for arm, style in _arm_styles(rows).items():
        mine = largest[largest["arm"] == arm]
        if len(mine):
            figure.add_trace(_bars(mine, arm, style.colour(theme.is_dark), theme))
    figure.add_vline(x=0, line={"color": theme.ink, "width": 1})
    text = readout_text(name, labels)
    figure.update_xaxes(title_text=_AXES[measure].format(text))
    _named_rows(figure, largest["parameter"].tolist())
    said = title or f"Parameters that move {text} most"
    top = dress(figure, theme, said, subtitle, note)
    height = top + 80 + _ROW * len(largest) + 30 * bool(note)
    figure.update_layout(width=900, height=height, barmode="overlay", bargap=0.25)
    return figure


def morris_plane(
    data: Tidy,
    readout: str = "",
    *,
    title: str = "",
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw each parameter by the mean size and the spread of its effects.

    Right of the line the effect is about the same wherever the other parameters are; left of it
    interactions decide.

    Parameters
    ----------
    data, readout, title, subtitle, labels, note, theme
        As for :func:`tornado`, with the measures ``mu_star`` and ``sigma``.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column or a measure.
    """
    size, name = _rows(data, readout, "mu_star")
    spread, _ = _rows(data, readout, "sigma")
    both = size.merge(spread[["parameter", "value"]], on="parameter", suffixes=("", "_sigma"))
    named = set(both.nlargest(_NAMED, "value")["parameter"])
    figure = go.Figure()
    for arm, style in _arm_styles(both).items():
        mine = both[both["arm"] == arm]
        figure.add_trace(_plane_points(mine, arm, style, named, theme))
    reach = float(both["value"].max()) * 1.15
    line = {"color": theme.soft, "width": 1, "dash": "dot"}
    figure.add_shape(type="line", x0=0, y0=0, x1=reach, y1=reach, line=line, layer="below")
    text = readout_text(name, labels)
    figure.update_xaxes(title_text=_AXES["mu_star"].format(text), range=[0, reach])
    high = float(both["value_sigma"].max()) * 1.15
    figure.update_yaxes(title_text=_AXES["sigma"], range=[0, high])
    dress(figure, theme, title or f"Effects of the parameters on {text}", subtitle, note)
    figure.update_layout(width=940, height=600)
    return figure


def sobol_bars(
    data: Tidy,
    readout: str = "",
    *,
    title: str = "",
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    shown: int = _SHOWN,
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw the shares of a readout's variance, of arms or of the leading parameters.

    Parameters
    ----------
    data, readout, title, subtitle, labels, note, shown, theme
        As for :func:`tornado`, with the measures ``S1`` and ``ST``.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column or a measure.
    """
    total, name = _rows(data, readout, "ST")
    alone, _ = _rows(data, readout, "S1")
    order = total.nlargest(shown, "value")["parameter"].tolist()
    found = _arm_styles(total)
    figure = go.Figure()
    for measure, rows, opacity in (("ST", total, 0.45), ("S1", alone, 1.0)):
        mine = rows.set_index("parameter").loc[order].reset_index()
        colours = [found[arm].colour(theme.is_dark) for arm in mine["arm"]]
        bar = _bars(mine, _SOBOL[measure], "", theme)
        bar.update(marker={"color": colours, "opacity": opacity}, showlegend=False)
        figure.add_trace(bar.update(offsetgroup=measure))
    # Legends do not draw opacity, so that the paler bars are told by a paler grey.
    for measure, colour in (("S1", theme.ink), ("ST", theme.grid)):
        marker = {"color": colour}
        figure.add_trace(go.Bar(x=[None], y=[None], name=_SOBOL[measure], marker=marker))
    text = readout_text(name, labels)
    figure.update_xaxes(title_text=_AXES["ST"].format(text), rangemode="tozero")
    _named_rows(figure, order)
    said = title or f"What decides the variance of {text}"
    top = dress(figure, theme, said, subtitle, note)
    height = top + 80 + 34 * len(order) + 30 * bool(note)
    figure.update_layout(width=900, height=height, barmode="group", bargap=0.3)
    return figure


def convergence(
    course: pd.DataFrame,
    readout: str = "",
    *,
    measure: str = "",
    title: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    shown: int = 7,
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw how the leading indices settle as simulations are added.

    Parameters
    ----------
    course
        The columns of :func:`tornado` and ``runs``.
    measure
        By default the first of the table.
    readout, title, labels, note, shown, theme
        As for :func:`tornado`.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column, the measure or any row.
    """
    table = table_of(course, [*COLUMNS, "runs"])
    if table.empty:
        raise InvalidValue("the table", "empty", "one with measures at growing numbers of runs")
    rows, name = _rows(table, readout, measure or str(table["measure"].iloc[0]))
    last = rows[rows["runs"] == rows["runs"].max()].nlargest(shown, "value")
    names = last["parameter"].tolist()
    figure = go.Figure()
    for each, style in styles(names).items():
        figure.add_trace(_course(rows[rows["parameter"] == each], each, style, theme))
    counts = sorted(rows["runs"].unique().tolist())
    ticks = {"tickvals": counts, "ticktext": [f"{count:,}" for count in counts]}
    figure.update_xaxes(title_text="Simulations", type="log", **ticks)
    text = readout_text(name, labels)
    found = measure or str(rows["measure"].iloc[0])
    figure.update_yaxes(title_text=_AXES[found].format(text), rangemode="tozero")
    dress(figure, theme, title or f"Convergence of the indices of {text}", note=note)
    figure.update_layout(width=860, height=470)
    return figure


def _rows(data: Tidy, readout: str, measure: str) -> tuple[pd.DataFrame, str]:
    """Return the rows of one readout and measure, and the readout."""
    table = table_of(data, COLUMNS)
    name = readout or (str(table["readout"].iloc[0]) if len(table) else "")
    rows = only(table, [name]) if name else table
    mine = rows[rows["measure"] == measure]
    if mine.empty:
        given = ", ".join(map(str, rows["measure"].unique()))
        raise InvalidValue("the measures of the table", given, f"such that {measure!r} is there")
    return pd.DataFrame(mine), name


def _arm_styles(rows: pd.DataFrame) -> dict[str, Style]:
    """Return a style for each arm; sorted, so that an arm looks the same in every figure."""
    return styles(sorted(rows["arm"].unique()))


def _named_rows(figure: go.Figure, names: Sequence[str]) -> None:
    figure.update_yaxes(categoryorder="array", categoryarray=list(names)[::-1])
    figure.update_yaxes(showgrid=False, ticks="", tickfont={"size": 12}, dtick=1)


def _bars(rows: pd.DataFrame, name: str, colour: str, theme: Theme) -> go.Bar:
    above = (rows["upper"] - rows["value"]).clip(lower=0).fillna(0).tolist()
    below = (rows["value"] - rows["lower"]).clip(lower=0).fillna(0).tolist()
    error = {"array": above, "arrayminus": below, "color": theme.ink, "thickness": 1, "width": 2}
    return go.Bar(
        x=rows["value"].tolist(),
        y=rows["parameter"].tolist(),
        name=name,
        orientation="h",
        marker={"color": colour} if colour else None,
        error_x=error,
        hovertemplate="%{y}: %{x:.3g}<extra>" + name + "</extra>",
    )


def _plane_points(
    rows: pd.DataFrame, arm: str, style: Style, named: set[str], theme: Theme
) -> go.Scatter:
    colour = style.colour(theme.is_dark)
    return go.Scatter(
        x=rows["value"].tolist(),
        y=rows["value_sigma"].tolist(),
        name=arm,
        mode="markers+text",
        text=[each if each in named else "" for each in rows["parameter"]],
        textposition="top center",
        textfont={"size": 11, "color": theme.ink},
        marker={"size": 9, "symbol": style.symbol, "color": colour},
        customdata=rows["parameter"].tolist(),
        hovertemplate="%{customdata}: µ* %{x:.3g}, σ %{y:.3g}<extra>" + arm + "</extra>",
    )


def _course(rows: pd.DataFrame, name: str, style: Style, theme: Theme) -> go.Scatter:
    colour = style.colour(theme.is_dark)
    mine = rows.sort_values("runs")
    return go.Scatter(
        x=mine["runs"].tolist(),
        y=mine["value"].tolist(),
        name=name,
        mode="lines+markers",
        line={"color": colour, "dash": style.dash, "width": 2},
        marker={"symbol": style.symbol, "size": 8, "color": colour},
        error_y={
            "array": (mine["upper"] - mine["value"]).clip(lower=0).tolist(),
            "arrayminus": (mine["value"] - mine["lower"]).clip(lower=0).tolist(),
            "thickness": 1.2,
            "width": 3,
        },
    )
