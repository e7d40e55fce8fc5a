"""Compare: up to four cells side by side, on one scale."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component
from flask import Response, request

from her2sim_dashboard import exchange, panels
from her2sim_dashboard.comparing import panels as places
from her2sim_dashboard.comparing.answering import answer_of
from her2sim_dashboard.comparing.curves import colour_variables
from her2sim_dashboard.comparing.download import csv_of
from her2sim_dashboard.comparing.together import together
from her2sim_dashboard.context import Context
from her2sim_dashboard.parsing import Parsed, parse_scenario

PATH = "/compare"
TITLE = "Compare"


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    state = parse_scenario(query, context).state
    children = [
        places.cells_card(context),
        places.maps_card(context),
        places.curves_card(state, context),
        places.changes_card(),
        places.settings_card(),
        panels.take_along_card(context),
    ]
    count = {"data-count": str(len(state.cells))}
    return [
        *exchange.stores(PATH, query, answering, context),
        panels.lead(TITLE),
        html.Div(children, id="compare", className="compare", style=colour_variables(), **count),
    ]


def answering(parsed: Parsed, context: Context) -> exchange.Answer:
    """Return what the page shows of a state."""
    return answer_of(parsed, context, PATH)


def callbacks(app: Dash, context: Context) -> None:
    """Register what keeps the page up to date, and its download."""
    exchange.connect(app, PATH, answering, context)

    @app.server.get(f"{PATH}.csv")
    def compare_csv() -> Response:
        query = request.query_string.decode("utf-8", "replace")
        return csv_of(together(parse_scenario(query, context).state, context), context)
