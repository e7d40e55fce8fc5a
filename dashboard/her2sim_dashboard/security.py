"""Security: response headers, the shape of requests, and errors that give nothing away."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from dash import Dash, set_props
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

CALLBACKS = "/_dash-update-component"
LOG = logging.getLogger("her2sim_dashboard")
_YEAR = 31536000
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Mantine and plotly.js set styles on elements; scripts have no such exception.
_POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def harden(app: Dash, largest_request: int) -> None:
    """Give every response its headers and refuse callback requests that are malformed."""
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = largest_request
    policy: list[str] = []

    @server.before_request
    def refuse_malformed() -> tuple[dict[str, str], int] | None:
        if request.path != CALLBACKS or request.method != "POST":
            return None
        problem = _problem_of(request.get_json(silent=True), app.callback_map)
        return ({"error": problem}, 400) if problem else None

    @server.after_request
    def add_headers(response: Response) -> Response:
        if not policy:
            # Dash knows its inline scripts only once the first page has been made.
            policy.append(_POLICY.format(hashes=" ".join(app.csp_hashes())))
        response.headers["Content-Security-Policy"] = policy[0]
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        # The stamp in ?m= changes with the file, so the file at an address never does.
        stamped = request.path.startswith(("/assets/", "/packed/")) and "m" in request.args
        if stamped and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response

    server.register_error_handler(Exception, answer_error)


def answer_error(error: Exception) -> tuple[Any, int]:
    """Answer an error outside of callbacks: by its own status, or as a fault with an id."""
    if isinstance(error, HTTPException):
        status = error.code or 500
        return {"error": error.description or error.name}, status
    return {"error": f"Something went wrong here (reference {logged(error)})."}, 500


def logged(error: BaseException) -> str:
    """Write an error to the log and return the id under which it stands there."""
    reference = secrets.token_hex(4)
    LOG.error("reference %s", reference, exc_info=error)
    return reference


def callback_failed(error: Exception) -> None:
    """Tell the visitor of a fault in a callback by its id; the page stays as it was."""
    text = f"Something went wrong here (reference {logged(error)}). The last result still stands."
    set_props("failure", {"children": text})


def _problem_of(body: object, known: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what is wrong with a callback request's shape, or nothing."""
    if not isinstance(body, dict):
        return "The request is not a JSON object."
    output = body.get("output")
    if not isinstance(output, str) or output not in known:
        return "The request names no callback of this application."
    if "callback" not in known[output]:
        return "This callback runs in the browser only."
    spec = known[output]
    if not _are_ids(body.get("inputs"), spec["inputs"]):
        return "The inputs of the request are not those of the callback."
    if not _are_ids(body.get("state", []), spec.get("state", [])):
        return "The state of the request is not that of the callback."
    if not _fits(body, output):
        return "The outputs of the request are not those of the callback."
    return ""


def _are_ids(given: object, expected: list[dict[str, Any]]) -> bool:
    """Return whether the given list names the expected properties, in their order."""
    if not isinstance(given, list) or len(given) != len(expected):
        return False
    return all(
        isinstance(each, dict)
        and each.get("id") == spec["id"]
        and each.get("property") == spec["property"]
        for each, spec in zip(given, expected, strict=True)
    )


def _fits(body: dict[str, Any], output: str) -> bool:
    """Return whether outputs and triggers have the shape that Dash takes for granted."""
    outputs = body.get("outputs")
    flat = outputs if isinstance(outputs, list) else [outputs]
    names = [
        f"{each['id']}.{each['property']}"
        for each in flat
        if isinstance(each, dict) and isinstance(each.get("id"), str) and "property" in each
    ]
    multi = output.startswith("..")
    expected = output.strip(".").split("...") if multi else [output]
    changed = body.get("changedPropIds", [])
    return (
        names == expected
        and isinstance(outputs, list) == multi
        and isinstance(changed, list)
        and all(isinstance(each, str) for each in changed)
    )
