"""PAGES: the pages in the order of the menu.

A page is a module with ``PATH``, ``TITLE``, ``layout(query, context)`` and
``callbacks(app, context)``; adding one means writing the module and naming it here.
"""

from __future__ import annotations

from typing import Protocol

from dash import Dash
from dash.development.base_component import Component

from her2sim_dashboard.context import Context
from her2sim_dashboard.pages import compare, dose, explore, learn, model, screen, start


class Page(Protocol):
    """What a page module offers."""

    PATH: str
    TITLE: str

    def layout(self, query: object, context: Context) -> list[Component]:
        """Return the page's components for the query of an address, whatever it holds."""
        ...

    def callbacks(self, app: Dash, context: Context) -> None:
        """Register the page's callbacks."""
        ...


PAGES: tuple[Page, ...] = (start, explore, compare, dose, screen, learn, model)


def page_at(path: object) -> Page | None:
    """Return the page at a path, ``None`` where there is none."""
    return next((page for page in PAGES if path == page.PATH), None)
