"""Panels of the page that compares: the places that its scripts fill."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard import panels, tables
from her2sim_dashboard.comparing.choices import choices
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
_NEEDS_TWO = {"data-needs": "two"}


def cells_card(context: Context) -> Component:
    """Return the place of the cells, and of what can be added to them."""
    row = html.Div(id="compare-cells", className="compare-cells")
    texts = json.dumps(choices(context), ensure_ascii=False, separators=(",", ":"))
    offer = html.Div(id="compare-editor-choices", hidden=True, **{"data-choices": texts})
    return html.Section([row, offer], className="compare-head", **{"aria-label": "Cells"})


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
