"""Effect against exposure: what many treatments do, and which of them none excels."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from her2sim.figures.colours import styles
from her2sim.figures.labels import readout_text, treatment_text, unit_text
from her2sim.figures.rows import Tidy, table_of
from her2sim.figures.templates import LIGHT, Theme, dress

COLUMNS = ("treatment", "kind", "value", "new_exposure", "front", "goal", "readout", "unit")
# Around the mark, so that neighbours do not cover each other.
_PLACES = ("bottom center", "top center", "middle right", "middle left")
_NAMES = {"added": "added to the treatment", "instead": "instead of the treatment"}


def effect_against_exposure(
    data: Tidy,
    *,
    asked_value: float,
    named: Sequence[str] = (),
    title: str = "",
    subtitle: str = "",
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw the value of a readout under many treatments against their exposure.

    Parameters
    ----------
    data
        A table with the columns ``treatment, kind, value, new_exposure, front, goal,
        readout, unit``: ``new_exposure`` in multiples of the highest clinical concentration,
        ``front`` whether no other treatment of the kind does more with less. Rows without
        an exposure are left out.
    asked_value
        The value without any of these treatments.
    named
        Treatments to mark by a number, in this order.
    title, subtitle, note
        Text around the figure.
    theme
        Light or dark.

    Raises
    ------
    InvalidValue
        If a column is missing.
    """
    rows = table_of(data, COLUMNS).dropna(subset=["new_exposure", "value"])
    rows = rows[rows["new_exposure"] > 0]
    figure = go.Figure()
    found = styles(_NAMES)
    for kind, group in rows.groupby("kind", sort=False):
        style = found.get(str(kind)) or next(iter(found.values()))
        figure.add_scatter(
            x=group["new_exposure"],
            y=group["value"],
            mode="markers",
            name=_NAMES.get(str(kind), str(kind)),
            marker={
                "color": style.colour(theme.is_dark),
                "symbol": style.symbol,
                "size": 5,
                "opacity": 0.5,
            },
            text=[treatment_text(name) for name in group["treatment"]],
            hovertemplate="%{text}<br>%{y:.3g} at %{x:.3g}<extra></extra>",
        )
        _add_front(figure, group, style.colour(theme.is_dark))
    _add_levels(figure, rows, asked_value, theme)
    _add_names(figure, rows, named, theme)
    first = rows.iloc[0] if len(rows) else None
    unit = unit_text(str(first["unit"])) if first is not None else ""
    text = readout_text(str(first["readout"])) if first is not None else ""
    figure.update_yaxes(title_text=f"{text} ({unit})" if unit else text)
    figure.update_xaxes(
        type="log",
        dtick=1,
        title_text="Unbound drug given anew, in multiples of the highest clinical concentration",
    )
    height = dress(figure, theme, title, subtitle, note, width=900)
    figure.update_layout(width=900, height=height + 460)
    return figure


def _add_front(figure: go.Figure, rows: pd.DataFrame, colour: str) -> None:
    front = rows[rows["front"].astype(bool)].sort_values("new_exposure")
    figure.add_scatter(
        x=front["new_exposure"],
        y=front["value"],
        mode="lines",
        line={"color": colour, "width": 2.5, "shape": "hv"},
        name="no other does more with less",
        showlegend=False,
        text=[treatment_text(name) for name in front["treatment"]],
        hovertemplate="%{text}<br>%{y:.3g} at %{x:.3g}<extra></extra>",
    )


def _add_levels(figure: go.Figure, rows: pd.DataFrame, asked: float, theme: Theme) -> None:
    """Draw the resistant value and the one to come to."""
    levels = [(asked, "resistant")]
    levels += [(float(rows["goal"].iloc[0]), "goal")] if len(rows) else []
    for value, name in levels:
        figure.add_hline(
            y=value,
            line={"color": theme.soft, "width": 1.2, "dash": "dash"},
            annotation={"text": name, "font": {"color": theme.soft, "size": 12}},
            annotation_position="top right",
        )


def _add_names(figure: go.Figure, rows: pd.DataFrame, named: Sequence[str], theme: Theme) -> None:
    """Mark treatments by numbers, so that their long names need no room beside the points."""
    places = {name: place for place, name in enumerate(named, start=1)}
    marked = rows[rows["treatment"].isin(list(places))]
    if marked.empty:
        return
    figure.add_scatter(
        x=marked["new_exposure"],
        y=marked["value"],
        mode="markers+text",
        text=[str(places[name]) for name in marked["treatment"]],
        textposition=[_PLACES[places[name] % len(_PLACES)] for name in marked["treatment"]],
        textfont={"size": 12, "color": theme.ink},
        marker={"size": 10, "color": theme.paper, "line": {"color": theme.ink, "width": 1.8}},
        customdata=[treatment_text(name) for name in marked["treatment"]],
        hovertemplate="%{customdata}<br>%{y:.3g} at %{x:.3g}<extra></extra>",
        name="rank in the table",
    )
