"""The picture of a scan: a heat map with the lines of the verdict's thresholds, and its table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from her2sim.analysis.growth import GR
from her2sim.analysis.potency import LEVEL
from her2sim.figures.templates import LIGHT
from her2sim.model import Readout

from her2sim_dashboard.catalogue import shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures, fold, plain, rounded
from her2sim_dashboard.runs import Course, courses
from her2sim_dashboard.screening.asking import finite, label_of, readout_of, unit_of
from her2sim_dashboard.screening.pictures import INK, axis, base_layout
from her2sim_dashboard.screening.scanning import KNOCKDOWN, Axis, Grid, Scanned, fixed_cell
from her2sim_dashboard.screening.wording import percent
from her2sim_dashboard.state import Cell, State
from her2sim_dashboard.tables import as_csv
from her2sim_dashboard.wording import joined

_FOLDS = 3  # log2 of the most that the darkest colours stand for
_FOLD_TEXTS = {-3: "⅛×", -2: "¼×", -1: "½×", 0: "1×", 1: "2×", 2: "4×", 3: "8×"}
_TICKS = (1.0, 2.0, 5.0)  # of each decade of a logarithmic axis
_HALVED = "growth halved"
_UPPER = ("at_most", "below")
_DASHES = ("solid", "dash", "dot")


@dataclass(frozen=True)
class Threshold:
    """A value of a readout at which the verdict changes, and what holds beyond it."""

    value: float
    is_upper: bool
    label: str

    @property
    def text(self) -> str:
        """In words, as in ``at most 0.5 (growth halved)``."""
        return f"at {'most' if self.is_upper else 'least'} {plain(self.value)} ({self.label})"

    def share(self, values: Grid) -> float:
        """Return the share of values for which it holds."""
        return float((values <= self.value if self.is_upper else values >= self.value).mean())


def thresholds(readout: Readout, context: Context) -> list[Threshold]:
    """Return the values of a readout at which the verdict changes, the lowest first."""
    found = {
        rule.threshold: Threshold(rule.threshold, rule.test in _UPPER, _small(rule.label))
        for rule in context.rules
        if rule.quantity == "value" and rule.readout == readout.id and rule.threshold is not None
    }
    if readout.id == GR:
        found.setdefault(LEVEL, Threshold(LEVEL, True, _HALVED))
    return [found[value] for value in sorted(found)]


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def heat_map(found: Scanned, state: State, context: Context) -> dict[str, Any]:
    """Return the picture of a scan, of all or of the rows that are there."""
    readout = readout_of(state, context)
    across, upward = found.axes
    shown, colours = _colours(found, readout, state, context)
    lines = [line for line in thresholds(readout, context) if _is_crossed(found, line.value)]
    unit = unit_of(readout)
    return {
        "title": label_of(readout) + (f", {unit}" if unit else ""),
        "axis": f"after {plain(state.hours)} h",
        "summary": _summary(found, readout),
        "height": 520,
        "legend": [[_DASHES[at % len(_DASHES)], line.text] for at, line in enumerate(lines)],
        "data": [_heat(found, shown, colours, readout), *_contours(found, lines)],
        "layout": base_layout(
            margin={"l": 76, "r": 8, "t": 10, "b": 54, "pad": 0},
            hovermode="closest",
            xaxis=_axis(across, found.across) | {"title": {"text": _title(across), "standoff": 8}},
            yaxis=_axis(upward, found.upward) | {"title": {"text": _title(upward), "standoff": 6}},
        ),
        "table": _table(found),
        "picture": {
            "width": 900,
            "height": 800,
            "layout": {"margin": {"l": 110, "r": 40, "t": 100, "b": 160}},
        },
    }


def _is_crossed(found: Scanned, value: float) -> bool:
    known = found.values[np.isfinite(found.values)]
    return bool(known.size) and bool(known.min() < value < known.max())


def _colours(
    found: Scanned, readout: Readout, state: State, context: Context
) -> tuple[Grid, dict[str, Any]]:
    """Return what is coloured, and how: growth about no growth, amounts as folds."""
    if readout.id == GR:
        bar = {"tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": ["−1", "−0.5", "0", "0.5", "1"]}
        scale = [list(stop) for stop in LIGHT.growth_scale]
        return found.values, {"zmin": -1, "zmax": 1, "colorscale": scale, "colorbar": bar}
    scale = [list(stop) for stop in LIGHT.fold_scale]
    base = _reference(readout, state, context)
    if not unit_of(readout) or not base > 0:
        known = found.values[np.isfinite(found.values)]
        ends = {"zmin": float(known.min()), "zmax": float(known.max())} if known.size else {}
        return found.values, ends | {"colorscale": scale, "colorbar": {"nticks": 5}}
    with np.errstate(divide="ignore", invalid="ignore"):
        folds = np.log2(found.values / base)
    known = np.abs(folds[np.isfinite(folds)])
    most = min(_FOLDS, max(1, math.ceil(known.max()))) if known.size else 1
    marks = {mark: text for mark, text in _FOLD_TEXTS.items() if abs(mark) <= most}
    bar = {"tickvals": list(marks), "ticktext": list(marks.values())}
    ends = {"zmin": -most, "zmax": most}
    return np.clip(folds, -most, most), ends | {"colorscale": scale, "colorbar": bar}


def _reference(readout: Readout, state: State, context: Context) -> float:
    """Return the readout of the untreated wild type; NaN where it cannot be simulated."""
    wild = Cell(background=state.cell.background)
    course = courses(context, [wild], state.hours)[wild]
    return course.ends()[readout.id] if isinstance(course, Course) else math.nan


def _heat(found: Scanned, shown: Grid, colours: dict[str, Any], readout: Readout) -> dict[str, Any]:
    across, upward = found.axes
    unit = unit_of(readout)
    name = label_of(readout)
    return {
        "type": "heatmap",
        "name": name,
        "showlegend": False,
        "x": [rounded(value, 5) for value in found.across],
        "y": [rounded(value, 5) for value in found.upward],
        "z": [[finite(rounded(float(value), 4)) for value in row] for row in shown],
        "text": [
            [
                f"{across.text(x)}<br>{upward.text(y)}<br><b>{name} {figures(value)} {unit}</b>"
                for x, value in zip(found.across, row, strict=True)
            ]
            for y, row in zip(found.upward, found.values, strict=True)
        ],
        "hoverinfo": "text",
        "hoverongaps": False,
        "colorbar": {"thickness": 12, "len": 0.9, "outlinewidth": 0, "x": 1.01, "xpad": 4},
    } | (
        colours
        | {"colorbar": {"thickness": 12, "outlinewidth": 0, "xpad": 6} | colours["colorbar"]}
    )


def _contours(found: Scanned, lines: list[Threshold]) -> list[dict[str, Any]]:
    """Return a line for each threshold, through the values that are there."""
    return [
        {
            "type": "contour",
            "name": line.label,
            "x": [rounded(each, 5) for each in found.across],
            "y": [rounded(each, 5) for each in found.upward],
            "z": [[finite(rounded(float(each), 4)) for each in row] for row in found.values],
            "autocontour": False,
            "contours": {
                "coloring": "none",
                "start": line.value,
                "end": line.value,
                "size": 1,
                "showlabels": True,
                "labelfont": {"size": 11, "color": INK},
            },
            "line": {
                "color": INK,
                "width": 2,
                "dash": _DASHES[at % len(_DASHES)],
                "smoothing": 0.6,
            },
            "showscale": False,
            "showlegend": True,
            "connectgaps": False,
            "hoverinfo": "skip",
        }
        for at, line in enumerate(lines)
    ]


def _title(one: Axis) -> str:
    if one.kind == KNOCKDOWN:
        return f"{one.name}, part left"
    unit = "" if one.unit == "1" else shown_unit(one.unit)
    return one.label + (f", {unit}" if unit else "")


def _axis(one: Axis, values: tuple[float, ...]) -> dict[str, Any]:
    own = axis(showgrid=False, zeroline=False, ticks="outside", ticklen=4, nticks=7, tickangle=0)
    if not one.is_log:
        return own
    low, high = (math.log10(end) for end in (values[0], values[-1]))
    wide = high - low > len(_TICKS)
    marks = [
        mark * 10.0**power
        for power in range(math.floor(low), math.ceil(high) + 1)
        for mark in (_TICKS[:1] if wide else _TICKS)
    ]
    shown = [mark for mark in marks if values[0] * 0.999 <= mark <= values[-1] * 1.001]
    texts = [f"{mark:,.12g}" for mark in shown]
    return own | {"type": "log", "tickvals": shown, "ticktext": texts}


def _summary(found: Scanned, readout: Readout) -> str:
    """Return the ends of the values and where they are."""
    if not np.isfinite(found.values).any():
        return "No point could be simulated."
    told = []
    for word, where in (("Lowest", np.nanargmin), ("highest", np.nanargmax)):
        row, column = np.unravel_index(int(where(found.values)), found.values.shape)
        value = f"{figures(found.values[row, column])} {unit_of(readout)}".strip()
        place = (
            f"{found.axes[0].text(found.across[column])}, {found.axes[1].text(found.upward[row])}"
        )
        told.append(f"{word} {value} at {place}")
    return "; ".join(told) + "."


def finding(found: Scanned, state: State, context: Context) -> str:
    """Return what a scan says: how much of it lies beyond each threshold."""
    readout = readout_of(state, context)
    known = found.values[np.isfinite(found.values)]
    if not known.size:
        return "No point could be simulated; choose other axes."
    name = label_of(readout)
    parts = [
        f"{each.text} in {percent(each.share(known))}" for each in thresholds(readout, context)
    ]
    ends = f"{name} spans {figures(known.min())} to {figures(known.max())} {unit_of(readout)}"
    told = f"{name} is {joined(parts)} of the points." if parts else f"{ends.strip()}."
    gaps = f" {found.failed} points could not be simulated." if found.failed else ""
    base = _reference(readout, state, context)
    if parts or not unit_of(readout) or not base > 0:
        return told + gaps
    folds = f"{fold(known.min() / base)} to {fold(known.max() / base)}"
    return f"{told} That is {folds} the untreated wild type.{gaps}"


def _table(found: Scanned) -> dict[str, Any]:
    across, upward = found.axes
    return {
        "columns": [_title(upward), *(across.text(value) for value in found.across)],
        "rows": [
            [upward.text(value), *(figures(each) for each in row)]
            for value, row in zip(found.upward[::-1], found.values[::-1], strict=True)
        ],
    }


def scan_csv(found: Scanned, state: State, context: Context) -> str:
    """Return a scan as CSV, a row for each point that is there."""
    readout = readout_of(state, context)
    cell = fixed_cell(state.cell, found.axes).scenario("scan")
    columns = [f"{one.variable} ({one.unit or '1'})" for one in found.axes]
    columns += [readout.id, "unit", "time_h", "genotype", "background", "treatment", "knockdowns"]
    columns += ["model", "model_sha256"]
    told = [
        readout.unit,
        state.hours,
        str(cell.genotype),
        cell.background or "",
        cell.treatment_label,
        " + ".join(str(each) for each in cell.knockdowns) or "none",
        context.model.name,
        context.model.sha256,
    ]
    rows = [
        [x, y, float(found.values[row, column]), *told]
        for row, y in enumerate(found.upward)
        for column, x in enumerate(found.across)
        if math.isfinite(found.values[row, column])
    ]
    return as_csv(columns, rows)
