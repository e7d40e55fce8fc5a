"""Counting: why an IC50 of cell numbers changes where the response does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from her2sim.analysis.growth import RATE, gr_at_half_count
from her2sim.errors import Her2simError

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.question import Question
from her2sim_dashboard.dosing.readings import Curve, Readings
from her2sim_dashboard.dosing.words import amount, digits, dose_text
from her2sim_dashboard.runs import courses
from her2sim_dashboard.state import Cell
from her2sim_dashboard.tables import Cell as Shown
from her2sim_dashboard.tables import Column, Table, number

_DIVISIONS = (1, 2, 3, 4)
_HOURS_PER_DAY = 24.0


def divisions(context: Context, question: Question) -> dict[str, float]:
    """Return how often the untreated cells of each genotype divide in the hours asked.

    Empty for a model without a growth rate; cells that do not grow are left out.
    """
    if RATE not in context.quantities:
        return {}
    untreated = question.cell.untreated()
    cells = {name: _with(untreated, name) for name in question.genotypes}
    # Any time will do: untreated cells keep their rate, and one time serves all questions.
    found = courses(context, list(cells.values()), context.limits.hours_default)
    rates = {
        name: course.values[RATE][0]
        for name, cell in cells.items()
        if not isinstance(course := found[cell], str)
    }
    days = question.hours / _HOURS_PER_DAY
    return {name: rate * days / math.log(2.0) for name, rate in rates.items() if rate > 0}


def half_counts(curve: Curve, divided: Sequence[float]) -> tuple[float, ...]:
    """Return the dose (nM) that halves the number of cells counted, ``inf`` if none does.

    Parameters
    ----------
    curve
        Growth-rate inhibition of one genotype.
    divided
        How often untreated cells divide until they are counted; one dose is returned for each.
    """
    return curve.crossings([gr_at_half_count(each, curve.responses[0]) for each in divided])


def half_count_cells(
    found: Readings, genotype: str, divided: Sequence[float], catalogue: Catalogue
) -> list[Shown]:
    """Return :func:`half_counts` as cells of a table, in words where there is none."""
    choice = catalogue.drug(found.found.drug.id)
    low, high = found.span
    cells: list[Shown] = []
    for dose in half_counts(found.curves[genotype], divided):
        if math.isnan(dose):
            cells.append("could not be simulated")
        elif math.isinf(dose):
            cells.append(f">{dose_text(high, choice)}")
        elif dose <= low:
            cells.append(f"≤{dose_text(low, choice)}")
        else:
            cells.append(number(amount(dose, choice), digits(amount(dose, choice))))
    return cells


def counting_table(
    found: Readings, genotypes: tuple[str, ...], unit: str, catalogue: Catalogue
) -> dict[str, object] | None:
    """Return the IC50 of cell numbers after some divisions, beside the GR50 that stays.

    ``None`` for another readout than growth.
    """
    if not found.is_growth:
        return None
    columns = [Column("genotype", "Genotype")]
    for each in _DIVISIONS:
        times = f"{each} division{'s' if each > 1 else ''}"
        columns.append(Column(f"after{each}", f"IC50 after {times}, {unit}", "number"))
    rows: list[tuple[Any, ...]] = [
        (
            catalogue.genotype_label(name),
            *half_count_cells(found, name, _DIVISIONS, catalogue),
        )
        for name in genotypes
    ]
    caption = "The same response, counted after more or fewer divisions of untreated cells"
    return Table(caption, tuple(columns), tuple(rows)).content()


def growing(context: Context, question: Question) -> dict[str, float]:
    """Return :func:`divisions`, nothing where the cells could not be simulated."""
    try:
        return divisions(context, question)
    except Her2simError:
        return {}


def _with(cell: Cell, genotype: str) -> Cell:
    """Return a cell with another genotype, given as one name."""
    return replace(cell, genotype=() if genotype == WILD_TYPE else tuple(genotype.split("+")))
