"""Explore: one scenario, what the model predicts for it and how it compares."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from her2sim_dashboard import panels
from her2sim_dashboard.answer import answer_of
from her2sim_dashboard.charts import colour_variables
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import PARTS, scenario_builder
from her2sim_dashboard.state import State
from her2sim_dashboard.view import view_of

PATH = "/explore"
TITLE = "Explore"

EDIT, ANSWER, TAKEN = "edit", "answer", "taken"


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    view = view_of(query, context)
    lead = [
        html.H1(TITLE, tabIndex="-1"),
        html.P(id="sentence"),
        html.P(panels.NOTICE, className="notice"),
    ]
    return [
        dcc.Store(id=EDIT),
        dcc.Store(id=TAKEN),
        dcc.Store(id=ANSWER, data=answer_of(view, context, PATH)),
        html.Div(lead, className="lead"),
        html.Div(id="problems", className="problems", role="status"),
        html.Div(_body(view.state, context), className="explore", style=colour_variables()),
    ]


def _body(state: State, context: Context) -> list[Component]:
    """Return the cards of the page in reading order."""
    again = html.A("Start again", href=PATH, className="button quiet", **{"data-page": PATH})
    heading = html.Summary(html.H2("Scenario"))
    builder = [heading, *scenario_builder(state, context), again]
    fold = html.Details(builder, open=True, className="builder-fold", id="builder")
    results = [panels.verdict_card(), panels.readouts_card()]
    return [
        panels.card([fold], "builder", "Scenario"),
        panels.charts_card(state, context),
        html.Div(results, className="results"),
        panels.take_along_card(context),
    ]


def callbacks(app: Dash, context: Context) -> None:
    """Register what keeps the page up to date."""
    app.clientside_callback(
        ClientsideFunction("her2sim", "edit"),
        Output(EDIT, "data"),
        [Input({"part": kind, "name": ALL}, "value") for kind in PARTS],
        prevent_initial_call=True,
    )
    # Dash skips callbacks without output when a page is put in place, hence the one never written.
    app.clientside_callback(
        ClientsideFunction("her2sim", "answered"), Output(TAKEN, "data"), Input(ANSWER, "data")
    )

    @app.callback(Output(ANSWER, "data"), Input(EDIT, "data"), prevent_initial_call=True)
    def update(edit: object) -> dict[str, Any]:
        return updated(edit, context)


def updated(edit: object, context: Context) -> dict[str, Any]:
    """Return the answer to ``{"query": ..., "turn": ...}`` as the browser sends it.

    The turn comes back with the answer, so that the browser knows one that came too late.
    """
    fields = edit if isinstance(edit, dict) else {"query": edit}
    turn = fields.get("turn")
    answer = answer_of(view_of(fields.get("query"), context), context, PATH)
    return answer | {"turn": turn if isinstance(turn, int) else 0}
