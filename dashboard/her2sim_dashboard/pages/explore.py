"""Explore: one scenario, what the model predicts for it and how it compares."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from her2sim_dashboard import panels, wording
from her2sim_dashboard.chart_cards import chart_cards, slot_values, slots
from her2sim_dashboard.charts import colour_variables
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import PARTS, scenario_builder
from her2sim_dashboard.take_along import take_along
from her2sim_dashboard.view import View, view_of

PATH = "/explore"
TITLE = "Explore"

EDIT, ANSWER, TAKEN = "edit", "answer", "taken"
_HOW_JUDGED = (
    "The first verdict whose conditions all hold is given. "
    "Cells are compared at the end of the treatment."
)


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    view = view_of(query, context)
    problems = panels.problems_panel(view.problems)
    return [
        dcc.Store(id=EDIT),
        dcc.Store(id=TAKEN),
        dcc.Store(id=ANSWER, data=_answer(view, context)),
        html.Div(_lead(view, context), className="lead"),
        html.Div(problems, id="problems", className="problems", role="status"),
        html.Div(_body(view, context), className="explore", style=colour_variables()),
    ]


def _lead(view: View, context: Context) -> list[Component]:
    """Return heading, scenario sentence and notice."""
    return [
        html.H1(TITLE, tabIndex="-1"),
        html.P(wording.sentence(view.state, context.catalogue), id="sentence"),
        html.P(panels.NOTICE, className="notice"),
    ]


def _body(view: View, context: Context) -> list[Component]:
    """Return the cards of the page in reading order."""
    again = html.A("Start again", href=PATH, className="button quiet", **{"data-page": PATH})
    heading = html.Summary(html.H2("Scenario"))
    builder = [heading, *scenario_builder(view.state, context), again]
    fold = html.Details(builder, open=True, className="builder-fold", id="builder")
    return [
        _card([fold], "builder", "Scenario"),
        _card(chart_cards(view, context), "charts", "Time courses"),
        html.Div(_results(view, context), className="results"),
        _card(take_along(view, context, csv_address(view)), "take", "Take it along"),
    ]


def _card(children: list[Component], kind: str, label: str) -> Component:
    return html.Section(children, className=f"card {kind}", **{"aria-label": label})


def _results(view: View, context: Context) -> list[Component]:
    """Return the verdict and the table of readouts."""
    rules = html.Div(panels.rule_table(view, context), id="rules", **_scrolling("Verdict rules"))
    verdict = [
        html.H2("Verdict"),
        html.Div(panels.verdict_panel(view, context), id="verdict"),
        html.Details([html.Summary("How the verdict is made"), html.P(_HOW_JUDGED), rules]),
    ]
    table = html.Table(panels.readout_table(view, context), id="readouts", className="readouts")
    readouts = [html.H2("Readouts"), html.Div(table, **_scrolling("Table of readouts"))]
    return [
        html.Section(verdict, id="verdict-card", className=panels.tone_class(view.verdict)),
        html.Section(readouts, className="card readouts-card"),
    ]


def _scrolling(label: str) -> dict[str, str]:
    """Return what makes a wide box reachable and scrollable by keyboard."""
    return {"className": "scroll", "tabIndex": "0", "role": "region", "aria-label": label}


def csv_address(view: View) -> str:
    """Return where the numbers behind a view are downloaded."""
    return f"{PATH}.csv?{view.query}"


def _answer(view: View, context: Context) -> dict[str, Any]:
    """Return what the browser needs once a change is computed: address, spoken words, names."""
    return {
        "query": view.query,
        "path": PATH,
        "status": wording.status(view.state, view.verdict, context.catalogue),
        "stem": wording.file_stem(view.state, context.catalogue),
        "refused": bool(view.problems),
    }


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

    @app.callback(_outputs(context), Input(EDIT, "data"), prevent_initial_call=True)
    def update(query: object) -> list[Any]:
        return updated(view_of(query, context), context)


def _outputs(context: Context) -> list[Output]:
    """Return what a change of the scenario updates."""
    single = {
        ANSWER: "data",
        "sentence": "children",
        "problems": "children",
        "verdict": "children",
        "verdict-card": "className",
        "rules": "children",
        "readouts": "children",
        "csv-link": "href",
        "code-python": "children",
        "code-command": "children",
    }
    of_chart = {"": "figure", "-title": "children", "-axis": "children", "-summary": "children"}
    of_chart |= {"-card": "hidden"}
    return [Output(name, prop) for name, prop in single.items()] + [
        Output(f"chart-{slot}{ending}", prop)
        for slot in range(context.limits.charts_most)
        for ending, prop in of_chart.items()
    ]


def updated(view: View, context: Context) -> list[Any]:
    """Return the values of all outputs of the page's callback, in their order."""
    return [
        _answer(view, context),
        wording.sentence(view.state, context.catalogue),
        panels.problems_panel(view.problems),
        panels.verdict_panel(view, context),
        panels.tone_class(view.verdict),
        panels.rule_table(view, context),
        panels.readout_table(view, context),
        csv_address(view),
        wording.as_python(view.state, context),
        wording.as_command(view.state, context),
        *(value for chart in slots(view, context) for value in slot_values(chart)),
    ]
