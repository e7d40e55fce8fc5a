"""Curves: the dose-response of each genotype as plain dictionaries that plotly.js draws."""

from __future__ import annotations

import math
from typing import Any

from her2sim.figures.colours import Style

from her2sim_dashboard.catalogue import Catalogue, DrugChoice, shown_unit
from her2sim_dashboard.charts import FONT
from her2sim_dashboard.dosing.clinic import clinical_band
from her2sim_dashboard.dosing.look import GRID, INK, SOFT, looks
from her2sim_dashboard.dosing.readings import HALF, HALF_NAMES, Curve, Readings
from her2sim_dashboard.dosing.words import (
    amount,
    dose_text,
    readout_label,
    short,
    span_text,
    unreached,
    value_text,
)
from her2sim_dashboard.numbers import plain, rounded

_LEVEL = 0.5
_SHADE = 0.1
# Untreated cells stand left of the logarithmic axis, this many decades from the lowest dose.
_APART = 0.6


def dose_chart(found: Readings, genotypes: tuple[str, ...], catalogue: Catalogue) -> dict[str, Any]:
    """Return the chart of a dose-response: picture, words, legend and table.

    Parameters
    ----------
    found
        The answer of the simulator.
    genotypes
        Those drawn, which also gives their colours.
    catalogue
        The model's names.
    """
    choice = catalogue.drug(found.found.drug.id)
    label = readout_label(found.found.readout, catalogue)
    styled = looks(genotypes)
    traces: list[dict[str, Any]] = []
    for slot, name in enumerate(genotypes):
        traces.append(_drop(found, name, slot, styled[name], choice))
        traces.append(_untreated(found, name, slot, styled[name], choice))
        traces.append(
            _curve(found.curves[name], slot, catalogue.genotype_label(name), styled[name], choice)
        )
    return {
        "title": f"{label} against the dose of {choice.row.name}",
        "axis": f"after {plain(found.found.hours)}\u00a0h",
        "summary": _summary(found, genotypes, catalogue),
        "data": traces,
        "layout": _layout(found, choice, label),
        "legend": legend(genotypes, catalogue),
        "table": _table(found, genotypes, catalogue),
    }


def legend(genotypes: tuple[str, ...], catalogue: Catalogue) -> list[dict[str, str]]:
    """Return name, colours, dash and symbol of each genotype."""
    return [
        {
            "name": catalogue.genotype_label(name),
            "light": look.light,
            "dark": look.dark,
            "dash": look.dash,
            "symbol": look.symbol,
        }
        for name, look in looks(genotypes).items()
    ]


def interval_band(
    found: Readings, genotype: str, slot: int, look: Style, choice: DrugChoice
) -> dict[str, Any]:
    """Return the interval of one genotype's curve as a shaded band."""
    curve = found.curves[genotype]
    known = [
        (amount(dose, choice), rounded(low, 4), rounded(high, 4))
        for dose, low, high in zip(curve.doses[1:], curve.lower[1:], curve.upper[1:], strict=True)
        if math.isfinite(low) and math.isfinite(high)
    ]
    doses, low, high = ([each[at] for each in known] for at in range(3))
    red, green, blue = (int(look.light[at : at + 2], 16) for at in (1, 3, 5))
    return {
        "type": "scatter",
        "mode": "lines",
        "uid": f"b{slot}",
        "name": f"{genotype}, interval",
        "x": [*doses, *doses[::-1]],
        "y": [*high, *low[::-1]],
        "fill": "toself",
        "fillcolor": f"rgba({red},{green},{blue},{_SHADE})",
        "line": {"width": 1, "color": look.light},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _at_zero(found: Readings, choice: DrugChoice) -> float:
    low = amount(found.span[0], choice)
    return float(f"{10 ** (math.log10(low) - _APART):.4g}")


def _curve(curve: Curve, slot: int, name: str, look: Style, choice: DrugChoice) -> dict[str, Any]:
    doses = [amount(dose, choice) for dose in curve.doses]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "uid": f"g{slot}",
        "name": name,
        "x": doses[1:],
        "y": [_or_none(value) for value in curve.responses[1:]],
        "line": {"color": look.light, "dash": look.dash, "width": 2.5},
        "marker": {"symbol": look.symbol, "size": 8, "color": look.light},
        "hovertemplate": "%{y:.3~g}",
    }


