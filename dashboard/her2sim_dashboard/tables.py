"""Tables that can be sorted, searched and saved in the browser, for every page.

The page holds the empty place, the numbers follow as plain data, and ``assets/70-tables.js`` makes
the rows: some hundred rows as components would cost the browser a second. For a table that
comes with an answer of the server::

    RANKING = "ranking"

    def layout(query, context):
        return [search_box(RANKING, "Search genes"), table_place(RANKING, "Genes by effect")]

    app.clientside_callback(
        ClientsideFunction("her2sim", "fillTables"), Output(DONE, "data"), Input(TABLES, "data")
    )
    # and TABLES.data is {RANKING: Table(...).content()}

For one that is in the browser already, ``window.her2sim.tables.fill("ranking", content)`` does the
same. A table made of components takes part too, if it is marked ``data-sortable`` and its column
heads hold :func:`sort_button`. A cell with ``data-value`` is sorted by that number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

Part: TypeAlias = str | int | float | Mapping[str, object] | None
Cell: TypeAlias = Part | Sequence[Part]

# A spreadsheet would take a text that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column: ``kind`` is ``text``, ``number``, ``id``, ``code``, ``words`` or ``source``.

    ``hint`` explains the column and is shown over its head.
    """

    id: str
    label: str
    kind: str = "text"
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns; a row has one cell per column.

    A cell is a text, a number, ``None``, one of :func:`number`, :func:`outside`, :func:`inside`,
    :func:`findable`, :func:`chip`, or several of these one after another.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def content(self) -> dict[str, object]:
        """Return the table as plain data, as ``70-tables.js`` takes it."""
        columns = [
            {"id": each.id, "label": each.label, "kind": each.kind, "hint": each.hint}
            for each in self.columns
        ]
        return {"caption": self.caption, "columns": columns, "rows": [list(r) for r in self.rows]}


def number(value: float, text: str) -> dict[str, object]:
    """Return a number with the text that shows it."""
    return {"text": text, "value": value}


def outside(text: str, address: str) -> dict[str, object]:
    """Return a link that leaves the site; only ``https`` addresses become links."""
    return {"text": text, "href": address}


def inside(text: str, address: str) -> dict[str, object]:
    """Return a link to a page of the dashboard, such as ``/explore?g=…``."""
    return {"text": text, "page": address}


def findable(name: str) -> dict[str, object]:
    """Return an id that a click looks for in every table of the page."""
    return {"text": name, "find": name}


def chip(text: str, tone: str = "") -> dict[str, object]:
    """Return a word in a coloured pill; ``tone`` is ``good``, ``warn``, ``bad`` or none."""
    return {"text": text, "tone": tone, "chip": True}


def table_place(name: str, label: str, file: str = "") -> Component:
    """Return the empty place of a table, which scrolls by itself and by keyboard.

    Parameters
    ----------
    name
        Its id on the page.
    label
        What a screen reader calls it.
    file
        Name of the file that :func:`save_button` writes.
    """
    data = {"data-file": file or f"{name}.csv"}
    return html.Div(
        id=name,
        className="table-box",
        tabIndex="0",
        **{"role": "region", "aria-label": label, **data},
    )


def search_box(name: str, label: str, text: str = "") -> Component:
    """Return a box whose text filters the rows of the table at a place."""
    attributes = {"aria-label": label, "data-searches": name}
    return dmc.TextInput(value=text, placeholder=label, className="search", **attributes)


def count_of(name: str) -> Component:
    """Return the place that tells how many rows of a table are shown."""
    return html.Span(className="hint", **{"data-count-of": name})


def save_button(name: str) -> Component:
    """Return a button that saves the rows shown as CSV."""
    attributes = {"data-save-table": name, "type": "button"}
    return html.Button("Save these rows as CSV", className="button small", **attributes)


def sort_button(label: str) -> Component:
    """Return the head of a column in a table made of components."""
    return html.Button(label, className="sort", type="button")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV text that no spreadsheet takes for formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return text.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
