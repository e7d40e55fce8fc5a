"""Screen: which gene, which parameter, which dose decides; ranked, drawn and taken along."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, html
from dash.development.base_component import Component
from flask import Response, request
from her2sim.errors import Her2simError

from her2sim_dashboard import exchange, panels
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import scenario_builder
from her2sim_dashboard.doses import part
from her2sim_dashboard.jobs import add_jobs
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.screening import places
from her2sim_dashboard.screening.answering import JOBS, PATH, answering
from her2sim_dashboard.screening.asking import GENES, PARAMETERS, SCAN
from her2sim_dashboard.screening.listing import ranking_csv
from her2sim_dashboard.screening.ranking import rank
from her2sim_dashboard.state import State
from her2sim_dashboard.wording import file_stem

__all__ = ["PATH", "TITLE", "callbacks", "layout"]

TITLE = "Screen"
_TABS = ((GENES, "Rank genes"), (PARAMETERS, "Rank parameters"), (SCAN, "Scan two axes"))


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    state = parse_scenario(query, context).state
    return [
        *exchange.stores(PATH, query, answering, context),
        panels.lead(TITLE),
        html.Div(_body(state, context), className="screen"),
    ]


def _body(state: State, context: Context) -> list[Component]:
    """Return the cards of the page in reading order."""
    again = html.A("Start again", href=PATH, className="button quiet", **{"data-page": PATH})
    heading = html.Summary(html.H2("Scenario"))
    builder = [heading, *scenario_builder(state, context), again]
    fold = html.Details(builder, open=True, className="builder-fold", id="builder")
    parts = {
        GENES: places.genes(state, context),
        PARAMETERS: places.parameters(state),
        SCAN: places.scan(state, context),
    }
    tabs = dmc.Tabs(
        [
            dmc.TabsList(
                [dmc.TabsTab(label, value=value) for value, label in _TABS],
                **{"aria-label": "Parts of this page"},
            ),
            places.shared(state, context),
            *(dmc.TabsPanel(children, value=value) for value, children in parts.items()),
        ],
        id=part("setting", "sct"),
        value=state.setting("sct"),
        className="parts",
    )
    return [
        panels.card([fold], "builder", "Scenario"),
        html.Div([tabs, panels.take_along_card(context)], className="screen-main"),
    ]


def callbacks(app: Dash, context: Context) -> None:
    """Register what keeps the page up to date, its jobs and its download."""
    exchange.connect(app, PATH, answering, context)
    add_jobs(app.server, JOBS, context)

    @app.server.get(f"{PATH}.csv")
    def screen_csv() -> Response:
        query = request.query_string.decode("utf-8", "replace")
        return ranking_file(parse_scenario(query, context).state, context)


def ranking_file(state: State, context: Context) -> Response:
    """Return the ranking of genes as a CSV file, or why there is none."""
    try:
        text = ranking_csv(rank(state, context), state)
    except Her2simError as error:
        return Response(str(error), 422, mimetype="text/plain")
    name = f"{file_stem(state, context.catalogue)}-screen.csv".encode("ascii", "ignore").decode()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=headers)
