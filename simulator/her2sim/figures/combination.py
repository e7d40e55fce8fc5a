"""Two drugs at once: the response and its contour, the excess over no interaction, isoboles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from her2sim.errors import InvalidValue
from her2sim.figures.labels import GROWTH, genotype_text, readout_text
from her2sim.figures.rows import Tidy, table_of
from her2sim.figures.templates import LIGHT, Theme, dress

Floats: TypeAlias = NDArray[np.float64]

COLUMNS = (
    "genotype",
    "drug_a",
    "drug_b",
    "dose_a_nM",
    "dose_b_nM",
    "readout",
    "value",
    "affected",
    "reversal",
)
REFERENCES = ("hsa", "bliss", "loewe", "zip")
_NAMES = {"hsa": "HSA", "bliss": "Bliss", "loewe": "Loewe", "zip": "ZIP"}
_LEAST_SCALE = 0.1  # of an excess: smaller ones must not look like synergy
_PANEL, _LEFT, _RIGHT, _BOTTOM = 250, 90, 130, 70
_BEYOND = 1.15
_GAP = {2: 0.11, 3: 0.085}  # between rows, by their number


@dataclass(frozen=True)
class _Panel:
    """The matrix of one cell."""

    name: str
    rows: pd.DataFrame
    doses_a: tuple[float, ...]
    doses_b: tuple[float, ...]

    def grid(self, column: str) -> Floats:
        """Return a column as rows of drug b and columns of drug a."""
        table = self.rows.pivot_table(index="dose_b_nM", columns="dose_a_nM", values=column)
        return table.to_numpy(dtype=float)


def combination(
    data: Tidy,
    isobole: pd.DataFrame | None = None,
    *,
    reference: str = "bliss",
    title: str = "",
    labels: Mapping[str, str] | None = None,
    note: str = "",
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw a matrix of doses per genotype: response, excess over a reference, and isobologram.

    The response has its contour lines, and an outline around the doses at which an altered
    genotype responds at least as the wild type does to drug a alone.

    Parameters
    ----------
    data
        The result of :func:`her2sim.combine`, or its table (two drugs).
    isobole
        Its isoboles; without them the row is left out.
    reference
        ``hsa``, ``bliss``, ``loewe`` or ``zip``.
    title, labels, note, theme
        As for :func:`her2sim.figures.time_course`.

    Raises
    ------
    InvalidValue
        If the table lacks a column, is not of two drugs, or the reference is unknown.
    """
    if reference not in REFERENCES:
        raise InvalidValue("reference", reference, " or ".join(REFERENCES))
    table = table_of(data, (*COLUMNS, reference))
    panels = _panels(table)
    drugs = (str(table["drug_a"].iloc[0]), str(table["drug_b"].iloc[0]))
    lines = 2 if isobole is None or isobole.empty else 3
    figure = _frame(panels, lines)
    text = readout_text(str(table["readout"].iloc[0]), labels)
    for column, panel in enumerate(panels, start=1):
        _response(figure, panel, column, theme)
        _excess(figure, panel, column, reference)
        if lines == 3 and isobole is not None:
            _isobologram(figure, panel, isobole, column, theme)
    if lines == 3 and isobole is not None:
        _name_isoboles(figure, isobole, text, theme)
    _axes(figure, panels, drugs, lines)
    _scales(figure, table, reference, text, theme, lines)
    width = _LEFT + _RIGHT + _PANEL * len(panels)
    said = (
        ""
        if not table["reversal"].any()
        else (f"outlined: responds at least as the wild type does to {drugs[0]} alone")
    )
    top = dress(
        figure, theme, title or f"{drugs[0]} and {drugs[1]}: {text}", said, note, width=width
    )
    height = top + 30 + _BOTTOM + 230 * lines + (28 if note else 0)
    margin = {"l": _LEFT, "r": _RIGHT, "t": top + 30, "b": _BOTTOM + (28 if note else 0)}
    figure.update_layout(width=width, height=height, margin=margin, showlegend=False)
    return figure


