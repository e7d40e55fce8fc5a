"""The application: shell, pages, health and downloads, put together by :func:`create_app`."""

from __future__ import annotations

from pathlib import Path

from dash import Dash
from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from her2sim import __version__

from her2sim_dashboard import packed, security, shell
from her2sim_dashboard.context import Context, read_context
from her2sim_dashboard.mapping import add_map_files
from her2sim_dashboard.pages import PAGES, explore, page_at

MODEL = "her2"
# Dash answers every address that nothing else answers with its own empty page.
_ANY_ADDRESS = "/<path:path>"
_NOT_FOUND = Path(__file__).parent / "not_found.html"


def create_app(model: str = MODEL) -> Dash:
    """Return the application; can be called any number of times.

    Parameters
    ----------
    model
        Name or path of the model, as ``her2sim --model`` takes it.

    Raises
    ------
    UnknownName
        If there is no such model.
    """
    context = read_context(model)
    styles, scripts = packed.styles(), packed.scripts()
    app = Dash(
        __name__,
        title=shell.NAME,
        update_title=None,
        index_string=shell.index(styles.address, scripts.address),
        suppress_callback_exceptions=True,
        on_error=security.callback_failed,
        assets_ignore=packed.IGNORED,
        enable_mcp=False,
    )
    app.layout = shell.layout(context)
    shell.callbacks(app, context)
    for page in PAGES:
        page.callbacks(app, context)
    security.harden(app, context.limits.request_largest)
    _routes(app, context)
    packed.serve(app.server, styles, scripts)
    add_map_files(app.server, context)
    _compress(app)
    return app


def warm_up(app: Dash) -> None:
    """Simulate the fresh page once, so that no visitor waits for the model to be compiled."""
    with app.server.test_client() as client:
        client.get(f"{explore.PATH}.csv")


def _routes(app: Dash, context: Context) -> None:
    """Add what is not a page: health, and a true 404."""
    server = app.server

    @server.before_request
    def lead() -> ResponseReturnValue | None:
        rule = request.url_rule.rule if request.url_rule else _ANY_ADDRESS
        if rule == _ANY_ADDRESS and page_at(request.path) is None:
            return Response(_NOT_FOUND.read_text(encoding="utf-8"), 404, mimetype="text/html")
        return None

    @server.get("/health")
    def health() -> dict[str, str]:
        return {
            "status": "ok",
            "version": __version__,
            "model": context.model.name,
            "model_sha256": context.model.sha256,
        }


def _compress(app: Dash) -> None:
    """Compress what is sent; plotly.js and Mantine shrink to a third or less."""
    app.server.config["COMPRESS_ALGORITHM"] = ["br", "zstd", "gzip"]
    app.server.config["COMPRESS_BR_LEVEL"] = 5
    Compress(app.server)