def _untreated(
    found: Readings, genotype: str, slot: int, look: Style, choice: DrugChoice
) -> dict[str, Any]:
    """Return the cells without the drug, at their own place left of the logarithmic axis."""
    return {
        "type": "scatter",
        "mode": "markers",
        "uid": f"u{slot}",
        "name": f"{genotype}, without the drug",
        "x": [_at_zero(found, choice)],
        "y": [_or_none(found.curves[genotype].responses[0])],
        "marker": {"symbol": look.symbol, "size": 8, "color": look.light},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _or_none(value: float) -> float | None:
    return float(f"{value:.4g}") if math.isfinite(value) else None


def _drop(
    found: Readings, genotype: str, slot: int, look: Style, choice: DrugChoice
) -> dict[str, Any]:
    """Return the line from a curve's half-effect dose down to the axis."""
    curve = found.curves[genotype]
    half, control = float(curve.row[HALF[found.is_growth]]), curve.responses[0]
    level = _LEVEL if found.is_growth else _LEVEL * control
    is_there = math.isfinite(half) and half > found.span[0]
    dose = amount(half, choice) if is_there else None
    return {
        "type": "scatter",
        "mode": "lines",
        "uid": f"h{slot}",
        "name": f"{HALF_NAMES[found.is_growth]} of {genotype}",
        "x": [dose, dose] if is_there else [],
        "y": [rounded(level, 4), _floor(found)] if is_there else [],
        "line": {"color": look.light, "dash": "dot", "width": 1.25},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _floor(found: Readings) -> float:
    """Return the lower end of the vertical axis."""
    least = found.ends[0]
    return min(-0.1, rounded(least - 0.06, 3)) if found.is_growth else min(0.0, least)


def _layout(found: Readings, choice: DrugChoice, label: str) -> dict[str, Any]:
    growth = found.is_growth
    unit = found.unit
    most = found.ends[1]
    title = f"{label} ({unit})" if unit != "1" else label
    axis = {"gridcolor": GRID, "linecolor": SOFT, "tickcolor": SOFT, "fixedrange": True}
    shapes, notes = clinical_band(found, choice)
    levels, level_notes = _levels(growth)
    return {
        "autosize": True,
        "margin": {"l": 62, "r": 12, "t": 8, "b": 50, "pad": 2},
        "font": {"family": FONT, "size": 13, "color": SOFT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": GRID, "font": {"color": INK}},
        "dragmode": False,
        "xaxis": {**axis, **_dose_axis(found, choice), "showgrid": False, "ticks": "outside"},
        "yaxis": {
            **axis,
            "title": {"text": title, "standoff": 10},
            "zeroline": False,
            "range": [_floor(found), max(1.08, most + 0.05) if growth else 1.05 * most],
        },
        "shapes": [*shapes, *levels],
        "annotations": [*notes, *level_notes],
    }


def _dose_axis(found: Readings, choice: DrugChoice) -> dict[str, Any]:
    """Return decades as ticks, and the untreated cells at their own place left of them."""
    low, high = (amount(end, choice) for end in found.span)
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    decades = [10.0**power for power in range(first, last + 1)]
    zero = _at_zero(found, choice)
    return {
        "type": "log",
        "title": {"text": f"{choice.row.name}, {shown_unit(choice.units[0])}", "standoff": 8},
        "tickvals": [zero, *decades],
        "ticktext": ["none", *(short(each) for each in decades)],
        "tickangle": 0,
        "range": [math.log10(zero) - 0.2, math.log10(high) + 0.12],
        "unifiedhovertitle": {"text": f"%{{x:,.3~g}} {shown_unit(choice.units[0])}"},
    }


def _levels(growth: bool) -> tuple[list[Any], list[Any]]:
    """Return what the scale of growth-rate inhibition means: half, and no growth at all."""
    if not growth:
        return [], []
    shapes, notes = [], []
    for level, text in ((_LEVEL, "GR\u00a00.5"), (0.0, "no growth")):
        line = {"color": SOFT, "width": 1, "dash": "dot"}
        place = {"xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level}
        shapes.append({"type": "line", **place, "line": line, "layer": "below"})
        at = {"xref": "paper", "x": 0, "xanchor": "left", "y": level, "yanchor": "bottom"}
        notes.append({"text": text, **at, "showarrow": False, "font": {"size": 11, "color": SOFT}})
    return shapes, notes


def _summary(found: Readings, genotypes: tuple[str, ...], catalogue: Catalogue) -> str:
    """Return the curves in words, for those who cannot see them, and what the band means."""
    choice = catalogue.drug(found.found.drug.id)
    growth = found.is_growth
    span = found.span
    parts = []
    for name in genotypes:
        row = found.curves[name].row
        half = float(row[HALF[growth]])
        told = unreached(row, half, span, choice) or dose_text(half, choice)
        parts.append(f"{catalogue.genotype_label(name)} {told}")
    text = f"{HALF_NAMES[growth]}: {'; '.join(parts)}."
    if found.found.clinical_nM is None:
        return text
    reached = span_text(found.found.clinical_nM, choice)
    return (
        f"{text} Shaded: {reached}, the doses in the dish that leave as much drug free "
        "(not bound to protein) as patients have in their plasma."
    )


def _table(
    found: Readings, genotypes: tuple[str, ...], catalogue: Catalogue
) -> dict[str, list[Any]]:
    choice = catalogue.drug(found.found.drug.id)
    doses = found.curves[genotypes[0]].doses
    readout, curves = found.found.readout, [found.curves[name].responses for name in genotypes]
    return {
        "columns": ["dose", *(catalogue.genotype_label(name) for name in genotypes)],
        "rows": [
            [
                dose_text(dose, choice),
                *(value_text(readout, curve[at]) for curve in curves),
            ]
            for at, dose in enumerate(doses)
        ],
    }
