"""The pictures of the ranking of parameters: tornado, and bars of Morris and Sobol."""

from __future__ import annotations

from typing import Any

import pandas as pd
from her2sim import Sensitivity
from her2sim.figures.templates import LIGHT

from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures, rounded
from her2sim_dashboard.screening.asking import finite, label_of, readout_of, unit_of
from her2sim_dashboard.screening.parameters import leading_rows
from her2sim_dashboard.screening.pictures import above, axis, base_layout, whiskers
from her2sim_dashboard.state import State

_ROW = 23
_FRAME = 66
_LETTER = 7.2  # pixels
_UP, _DOWN = LIGHT.fold_scale[-1][1], LIGHT.fold_scale[0][1]
_AXES = {
    "slope": "change of {} per e-fold of the parameter",
    "mu_star": "mean size of the effect on {}, µ*",
    "ST": "share of the variance of {}",
}
_TITLES = {
    "slope": "Tornado: what a small change does",
    "mu_star": "Morris: what matters anywhere in the range",
    "ST": "Sobol: what decides the variance",
}


def tornado(found: Sensitivity, state: State, context: Context) -> dict[str, Any]:
    """Return the leading parameters as bars, the most influential on top."""
    rows = leading_rows(found).head(int(state.setting("sck")))
    measure = str(rows["measure"].iloc[0])
    readout = readout_of(state, context)
    unit = unit_of(readout)
    text = _AXES[measure].format(label_of(readout)) + (
        f", {unit}" if unit and measure != "ST" else ""
    )
    names = rows["parameter"].tolist()
    widest = max(len(name) for name in names)
    high = _ROW * len(names) + _FRAME
    return {
        "title": _TITLES[measure],
        "axis": text,
        "summary": _summary(measure),
        "height": high,
        "legend": [[kind, name] for kind, name, _ in _parts(found, rows, measure)],
        "data": [trace for _, _, trace in _parts(found, rows, measure)],
        "layout": base_layout(
            margin={"l": 24 + _LETTER * widest, "r": 14, "t": 26, "b": 12, "pad": 4},
            barmode="overlay",
            bargap=0.3,
            hovermode="closest",
            xaxis=axis(
                side="top",
                nticks=8,
                zeroline=True,
                zerolinewidth=1,
                rangemode="normal" if measure == "slope" else "tozero",
            ),
            yaxis=axis(
                categoryorder="array",
                categoryarray=names[::-1],
                tickvals=names,
                range=[-0.7, len(names) - 0.3],
                showgrid=False,
            ),
        ),
        "table": {
            "columns": ["parameter", "arm", measure, "lower", "upper"],
            "rows": [
                [row["parameter"], row["arm"], *map(figures, _numbers(row))]
                for row in rows.to_dict("records")
            ],
        },
        "picture": {
            "width": 900,
            "height": high + 230,
            "layout": {
                "margin": {"l": 60 + 9 * widest, "r": 40, "t": 120, "b": 90},
                "legend": above(high),
            },
        },
    }


def _numbers(row: dict[Any, Any]) -> tuple[float, float, float]:
    return float(row["value"]), float(row["lower"]), float(row["upper"])


def _summary(measure: str) -> str:
    if measure == "slope":
        return "Right: more of the parameter, more of the readout. An e-fold is 2.7 times as much."
    if measure == "mu_star":
        return "The longer, the more it matters; colours tell the sign of the mean effect."
    return "Pale: with all interactions, lines: 95 % of resamples. Full: by itself."


def _parts(
    found: Sensitivity, rows: pd.DataFrame, measure: str
) -> list[tuple[str, str, dict[str, Any]]]:
    """Return kind, name and bars of each colour."""
    if measure == "ST":
        alone = found.table[found.table["measure"] == "S1"].set_index("parameter")
        own = alone.loc[rows["parameter"]].reset_index()
        return [
            ("pale", "with interactions", _bars(rows, "with interactions", _DOWN, 0.45)),
            # Its own intervals would lie on those of the whole; the table of the file has them.
            ("down", "by itself", _bars(own, "by itself", _DOWN, width=0.35) | {"error_x": {}}),
        ]
    signs = rows["value"]
    if measure == "mu_star":
        mean = found.table[found.table["measure"] == "mu"].set_index("parameter")["value"]
        signs = rows["parameter"].map(mean)
    parts = [
        ("up", "raises it", _bars(rows[signs >= 0], "raises it", _UP)),
        ("down", "lowers it", _bars(rows[signs < 0], "lowers it", _DOWN)),
    ]
    # The local method's interval is the error of a difference, too small to be seen.
    bare: dict[str, Any] = {"error_x": {}} if measure == "slope" else {}
    return [(kind, name, trace | bare) for kind, name, trace in parts]


def _bars(
    rows: pd.DataFrame, name: str, colour: str, opacity: float = 1.0, width: float | None = None
) -> dict[str, Any]:
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [finite(rounded(value, 4)) for value in rows["value"]],
        "y": rows["parameter"].tolist(),
        "marker": {"color": colour, "opacity": opacity},
        "customdata": rows["arm"].tolist(),
        "hovertemplate": "<b>%{y}</b> (%{customdata})<br>%{x:.3~g}<extra></extra>",
        "error_x": whiskers(rows["value"], rows["lower"], rows["upper"]),
    }
    return trace | ({"width": width} if width else {})
