"""The story at a glance: readouts against genotypes and treatments, as a printed heat map."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from her2sim.errors import InvalidValue
from her2sim.figures.labels import (
    GROWTH,
    doses_of,
    drugs_of,
    genotype_text,
    number_text,
    readout_text,
    signed_text,
)
from her2sim.figures.rows import Tidy, only, table_of
from her2sim.figures.templates import LIGHT, Theme, dress

COLUMNS = ("genotype", "treatment", "time_h", "readout", "value", "relative")
_FOLD_LIMIT = 3.0  # log2: colours saturate at 8-fold, which printed numbers tell anyway
_GAP = 0.35  # between genotypes, in cells
_CELL_WIDTH = 62
_CELL_HEIGHT = 36
_SIGN_HEIGHT = 22
_LEFT, _RIGHT = 170, 30


@dataclass(frozen=True)
class _Columns:
    """The columns of the matrix: arms grouped by genotype, and where each is drawn."""

    genotypes: tuple[str, ...]
    treatments: tuple[str, ...]

    def place(self, genotype: int, treatment: int) -> float:
        return genotype * (len(self.treatments) + _GAP) + treatment

    @property
    def span(self) -> tuple[float, float]:
        last = self.place(len(self.genotypes) - 1, len(self.treatments) - 1)
        return -0.5, last + 0.5


def story_matrix(
    data: Tidy,
    readouts: Sequence[str] = (),
    *,
    hours: float | None = None,
    title: str = "",
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw readouts (rows) against genotypes and treatments (columns), the number in each cell.

    Signalling readouts are coloured by the logarithm of their value relative to the untreated
    wild type, growth (``GR``) on its own scale below them. Treatments are marked as in a blot:
    a plus for each drug that is there.

    Parameters
    ----------
    data
        A result, or a table with the columns ``genotype, treatment, time_h, readout, value,
        relative``.
    readouts
        Rows from top to bottom; all of the table if omitted.
    hours
        Time of the values; the last of the table if omitted. The nearest time is taken.
    title, labels, note, theme
        As for :func:`her2sim.figures.time_course`.
    subtitle
        Below the title; says what the numbers are if omitted.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    InvalidValue
        If the table lacks a column or is empty.
    """
    table = table_of(data, COLUMNS)
    if table.empty:
        raise InvalidValue("the table", "empty", "one with rows to draw")
    names = list(readouts) or list(table["readout"].unique())
    rows = at_time(only(table, names), hours)
    columns = _Columns(tuple(rows["genotype"].unique()), tuple(rows["treatment"].unique()))
    growth = [name for name in names if name == GROWTH]
    signals = [name for name in names if name != GROWTH]
    blocks = [(block, kind) for block, kind in ((signals, "fold"), (growth, "growth")) if block]
    heights = [len(block) for block, _ in blocks]
    figure = make_subplots(
        rows=len(blocks), cols=1, shared_xaxes=True, row_heights=heights, vertical_spacing=0.055
    )
    for row, (block, kind) in enumerate(blocks, start=1):
        _add_block(figure, rows, columns, block, kind, row, labels, theme)
    _head(figure, columns, theme)
    _colour_bars(figure, theme, [kind for _, kind in blocks])
    when = f"{rows['time_h'].max():.3g} h after the start of treatment"
    said = subtitle or f"Fold of the untreated wild type, and growth (GR), {when}"
    width = int(_LEFT + _RIGHT + (columns.span[1] - columns.span[0]) * _CELL_WIDTH)
    name = title or "Response by genotype and treatment"
    top = dress(figure, theme, name, said, note, note_drop=78, width=width)
    _size(figure, columns, heights, width, top, bool(note))
    return figure


def at_time(table: pd.DataFrame, hours: float | None) -> pd.DataFrame:
    """Return the rows at the time nearest to the one wanted, by default the last."""
    times = table["time_h"].to_numpy()
    wanted = float(times.max()) if hours is None else hours
    nearest = times[np.abs(times - wanted).argmin()]
    return pd.DataFrame(table[table["time_h"] == nearest])


