"""Dose: how much of a drug each genotype needs, and what a second drug adds."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from her2sim_dashboard import exchange, panels
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing import jobs
from her2sim_dashboard.dosing.answer import answer_of
from her2sim_dashboard.dosing.files import add_files
from her2sim_dashboard.dosing.panels import (
    curves_card,
    matrix_card,
    no_drug_card,
    question_card,
    take_card,
)
from her2sim_dashboard.jobs import add_jobs
from her2sim_dashboard.parsing import Parsed, parse_scenario

PATH = "/dose"
TITLE = "Dose"


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    state = parse_scenario(query, context).state
    page = [*exchange.stores(PATH, query, answering, context), panels.lead(TITLE)]
    if not context.catalogue.drugs or not context.catalogue.readouts:
        return [*page, no_drug_card()]
    results = [curves_card(), matrix_card(state, context), take_card(context)]
    body = [question_card(state, context), html.Div(results, className="dose-results")]
    return [*page, html.Div(body, className="dosing", id="dosing")]


def answering(parsed: Parsed, context: Context) -> exchange.Answer:
    """Return what the page shows of a state at once."""
    return answer_of(parsed, context)


def callbacks(app: Dash, context: Context) -> None:
    """Register what keeps the page up to date, its long work, and its downloads."""
    exchange.connect(app, PATH, answering, context)
    add_files(app.server, PATH, context)
    # Apart from the intervals, so that a matrix never waits for somebody's parameter sets.
    add_jobs(app.server, {f"{PATH}/matrix": jobs.matrices}, context)
    long = {
        f"{PATH}/intervals": jobs.intervals,
        f"{PATH}/matrix-intervals": jobs.matrix_intervals,
    }
    add_jobs(app.server, long, context)
