"""Pinning: from the page of one cell to the page that compares it with others."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.comparing.naming import own_names
from her2sim_dashboard.comparing.steps import pinned, room
from her2sim_dashboard.state import State, to_query


def pin_bar(path: str, *more: Component) -> Component:
    """Return the links that keep the present cell, and that lead to the cells kept.

    ``path`` is that of the page that compares; ``more`` is what else can be done with the cell.
    """
    keep = html.A(
        "Pin",
        id="pin",
        className="button small",
        title="Keep this cell to compare with, and go on changing it",
    )
    compare = html.A(
        "Compare", id="pin-compare", href=path, className="button small", **{"data-page": path}
    )
    told = html.Span(id="pin-told", className="hint", role="status")
    return html.Div(
        [told, keep, compare, *more], className="pins", role="group", **{"aria-label": "This cell"}
    )


def pin_of(state: State, catalogue: Catalogue) -> dict[str, Any]:
    """Return where pinning leads (nowhere when it cannot be done), and what is kept already."""
    kept = pinned(state)
    return {
        "query": to_query(kept) if kept else "",
        "kept": state.cell in state.others,
        "full": not room(state),
        "compare": to_query(state),
        "names": list(own_names(state.others, catalogue)) if state.others else [],
    }
