"""Take it along: the link, the numbers and the same scenario as code."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard import panels, wording
from her2sim_dashboard.context import Context
from her2sim_dashboard.view import View


def take_along(view: View, context: Context, csv_address: str) -> list[Component]:
    """Return the link, the downloads and the same scenario as code."""

    def code(title: str, name: str, text: str) -> Component:
        copy = html.Button(
            "Copy",
            type="button",
            className="button small",
            **{"data-copy": name, "aria-label": f"Copy as {title}"},
        )
        return html.Div(
            [
                html.Div([html.H3(title), copy], className="code-head"),
                html.Pre(text, id=name, tabIndex="0", **{"role": "region", "aria-label": title}),
            ]
        )

    return [
        html.H2("Take it along"),
        html.Div(
            [
                html.Button(
                    "Copy link", type="button", className="button", **{"data-copy-link": "true"}
                ),
                html.A(
                    "Download CSV",
                    id="csv-link",
                    href=csv_address,
                    download="",
                    className="button",
                ),
            ],
            className="buttons",
        ),
        html.Details(
            [
                html.Summary("The same as Python or command line"),
                code("Python", "code-python", wording.as_python(view.state, context)),
                code("Command line", "code-command", wording.as_command(view.state, context)),
            ]
        ),
        html.P(panels.stamp(context), className="stamp"),
    ]