def _add_block(
    figure: go.Figure,
    rows: pd.DataFrame,
    columns: _Columns,
    readouts: Sequence[str],
    kind: str,
    row: int,
    labels: Mapping[str, str] | None,
    theme: Theme,
) -> None:
    """Add the heat maps of one scale, one per genotype so that gaps part them."""
    names = [readout_text(readout, labels) for readout in readouts]
    for place, genotype in enumerate(columns.genotypes):
        mine = rows[rows["genotype"] == genotype]
        values = mine.pivot_table(
            index="readout",
            columns="treatment",
            values="relative" if kind == "fold" else "value",
            observed=True,
        ).reindex(index=list(readouts), columns=list(columns.treatments))
        trace = _heat(values.to_numpy(dtype=float), kind, theme)
        positions = [columns.place(place, column) for column in range(len(columns.treatments))]
        trace.update(x=positions, y=list(range(len(names))), coloraxis=_coloraxis(kind))
        figure.add_trace(trace, row=row, col=1)
    axis = {"tickvals": list(range(len(names))), "ticktext": names}
    bare: dict[str, Any] = {"showline": False, "ticks": "", "showgrid": False}
    top = [len(names) - 0.5, -0.5]
    figure.update_yaxes(
        **axis, **bare, range=top, ticklabelstandoff=8, tickfont={"size": 14}, row=row, col=1
    )
    figure.update_xaxes(**bare, showticklabels=False, range=list(columns.span), row=row, col=1)


def _coloraxis(kind: str) -> str:
    return "coloraxis" if kind == "fold" else "coloraxis2"


def _heat(values: np.ndarray[Any, np.dtype[np.float64]], kind: str, theme: Theme) -> go.Heatmap:
    """Return one heat map with its numbers; values that are not positive get no fold colour."""
    write = number_text if kind == "fold" else signed_text
    texts = [[write(value) for value in line] for line in values]
    if kind == "fold":
        with np.errstate(divide="ignore", invalid="ignore"):
            colours = np.clip(np.log2(values), -_FOLD_LIMIT, _FOLD_LIMIT)
    else:
        colours = np.clip(values, -1, 1)
    return go.Heatmap(
        z=[[None if math.isnan(value) else float(value) for value in line] for line in colours],
        text=texts,
        texttemplate="%{text}",
        textfont={"size": 13},
        hovertemplate="%{y}: %{text}<extra></extra>",
        hoverongaps=False,
        xgap=2,
        ygap=2,
    )


def _head(figure: go.Figure, columns: _Columns, theme: Theme) -> None:
    """Write genotypes and, as over a blot, a plus or minus for each drug above the columns."""
    drugs = _drugs(columns)
    above = {"yref": "paper", "y": 1, "showarrow": False, "yanchor": "middle"}
    lifts = {drug: 14 + _SIGN_HEIGHT * line for line, drug in enumerate(reversed(drugs))}
    for place, genotype in enumerate(columns.genotypes):
        _name_genotype(figure, columns, place, genotype, theme)
        for column, treatment in enumerate(columns.treatments):
            for drug, lift in lifts.items():
                sign = _sign(drug, dict(doses_of(treatment)), columns.treatments)
                at = {"xref": "x", "x": columns.place(place, column), "yshift": lift}
                figure.add_annotation(text=sign, **above, **at, font={"size": 14})
    for drug, lift in lifts.items():
        at = {"xref": "paper", "x": 0, "xshift": -10, "xanchor": "right", "yshift": lift}
        text = _drug_text(drug, columns.treatments)
        figure.add_annotation(text=text, **above, **at, font={"size": 13, "color": theme.soft})


