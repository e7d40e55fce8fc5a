"""What is written on dose-response curves: potency, resistance, and what patients reach."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from her2sim.figures.labels import GROWTH
from her2sim.figures.templates import Theme

_MICRO = 1e3
_SHADE = 0.13


def potency_text(summary: pd.DataFrame | None, curve: pd.DataFrame, readout: str) -> str:
    """Return the half-effect dose and the fold resistance of a curve, to follow its name."""
    if summary is None:
        return ""
    own = summary
    for column in ("genotype", "background", "drug"):
        if column in own and column in curve:
            own = own[own[column] == curve[column].iloc[0]]
    if own.empty:
        return ""
    half = "GR50" if readout == GROWTH else "IC50"
    dose, fold = float(own[f"{half}_nM"].iloc[0]), float(own["fold_resistance"].iloc[0])
    if math.isnan(dose):
        return ""
    if math.isinf(dose):
        return f"<br>{half} not reached"
    altered = math.isfinite(fold) and curve["genotype"].iloc[0] != "WT"
    return f"<br>{half} {dose_text(dose)}" + (f", {fold:.2g}×" if altered else "")


def band(curve: pd.DataFrame, colour: str) -> go.Scatter:
    """Return the interval of a curve as a shaded band."""
    rows = curve.sort_values("dose_nM").dropna(subset=["lower", "upper"])
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return go.Scatter(
        x=[*rows["dose_nM"], *rows["dose_nM"][::-1]],
        y=[*rows["upper"], *rows["lower"][::-1]],
        fill="toself",
        fillcolor=f"rgba({red},{green},{blue},{_SHADE})",
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )


def dose_text(nanomolar: float) -> str:
    """Return a dose in nM or µM."""
    if nanomolar >= _MICRO:
        return f"{nanomolar / _MICRO:.3g} µM"
    return f"{nanomolar:.3g} nM"


def shade_clinical(figure: go.Figure, reached: tuple[float, float], theme: Theme) -> None:
    """Shade the concentrations that patients reach, on a logarithmic dose axis."""
    low, high = reached
    figure.add_vrect(
        x0=low, x1=high, fillcolor=theme.soft, opacity=_SHADE, line_width=0, layer="below"
    )
    # Annotations on a logarithmic axis are placed by the logarithm, shapes by the value.
    figure.add_annotation(
        text="as free in patients",
        x=(math.log10(low) + math.log10(high)) / 2,
        xref="x",
        y=0.015,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        font={"size": 11, "color": theme.soft},
    )
