"""Downloads: the numbers behind a page as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Response

from her2sim_dashboard.context import Context
from her2sim_dashboard.runs import compared_scenarios
from her2sim_dashboard.view import View
from her2sim_dashboard.wording import file_stem

COLUMNS = (
    "scenario",
    "genotype",
    "background",
    "knockdowns",
    "treatment",
    "time_h",
    "readout",
    "value",
    "unit",
    "relative",
    "model",
    "model_sha256",
)
# A spreadsheet would take a text that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(view: View, context: Context) -> Response:
    """Return all readouts of all cells over time as a CSV file with :data:`COLUMNS`."""
    if view.compared is None:
        return Response("\n".join(view.problems), 422, mimetype="text/plain")
    content = csv_text(view, context).encode()
    return download(content, "text/csv", f"{file_stem(view.state, context.catalogue)}.csv")


def csv_text(view: View, context: Context) -> str:
    """Return the rows of :func:`csv_of` as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(view, context):
        writer.writerow([_safe(cell) for cell in row])
    return text.getvalue()


def download(content: bytes, kind: str, name: str) -> Response:
    """Return a file for the visitor to keep."""
    ascii_name = name.encode("ascii", "ignore").decode("ascii")
    headers = {"Content-Disposition": f'attachment; filename="{ascii_name}"'}
    return Response(content, mimetype=kind, headers=headers)


def _rows(view: View, context: Context) -> Iterator[tuple[object, ...]]:
    """Yield a row per cell, time and readout."""
    model, compared = context.model, view.compared
    for field, scenario in compared_scenarios(view.state.cell).items():
        course = getattr(compared, field)
        reference = compared.reference if compared else course
        cell = (
            scenario.name,
            str(scenario.genotype),
            scenario.background or "",
            " + ".join(str(each) for each in scenario.knockdowns) or "none",
            scenario.treatment_label,
        )
        for readout in context.catalogue.readouts:
            values, base = course.values[readout.id], reference.values[readout.id]
            for time, value, bottom in zip(course.times, values, base, strict=True):
                relative = value / bottom if bottom else ""
                yield (
                    *cell,
                    time,
                    readout.id,
                    value,
                    readout.unit,
                    relative,
                    model.name,
                    model.sha256,
                )


def _safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
