"""The pictures of the ranking: all genes as bars, and effect against growth."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from her2sim.figures.templates import LIGHT

from her2sim_dashboard.charts import FONT
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures, rounded
from her2sim_dashboard.screening.asking import label_of, unit_of
from her2sim_dashboard.screening.finding import noted_genes
from her2sim_dashboard.screening.labelling import placed
from her2sim_dashboard.screening.ranking import Ranking
from her2sim_dashboard.screening.wording import effect_in_words, signed

STAR = "★"
ROW = 24  # pixels of a bar with its gap
_FRAME = 70  # pixels above and below the bars
_WIDTH = 900
_NUMBERS = 30  # pixels of an axis' numbers
# About the frame of the second picture on a laptop, in pixels, for names not to overlap.
_PRICE_WIDTH, _PRICE_HEIGHT = 360.0, 340.0
KINDS = ("up", "down", "flat")
_SHADE = {"up": LIGHT.fold_scale[-1][1], "down": LIGHT.fold_scale[0][1], "flat": "#8a94a0"}
INK, GRID, SOFT = "#3d4852", "#e3e6ea", "#9aa5b1"


def base_layout(**more: object) -> dict[str, Any]:
    """Return what the pictures of the page have in common, with what is special to one."""
    return {
        "autosize": True,
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"align": "left"},
    } | more


def axis(**more: object) -> dict[str, Any]:
    """Return an axis in the manner of the page."""
    return {
        "gridcolor": GRID,
        "zerolinecolor": SOFT,
        "linecolor": GRID,
        "tickcolor": GRID,
        "fixedrange": True,
    } | more


def above(high: float) -> dict[str, Any]:
    """Return a legend above the numbers of an axis on top, for a saved picture."""
    return {"orientation": "h", "x": 0, "y": 1 + _NUMBERS / high, "yanchor": "bottom"}


def kind_names(ranking: Ranking) -> dict[str, str]:
    """Return what the colours mean."""
    name = label_of(ranking.readout)
    if ranking.is_growth:
        return {
            "up": "the treatment does less",
            "down": "the treatment does more",
            "flat": "hardly any difference",
        }
    return {"up": f"more {name}", "down": f"less {name}", "flat": "hardly any difference"}


def waterfall(ranking: Ranking) -> dict[str, Any]:
    """Return all genes as bars, the largest effect on top."""
    rows = _drawn(ranking)
    names = kind_names(ranking)
    kinds = rows["effect"].map(ranking.kind)
    genes = rows["gene"].tolist()
    unit = unit_of(ranking.readout)
    high = ROW * len(genes) + _FRAME
    text = f"change of {label_of(ranking.readout)}" + (f", {unit}" if unit else "")
    return {
        "title": "Every gene, ranked",
        "axis": text,
        "summary": _summary(rows, ranking),
        "height": high,
        "data": [_bars(rows[kinds == kind], kind, names[kind]) for kind in KINDS],
        "layout": base_layout(
            margin={"l": 92, "r": 14, "t": 26, "b": 30, "pad": 4},
            barmode="overlay",
            bargap=0.28,
            hovermode="closest",
            xaxis=axis(side="top", nticks=8, range=_range(rows), zeroline=True, zerolinewidth=1),
            yaxis=axis(
                categoryorder="array",
                categoryarray=genes[::-1],
                tickvals=genes,
                ticktext=[f"{STAR} {gene}" if gene in noted_genes() else gene for gene in genes],
                range=[-0.7, len(genes) - 0.3],
                showgrid=False,
            ),
        ),
        "table": _numbers(rows, ranking),
        "picture": {
            "width": _WIDTH,
            "height": high + 260,
            "layout": {"margin": {"l": 130, "r": 40, "t": 130, "b": 110}, "legend": above(high)},
        },
    }


def _drawn(ranking: Ranking) -> pd.DataFrame:
    rows = ranking.table[~ranking.table["gene"].str.contains(" + ", regex=False)]
    return pd.DataFrame(rows[rows["effect"].map(math.isfinite)])


def _range(rows: pd.DataFrame) -> list[float]:
    """Return an axis with room for the numbers at the ends of the bars."""
    low = min(0.0, float(rows["effect"].min()), float(rows["lower"].min(skipna=True) or 0.0))
    high = max(0.0, float(rows["effect"].max()), float(rows["upper"].max(skipna=True) or 0.0))
    low, high = (0.0 if math.isnan(end) else end for end in (low, high))
    room = 0.17 * (high - low)
    return [low - room if low < 0 else -room / 3, high + room if high > 0 else room / 3]


def _bars(rows: pd.DataFrame, kind: str, name: str) -> dict[str, Any]:
    has_bands = bool(rows["lower"].notna().any())
    trace = {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [rounded(value, 4) for value in rows["effect"]],
        "y": rows["gene"].tolist(),
        "marker": {"color": _SHADE[kind]},
        "customdata": [
            [int(row["rank"]), figures(row["control"]), figures(row["knockdown"])]
            for row in rows.to_dict("records")
        ],
        "hovertemplate": "<b>%{y}</b>, rank %{customdata[0]}<br>%{customdata[1]} → "
        "%{customdata[2]}<extra></extra>",
        "cliponaxis": False,
    }
    if has_bands:
        trace["error_x"] = whiskers(rows["effect"], rows["lower"], rows["upper"])
    else:
        trace |= {
            "text": [signed(value) if kind != "flat" else "" for value in rows["effect"]],
            "textposition": "outside",
            "textfont": {"size": 11},
        }
    return trace


def whiskers(
    values: pd.Series[float], lower: pd.Series[float], upper: pd.Series[float]
) -> dict[str, Any]:
    """Return the intervals of bars; on a side where there is none, none is drawn."""
    above, below = (upper - values).clip(lower=0), (values - lower).clip(lower=0)
    return {
        "type": "data",
        "symmetric": False,
        "array": above.fillna(0.0).tolist(),
        "arrayminus": below.fillna(0.0).tolist(),
        "color": INK,
        "thickness": 1.2,
        "width": 3,
    }


def _summary(rows: pd.DataFrame, ranking: Ranking) -> str:
    """Return both ends in words, for those who cannot see the bars."""
    first, last = rows.iloc[0], rows.iloc[-1]
    marked = f" {STAR} marks genes that others have reported." if noted_genes() else ""
    return (
        f"From {first['gene']}, which {effect_in_words(ranking, float(first['effect']))}, to "
        f"{last['gene']}, which {effect_in_words(ranking, float(last['effect']))}.{marked}"
    )


def _numbers(rows: pd.DataFrame, ranking: Ranking) -> dict[str, Any]:
    columns = ["gene", "rank", "effect", "readout"]
    has_bands = bool(rows["lower"].notna().any())
    if has_bands:
        columns += ["lower", "upper"]
    cells = [
        [row["gene"], int(row["rank"]), signed(row["effect"]), figures(row["knockdown"])]
        + ([signed(row["lower"]), signed(row["upper"])] if has_bands else [])
        for row in rows.to_dict("records")
    ]
    return {"columns": columns, "rows": cells}


def price(ranking: Ranking, context: Context) -> dict[str, Any] | None:
    """Return each gene's effect against what it costs in growth, ``None`` without growth.

    What resists and grows as before is what a treatment would select.
    """
    rows = _drawn(ranking).dropna(subset="fitness")
    if rows.empty or not ranking.is_treated:
        return None
    labels = _labels(rows, context.limits.screen_named)
    kinds, names = rows["effect"].map(ranking.kind), kind_names(ranking)
    line = {"type": "line", "layer": "below", "line": {"color": INK, "width": 1, "dash": "dot"}}
    name = label_of(ranking.readout)
    return {
        "title": "Effect and its price",
        "axis": "",
        "height": 430,
        "summary": "Right of the dotted line the cell grows better without the treatment than "
        "before. Up and to the right: what a treatment would select.",
        "data": [_points(rows[kinds == kind], kind, names[kind], labels) for kind in KINDS],
        "layout": base_layout(
            margin={"l": 58, "r": 14, "t": 8, "b": 44, "pad": 2},
            hovermode="closest",
            xaxis=axis(
                title={"text": "Growth untreated (1: gene as it is)", "standoff": 8},
                nticks=6,
                zeroline=False,
            ),
            yaxis=axis(
                title={"text": f"Change of {name} under treatment", "standoff": 6},
                nticks=7,
                zeroline=True,
                zerolinewidth=1,
            ),
            shapes=[line | {"x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1}],
        ),
        "table": {
            "columns": ["gene", "growth untreated", f"change of {name}"],
            "rows": [
                [row["gene"], figures(row["fitness"]), signed(row["effect"])]
                for row in rows.to_dict("records")
            ],
        },
        "picture": {
            "width": 900,
            "height": 760,
            "layout": {"margin": {"l": 90, "r": 40, "t": 110, "b": 150}},
        },
    }


def _labels(rows: pd.DataFrame, most: int) -> dict[str, str]:
    """Return where the name of each named gene stands: those reported, then the largest."""
    across, down = rows["fitness"].to_numpy(), -rows["effect"].to_numpy()
    rights = _PRICE_WIDTH * (across - across.min()) / (np.ptp(across) or 1.0)
    downs = _PRICE_HEIGHT * (down - down.min()) / (np.ptp(down) or 1.0)
    places = list(zip(rights.tolist(), downs.tolist(), strict=True))
    genes = rows["gene"].tolist()
    order = rows.reset_index(drop=True)["effect"].abs().sort_values(ascending=False).index
    wanted = sorted(order, key=lambda at: genes[at] not in noted_genes())
    found = placed(genes, places, wanted)
    kept = [at for at in wanted if at in found][:most]
    return {genes[at]: found[at] for at in kept}


def _points(rows: pd.DataFrame, kind: str, name: str, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "x": [rounded(value, 4) for value in rows["fitness"]],
        "y": [rounded(value, 4) for value in rows["effect"]],
        "text": [gene if gene in labels else "" for gene in rows["gene"]],
        "textposition": [labels.get(gene, "top center") for gene in rows["gene"]],
        "textfont": {"size": 11},
        "cliponaxis": False,
        "customdata": rows["gene"].tolist(),
        "marker": {
            "size": 8,
            "color": _SHADE[kind],
            "symbol": {"up": "triangle-up", "down": "triangle-down", "flat": "circle"}[kind],
        },
        "hovertemplate": "<b>%{customdata}</b><br>growth untreated %{x:.3~g}<br>effect "
        "%{y:+.3~g}<extra></extra>",
    }
