"""Comparing: one score in all genotypes, as small maps on one scale in one picture."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from her2sim.analysis.combination import Combination

from her2sim_dashboard.catalogue import Catalogue, shown_unit
from her2sim_dashboard.charts import FONT
from her2sim_dashboard.dosing.clinic import clinical_shapes, doses_of
from her2sim_dashboard.dosing.look import INK, SOFT
from her2sim_dashboard.dosing.question import ALL_REFERENCES, REFERENCES, Pair
from her2sim_dashboard.dosing.scoring import interval_text
from her2sim_dashboard.dosing.wells import (
    SIGNS,
    excess_scale,
    grid_of,
    heat,
    most_of,
    scale_limit,
)
from her2sim_dashboard.dosing.words import amount, short, signed
from her2sim_dashboard.settings import read_settings

Results = Mapping[str, Combination | str]

_COLUMNS = 4
_ACROSS, _BETWEEN = 0.035, 0.16


def reference_of(pair: Pair) -> str:
    """Return the reference whose score is compared; with all shown it is the default one."""
    usual = read_settings()["dos"].default
    return usual if pair.reference == ALL_REFERENCES else pair.reference


def comparison_chart(found: Results, pair: Pair, catalogue: Catalogue) -> dict[str, Any] | None:
    """Return one score in every genotype, side by side.

    Parameters
    ----------
    found
        The matrix of each genotype, or why there is none, in the order drawn.
    pair
        What was asked.
    catalogue
        The model's names.
    """
    reference = reference_of(pair)
    there = {name: each for name, each in found.items() if not isinstance(each, str)}
    if not there:
        return None
    limit = scale_limit(max(most_of(each, reference) for each in there.values()))
    panels = [
        (f"<b>{_short_label(name, catalogue)}</b> {_mean(each, reference)}", each, reference)
        for name, each in there.items()
    ]
    name = REFERENCES[reference]
    failed = [f"{catalogue.genotype_label(n)}: {e}" for n, e in found.items() if isinstance(e, str)]
    return {
        "title": f"Excess over {name} by genotype",
        "axis": "mean of the wells with both drugs beside each name",
        "summary": " ".join([SIGNS, *failed]),
        "table": _table(there, catalogue),
        **panels_figure(panels, limit, catalogue),
    }


def references_chart(found: Combination, catalogue: Catalogue) -> dict[str, Any]:
    """Return the excess over all four references, side by side on one scale."""
    limit = scale_limit(max(most_of(found, name) for name in REFERENCES))
    panels = [
        (f"<b>{label}</b> {_mean(found, name)}", found, name) for name, label in REFERENCES.items()
    ]
    genotype = str(found.table["genotype"].iloc[0])
    return {
        "title": "Excess over each reference",
        "axis": "fraction affected",
        "summary": SIGNS,
        "table": _table({genotype: found}, catalogue),
        **panels_figure(panels, limit, catalogue, columns=2),
    }


def panels_figure(
    panels: list[tuple[str, Combination, str]],
    limit: float,
    catalogue: Catalogue,
    columns: int = _COLUMNS,
) -> dict[str, Any]:
    """Return maps side by side: title, matrix and score of each, on one scale up to a limit."""
    across = min(columns, len(panels))
    down = math.ceil(len(panels) / across)
    scale = excess_scale(limit)
    shared = {"colorscale": scale["colorscale"], "cmin": -limit, "cmax": limit}
    axes: dict[str, Any] = {}
    traces, shapes, titles = [], [], []
    for at, (title, found, score) in enumerate(panels):
        row, column = divmod(at, across)
        mark = "" if at == 0 else str(at + 1)
        values = grid_of(found, score)
        texts = [[signed(value) for value in line] for line in values]
        trace = heat(found, values, texts, catalogue) | {
            "texttemplate": "",
            "coloraxis": "coloraxis",
        }
        traces.append(trace | {"xaxis": f"x{mark}", "yaxis": f"y{mark}"})
        spans = _domain(column, across, _ACROSS), _domain(down - 1 - row, down, _BETWEEN)
        axes |= _axes(found, mark, spans, catalogue, is_left=column == 0)
        shapes += clinical_shapes(found, mark)
        titles.append(_title(title, spans))
    drawn = {"shapes": shapes, "annotations": titles, **axes}
    bar = {"coloraxis": shared | {"colorbar": scale["colorbar"]}}
    return {"data": traces, "layout": _LAYOUT | bar | drawn, "across": across, "down": down}


_LAYOUT: dict[str, Any] = {
    "autosize": True,
    "margin": {"l": 62, "r": 8, "t": 28, "b": 48, "pad": 4},
    "font": {"family": FONT, "size": 12, "color": SOFT},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "#ffffff",
    "showlegend": False,
    "hovermode": "closest",
    "dragmode": False,
}


def _domain(place: int, number: int, gap: float) -> list[float]:
    size = (1.0 - gap * (number - 1)) / number
    low = place * (size + gap)
    return [round(low, 4), round(min(1.0, low + size), 4)]


def _axes(
    found: Combination,
    mark: str,
    spans: tuple[list[float], list[float]],
    catalogue: Catalogue,
    *,
    is_left: bool,
) -> dict[str, Any]:
    """Return both axes of one panel; only the ends of the doses are written."""
    made = {}
    for letter, other, drug, own, span in zip(
        "xy", "yx", found.drugs, doses_of(found), spans, strict=True
    ):
        choice = catalogue.drug(drug.id)
        written = {0, 1, len(own) // 2, len(own) - 1}
        texts = [
            short(amount(dose, choice)) if at in written else "" for at, dose in enumerate(own)
        ]
        is_named = letter == "x" or is_left
        made[f"{letter}axis{mark}"] = {
            "domain": span,
            "anchor": f"{other}{mark}",
            "range": [-0.5, len(own) - 0.5],
            "tickvals": list(range(len(own))),
            "ticktext": texts if is_named else [],
            "showticklabels": is_named,
            "tickfont": {"size": 10},
            "tickangle": 0,
            "title": {
                "text": f"{choice.row.name}, {shown_unit(choice.units[0])}" if is_named else "",
                "font": {"size": 11},
                "standoff": 4,
            },
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
        }
    return made


def _title(text: str, spans: tuple[list[float], list[float]]) -> dict[str, Any]:
    return {
        "text": text,
        "x": spans[0][0],
        "y": spans[1][1],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 5,
        "showarrow": False,
        "font": {"size": 12, "color": INK},
    }


def _short_label(genotype: str, catalogue: Catalogue) -> str:
    """Return a genotype's label without what stands in brackets."""
    return re.sub(r" \([^)]*\)", "", catalogue.genotype_label(genotype))


def _mean(found: Combination, reference: str) -> str:
    return signed(float(found.summary[reference].iloc[0]))


def _table(found: Mapping[str, Combination], catalogue: Catalogue) -> dict[str, list[Any]]:
    """Return the mean excess of each genotype over each reference, with intervals if known."""
    rows = []
    for name, each in found.items():
        cells = [_mean(each, reference) for reference in REFERENCES]
        if each.sample.sets is not None:
            cells = [
                f"{cell} ({interval_text(each, reference)})"
                for cell, reference in zip(cells, REFERENCES, strict=True)
            ]
        rows.append([catalogue.genotype_label(name), *cells])
    return {"columns": ["mean excess over", *REFERENCES.values()], "rows": rows}
