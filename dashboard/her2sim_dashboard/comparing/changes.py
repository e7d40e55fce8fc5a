"""Changes: how far each readout lies apart between the cells, and how their settings differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from her2sim.model import Readout

from her2sim_dashboard import tables
from her2sim_dashboard.answer import fold_cell
from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue, shown_unit
from her2sim_dashboard.comparing.together import Together
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import MISSING, figures, plain
from her2sim_dashboard.state import Cell
from her2sim_dashboard.verdict import Values

_WHOLE, _OWN_LEVEL, _NOT_GIVEN = "100 %", "own level", "not given"

Text = Callable[[Cell, Catalogue], str]


def change_table(compared: Together, context: Context) -> tables.Table:
    """Return every readout at the end in each cell and as a multiple of the first one.

    The rows are in the order of the largest multiple; those whose sign changes come first.
    """
    solved = compared.solved
    hours = plain(compared.state.hours)
    ends = [member.course.ends() for member in solved if member.course]
    letters = [member.letter for member in solved]
    columns = [tables.Column("readout", "Readout"), tables.Column("unit", "Unit")]
    columns += [
        tables.Column(letter, letter, "number", f"Cell {letter} at {hours} h") for letter in letters
    ]
    columns += [
        tables.Column(
            f"{letter}{letters[0]}",
            f"{letter} ÷ {letters[0]}",
            "number",
            f"Cell {letter} as a multiple of cell {letters[0]}",
        )
        for letter in letters[1:]
    ]
    readouts = sorted(context.catalogue.readouts, key=lambda each: -_spread(each, ends))
    rows = tuple(_row(readout, ends, context.limits.unchanged_within) for readout in readouts)
    return tables.Table(f"All readouts at {hours} hours", tuple(columns), rows)


def _spread(readout: Readout, ends: Sequence[Values]) -> float:
    """Return the largest change against the first cell, in powers of two."""
    values = [each[readout.id] for each in ends]
    return max((_apart(value, values[0]) for value in values[1:]), default=0.0)


def _apart(value: float, base: float) -> float:
    if value == base:
        return 0.0
    ratio = value / base if base else 0.0
    return abs(math.log2(ratio)) if ratio > 0 else math.inf


def _row(readout: Readout, ends: Sequence[Values], band: float) -> tuple[tables.Cell, ...]:
    values = [each[readout.id] for each in ends]
    unit = "" if readout.unit == "1" else readout.unit
    amounts = [tables.number(value, figures(value)) for value in values]
    folds = [_fold(value, values[0], band) for value in values[1:]]
    return (readout.label or readout.id, unit, *amounts, *folds)


def _fold(value: float, base: float, band: float) -> dict[str, object]:
    """Return a multiple with its arrow; without a number to sort by where the sign changes."""
    text, tone = fold_cell(value, base, band)
    told: dict[str, object] = {"text": text, "tone": tone}
    return told | {"value": value / base} if base and value / base >= 0 else told


def difference_table(cells: Sequence[Cell], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the settings of the cells as rows of ``label``, ``texts`` by cell, and ``differs``.

    Only settings that one of the cells has are listed; those that differ come first.
    """
    rows: list[tuple[str, Text, str]] = [
        ("Background", _background, MISSING),
        *(
            (gene.gene, _mutation(gene.gene), catalogue.genotype_label(WILD_TYPE))
            for gene in catalogue.genes
        ),
        *((f"{gene} left", _left(gene), _WHOLE) for gene in catalogue.targets),
        *((row.name, _supplied(row.id), _OWN_LEVEL) for row in catalogue.ligands),
        *((drug.row.name, _dosed(drug.id), _NOT_GIVEN) for drug in catalogue.drugs),
    ]
    found = []
    for label, text_of, usual in rows:
        texts = [text_of(cell, catalogue) for cell in cells]
        if any(texts):
            shown = [text or usual for text in texts]
            found.append({"label": label, "texts": shown, "differs": len(set(shown)) > 1})
    return sorted(found, key=lambda row: not row["differs"])


def _background(cell: Cell, catalogue: Catalogue) -> str:
    if cell.background is None:
        return ""
    return catalogue.background(cell.background).label or cell.background


def _mutation(gene: str) -> Text:
    def text(cell: Cell, catalogue: Catalogue) -> str:
        name = next((each for each in cell.genotype if catalogue.gene_of(each) == gene), None)
        return (catalogue.mutation(name).label or name) if name else ""

    return text


def _left(gene: str) -> Text:
    def text(cell: Cell, catalogue: Catalogue) -> str:
        left = next((each.left for each in cell.knockdowns if each.gene == gene), None)
        return "" if left is None else f"{plain(round(100 * left, 6))} %"

    return text


def _supplied(ligand: str) -> Text:
    def text(cell: Cell, catalogue: Catalogue) -> str:
        supply = cell.supply(ligand)
        return f"{plain(supply.amount)}\u00a0{shown_unit(supply.unit)}" if supply else ""

    return text


def _dosed(drug: str) -> Text:
    def text(cell: Cell, catalogue: Catalogue) -> str:
        dose = cell.dose(drug)
        return f"{plain(dose.amount)}\u00a0{shown_unit(dose.unit)}" if dose else ""

    return text
