"""Suggesting: cells worth comparing with the first one, made from what the model offers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from her2sim import Dose

from her2sim_dashboard.catalogue import Catalogue, DrugChoice, make_dose
from her2sim_dashboard.comparing.steps import room
from her2sim_dashboard.numbers import rounded
from her2sim_dashboard.state import Cell, State
from her2sim_dashboard.wording import dose_text

_FIGURES = 2


@dataclass(frozen=True)
class Suggestion:
    """Cells to add at once, what to call them, and the question they answer."""

    label: str
    why: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """Suggestions of one kind."""

    title: str
    suggestions: tuple[Suggestion, ...]


def suggestions(state: State, catalogue: Catalogue) -> tuple[Group, ...]:
    """Return what can be added with one press; nothing when there is no room.

    Cells that are compared already are left out, and so is a group without any left.
    """
    cell = state.cell
    groups = (
        ("Controls", _controls(cell)),
        ("Add a drug", _drugs(cell, catalogue)),
        ("Another mutation", _mutations(cell, catalogue)),
        ("Another background", _backgrounds(cell, catalogue)),
        ("Several at once", _sets(cell, catalogue, room(state)) if not state.others else iter(())),
    )
    kept = (Group(title, tuple(_new(found, state))) for title, found in groups)
    return tuple(group for group in kept if group.suggestions)


def _new(found: Iterator[Suggestion], state: State) -> Iterator[Suggestion]:
    """Yield the suggestions of which something is not there yet and all has room."""
    for each in found:
        cells = tuple(cell for cell in dict.fromkeys(each.cells) if cell not in state.cells)
        if cells and len(cells) <= room(state):
            yield replace(each, cells=cells)


def _controls(cell: Cell) -> Iterator[Suggestion]:
    if cell.wild_type() != cell:
        label = "Wild type, same treatment" if cell.doses else "Wild type"
        yield Suggestion(label, "What do the mutations change?", (cell.wild_type(),))
    if cell.doses:
        yield Suggestion(
            "The same, untreated", "What does the treatment change?", (cell.untreated(),)
        )


def _backgrounds(cell: Cell, catalogue: Catalogue) -> Iterator[Suggestion]:
    for row in catalogue.backgrounds:
        if row.id != cell.background:
            other = replace(cell, background=row.id)
            yield Suggestion(row.label or row.id, "Does the background matter?", (other,))


def _drugs(cell: Cell, catalogue: Catalogue) -> Iterator[Suggestion]:
    for drug in catalogue.drugs:
        dose = typical_dose(drug)
        if dose and not cell.dose(drug.id):
            label = f"+ {dose_text(dose, catalogue)}"
            more = _with(cell, dose, catalogue)
            yield Suggestion(label, "As much free drug as in patients", (more,))


def _with(cell: Cell, dose: Dose, catalogue: Catalogue) -> Cell:
    """Return the cell with one more drug, in the order that the address has."""
    order = catalogue.names("drug")
    doses = sorted((*cell.doses, dose), key=lambda each: order.index(each.drug))
    return replace(cell, doses=tuple(doses))


def typical_dose(drug: DrugChoice) -> Dose | None:
    """Return the middle (geometric) of the doses that leave as much free as patients reach."""
    if drug.clinical is None:
        return None
    low, high = drug.clinical
    middle = rounded(math.sqrt(low * high), _FIGURES)
    return make_dose(drug.id, min(max(middle, drug.low), drug.high), drug.units[0])


def _mutations(cell: Cell, catalogue: Catalogue) -> Iterator[Suggestion]:
    for gene in catalogue.genes:
        for mutation in gene.mutations:
            if cell.genotype != (mutation.id,):
                label = mutation.label or mutation.id
                why = "In place of the present ones" if cell.genotype else "Same treatment"
                yield Suggestion(label, why, (replace(cell, genotype=(mutation.id,)),))


def _sets(cell: Cell, catalogue: Catalogue, most: int) -> Iterator[Suggestion]:
    """Yield comparisons that need several cells."""
    if cell.doses and cell.wild_type() != cell:
        square = (cell.untreated(), cell.wild_type(), cell.wild_type().untreated())
        yield Suggestion("Mutant and wild type, with and without drug", "The 2 × 2 design", square)
    genotypes = _genotypes(cell, catalogue)
    if len(genotypes) > 1:
        label = "Genotypes under this treatment"
        yield Suggestion(label, "Which mutation matters most?", tuple(genotypes[:most]))
    drugs = tuple(each.cells[0] for each in _drugs(cell, catalogue))[:most]
    if len(drugs) > 1:
        yield Suggestion("Drugs, one at a time", "Which drug adds most?", drugs)


def _genotypes(cell: Cell, catalogue: Catalogue) -> list[Cell]:
    """Return the cell without and with other mutations, those of other genes first."""
    present = {catalogue.gene_of(name) for name in cell.genotype}
    mutants = [each.cells[0] for each in _mutations(cell, catalogue)]
    mutants.sort(key=lambda each: catalogue.gene_of(each.genotype[0]) in present)
    return [cell.wild_type(), *mutants] if cell.genotype else mutants
