"""Screens: effects as a waterfall, and effects against their certainty as a volcano."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from her2sim.errors import InvalidValue
from her2sim.figures.labels import GROWTH, readout_text
from her2sim.figures.rows import Tidy, table_of
from her2sim.figures.templates import LIGHT, Theme, dress

COLUMNS = ("rank", "gene", "readout", "control", "effect", "lower", "upper")
_SHOWN = 60
_ROW = 17
_NAMED = 12  # in a volcano
_GAIN, _LOSS, _NEITHER = "more", "less", "uncertain"


def screen_waterfall(
    data: Tidy,
    *,
    title: str = "",
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    shown: int = _SHOWN,
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw the effect of every perturbation of a screen, the largest on top.

    Parameters
    ----------
    data
        A screen, or a table with its columns ``rank, gene, readout, control, effect, lower,
        upper``. Intervals are drawn as bars; ``fitness``, if there, as points beside.
    title, labels, note, theme
        As for :func:`her2sim.figures.time_course`.
    subtitle
        Below the title, such as the treatment.
    shown
        Rows to draw; of more, those at either end.

    Raises
    ------
    InvalidValue
        If the table lacks a column or has no effect to draw.
    """
    rows = _effects(data)
    more = ""
    if len(rows) > shown:
        more = f"the first {(shown + 1) // 2} and the last {shown // 2} of {len(rows)}"
        rows = pd.concat([rows.head((shown + 1) // 2), rows.tail(shown // 2)])
    beside = "fitness" in rows and bool(rows["fitness"].notna().any())
    figure = _panels(beside)
    _add_bars(figure, rows, theme)
    text = _effect_text(rows, labels)
    figure.update_xaxes(title_text=text, row=1, col=1)
    if beside:
        _add_fitness(figure, rows, theme)
    figure.add_vline(x=0, line={"color": theme.ink, "width": 1}, row=1, col=1)
    names = rows["gene"].tolist()
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    figure.update_yaxes(showgrid=False, ticks="", tickfont={"size": 11}, dtick=1)
    figure.update_yaxes(range=[-0.7, len(names) - 0.3])
    said = title or f"Effect of each gene on {_plain(rows, labels)}"
    top = dress(figure, theme, said, "; ".join(filter(None, (subtitle, more))), note)
    figure.update_layout(width=900, height=top + 90 + _ROW * len(names) + 30 * bool(note))
    return figure


def volcano(
    data: Tidy,
    *,
    title: str = "",
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw the effect of every perturbation against the share of parameter sets that agree on it.

    Parameters
    ----------
    data
        A screen with an ensemble: the columns of :func:`screen_waterfall` and ``agreement``.
    title, subtitle, labels, note, theme
        As for :func:`screen_waterfall`.

    Raises
    ------
    InvalidValue
        If the table has no ``agreement``, as without an ensemble.
    """
    table = table_of(data, [*COLUMNS, "agreement"])
    rows = _effects(table).dropna(subset="agreement")
    rows = rows[np.isfinite(rows["effect"])]
    figure = go.Figure()
    certain = (rows["lower"] > 0) | (rows["upper"] < 0)
    kinds = np.where(~certain, _NEITHER, np.where(rows["effect"] > 0, _GAIN, _LOSS))
    named = set(rows.loc[rows["effect"].abs().nlargest(_NAMED).index, "gene"])
    legend = {
        _GAIN: "raises it in 95 % of the sets",
        _LOSS: "lowers it in 95 % of the sets",
        _NEITHER: "sign not certain",
    }
    for kind, name in legend.items():
        mine = rows[kinds == kind]
        if len(mine):
            figure.add_trace(_points(mine, name, _colours(theme)[kind], named))
    figure.add_vline(x=0, line={"color": theme.soft, "width": 1, "dash": "dot"})
    span = float(rows["effect"].abs().max()) * 1.25 or 1.0
    figure.update_xaxes(title_text=_effect_text(rows, labels), range=[-span, span])
    figure.update_yaxes(title_text="Parameter sets that agree on the sign (%)", range=[0, 108])
    said = title or f"Effect of each gene on {_plain(rows, labels)}, and its certainty"
    dress(figure, theme, said, subtitle, note)
    figure.update_layout(width=900, height=560)
    return figure


def _effects(data: Tidy) -> pd.DataFrame:
    """Return the rows with an effect, largest first."""
    table = table_of(data, COLUMNS)
    rows = table[table["effect"].notna()].sort_values(["rank", "gene"])
    if rows.empty:
        raise InvalidValue("the table", "without effects", "a screen with numbers to draw")
    return pd.DataFrame(rows)


def _panels(beside: bool) -> go.Figure:
    if not beside:
        return make_subplots(rows=1, cols=1)
    return make_subplots(
        rows=1, cols=2, shared_yaxes=True, column_widths=[0.74, 0.26], horizontal_spacing=0.03
    )


def _add_bars(figure: go.Figure, rows: pd.DataFrame, theme: Theme) -> None:
    """Add one bar per gene, coloured by its sign; what is infinite reaches the edge."""
    finite = rows["effect"].where(np.isfinite(rows["effect"]))
    edge = 1.25 * float(finite.abs().max() if finite.notna().any() else 1.0) or 1.0
    drawn = rows["effect"].clip(-edge, edge)
    colours = [_colours(theme)[_GAIN if value > 0 else _LOSS] for value in drawn]
    endless = np.isinf(rows["effect"])
    figure.add_trace(
        go.Bar(
            x=drawn.tolist(),
            y=rows["gene"].tolist(),
            orientation="h",
            marker={"color": colours},
            text=["not reached" if each else "" for each in endless],
            textposition="inside",
            insidetextfont={"size": 10, "color": theme.paper},
            error_x=_whiskers(rows, drawn, edge, theme),
            customdata=rows[["rank", "control", "effect"]].to_numpy().tolist(),
            hovertemplate="%{y}: %{customdata[2]:+.3g} (rank %{customdata[0]}, control "
            "%{customdata[1]:.3g})<extra></extra>",
            showlegend=False,
        ),
        row=1,
        col=1,
    )
    figure.update_layout(bargap=0.25)


def _whiskers(
    rows: pd.DataFrame, drawn: pd.Series[float], edge: float, theme: Theme
) -> dict[str, Any] | None:
    if rows["lower"].isna().all():
        return None
    low, high = rows["lower"].clip(-2 * edge, 2 * edge), rows["upper"].clip(-2 * edge, 2 * edge)
    # A band need not contain the value at the table's own parameters; then it is one-sided.
    above = (high - drawn).clip(lower=0).fillna(0).tolist()
    below = (drawn - low).clip(lower=0).fillna(0).tolist()
    return {"array": above, "arrayminus": below, "color": theme.soft, "thickness": 1, "width": 2}


def _add_fitness(figure: go.Figure, rows: pd.DataFrame, theme: Theme) -> None:
    place = {"row": 1, "col": 2}
    figure.add_trace(
        go.Scatter(
            x=rows["fitness"].tolist(),
            y=rows["gene"].tolist(),
            mode="markers",
            marker={"size": 7, "color": theme.soft},
            hovertemplate="%{y}: %{x:.3g} of the control's growth<extra></extra>",
            showlegend=False,
        ),
        **place,
    )
    figure.add_vline(x=1, line={"color": theme.soft, "width": 1, "dash": "dot"}, **place)
    figure.update_xaxes(title_text="Growth without treatment<br>(control: 1)", **place)


def _points(rows: pd.DataFrame, name: str, colour: str, named: set[str]) -> go.Scatter:
    return go.Scatter(
        x=rows["effect"].tolist(),
        y=(100 * rows["agreement"]).tolist(),
        name=name,
        mode="markers+text",
        text=[gene if gene in named else "" for gene in rows["gene"]],
        textposition=["middle right" if each > 0 else "middle left" for each in rows["effect"]],
        textfont={"size": 11, "color": colour},
        marker={"size": 8, "color": colour},
        customdata=rows["gene"].tolist(),
        hovertemplate="%{customdata}: %{x:+.3g}, %{y:.0f} % of the sets<extra></extra>",
    )


def _colours(theme: Theme) -> dict[str, str]:
    scale = [colour for _, colour in theme.fold_scale]
    return {_GAIN: scale[-2], _LOSS: scale[1], _NEITHER: theme.soft}


def _plain(rows: pd.DataFrame, labels: Mapping[str, str] | None) -> str:
    return readout_text(str(rows["readout"].iloc[0]), labels)


def _effect_text(rows: pd.DataFrame, labels: Mapping[str, str] | None) -> str:
    """Return the title of the axis of effects, saying which way resistance lies."""
    growth = GROWTH in str(rows["readout"].iloc[0])
    way = "<br>(right: the treatment does less)" if growth else ""
    return f"Change of {_plain(rows, labels)}{way}"
