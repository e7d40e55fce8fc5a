"""The empty places of the Screen page, which the browser fills from answers and jobs."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from her2sim.errors import Her2simError

from her2sim_dashboard import panels
from her2sim_dashboard.context import Context
from her2sim_dashboard.screening import controls
from her2sim_dashboard.screening.scanning import axes_of
from her2sim_dashboard.state import State
from her2sim_dashboard.tables import count_of, save_button, search_box, table_place

_LOCAL = (
    "Local: each parameter a little up and down about its value. Morris: steps through a part of "
    "each range, from many starting points. Sobol: shares of the variance when all parameters "
    "move at once. Ranges are what is known of each parameter, not what cells differ in."
)


def shared(state: State, context: Context) -> Component:
    """Return what all parts of the page ask: the readout, and a treatment with one click."""
    quick = html.Div(
        [
            html.Span("Treatment with one click", className="ask-label", id="quick-label"),
            html.Div(
                id="quick",
                className="quick-links",
                role="group",
                **{"aria-labelledby": "quick-label"},
            ),
        ],
        className="ask-quick",
    )
    asked = [controls.readout_picker(state, context), quick]
    return html.Div(asked, className="card ask")


def genes(state: State, context: Context) -> list[Component]:
    """Return the part that ranks genes."""
    how = html.Div(controls.gene_controls(state), className="ask-row")
    classic = html.A(
        "", id="classic", className="button strong", hidden=True, **{"data-page": "/screen"}
    )
    asked = [
        html.H2("What the ranking says"),
        how,
        _said("genes"),
        _problem("genes"),
        classic,
        _intervals(state),
    ]
    drawn = [
        _picture("genes-0", "the ranking", "bars"),
        _picture("genes-1", "effect and price", "price"),
        _notes(),
    ]
    return [
        panels.card(asked, "said", "What the ranking says"),
        html.Div(drawn, className="genes-grid", id="genes-result"),
        _table("genes", "Genes", "Search genes and words"),
        _pairs(),
    ]


def _intervals(state: State) -> Component:
    """Return what starts the ranking in many parameter sets."""
    text = "How sure is that? Rank again in many parameter sets that keep the cell physiological."
    row = [
        controls.sets_picker(state),
        _start("intervals", "Add intervals"),
        panels.job_bar("intervals", "Ranking in many parameter sets"),
    ]
    return html.Div(
        [
            html.P(text, className="hint"),
            html.Div(row, className="ask-row"),
            html.P(id="genes-sets", className="hint"),
        ],
        id="how-sure",
        className="how-sure",
    )


def _notes() -> Component:
    text = "What others have found, beside where the gene stands here."
    return panels.card(
        [
            html.H2("Reported elsewhere"),
            html.P(text, className="hint"),
            html.Ul(id="notes", className="notes"),
        ],
        "notes-card",
        "Reported elsewhere",
    )


def _pairs() -> Component:
    text = "Two genes at once: which do more, or less, together than their effects add up to?"
    row = [_start("pairs", "Screen all pairs"), panels.job_bar("pairs", "Screening pairs")]
    return panels.card(
        [
            html.H2("Pairs"),
            html.P(text, className="hint"),
            html.Div(row, className="ask-row"),
            html.Div(
                _table_parts("pairs", "Pairs of genes", "Search pairs"),
                id="pairs-result",
                hidden=True,
            ),
        ],
        "pairs-card",
        "Pairs of genes",
    )


def parameters(state: State) -> list[Component]:
    """Return the part that ranks parameters."""
    start = [_start("sensitivity", "Run"), panels.job_bar("sensitivity", "Sensitivity")]
    asked = [
        html.H2("What decides the readout"),
        html.Div([*controls.parameter_controls(state), *start], className="ask-row"),
        _said("parameters"),
        _problem("parameters"),
        html.Details([html.Summary("What the methods do"), html.P(_LOCAL, className="hint")]),
    ]
    result = html.Div(
        [
            _picture("parameters-0", "the tornado", "bars"),
            _table("parameters", "By influence", "Search parameters, arms, sources"),
        ],
        id="parameters-result",
        className="stack",
        hidden=True,
    )
    return [panels.card(asked, "said", "What decides the readout"), result]


def scan(state: State, context: Context) -> list[Component]:
    """Return the part that scans two axes."""
    start = [_start("scan", "Run"), panels.job_bar("scan", "Scan")]
    axes = controls.scan_controls(state, context, _usual(state, context))
    asked = [
        html.H2("Two things varied at once"),
        html.Div([*axes, *start], className="ask-row"),
        _said("scan"),
        _problem("scan"),
    ]
    look = panels.card(
        [
            html.H2("One point"),
            html.P("Click a field of the map, or choose here.", className="hint"),
            html.Div(id="look", className="look"),
            html.P(id="looked", role="status"),
            html.A(
                "Open in Explore",
                id="look-link",
                className="button",
                hidden=True,
                **{"data-page": "/explore"},
            ),
        ],
        "look-card",
        "One point",
    )
    result = html.Div(
        [_picture("scan-0", "the scan", "map"), look],
        id="scan-result",
        className="scan-grid",
        hidden=True,
    )
    return [panels.card(asked, "said", "Two things varied at once"), result]


def _usual(state: State, context: Context) -> tuple[str, str]:
    """Return what the axes are called, whether they were chosen or not."""
    try:
        across, upward = axes_of(state, context)
    except Her2simError:
        return "", ""
    return across.label, upward.label


def _said(name: str) -> Component:
    """Return the place of a finding, with the note of where it is from."""
    return html.Div(
        [
            html.P(id=f"{name}-finding", className="screen-finding"),
            html.P(id=f"{name}-note", className="hint"),
        ],
        className="found",
    )


def _problem(name: str) -> Component:
    return html.P(id=f"{name}-problem", className="ask-problem", role="status", hidden=True)


def _start(name: str, label: str) -> Component:
    return html.Button(
        label,
        id=f"run-{name}",
        type="button",
        className="button strong",
        **{"data-run": name},
    )


def _picture(name: str, what: str, kind: str) -> Component:
    legend = html.Ul(id=f"{name}-legend", className="legend", **{"aria-label": f"Colours: {what}"})
    return panels.card(
        [legend, panels.chart(name, what)], f"picture-card {kind}", what.capitalize()
    )


def _table(name: str, label: str, search: str) -> Component:
    return panels.card(
        [html.H2(label), *_table_parts(name, label, search)],
        "table-card",
        label,
        id=f"{name}-table-card",
    )


def _table_parts(name: str, label: str, search: str) -> list[Component]:
    place = f"{name}-table"
    head = html.Div(
        [search_box(place, search), count_of(place), save_button(place)], className="table-head"
    )
    return [head, table_place(place, f"Table: {label}", f"her2sim-{name}.csv")]
