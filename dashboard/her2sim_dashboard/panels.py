"""Panels: the empty places for results, which the browser fills from the answer."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from her2sim import __version__

from her2sim_dashboard.charts import LINES
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import chart_pickers
from her2sim_dashboard.state import State

NOTICE = "Predicted by the model. Not for clinical decisions."
_HOW_JUDGED = (
    "The first verdict whose conditions all hold is given. "
    "Cells are compared at the end of the treatment."
)


def card(children: list[Component], kind: str, label: str, **more: str) -> Component:
    """Return a titled box, which is a landmark of its own."""
    return html.Section(children, className=f"card {kind}", **{"aria-label": label, **more})


def lead(title: str, *beside: Component) -> Component:
    """Return the head of a page: its name, the scenario as a sentence, and what went wrong.

    ``beside`` is what stands next to the sentence.
    """
    return html.Div(
        [
            html.H1(title, tabIndex="-1"),
            html.P(id="sentence"),
            html.P(NOTICE, className="notice"),
            *beside,
            html.Div(id="problems", className="problems", role="status"),
        ],
        className="lead",
    )


def verdict_card() -> Component:
    """Return the place of the verdict and of its rules."""
    rules = html.Div(id="rules", **_scrolling("Verdict rules"))
    how = html.Details([html.Summary("How the verdict is made"), html.P(_HOW_JUDGED), rules])
    sets = html.P(id="verdict-sets", className="hint")
    return card([html.H2("Verdict"), html.Div(id="verdict"), sets, how], "verdict", "Verdict")


def readouts_card() -> Component:
    """Return the place of the table of readouts."""
    table = html.Div(id="readouts", **_scrolling("Table of readouts"))
    return card([html.H2("Readouts"), table], "readouts-card", "Readouts")


def charts_card(state: State, context: Context, *more: Component) -> Component:
    """Return the places of the time courses, as many as can be shown, and what chooses them."""
    head = html.Div([html.H2("Time courses"), _legend()], className="card-head")
    places = [
        chart(f"chart-{slot}", f"picture {slot + 1}") for slot in range(context.limits.charts_most)
    ]
    pickers = html.Div(chart_pickers(state, context), className="pickers")
    children = [head, html.Div(places, className="chart-grid"), *more, pickers]
    return card(children, "charts", "Time courses")


def take_along_card(context: Context, *more: Component) -> Component:
    """Return the link, the numbers, what a page has besides, and the same scenario as code."""
    link = html.Button("Copy link", type="button", className="button", **{"data-copy-link": "true"})
    numbers = html.A("Download CSV", id="csv-link", download="", className="button")
    code = [
        html.Summary("The same as Python or command line"),
        *code_block("Python", "code-python"),
        *code_block("Command line", "code-command"),
    ]
    children = [
        html.H2("Take it along"),
        html.Div([link, numbers], className="buttons"),
        *more,
        html.Details(code),
        html.P(stamp(context), className="stamp"),
    ]
    return card(children, "take", "Take it along", id="take-along", tabIndex="-1")


def job_bar(name: str, label: str) -> Component:
    """Return the place where ``her2sim.job(name, ...)`` shows how far long work is."""
    stop = html.Button(
        "Stop",
        type="button",
        hidden=True,
        className="button small",
        **{"data-stop-job": name, "aria-label": f"Stop: {label}"},
    )
    children = [
        html.Progress(max=1, hidden=True, **{"aria-label": label}),
        html.Span(className="job-text", role="status"),
        stop,
    ]
    return html.Div(children, className="job", **{"data-job": name})


def stamp(context: Context) -> str:
    """Return which model and version made a figure."""
    return f"Model {context.stamp} · her2sim {__version__}"


def _scrolling(label: str) -> dict[str, str]:
    """Return what makes a wide box reachable and scrollable by keyboard."""
    return {"className": "scroll", "tabIndex": "0", "role": "region", "aria-label": label}


def _legend() -> Component:
    """Return the one legend of all charts."""
    entries = [
        html.Li([html.Span(className=f"line {line.dash} {line.field}"), line.name])
        for line in LINES
    ]
    band = [html.Span(className="line band"), html.Span(className="text")]
    entries.append(html.Li(band, id="bands-legend", hidden=True))
    return html.Ul(entries, className="legend", **{"aria-label": "Lines of the charts"})


def chart(name: str, what: str) -> Component:
    """Return the place of one chart: heading, picture, words, table, downloads.

    ``her2sim.drawChart(name, ...)`` draws into it and shows it. ``what`` names it for a screen
    reader, e.g. ``picture 1``.
    """
    heading = [html.H3(id=f"{name}-title"), html.Span(id=f"{name}-axis")]
    # The browser fills the table when it is opened.
    table = html.Div(className="scroll", **{"data-table-of": name})
    fold = html.Details([html.Summary("View as table"), table])
    children = [
        html.Div(heading, className="chart-head"),
        # Drawn as shapes without meaning; caption and table say the same in words and numbers.
        html.Div(html.Div(id=name, className="plot"), **{"aria-hidden": "true"}),
        html.Figcaption(id=f"{name}-summary"),
        html.Div([fold, *_savers(name, what)], className="chart-foot"),
    ]
    return html.Figure(children, id=f"{name}-card", hidden=True, className="chart")


def _savers(name: str, what: str) -> list[Component]:
    """Return the buttons that save a chart as a picture."""
    return [
        html.Button(
            kind.upper(),
            className="button small",
            type="button",
            **{
                "data-picture": name,
                "data-kind": kind,
                "aria-label": f"Save {what} as {kind.upper()}",
            },
        )
        for kind in ("svg", "png")
    ]


def code_block(title: str, name: str) -> list[Component]:
    """Return a heading with a button that copies the code below it."""
    copy = html.Button(
        "Copy",
        type="button",
        className="button small",
        **{"data-copy": name, "aria-label": f"Copy as {title}"},
    )
    block = html.Pre(id=name, tabIndex="0", **{"role": "region", "aria-label": title})
    return [html.Div([html.H3(title), copy], className="code-head"), block]
