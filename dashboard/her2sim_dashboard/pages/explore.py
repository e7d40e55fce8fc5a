"""Explore: one scenario, what the model predicts for it and how it compares."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component
from flask import Response, request

from her2sim_dashboard import banding, bundle, exchange, explaining, panels, reversing
from her2sim_dashboard.answer import answer_of
from her2sim_dashboard.charts import colour_variables
from her2sim_dashboard.comparing.pinning import pin_bar, pin_of
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import scenario_builder
from her2sim_dashboard.downloads import csv_of
from her2sim_dashboard.jobs import add_jobs
from her2sim_dashboard.mapping import map_of, map_place
from her2sim_dashboard.parsing import Parsed, parse_scenario
from her2sim_dashboard.state import State
from her2sim_dashboard.view import view_of

PATH = "/explore"
COMPARE = "/compare"
TITLE = "Explore"


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    state = parse_scenario(query, context).state
    return [
        *exchange.stores(PATH, query, answering, context),
        panels.lead(TITLE, pin_bar(COMPARE, bundle.way_there())),
        html.Div(_body(state, context), className="explore", style=colour_variables()),
    ]


def answering(parsed: Parsed, context: Context) -> exchange.Answer:
    """Return what the page shows of a state."""
    view = view_of(parsed, context)
    compared = view.compared
    shown = map_of(context, view.state.cell, compared) if compared else None
    pin = pin_of(view.state, context.catalogue)
    return answer_of(view, context, PATH) | {"map": shown, "pin": pin}


def _body(state: State, context: Context) -> list[Component]:
    """Return the cards of the page in reading order."""
    again = html.A("Start again", href=PATH, className="button quiet", **{"data-page": PATH})
    heading = html.Summary(html.H2("Scenario"))
    builder = [heading, *scenario_builder(state, context), again]
    fold = html.Details(
        builder, open=True, className="builder-fold", id="builder", **{"data-fold-below": "1179"}
    )
    curves = [
        panels.charts_card(state, context, banding.bands_row(state)),
        panels.readouts_card(),
        panels.take_along_card(context, *bundle.links(PATH)),
    ]
    results = [explaining.why_card(state), reversing.reverse_card(state)]
    return [
        panels.card([fold], "builder", "Scenario"),
        panels.verdict_card(),
        *_map_card(context),
        html.Div(results, className="results"),
        html.Div(curves, className="curves"),
    ]


def _map_card(context: Context) -> list[Component]:
    """Return the place of the pathway map, none for a model that has none."""
    if context.pathway is None:
        return []
    return [panels.card([html.H2("Pathway"), map_place()], "map-card", "Pathway map")]


def callbacks(app: Dash, context: Context) -> None:
    """Register what keeps the page up to date, its long work and its downloads."""
    exchange.connect(app, PATH, answering, context)
    jobs = {
        explaining.PATH: explaining.explain,
        reversing.PATH: reversing.search,
        banding.PATH: banding.bands,
    }
    add_jobs(app.server, jobs, context)
    bundle.add_downloads(app.server, PATH, context)

    @app.server.get(f"{PATH}.csv")
    def explore_csv() -> Response:
        query = request.query_string.decode("utf-8", "replace")
        return csv_of(view_of(parse_scenario(query, context), context), context)
