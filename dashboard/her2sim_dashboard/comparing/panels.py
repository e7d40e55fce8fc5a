"""Panels of the page that compares: the places that its scripts fill."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard import mapping, panels, tables
from her2sim_dashboard.comparing.choices import choices
from her2sim_dashboard.comparing.together import LETTERS
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import chart_pickers, hours_input
from her2sim_dashboard.state import State

CHARTS = "compare-chart"
CHANGES = "compare-changes"
_HOW_READ = (
    "Verdicts compare each cell with the wild type of its own background under the same "
    "treatment. Everything drawn is a multiple of one reference: the untreated wild type of the "
    "background of cell A."
)
_HOW_MAPPED = "Point at a part of the pathway to read it in all cells."
_NEEDS_TWO = {"data-needs": "two"}


def cells_card(context: Context) -> Component:
    """Return the place of the cells, and of what can be added to them."""
    row = html.Div(id="compare-cells", className="compare-cells")
    texts = json.dumps(choices(context), ensure_ascii=False, separators=(",", ":"))
    offer = html.Div(id="compare-editor-choices", hidden=True, **{"data-choices": texts})
    return html.Section([row, offer], className="compare-head", **{"aria-label": "Cells"})


def maps_card(context: Context) -> Component:
    """Return the places of the maps: one per cell on one colour scale, and their difference."""
    places = [
        _map_figure(f"compare-map-{letter.lower()}", f"Pathway map of cell {letter}", place)
        for place, letter in enumerate(LETTERS)
    ]
    difference = _map_figure("compare-map-difference", "Pathway map of the difference", None)
    head = html.Div(
        [
            html.H2("Pathway maps"),
            html.Div(id="compare-time", className="compare-time"),
            html.Div(id="compare-scale", className="compare-scale"),
        ],
        className="card-head",
    )
    most = html.Div(id="compare-most", className="compare-most")
    said = html.P(_HOW_MAPPED, id="compare-node", className="hint")
    children = [head, html.Div([*places, difference, most], className="compare-maps"), said]
    attributes = _NEEDS_TWO | {"data-map": "yes" if mapping.map_stamp(context) else "none"}
    return panels.card(children, "compare-maps-card", "Pathway maps", **attributes)


def _map_figure(name: str, label: str, place: int | None) -> Component:
    """Return a map with its head, which the browser fills; ``place`` is that of its cell."""
    own = {} if place is None else {"data-place": str(place)}
    children = [
        html.Figcaption(id=f"{name}-title", className="compare-map-title"),
        mapping.map_place(name, label),
    ]
    return html.Figure(children, id=f"{name}-figure", className="compare-map", hidden=True, **own)


def curves_card(state: State, context: Context) -> Component:
    """Return the places of the curves and what chooses them."""
    legend = html.Ul(id="compare-legend", className="legend", **{"aria-label": "Cells"})
    head = html.Div([html.H2("Time courses"), legend], className="card-head")
    places = [
        panels.chart(f"{CHARTS}-{slot}", f"picture {slot + 1}")
        for slot in range(context.limits.charts_most)
    ]
    pickers = html.Div(
        [*chart_pickers(state, context), hours_input(state, context.limits)], className="pickers"
    )
    children = [head, html.Div(places, className="chart-grid"), pickers]
    return panels.card(children, "charts", "Time courses", **_NEEDS_TWO)


def changes_card() -> Component:
    """Return the place of the readouts of all cells side by side."""
    head = html.Div(
        [html.H2("What changes"), tables.search_box(CHANGES, "Search readouts")],
        className="card-head",
    )
    hint = html.P("Largest change first; press a column's head to sort.", className="hint")
    place = tables.table_place(CHANGES, "Readouts of all cells", "her2sim-compare-changes.csv")
    foot = html.Div([tables.save_button(CHANGES)], className="buttons")
    return panels.card(
        [head, hint, place, foot], "compare-changes-card", "What changes", **_NEEDS_TWO
    )


def settings_card() -> Component:
    """Return the place of what sets the cells apart."""
    table = html.Div(
        id="compare-settings",
        className="scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": "Settings of all cells"},
    )
    how = html.P(_HOW_READ, className="hint")
    return panels.card(
        [html.H2("What differs"), table, how], "compare-settings-card", "What differs", **_NEEDS_TWO
    )
