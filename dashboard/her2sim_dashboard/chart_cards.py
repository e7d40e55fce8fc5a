"""Chart cards: a fixed number of places for time courses, filled from the first."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from her2sim_dashboard import panels
from her2sim_dashboard.charts import CONFIG, Chart
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import chart_pickers
from her2sim_dashboard.view import View

_NO_FIGURE: dict[str, Any] = {"data": [], "layout": {}}


def chart_cards(view: View, context: Context) -> list[Component]:
    """Return the head of the charts and one slot for each that can be shown."""
    head = html.Div([html.H2("Time courses"), panels.legend()], className="card-head")
    pickers = html.Div(chart_pickers(view.state, context), className="pickers")
    places = [_slot(slot, chart) for slot, chart in enumerate(slots(view, context))]
    return [head, html.Div(places, className="chart-grid"), pickers]


def slots(view: View, context: Context) -> list[Chart | None]:
    """Return the charts of a view, filled up with nothing."""
    empty = [None] * (context.limits.charts_most - len(view.charts))
    return [*view.charts, *empty]


def _slot(slot: int, chart: Chart | None) -> Component:
    """Return the place of one chart: heading, picture, words, table, downloads."""
    figure, title, axis, summary, hidden = slot_values(chart)
    name = f"chart-{slot}"
    heading = [html.H3(title, id=f"{name}-title"), html.Span(axis, id=f"{name}-axis")]
    picture = dcc.Graph(id=name, figure=figure, config=CONFIG, responsive=True, className="plot")
    children = [
        html.Div(heading, className="chart-head"),
        # Drawn as shapes without meaning; caption and table say the same in words and numbers.
        html.Div(picture, **{"aria-hidden": "true"}),
        html.Figcaption(summary, id=f"{name}-summary"),
        html.Div([_as_table(name), *_savers(name, slot)], className="chart-foot"),
    ]
    return html.Figure(children, id=f"{name}-card", hidden=hidden, className="chart")


def _as_table(name: str) -> Component:
    """Return the fold that the browser fills with the chart's numbers when it is opened."""
    place = html.Div(className="scroll", **{"data-table-of": name})
    return html.Details([html.Summary("View as table"), place])


def _savers(name: str, slot: int) -> list[Component]:
    """Return the buttons that save a chart as a picture."""
    return [
        html.Button(
            kind.upper(),
            className="button small",
            type="button",
            **{
                "data-picture": name,
                "data-kind": kind,
                "aria-label": f"Save picture {slot + 1} as {kind.upper()}",
            },
        )
        for kind in ("svg", "png")
    ]


def slot_values(chart: Chart | None) -> tuple[dict[str, Any], str, str, str, bool]:
    """Return figure, title, axis, summary and whether the slot is hidden."""
    if chart is None:
        return _NO_FIGURE, "", "", "", True
    return chart.figure, chart.readout.label or chart.readout.id, chart.axis, chart.summary, False