def _panels(table: pd.DataFrame) -> list[_Panel]:
    """Return one matrix per genotype (and background)."""
    keys = ["genotype"]
    if "background" in table and len(table["background"].unique()) > 1:
        keys.append("background")
    found = []
    for key, rows in table.groupby(keys, sort=False):
        if rows.duplicated(["dose_a_nM", "dose_b_nM"]).any():
            raise InvalidValue("the table", "several rows per pair of doses", "of two drugs")
        name = ", ".join([genotype_text(str(key[0])), *map(str, key[1:])])
        doses = (tuple(sorted(rows[f"dose_{drug}_nM"].unique())) for drug in "ab")
        found.append(_Panel(name, rows, *doses))
    return found


def _frame(panels: Sequence[_Panel], lines: int) -> go.Figure:
    return make_subplots(
        rows=lines,
        cols=len(panels),
        column_titles=[f"<b>{panel.name}</b>" for panel in panels],
        horizontal_spacing=0.18 / max(len(panels), 2),
        vertical_spacing=_GAP[lines],
    )


def _response(figure: go.Figure, panel: _Panel, column: int, theme: Theme) -> None:
    """Draw the response as a map with its contour lines and the outline of the reversal."""
    growth = panel.rows["readout"].iloc[0] == GROWTH
    values, shown = panel.grid("value"), panel.grid("value" if growth else "affected")
    figure.add_trace(
        go.Heatmap(
            z=shown,
            customdata=_doses(panel, values),
            hovertemplate="%{customdata[0]:.3g} nM, %{customdata[1]:.3g} nM: "
            "%{customdata[2]:.3g}<extra></extra>",
            coloraxis="coloraxis",
            xgap=1,
            ygap=1,
        ),
        row=1,
        col=column,
    )
    figure.add_trace(
        go.Contour(
            z=shown,
            contours={"coloring": "none", "showlabels": True, "labelfont": {"size": 10}},
            line={"color": theme.soft, "width": 1},
            ncontours=6,
            showscale=False,
            hoverinfo="skip",
        ),
        row=1,
        col=column,
    )
    xs, ys = _outline(panel.grid("reversal") > 0)
    line = {"color": theme.ink, "width": 3}
    figure.add_trace(
        go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip"), row=1, col=column
    )


def _excess(figure: go.Figure, panel: _Panel, column: int, reference: str) -> None:
    values = panel.grid(reference)
    figure.add_trace(
        go.Heatmap(
            z=values,
            customdata=_doses(panel, values),
            hovertemplate="%{customdata[0]:.3g} nM, %{customdata[1]:.3g} nM: "
            "%{customdata[2]:+.3f}<extra></extra>",
            coloraxis="coloraxis2",
            xgap=1,
            ygap=1,
        ),
        row=2,
        col=column,
    )


def _doses(panel: _Panel, values: Floats) -> Floats:
    """Return the doses and the value of each cell, for the pointer."""
    return np.stack([*np.meshgrid(panel.doses_a, panel.doses_b), values], axis=-1)


def _outline(inside: NDArray[np.bool_]) -> tuple[list[float | None], list[float | None]]:
    """Return the edges between cells inside and outside, as broken lines."""
    padded = np.pad(inside, 1)
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row, column in zip(*np.nonzero(padded[1:, :] != padded[:-1, :]), strict=True):
        xs += [column - 1.5, column - 0.5, None]
        ys += [row - 0.5, row - 0.5, None]
    for row, column in zip(*np.nonzero(padded[:, 1:] != padded[:, :-1]), strict=True):
        xs += [column - 0.5, column - 0.5, None]
        ys += [row - 1.5, row - 0.5, None]
    return xs, ys


def _isobologram(
    figure: go.Figure, panel: _Panel, isobole: pd.DataFrame, column: int, theme: Theme
) -> None:
    """Draw the doses of equal effect, and the straight line that additive drugs would follow."""
    own = isobole
    for key in ("genotype", "background"):
        if key in own and key in panel.rows:
            own = own[own[key] == panel.rows[key].iloc[0]]
    place = {"row": 3, "col": column}
    if own.empty:
        figure.add_annotation(
            text="not reached", x=0.5, y=0.5, showarrow=False, xref="x domain", yref="y domain",
            font={"color": theme.soft}, **place,
        )  # fmt: skip
        return
    a, b = own["dose_a_nM"].to_numpy(), own["dose_b_nM"].to_numpy()
    dash = {"color": theme.soft, "width": 1.5, "dash": "dash"}
    additive = own["additive_b_nM"].to_numpy()
    if np.isfinite(additive).all():
        trace = go.Scatter(x=a, y=additive, mode="lines", line=dash, hoverinfo="skip")
    else:
        # A drug without the effect adds nothing: the line is where the other one has it alone.
        at = float(a[b == 0].max()) if (b == 0).any() else 0.0
        trace = go.Scatter(x=[at, at], y=[0, b.max()], mode="lines", line=dash, hoverinfo="skip")
    figure.add_trace(trace, **place)
    line: dict[str, Any] = {"color": theme.ink, "width": 2.5}
    hover = "%{x:.3g} nM, %{y:.3g} nM<extra></extra>"
    marker = {"size": 6, "color": theme.ink}
    points = go.Scatter(
        x=a, y=b, mode="lines+markers", line=line, marker=marker, hovertemplate=hover
    )
    figure.add_trace(points, **place)
    figure.update_xaxes(range=[0, _BEYOND * a.max()], **place)
    top = float(b[a == 0].max()) if (a == 0).any() else float(np.median(b[b > 0]))
    figure.update_yaxes(range=[0, _BEYOND * top], **place)


