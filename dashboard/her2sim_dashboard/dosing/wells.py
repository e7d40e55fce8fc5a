"""Wells: a matrix of doses as heat maps that plotly.js draws, and as links to each well."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from her2sim.analysis.combination import Combination
from her2sim.analysis.effect import GROWTH
from her2sim.figures.templates import LIGHT
from numpy.typing import NDArray

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue, shown_unit
from her2sim_dashboard.charts import FONT
from her2sim_dashboard.dosing.clinic import clinical_shapes, doses_of
from her2sim_dashboard.dosing.look import INK, SOFT
from her2sim_dashboard.dosing.question import REFERENCES
from her2sim_dashboard.dosing.words import (
    amount,
    dose_text,
    readout_label,
    short,
    signed,
    value_text,
)
from her2sim_dashboard.numbers import figures, plain, rounded

Floats: TypeAlias = NDArray[np.float64]

# Smaller excesses than this must not look like synergy.
LEAST_SCALE = 0.1
_STEP = 0.05


def grid_of(found: Combination, column: str) -> Floats:
    """Return a column of a matrix as rows of the second drug and columns of the first."""
    table = found.table.pivot(index="dose_b_nM", columns="dose_a_nM", values=column)
    return table.to_numpy(dtype=float)


def scale_limit(most: float) -> float:
    """Return the end of a symmetric colour scale that holds an excess."""
    return max(LEAST_SCALE, math.ceil(round(most / _STEP, 6)) * _STEP)


def effect_chart(found: Combination, genotype: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return the response in every well, with the outline of what reverses resistance.

    Parameters
    ----------
    found
        The matrix of one genotype.
    genotype
        Its name.
    catalogue
        The model's names.
    """
    growth = found.readout == GROWTH
    values = grid_of(found, "value")
    shown = values if growth else grid_of(found, "affected")
    texts = [[_well_text(found.readout, value) for value in line] for line in values]
    label = readout_label(found.readout, catalogue)
    trace = heat(found, shown, texts, catalogue) | {
        "colorscale": [list(stop) for stop in (LIGHT.growth_scale if growth else _lost_scale())],
        "zmin": -1 if growth else 0,
        "zmax": 1,
        "colorbar": bar(label if growth else f"part of {label} lost"),
    }
    outline = _outline(grid_of(found, "reversal") > 0) if genotype != WILD_TYPE else None
    reverses = outline is not None and bool(outline["x"])
    return {
        "title": f"{label}: {catalogue.genotype_label(genotype)}",
        "axis": f"after {plain(found.hours)}\u00a0h",
        "summary": _effect_words(found, reverses, catalogue),
        "data": [trace, outline] if reverses else [trace],
        "layout": layout(found, catalogue),
        "table": _as_table(found, texts, catalogue),
    }


