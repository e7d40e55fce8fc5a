"""Sections: the empty places that ``assets/71-claims.js`` and ``72-model.js`` fill."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.claims import experiments_of
from her2sim_dashboard.context import Context
from her2sim_dashboard.evidence import evidence_classes
from her2sim_dashboard.pages.model.contents import model_tables
from her2sim_dashboard.pages.model.files import file_name
from her2sim_dashboard.panels import card, job_bar
from her2sim_dashboard.state import State
from her2sim_dashboard.tables import count_of, save_button, table_place

# Names of the views, by what the address calls them.
VIEWS = {"overview": "Overview", "claims": "Claims", "tables": "Tables"}
TABLE = "model-table"
_NO_CLAIMS = (
    "No published claims are recorded for this model. The project's own model has them, in the "
    "folder experiments/."
)
_HOW_TESTED = (
    "Each experiment states what a paper found and what the model must therefore show, and is "
    "simulated here on this server. What the model misses stays on the list, with its reason; "
    "where papers contradict each other, the number is shown against both."
)


def toolbar(state: State) -> Component:
    """Return what stays in sight: the three views, and one search over claims and tables."""
    search = dmc.TextInput(
        id="model-search",
        value=state.setting("q"),
        placeholder="Search claims, parameters, reactions, sources …",
        className="search",
        **{"aria-label": "Search claims and tables"},
    )
    views = [
        html.Button(
            [label, html.Span(id=f"{name}-count")],
            type="button",
            className="view",
            **{"data-see": name},
        )
        for name, label in VIEWS.items()
    ]
    nav = html.Nav(views, className="views", **{"aria-label": "Parts of this page"})
    return html.Div([nav, html.Div(search, role="search")], className="model-bar")


def claims_section(context: Context) -> Component:
    """Return the place of the claims, with the bar of the job that tests them."""
    heading = html.H2("Published claims, put to the test", tabIndex="-1")
    number = len(experiments_of(context.model))
    if not number:
        return card([heading, html.P(_NO_CLAIMS)], "claims-card", "Claims", id="claims")
    run = html.Button(
        f"Run the {number} experiments",
        type="button",
        id="claims-run",
        className="button",
        hidden=True,
    )
    children = [
        heading,
        html.P(_HOW_TESTED, className="model-about"),
        html.Div(className="share-bar verdict-bar"),
        html.Div(id="verdict-filter", className="verdict-filter", role="group"),
        html.Div([job_bar("claims", "Testing the claims"), run], className="claims-job"),
        html.Div(id="claims-list", className="claims-list"),
    ]
    return card(children, "claims-card", "Claims", id="claims")


def tables_section(context: Context) -> Component:
    """Return the tabs of the tables and the place where the chosen one is shown."""
    tables = model_tables(context.model)
    tabs = [
        html.Button(
            [name.capitalize(), html.Span(str(len(table.rows)), className="tab-count")],
            type="button",
            id=f"tab-{name}",
            className="table-tab",
            **{"role": "tab", "data-tab": name, "aria-controls": "tab-panel", "tabIndex": "-1"},
        )
        for name, table in tables.items()
    ]
    kinds = [html.Option("all evidence", value="all")]
    kinds += [html.Option(each.label, value=each.id) for each in evidence_classes()]
    choice = html.Select(
        kinds, id="evidence-filter", className="select", **{"aria-label": "Kind of evidence"}
    )
    head = html.Div(
        [
            html.P(id="table-caption", className="table-caption"),
            html.Div([count_of(TABLE), choice, save_button(TABLE)], className="buttons"),
        ],
        className="table-head",
    )
    place = table_place(TABLE, "Table", file_name(context.model, "table", "csv"))
    panel = html.Div(
        [head, place], id="tab-panel", **{"role": "tabpanel", "aria-labelledby": "tab-parameters"}
    )
    children = [
        html.H2("Everything in the model", tabIndex="-1"),
        html.Div(tabs, className="tabs", **{"role": "tablist", "aria-label": "Tables"}),
        panel,
    ]
    return card(children, "tables-card", "Tables", id="tables")