def _name_isoboles(figure: go.Figure, isobole: pd.DataFrame, text: str, theme: Theme) -> None:
    """Say beside the isobolograms what they are lines of."""
    levels = isobole["level"].unique()
    level = (
        f"{text} {levels[0]:.3g}"
        if len(levels) == 1
        else f"{isobole['affected'].iloc[0]:.0%}<br>of {text} lost"
    )
    figure.add_annotation(
        text=f"doses with<br>{level}<br><br>dashed:<br>additive<br>(Loewe)",
        xref="paper",
        x=1.01,
        xanchor="left",
        yref="paper",
        y=0.25,
        yanchor="top",
        align="left",
        showarrow=False,
        font={"size": 12, "color": theme.soft},
    )


def _axes(figure: go.Figure, panels: Sequence[_Panel], drugs: tuple[str, str], lines: int) -> None:
    """Name the axes; maps have their doses as ticks."""
    for column, panel in enumerate(panels, start=1):
        for row in (1, 2):
            for update, doses in (
                (figure.update_xaxes, panel.doses_a),
                (figure.update_yaxes, panel.doses_b),
            ):
                ticks = {"tickvals": list(range(len(doses))), "ticktext": _texts(doses)}
                ends = [-0.5, len(doses) - 0.5]
                update(**ticks, range=ends, showgrid=False, tickfont_size=10, row=row, col=column)
        figure.update_xaxes(
            title_text=f"{drugs[0]} (nM)", title_font_size=12, row=lines, col=column
        )
    for row in range(1, lines + 1):
        figure.update_yaxes(title_text=f"{drugs[1]} (nM)", title_font_size=12, row=row, col=1)


def _texts(doses: Sequence[float]) -> list[str]:
    """Return every second dose and dose 0, short."""
    return [f"{dose:,.10g}" if place == 0 or place % 2 else "" for place, dose in enumerate(doses)]


def _scales(
    figure: go.Figure, table: pd.DataFrame, reference: str, text: str, theme: Theme, lines: int
) -> None:
    """Put a colour bar beside each row of maps."""
    most = float(np.nanmax(np.abs(table[reference].to_numpy(dtype=float)), initial=_LEAST_SCALE))
    growth = table["readout"].iloc[0] == GROWTH
    half = theme.fold_scale[len(theme.fold_scale) // 2 :]
    lost = [
        (position, colour) for position, (_, colour) in zip((0, 1 / 3, 2 / 3, 1), half, strict=True)
    ]
    length = 0.9 / lines
    shape = {"thickness": 12, "len": length, "x": 1.01, "xanchor": "left", "outlinewidth": 0}
    step = (1 + _GAP[lines]) / lines
    limit = math.ceil(most * 20) / 20
    first = {
        "title": {"text": text if growth else f"part of<br>{text} lost"},
        **shape,
        "y": 1 - length / 2,
    }
    second = {"title": {"text": f"excess<br>over {_NAMES[reference]}"}, **shape}
    second["y"] = 1 - length / 2 - step
    figure.update_layout(
        coloraxis={
            "colorscale": theme.growth_scale if growth else lost,
            "cmin": -1 if growth else 0,
            "cmax": 1,
            "colorbar": first,
        },
        coloraxis2={
            "colorscale": theme.fold_scale,
            "cmin": -limit,
            "cmax": limit,
            "colorbar": second,
        },
    )
