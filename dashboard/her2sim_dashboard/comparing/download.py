"""Download: the numbers of all cells compared as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from her2sim_dashboard import tables
from her2sim_dashboard.comparing.naming import compared_sentence
from her2sim_dashboard.comparing.together import Together
from her2sim_dashboard.context import Context
from her2sim_dashboard.runs import Course
from her2sim_dashboard.state import Cell
from her2sim_dashboard.wording import stem_of

COLUMNS = (
    "cell",
    "genotype",
    "background",
    "knockdowns",
    "ligands",
    "treatment",
    "verdict",
    "time_h",
    "readout",
    "value",
    "unit",
    "relative_to_reference",
    "relative_to_A",
    "model",
    "model_sha256",
)
REFERENCE = "reference"


def csv_of(compared: Together, context: Context) -> Response:
    """Return all readouts of all cells over time as a CSV file with :data:`COLUMNS`.

    The cell ``reference`` is the untreated wild type of the first cell's background.
    """
    if not compared.solved:
        problems = "\n".join(member.problem for member in compared.members)
        return Response(problems, 422, mimetype="text/plain")
    name = f"{stem_of(compared_sentence(compared.state, context.catalogue))}.csv"
    ascii_name = name.encode("ascii", "ignore").decode("ascii")
    headers = {"Content-Disposition": f'attachment; filename="{ascii_name}"'}
    text = tables.as_csv(COLUMNS, _rows(compared, context))
    return Response(text, mimetype="text/csv", headers=headers)


def _rows(compared: Together, context: Context) -> Iterator[tuple[object, ...]]:
    for member in compared.members:
        if member.course:
            head = (member.letter, *_described(member.cell), member.verdict.label)
            yield from _numbers(head, member.course, compared, context)
    if compared.reference:
        origin = Cell(background=compared.state.cell.background)
        head = (REFERENCE, *_described(origin), "")
        yield from _numbers(head, compared.reference, compared, context)


def _described(cell: Cell) -> tuple[str, ...]:
    """Return what the cell is and gets, in the spelling of the command line."""
    scenario = cell.scenario(REFERENCE)
    return (
        str(scenario.genotype),
        scenario.background or "",
        " + ".join(str(each) for each in scenario.knockdowns) or "none",
        " + ".join(str(each) for each in scenario.changes) or "none",
        scenario.treatment_label,
    )


def _numbers(
    head: tuple[str, ...], course: Course, compared: Together, context: Context
) -> Iterator[tuple[object, ...]]:
    """Yield a row per readout and time."""
    first = compared.members[0].course
    for readout in context.catalogue.readouts:
        for place, (time, value) in enumerate(
            zip(course.times, course.values[readout.id], strict=True)
        ):
            relatives = (
                value / base.values[readout.id][place]
                if base and base.values[readout.id][place]
                else ""
                for base in (compared.reference, first)
            )
            numbers = (time, readout.id, value, readout.unit, *relatives)
            yield (*head, *numbers, context.model.name, context.model.sha256)
