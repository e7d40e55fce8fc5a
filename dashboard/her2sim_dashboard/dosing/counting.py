"""Counting: why an IC50 of cell numbers changes where the response does not."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from her2sim.analysis.dose_response import DoseResponse
from her2sim.analysis.effect import GROWTH
from her2sim.analysis.fit import first_crossing
from her2sim.analysis.growth import RATE, gr_at_half_count
from her2sim.errors import Her2simError

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.question import Question, curve_span
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


def half_count(found: DoseResponse, genotype: str, divided: float) -> float:
    """Return the dose (nM) that halves the number of cells counted, ``inf`` if none does."""
    rows = found.table[found.table["genotype"] == genotype].sort_values("dose_nM")
    doses, values = list(rows["dose_nM"]), [float(value) for value in rows["value"]]
    level = gr_at_half_count(divided, values[0])
    return first_crossing(doses[1:], values[1:], level)


def half_count_text(
    found: DoseResponse, genotype: str, divided: float | None, catalogue: Catalogue
) -> Shown:
    """Return the dose that halves the count as a cell of a table, in words where there is none."""
    choice = catalogue.drug(found.drug.id)
    if divided is None:
        return "does not grow"
    dose = half_count(found, genotype, divided)
    low, high = curve_span(found.table["dose_nM"])
    if math.isnan(dose):
        return "could not be simulated"
    if math.isinf(dose):
        return f">{dose_text(high, choice)}"
    if dose <= low:
        return f"≤{dose_text(low, choice)}"
    return number(amount(dose, choice), digits(amount(dose, choice)))


def counting_table(
    found: DoseResponse, genotypes: tuple[str, ...], unit: str, catalogue: Catalogue
) -> dict[str, object] | None:
    """Return the IC50 of cell numbers after some divisions, beside the GR50 that stays.

    ``None`` for another readout than growth.
    """
    if found.readout != GROWTH:
        return None
    columns = [Column("genotype", "Genotype")]
    for each in _DIVISIONS:
        times = f"{each} division{'s' if each > 1 else ''}"
        columns.append(Column(f"after{each}", f"IC50 after {times}, {unit}", "number"))
    rows: list[tuple[Any, ...]] = [
        (
            catalogue.genotype_label(name),
            *(half_count_text(found, name, float(each), catalogue) for each in _DIVISIONS),
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
