"""Model: what is under the hood, for those who check it and those who take it along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from her2sim_dashboard import exchange
from her2sim_dashboard.claims import tested_claims
from her2sim_dashboard.context import Context
from her2sim_dashboard.jobs import Report, add_jobs
from her2sim_dashboard.pages.model.claim_data import claims_data
from her2sim_dashboard.pages.model.files import add_files
from her2sim_dashboard.pages.model.overview import overview
from her2sim_dashboard.pages.model.sections import claims_section, tables_section, toolbar
from her2sim_dashboard.panels import NOTICE
from her2sim_dashboard.parsing import Parsed, parse_scenario
from her2sim_dashboard.settings import read_settings
from her2sim_dashboard.state import State

PATH = "/model"
TITLE = "Model"

JOB = f"{PATH}/claims"
# The page's own settings; what they mean stands in settings.csv.
SETTINGS = ("see", "q", "tab", "ev", "vd")


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    state = parse_scenario(query, context).state
    head = [
        html.H1(TITLE, tabIndex="-1"),
        html.P(context.model.title, className="headline"),
        html.P(NOTICE, className="notice"),
    ]
    sections = [
        toolbar(state),
        overview(context),
        claims_section(context),
        tables_section(context),
    ]
    return [
        *exchange.stores(PATH, query, answering, context),
        html.Div(head, className="lead"),
        html.Div(id="problems", className="problems", role="status"),
        html.Div(sections, className="model-page"),
    ]


def callbacks(app: Dash, context: Context) -> None:
    """Register the page's exchange, its files and the job that tests the claims."""
    exchange.connect(app, PATH, answering, context)
    add_files(app.server, context)
    add_jobs(app.server, {JOB: claims_job}, context)


def answering(parsed: Parsed, context: Context) -> dict[str, Any]:
    """Return the page's part of an answer: its own settings, and which need no mention."""
    rows = read_settings()
    return {
        "settings": {key: parsed.state.setting(key) for key in SETTINGS},
        "defaults": {key: rows[key].default for key in SETTINGS},
    }


def claims_job(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Test every claim about the model, which takes a quarter of a minute the first time."""
    return claims_data(tested_claims(context.model, report.progress))
