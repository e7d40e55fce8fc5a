"""Dose-response curves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from her2sim.errors import InvalidValue
from her2sim.figures.colours import Style, styles
from her2sim.figures.labels import GROWTH, genotype_text, readout_text, with_unit
from her2sim.figures.potency import band, potency_text, shade_clinical
from her2sim.figures.rows import Tidy, only, table_of, unit_of
from her2sim.figures.templates import LIGHT, Theme, dress

_BAND_DOSES = 15
COLUMNS = ("genotype", "drug", "dose_nM", "readout", "value")


def dose_response(
    data: Tidy,
    readout: str,
    *,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    summary: pd.DataFrame | None = None,
    clinical_nM: tuple[float, float] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw a readout against the logarithm of the dose, one curve per genotype (or drug).

    Parameters
    ----------
    data
        A table with the columns ``genotype, drug, dose_nM, readout, value``; dose 0 is drawn at
        the left, apart from the logarithmic axis. Columns ``lower`` and ``upper`` are drawn as
        bars, or as a band where doses are many. A column ``background`` tells curves
        apart if it has several values.
    readout
        Id of the readout.
    title, labels, note, theme
        As for :func:`her2sim.figures.time_course`.
    summary
        One row per curve with ``genotype``, ``drug``, ``GR50_nM`` or ``IC50_nM`` and
        ``fold_resistance``, as :func:`her2sim.dose_response` gives it: the half-effect dose is
        marked and written beside the name.
    clinical_nM
        Lowest and highest concentration that patients reach, shaded.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column, or has no dose above 0.
    """
    rows = only(table_of(data, COLUMNS), [readout])
    doses = rows.loc[rows["dose_nM"] > 0, "dose_nM"]
    if doses.empty:
        raise InvalidValue("dose_nM", "no dose above 0", "above 0 in at least one row")
    at_zero = 10 ** (math.log10(float(doses.min())) - 0.7)
    figure = go.Figure()
    for name, curve, style in _curves(rows):
        if _is_banded(curve):
            figure.add_trace(band(curve[curve["dose_nM"] > 0], style.colour(theme.is_dark)))
        written = name + potency_text(summary, curve, readout)
        figure.add_trace(_trace(curve.sort_values("dose_nM"), written, style, at_zero, theme))
    drugs = list(rows["drug"].unique())
    _dose_axis(
        figure, float(doses.min()), float(doses.max()), at_zero, bool((rows["dose_nM"] <= 0).any())
    )
    text = readout_text(readout, labels)
    figure.update_xaxes(title_text=f"{drugs[0] if len(drugs) == 1 else 'Dose'} (nM)")
    figure.update_yaxes(title_text=with_unit(text, unit_of(rows)), rangemode="tozero")
    if readout == GROWTH:
        _growth_axis(figure, rows, text, theme)
    if clinical_nM is not None:
        shade_clinical(figure, clinical_nM, theme)
    dress(figure, theme, title or f"{text} against the dose of {', '.join(drugs)}", note=note)
    shown = len(figure.data) > 1 or summary is not None
    figure.update_layout(width=820 if summary is None else 960, height=470, showlegend=shown)
    return figure


def _curves(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame, Style]]:
    """Split the rows into curves, with a label and a style for each."""
    one_drug, one_genotype = len(rows["drug"].unique()) == 1, len(rows["genotype"].unique()) == 1
    by_genotype = one_drug or not one_genotype
    keys = ["genotype"] if one_drug else ["genotype", "drug"] if by_genotype else ["drug"]
    if "background" in rows and len(rows["background"].unique()) > 1:
        keys.append("background")
    groups = list(rows.groupby(keys, sort=False))
    found = styles(" ".join(map(str, key)) if len(keys) > 1 else str(key[0]) for key, _ in groups)
    curves = []
    for (key, curve), style in zip(groups, found.values(), strict=True):
        names = [genotype_text(str(key[0])) if by_genotype else str(key[0]), *map(str, key[1:])]
        curves.append((", ".join(names), curve, style))
    return curves


def _trace(
    curve: pd.DataFrame, name: str, style: Style, at_zero: float, theme: Theme
) -> go.Scatter:
    colour = style.colour(theme.is_dark)
    # No line joins the untreated cells to the lowest dose: the axis is broken between them.
    doses = [at_zero if dose <= 0 else dose for dose in curve["dose_nM"]]
    breaks = sum(dose <= 0 for dose in curve["dose_nM"])
    bars: dict[str, Any] | None = None
    if _has_interval(curve) and not _is_banded(curve):
        above = (curve["upper"] - curve["value"]).tolist()
        below = (curve["value"] - curve["lower"]).tolist()
        bars = {"array": _broken(above, breaks), "arrayminus": _broken(below, breaks)}
        bars |= {"thickness": 1.2, "width": 4}
    return go.Scatter(
        x=_broken(doses, breaks),
        y=_broken(curve["value"].tolist(), breaks),
        name=name,
        mode="lines+markers",
        line={"color": colour, "dash": style.dash, "width": 2.5},
        marker={"symbol": style.symbol, "size": 9, "color": colour},
        error_y=bars,
        customdata=_broken(curve["dose_nM"].tolist(), breaks),
        hovertemplate=f"{name}<br>%{{customdata:.3g}} nM: %{{y:.3g}}<extra></extra>",
    )


def _has_interval(curve: pd.DataFrame) -> bool:
    return {"lower", "upper"} <= set(curve.columns) and bool(curve["lower"].notna().any())


def _is_banded(curve: pd.DataFrame) -> bool:
    """Tell whether an interval is a band: of many doses, or where bars could not start."""
    if not _has_interval(curve):
        return False
    outside = (curve["value"] < curve["lower"]) | (curve["value"] > curve["upper"])
    return len(curve) >= _BAND_DOSES or bool(outside.any())


def _broken(values: Sequence[float], at: int) -> list[float | None]:
    """Return the values with a gap after the first so many."""
    return [*values[:at], None, *values[at:]] if at else list(values)


def _dose_axis(figure: go.Figure, low: float, high: float, at_zero: float, zero: bool) -> None:
    """Put decades on the axis, and the untreated cells at their own place left of them."""
    decades = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
    values = [10.0**decade for decade in decades]
    texts = [f"{value:,.10g}" for value in values]
    left = at_zero if zero else low
    if zero:
        values, texts = [at_zero, *values], ["0", *texts]
    span = [math.log10(left) - 0.15, math.log10(high) + 0.15]
    figure.update_xaxes(type="log", tickvals=values, ticktext=texts, range=span)


def _growth_axis(figure: go.Figure, rows: pd.DataFrame, text: str, theme: Theme) -> None:
    """Show what the scale of growth-rate inhibition means: full growth, no growth, net loss."""
    low = min(-0.1, float(rows["value"].min()) - 0.05)
    figure.update_yaxes(range=[low, max(1.1, float(rows["value"].max()) + 0.05)])
    figure.update_yaxes(title_text=f"{text} (1: full growth, 0: none, below: net loss)")
    figure.add_hline(y=0, line={"color": theme.soft, "width": 1, "dash": "dot"})
