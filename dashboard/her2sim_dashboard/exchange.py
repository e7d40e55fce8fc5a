"""Exchange: the way of a page's inputs to the server and of its answer back, once for all pages.

A page puts :func:`stores` into its layout and calls :func:`connect` in its callbacks. The browser
then writes whatever inputs the page has (ids ``{"part": kind, "name": which}``) as the query of an
address, posts it to ``<path>.json``, one request at a time, and hands each answer to the function
that the page's script has put into ``her2sim.pages`` under its path. Dash's own callbacks would do
the same some 25 ms later, which a slider shows. ``GET <path>.json?<query>`` gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc
from dash.development.base_component import Component
from flask import Response, request
from plotly.io.json import to_json_plotly

from her2sim_dashboard.context import Context
from her2sim_dashboard.parsing import Parsed, parse_scenario
from her2sim_dashboard.state import to_query

Answer = dict[str, Any]
Answering = Callable[[Parsed, Context], Answer]

# The kinds of inputs that the browser reads; what it makes of them stands in 20-exchange.js.
PARTS = (
    "gene",
    "background",
    "dose-slider",
    "dose-amount",
    "dose-unit",
    "ligand",
    "hours-slider",
    "hours-amount",
    "knockdown-gene",
    "knockdown-left",
    "readouts",
    "axis",
    "setting",
)


def stores(path: str, query: object, answering: Answering, context: Context) -> list[Component]:
    """Return the invisible components a page exchanges through, with its first answer in place."""
    edit, answer, taken = _ids(path)
    first = answered(query, path, answering, context)
    return [dcc.Store(id=edit), dcc.Store(id=taken), dcc.Store(id=answer, data=first)]


def connect(app: Dash, path: str, answering: Answering, context: Context) -> None:
    """Register what keeps the page at a path up to date, whatever is sent to it."""
    edit, answer, taken = _ids(path)
    app.clientside_callback(
        ClientsideFunction("her2sim", "edit"),
        Output(edit, "data"),
        [Input({"part": kind, "name": ALL}, "value") for kind in PARTS],
        prevent_initial_call=True,
    )
    # Dash skips callbacks without output when a page is put in place, hence the one never written.
    app.clientside_callback(
        ClientsideFunction("her2sim", "answered"), Output(taken, "data"), Input(answer, "data")
    )

    def view() -> Response:
        text = to_json_plotly(answered(_sent(), path, answering, context))
        return Response(text, mimetype="application/json")

    app.server.add_url_rule(f"{path}.json", f"answer of {path}", view, methods=["GET", "POST"])


def _sent() -> object:
    """Return the query of a request, or whatever was sent instead of one."""
    if request.method == "GET":
        return request.query_string.decode("utf-8", "replace")
    posted = request.get_json(silent=True)
    return posted.get("query") if isinstance(posted, dict) else posted


def answered(query: object, path: str, answering: Answering, context: Context) -> Answer:
    """Return a page's answer to the query of an address, whatever it holds.

    Beside what the page says, an answer has ``turn``, ``path``, ``query`` (in its one spelling),
    ``problems`` (in words) and ``status`` (what a screen reader says once a change has settled).
    """
    parsed = parse_scenario(query, context)
    own = answering(parsed, context)
    common = {
        "turn": None,
        "path": path,
        "query": to_query(parsed.state),
        "problems": list(parsed.problems),
        "status": "",
    }
    return common | own


def _ids(path: str) -> tuple[str, str, str]:
    name = path.strip("/").replace("/", "-") or "start"
    return f"edit-{name}", f"answer-{name}", f"taken-{name}"