def _name_genotype(
    figure: go.Figure, columns: _Columns, place: int, genotype: str, theme: Theme
) -> None:
    """Write a genotype over its columns, with a line below it that spans them."""
    first, last = columns.place(place, 0), columns.place(place, len(columns.treatments) - 1)
    lift = 12 + _SIGN_HEIGHT * len(_drugs(columns))
    figure.add_annotation(
        text=f"<b>{genotype_text(genotype)}</b>",
        x=(first + last) / 2,
        xref="x",
        y=1,
        yref="paper",
        yshift=lift + 2,
        yanchor="bottom",
        showarrow=False,
        font={"size": 14},
    )
    # A line this many pixels above the panels: sized by pixel, anchored at their upper edge.
    figure.add_shape(
        type="line",
        x0=first - 0.45,
        x1=last + 0.45,
        xref="x",
        yref="paper",
        ysizemode="pixel",
        yanchor=1,
        y0=lift,
        y1=lift,
        line={"color": theme.ink, "width": 1},
    )


def _drugs(columns: _Columns) -> list[str]:
    return list(dict.fromkeys(drug for each in columns.treatments for drug in drugs_of(each)))


def _doses(drug: str, treatments: Sequence[str]) -> list[str]:
    given = [dict(doses_of(each)).get(drug) for each in treatments]
    return list(dict.fromkeys(dose for dose in given if dose))


def _drug_text(drug: str, treatments: Sequence[str]) -> str:
    """Return a drug's name, with the dose if there is only one."""
    doses = _doses(drug, treatments)
    return f"{drug} {doses[0]}" if len(doses) == 1 else drug


def _sign(drug: str, given: Mapping[str, str], treatments: Sequence[str]) -> str:
    """Return a plus or minus, or the dose where doses of a drug differ between columns."""
    if drug not in given:
        return "−"
    return "+" if len(_doses(drug, treatments)) == 1 else given[drug].replace(" ", "<br>")


def _colour_bars(figure: go.Figure, theme: Theme, kinds: Sequence[str]) -> None:
    """Put a horizontal colour bar below the matrix for each scale that is in it."""
    powers = range(-int(_FOLD_LIMIT), int(_FOLD_LIMIT) + 1)
    fold = {
        "title": "Fold of untreated wild type",
        "tickvals": list(powers),
        "ticktext": [f"{2**power}×" if power >= 0 else f"1/{2**-power}×" for power in powers],
    }
    growth = {
        "title": "GR: net loss, no growth, full growth",
        "tickvals": [-1, 0, 1],
        "ticktext": ["−1", "0", "1"],
    }
    scales: dict[str, tuple[dict[str, Any], object, float]] = {
        "fold": (fold, theme.fold_scale, _FOLD_LIMIT),
        "growth": (growth, theme.growth_scale, 1.0),
    }
    for kind, left, length in (("fold", 0.0, 0.54), ("growth", 0.64, 0.36)):
        bar, colours, limit = scales[kind]
        if kind not in kinds:
            continue
        bar = {**bar, "title": {"text": bar["title"], "side": "top", "font": {"size": 12}}}
        shape = {"orientation": "h", "thickness": 11, "len": length, "x": left, "xanchor": "left"}
        shape |= {"y": 0, "yanchor": "top", "ypad": 14, "xpad": 0, "outlinewidth": 0}
        axis = {"colorscale": colours, "cmin": -limit, "cmax": limit, "colorbar": {**bar, **shape}}
        figure.update_layout({_coloraxis(kind): axis})


def _size(
    figure: go.Figure,
    columns: _Columns,
    heights: Sequence[int],
    width: int,
    title_height: int,
    noted: bool,
) -> None:
    """Give every cell its size, whatever the number of rows and columns."""
    top = title_height + 34 + _SIGN_HEIGHT * len(_drugs(columns))
    bottom = 84 + (28 if noted else 0)
    inner = sum(heights) * _CELL_HEIGHT + (len(heights) - 1) * 26
    margin = {"l": _LEFT, "r": _RIGHT, "t": top, "b": bottom, "autoexpand": False}
    figure.update_layout(width=width, height=top + bottom + inner, margin=margin)
