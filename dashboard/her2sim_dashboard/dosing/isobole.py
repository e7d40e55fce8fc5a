"""Isobole: the doses of two drugs that have one effect, beside what additivity would need."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from her2sim.analysis.combination import Combination
from her2sim.analysis.effect import GROWTH

from her2sim_dashboard.catalogue import Catalogue, DrugChoice, shown_unit
from her2sim_dashboard.charts import FONT
from her2sim_dashboard.dosing.look import CLINICAL, GRID, INK, SOFT
from her2sim_dashboard.dosing.words import amount, dose_text, readout_label, value_text
from her2sim_dashboard.numbers import figures

_BEYOND = 1.12


def isobole_chart(found: Combination, catalogue: Catalogue) -> dict[str, Any]:
    """Return the isobole of a matrix; an empty picture with the reason where there is none."""
    first, second = (catalogue.drug(drug.id) for drug in found.drugs)
    rows = found.isobole
    label = readout_label(found.readout, catalogue)
    if rows.empty:
        return {
            "title": "Isobole",
            "axis": "",
            "summary": "No pair of doses in the matrix reaches half of the effect.",
            "data": [],
            "layout": _layout(found, first, second, 1.0, 1.0),
            "table": {"columns": [first.row.name, second.row.name], "rows": [["none", "none"]]},
        }
    level = value_text(found.readout, float(rows["level"].iloc[0]))
    title = (
        f"Doses with {label} {level}"
        if found.readout == GROWTH
        else f"Doses that leave {label} at {level}"
    )
    a, b = _amounts(rows["dose_a_nM"], first), _amounts(rows["dose_b_nM"], second)
    wide, high = _ends(a, b)
    return {
        "title": title,
        "axis": "isobole",
        "summary": _level_words(found) + _words(rows, first, second),
        "data": [_additive(rows, first, second, a, b), _points(a, b, label, level)],
        "layout": _layout(found, first, second, wide, high),
        "table": _table(rows, first, second),
    }


def _amounts(doses: pd.Series[float], choice: DrugChoice) -> list[float]:
    return [amount(float(dose), choice) for dose in doses]


def _points(a: list[float], b: list[float], label: str, level: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "uid": "iso",
        "name": f"{label} {level}",
        "x": a,
        "y": b,
        "line": {"color": INK, "width": 2.5},
        "marker": {"color": INK, "size": 7},
        "hovertemplate": "%{x:,.3~g}, %{y:,.3~g}<extra></extra>",
    }


def _additive(
    rows: pd.DataFrame, first: DrugChoice, second: DrugChoice, a: list[float], b: list[float]
) -> dict[str, Any]:
    """Return the straight line of additivity; upright where the second drug has no such effect."""
    additive = rows["additive_b_nM"].to_numpy(dtype=float)
    if np.isfinite(additive).all():
        x, y = a, _amounts(rows["additive_b_nM"], second)
    else:
        at = max((one for one, other in zip(a, b, strict=True) if other == 0), default=0.0)
        x, y = [at, at], [0.0, max(b)]
    return {
        "type": "scatter",
        "mode": "lines",
        "uid": "add",
        "name": "additive (Loewe)",
        "x": x,
        "y": y,
        "line": {"color": SOFT, "width": 1.5, "dash": "dash"},
        "hoverinfo": "skip",
    }


def _ends(a: list[float], b: list[float]) -> tuple[float, float]:
    """Return how far the axes go: to the doses alone, not to what little one may save of much."""
    alone = [other for one, other in zip(a, b, strict=True) if one == 0]
    high = max(alone) if alone else float(np.median([each for each in b if each > 0] or [1.0]))
    return _BEYOND * max(a), _BEYOND * high


def _layout(
    found: Combination, first: DrugChoice, second: DrugChoice, wide: float, high: float
) -> dict[str, Any]:
    axis = {
        "gridcolor": GRID,
        "linecolor": SOFT,
        "zeroline": False,
        "fixedrange": True,
        "nticks": 6,
    }
    titles = [f"{each.row.name}, {shown_unit(each.units[0])}" for each in (first, second)]
    return {
        "autosize": True,
        "margin": {"l": 66, "r": 16, "t": 10, "b": 52},
        "font": {"family": FONT, "size": 12, "color": SOFT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**axis, "title": {"text": titles[0], "standoff": 8}, "range": [0, wide]},
        "yaxis": {**axis, "title": {"text": titles[1], "standoff": 8}, "range": [0, high]},
        "shapes": _clinic(found, (first, second), (wide, high)),
    }


def _clinic(
    found: Combination, choices: tuple[DrugChoice, DrugChoice], ends: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return the doses that patients reach as bands across."""
    shapes = []
    for axis, other, choice, reached, end in zip(
        "xy", "yx", choices, found.clinical_nM, ends, strict=True
    ):
        if reached is None:
            continue
        low, high = (min(amount(each, choice), end) for each in reached)
        place = {f"{axis}ref": axis, f"{other}ref": "paper", f"{other}0": 0, f"{other}1": 1}
        place |= {f"{axis}0": low, f"{axis}1": high}
        look = {"fillcolor": CLINICAL, "opacity": 0.14, "line": {"width": 0}, "layer": "below"}
        shapes.append({"type": "rect", **place, **look})
    return shapes


def _level_words(found: Combination) -> str:
    """Say so where half of the effect is not reached, and half of the largest is drawn."""
    most = float(found.table["affected"].max())
    if not math.isclose(float(found.isobole["affected"].iloc[0]), most / 2):
        return ""
    name = "GR 0.5" if found.readout == GROWTH else "Half of it"
    return f"{name} is not reached; the level is half of the largest effect. "


def _words(rows: pd.DataFrame, first: DrugChoice, second: DrugChoice) -> str:
    index = rows.loc[(rows["dose_a_nM"] > 0) & (rows["dose_b_nM"] > 0), "combination_index"]
    index = index[np.isfinite(index)]
    text = "Dashed: what drugs that only add up would need (Loewe); below it is synergy."
    for drug, column, other in (
        (first, "dose_a_nM", "dose_b_nM"),
        (second, "dose_b_nM", "dose_a_nM"),
    ):
        alone = rows.loc[rows[other] == 0, column]
        needed = dose_text(float(alone.iloc[0]), drug) if len(alone) else "no dose that is enough"
        text += f" {drug.row.name} alone: {needed}."
    if len(index) and not math.isnan(float(index.min())):
        low, high = figures(float(index.min()), 2), figures(float(index.max()), 2)
        text += f" Combination index {low} to {high} (below 1: synergy)."
    return text + " Shaded: as free as in patients."


def _table(rows: pd.DataFrame, first: DrugChoice, second: DrugChoice) -> dict[str, list[Any]]:
    columns = [first.row.name, second.row.name, f"{second.row.name} if additive", "index"]
    return {
        "columns": columns,
        "rows": [
            [
                dose_text(row["dose_a_nM"], first),
                dose_text(row["dose_b_nM"], second),
                _or_words(row["additive_b_nM"], second),
                figures(row["combination_index"], 2),
            ]
            for row in rows.to_dict("records")
        ],
    }


def _or_words(nanomolar: float, choice: DrugChoice) -> str:
    return dose_text(nanomolar, choice) if math.isfinite(nanomolar) else "no dose is enough"
