"""Panels: the empty places of the Dose page, which the browser fills from the answer."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard import panels
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.controls import matrix_inputs, question_inputs, score_input
from her2sim_dashboard.state import State
from her2sim_dashboard.tables import save_button, table_place

POTENCY, SCORES, COUNTING = "dose-potency", "dose-scores", "dose-counting"
CURVE_JOB, MATRIX_JOB = "dose-intervals", "dose-matrix-intervals"


def question_card(state: State, context: Context) -> Component:
    """Return the box of all inputs of the dose-response."""
    heading = html.Summary(html.H2("Question"))
    fold = html.Details(
        [heading, *question_inputs(state, context)],
        open=True,
        className="builder-fold",
        id="builder",
    )
    return panels.card([fold], "builder", "Question")


def curves_card() -> Component:
    """Return the place of the curves, their table and its intervals."""
    head = html.Div([html.H2("Dose-response by genotype")], className="card-head")
    legend = html.Ul(id="dose-legend", className="legend dose-legend", **{"aria-label": "Curves"})
    return panels.card(
        [
            head,
            html.P(id="dose-problem", className="problems", role="status"),
            legend,
            panels.chart("dose-curves", "the dose-response"),
            html.Div([html.H3("Potency"), save_button(POTENCY)], className="table-head"),
            table_place(POTENCY, "Potency by genotype", "her2sim-potency.csv"),
            _run(CURVE_JOB, "Intervals", "Work out intervals"),
            _why_growth(),
            html.Ul(id="dose-words", className="words-list"),
        ],
        "dose-curves-card",
        "Dose-response by genotype",
    )


def matrix_card(state: State, context: Context) -> Component:
    """Return the place of the two-drug matrix; a friendly word where there is only one drug."""
    head = html.Div([html.H2("Two drugs together")], className="card-head")
    if len(context.catalogue.drugs) < len("ab"):
        text = "This model has one drug; a matrix needs two. The curves above work all the same."
        return panels.card([head, html.P(text)], "matrix-card", "Two drugs together")
    maps = [
        html.Div([panels.chart("dose-effect", "the response")], className="heat wells"),
        html.Div([score_input(state), panels.chart("dose-score", "the excess")], className="heat"),
    ]
    below = [
        html.Div([panels.chart("dose-isobole", "the isobole")]),
        html.Div(
            [
                html.H3("What reverses resistance"),
                html.Ul(id="dose-matrix-words", className="words-list"),
            ]
        ),
    ]
    return panels.card(
        [
            head,
            matrix_inputs(state, context),
            html.P(id="dose-matrix-problem", className="problems", role="status"),
            html.Div(
                [
                    html.Div(maps, className="matrix-maps"),
                    _well_links(),
                    _scores(),
                    html.Div(below, className="matrix-below"),
                    html.Div(_compare(), className="matrix-compare"),
                ],
                id="dose-matrix",
            ),
        ],
        "matrix-card",
        "Two drugs together",
    )


def no_drug_card() -> Component:
    """Return what is said of a model without drugs."""
    text = (
        "This model comes without drugs that act on it, so there is no dose to vary. Its cells "
        "can still be compared without drugs."
    )
    link = html.A("Go to Explore", href="/explore", className="button", **{"data-page": "/explore"})
    children = [html.H2("No drug in this model"), html.P(text), link]
    return panels.card(children, "dose-empty", "No drug in this model")


def take_card(context: Context) -> Component:
    """Return link, files and code."""
    link = html.Button("Copy link", type="button", className="button", **{"data-copy-link": "true"})
    files = [
        html.A(text, id=f"dose-file-{name}", download="", className="button")
        for name, text in (
            ("curves", "Curves as CSV"),
            ("potency", "Potency as CSV"),
            ("wells", "Matrices as CSV"),
            ("scores", "Scores as CSV"),
        )
        if len(context.catalogue.drugs) >= len("ab") or name in ("curves", "potency")
    ]
    code = [
        html.Summary("The same as Python or command line"),
        *panels.code_block("Python", "code-python"),
        *panels.code_block("Command line", "code-command"),
        html.P(
            "With intervals: sample=100 in Python, --sample 100 on the command line.",
            className="hint",
        ),
    ]
    children = [
        html.H2("Take it along"),
        html.Div([link, *files], className="buttons"),
        html.Details(code),
        html.P(panels.stamp(context), className="stamp"),
    ]
    return panels.card(children, "take", "Take it along")


def _run(job: str, label: str, text: str) -> Component:
    """Return the button that begins long work, its progress, and where its intervals come from."""
    begin = html.Button(text, type="button", className="button", **{"data-run-job": job})
    source = html.P(id=f"{job}-source", className="hint")
    return html.Div([html.Div([begin, panels.job_bar(job, label)], className="run"), source])


def _why_growth() -> Component:
    """Return why growth rates are compared, and the table that shows it."""
    text = (
        "A viability assay counts cells, and its IC50 depends on how often they divide before they "
        "are counted: the same response looks like a low IC50 in fast cells or a long assay and "
        "like resistance in slow cells or a short one. The GR value compares growth rates "
        "instead (1: as without the drug, 0: no growth, below 0: net loss), so GR50 stays. Below, "
        "one and the same response, counted at different times."
    )
    source = html.A(
        "Hafner et al. 2016",
        href="https://doi.org/10.1038/nmeth.3853",
        target="_blank",
        rel="noreferrer noopener",
    )
    children = [
        html.Summary("Why GR50, and not the IC50 of cell counts?"),
        html.P([text, " ", source], className="explained"),
        html.P(id="dose-divided", className="hint"),
        table_place(COUNTING, "IC50 of cell counts after some divisions", "her2sim-counting.csv"),
    ]
    return html.Details(children, id="dose-why", className="fold")


def _scores() -> Component:
    return html.Div(
        [
            html.Div([html.H3("Four references"), save_button(SCORES)], className="table-head"),
            table_place(SCORES, "Excess over four references", "her2sim-scores.csv"),
            html.P(id="dose-scale", className="hint"),
            _run(MATRIX_JOB, "Intervals of the scores", "Work out intervals"),
        ]
    )


def _well_links() -> Component:
    """Return the place of the table whose wells are links to Explore."""
    place = html.Div(
        id="dose-wells",
        className="scroll",
        tabIndex="0",
        **{"role": "region", "aria-label": "Wells as links"},
    )
    return html.Details([html.Summary("Wells as links: open one in Explore"), place])


def _compare() -> Component:
    return html.Div([panels.chart("dose-compare", "the genotypes")], className="heat wide")
