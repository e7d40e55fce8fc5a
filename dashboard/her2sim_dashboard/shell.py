"""Shell: what surrounds every page, and the way from an address to a page."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from her2sim_dashboard import panels
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import vocabulary
from her2sim_dashboard.mapping import map_stamp
from her2sim_dashboard.pages import PAGES, page_at

NAME = "her2sim"
CLAIM = "Why does a HER2-positive tumour resist a HER2 drug, and what reverses it?"
VISIT = "visit"

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<meta name="color-scheme" content="light dark">
<meta name="description" content="A mechanistic simulator of HER2 signalling and its drugs.">
<title>{%title%}</title>
<script src="/assets/theme.js"></script>
{%favicon%}
{%css%}
<link rel="stylesheet" href="STYLES">
</head>
<body>
<noscript><p class="noscript">This page draws its charts with JavaScript, which is switched off.
The command line does the same without: her2sim run --help</p></noscript>
{%app_entry%}
{%config%}{%scripts%}<script src="SCRIPTS"></script>{%renderer%}
</body>
</html>"""


def index(styles: str, scripts: str) -> str:
    """Return the frame of every page, with the addresses of its style sheet and script."""
    return INDEX.replace("STYLES", styles).replace("SCRIPTS", scripts)


_THEME: Any = {
    # The colour of "this cell" in the charts, from pale to deep.
    "colors": {
        "her2": [
            "#e8f4fc",
            "#cfe6f5",
            "#a4d0ee",
            "#6cc0f5",
            "#3c9fdc",
            "#1b86c8",
            "#0072b2",
            "#00639c",
            "#005a8f",
            "#00456e",
        ]
    },
    "primaryColor": "her2",
    "primaryShade": {"light": 8, "dark": 3},
    "autoContrast": True,
    "fontFamily": "inherit",
    "defaultRadius": "sm",
    "cursorType": "pointer",
    "respectReducedMotion": True,
}


def layout(context: Context) -> Component:
    """Return the frame: skip link, header, the place of the page, footer."""
    links = [html.A(page.TITLE, href=page.PATH, **{"data-page": page.PATH}) for page in PAGES]
    return dmc.MantineProvider(
        [
            dcc.Store(id=VISIT),
            dcc.Store(id="vocabulary", data=vocabulary(context) | {"map": map_stamp(context)}),
            html.A("Skip to the page", href="#page", className="skip"),
            html.Header(
                [
                    html.A(
                        [html.Span("her2", className="brand-a"), html.Span("sim")],
                        href=PAGES[0].PATH,
                        className="brand",
                        **{"data-page": PAGES[0].PATH},
                    ),
                    html.Nav(links, className="menu", **{"aria-label": "Pages"}),
                    html.Div(_tools(), className="tools"),
                ],
                className="top",
            ),
            html.Main(html.P("Loading the model …", className="loading"), id="page", tabIndex="-1"),
            html.P(id="spoken", className="unseen", **{"role": "status", "aria-live": "polite"}),
            html.Div(id="failure", className="failure", **{"role": "alert"}),
            html.Footer(
                [html.P([CLAIM, " ", panels.NOTICE]), html.P(panels.stamp(context))],
                className="bottom",
            ),
        ],
        id="theme",
        theme=_THEME,
        defaultColorScheme="auto",
    )


def _tools() -> list[Component]:
    """Return undo, redo, the link to what is shown, and the switch between light and dark."""

    def tool(name: str, sign: str, label: str) -> Component:
        return html.Button(
            sign, id=name, type="button", className="tool", title=label, **{"aria-label": label}
        )

    return [
        tool("undo", "↶", "Undo the last change"),
        tool("redo", "↷", "Redo the change"),
        tool("share", "", "Copy a link to what is shown"),
        tool("scheme", "◐", "Switch between light and dark"),
    ]


def callbacks(app: Dash, context: Context) -> None:
    """Register the way from the address to a page."""
    app.clientside_callback(
        ClientsideFunction("her2sim", "arrive"),
        Output(VISIT, "data"),
        Input("vocabulary", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("her2sim", "shown"),
        Input("page", "children"),
        prevent_initial_call=True,
    )

    @app.callback(Output("page", "children"), Input(VISIT, "data"), prevent_initial_call=True)
    def show(visit: object) -> list[Component]:
        return page_for(visit, context)


def page_for(visit: object, context: Context) -> list[Component]:
    """Return the page for ``{"path": ..., "query": ...}`` as the browser sends it."""
    if visit is None:
        raise PreventUpdate
    fields = visit if isinstance(visit, dict) else {}
    page = page_at(fields.get("path"))
    if page is None:
        return [
            html.H1("Page not found", tabIndex="-1"),
            html.P(
                html.A(
                    f"Go to {PAGES[0].TITLE}", href=PAGES[0].PATH, **{"data-page": PAGES[0].PATH}
                )
            ),
        ]
    return page.layout(fields.get("query"), context)