def score_chart(found: Combination, reference: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return the excess over one reference in every well, on a scale symmetric around 0."""
    limit = scale_limit(most_of(found, reference))
    values = grid_of(found, reference)
    texts = [[signed(value) for value in line] for line in values]
    trace = heat(found, values, texts, catalogue) | excess_scale(limit)
    return {
        "title": f"Excess over {REFERENCES[reference]}",
        "axis": "fraction affected",
        "summary": SIGNS,
        "data": [trace],
        "layout": layout(found, catalogue),
        "table": _as_table(found, texts, catalogue),
    }


SIGNS = (
    "Red, above 0: more effect than the reference expects (synergy). "
    "Blue, below 0: less (antagonism). 1 is the whole scale."
)


def excess_scale(limit: float) -> dict[str, Any]:
    """Return the scale of an excess: blue below 0, white at 0, red above."""
    ticks = [-limit, -limit / 2, 0.0, limit / 2, limit]
    return {
        "colorscale": [list(stop) for stop in LIGHT.fold_scale],
        "zmin": -limit,
        "zmax": limit,
        "colorbar": bar("excess")
        | {
            "tickvals": [rounded(tick) for tick in ticks],
            "ticktext": [signed(tick) for tick in ticks],
        },
    }


def bar(title: str) -> dict[str, Any]:
    """Return a slim colour bar."""
    return {
        "title": {"text": title, "side": "right"},
        "thickness": 11,
        "outlinewidth": 0,
        "xpad": 8,
        "tickfont": {"size": 11},
    }


def heat(
    found: Combination, values: Floats, texts: list[list[str]], catalogue: Catalogue
) -> dict[str, Any]:
    """Return a heat map over the places of the doses, its numbers written into the cells."""
    first, second = (catalogue.drug(drug.id) for drug in found.drugs)
    doses = doses_of(found)
    names = [
        [dose_text(dose, each) for dose in own]
        for each, own in zip((first, second), doses, strict=True)
    ]
    hover = [[f"{first.row.name} {a}<br>{second.row.name} {b}" for a in names[0]] for b in names[1]]
    return {
        "type": "heatmap",
        "z": [[_plain(value) for value in line] for line in values],
        "text": texts,
        "texttemplate": "%{text}",
        "customdata": hover,
        "hovertemplate": "%{customdata}<br><b>%{text}</b><extra></extra>",
        "hoverongaps": False,
        "xgap": 1.5,
        "ygap": 1.5,
    }


def layout(found: Combination, catalogue: Catalogue) -> dict[str, Any]:
    """Return axes with the doses as ticks, and what patients reach of both drugs."""
    choices = [catalogue.drug(drug.id) for drug in found.drugs]
    doses = doses_of(found)
    axes = [
        {
            "title": {"text": f"{each.row.name}, {shown_unit(each.units[0])}", "standoff": 8},
            "tickvals": list(range(len(own))),
            "ticktext": [short(amount(dose, each)) for dose in own],
            "tickfont": {"size": 11},
            "range": [-0.5, len(own) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
        }
        for each, own in zip(choices, doses, strict=True)
    ]
    return {
        "autosize": True,
        "margin": {"l": 66, "r": 8, "t": 10, "b": 52, "pad": 6},
        "font": {"family": FONT, "size": 12, "color": SOFT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "#ffffff",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": axes[0] | {"tickangle": 0},
        "yaxis": axes[1],
        "shapes": clinical_shapes(found),
    }


def _well_text(readout: str, value: float) -> str:
    return value_text(readout, value) if readout == GROWTH else figures(value, 2)


def _plain(value: float) -> float | None:
    return rounded(float(value), 4) if math.isfinite(value) else None


def most_of(found: Combination, reference: str) -> float:
    """Return the largest excess over a reference, whatever its sign."""
    values = found.table[reference].to_numpy(dtype=float)
    return float(np.nanmax(np.abs(values), initial=0.0))


def _lost_scale() -> tuple[tuple[float, str], ...]:
    """Return the red half of the diverging scale, for what can only be lost."""
    half = LIGHT.fold_scale[len(LIGHT.fold_scale) // 2 :]
    return tuple((at / (len(half) - 1), colour) for at, (_, colour) in enumerate(half))


def _outline(inside: NDArray[np.bool_]) -> dict[str, Any]:
    """Return the edges between wells inside and outside, as broken lines."""
    padded = np.pad(inside, 1)
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row, column in zip(*np.nonzero(padded[1:, :] != padded[:-1, :]), strict=True):
        xs += [float(column) - 1.5, float(column) - 0.5, None]
        ys += [float(row) - 0.5, float(row) - 0.5, None]
    for row, column in zip(*np.nonzero(padded[:, 1:] != padded[:, :-1]), strict=True):
        xs += [float(column) - 0.5, float(column) - 0.5, None]
        ys += [float(row) - 1.5, float(row) - 0.5, None]
    look = {"uid": "edge", "type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    line = {"color": INK, "width": 3}
    return {**look, "name": "responds as the wild type", "x": xs, "y": ys, "line": line}


def _effect_words(found: Combination, reverses: bool, catalogue: Catalogue) -> str:
    first = catalogue.drug(found.drugs[0].id).row.name
    text = "Each well can be pressed: it opens in Explore."
    if any(found.clinical_nM):
        text += (
            " Purple: the doses that leave as much drug free as in patients; framed, of both drugs."
        )
    if reverses:
        text += (
            " Outlined: responds at least as much as the wild type does to the same dose of "
            f"{first} alone."
        )
    return text


def _as_table(
    found: Combination, texts: list[list[str]], catalogue: Catalogue
) -> dict[str, list[Any]]:
    """Return the numbers with the doses of the first drug as columns, of the second as rows."""
    first, second = (catalogue.drug(drug.id) for drug in found.drugs)
    doses = doses_of(found)
    heads = [f"{first.row.name} {dose_text(dose, first)}" for dose in doses[0]]
    rows = [
        [f"{second.row.name} {dose_text(dose, second)}", *line]
        for dose, line in zip(doses[1], texts, strict=True)
    ]
    return {"columns": [f"{second.row.name} with", *heads], "rows": rows}
