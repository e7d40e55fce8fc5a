"""Quick choices of a treatment: for each drug the dose that halves the wild type's growth."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from her2sim import Dose, dose_response
from her2sim.errors import Her2simError

from her2sim_dashboard.catalogue import DrugChoice, make_dose
from her2sim_dashboard.context import Context
from her2sim_dashboard.kept import Kept
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.numbers import rounded
from her2sim_dashboard.state import Cell, State
from her2sim_dashboard.wording import dose_text

_HALVES = "halves the growth of the wild type"
_REACHED = "the most that is free in patients"


@dataclass(frozen=True)
class Quick:
    """A treatment to choose with one click: the dose and why this one."""

    dose: Dose
    why: str

    def cell(self, cell: Cell) -> Cell:
        """Return a cell under this treatment alone."""
        return replace(cell, doses=(self.dose,))

    def text(self, context: Context) -> str:
        """Return the dose in words."""
        return dose_text(self.dose, context.catalogue)


def quick_choices(state: State, context: Context) -> tuple[Quick, ...]:
    """Return a choice for each drug that has one, in the order of the table."""
    plain_cell = replace(state.cell.untreated(), genotype=(), knockdowns=())
    key = (context.model, plain_cell, state.hours)
    known = _KEPT.get(key)
    if known is None:
        found = (
            _choice(drug, plain_cell, state.hours, context) for drug in context.catalogue.drugs
        )
        known = tuple(each for each in found if each is not None)
        _KEPT.put(key, known)
    return known


def _choice(drug: DrugChoice, cell: Cell, hours: float, context: Context) -> Quick | None:
    halving = _halving(drug, cell, hours, context)
    if halving is not None:
        return Quick(halving, _HALVES)
    if drug.clinical is None:
        return None
    dose = _dose(drug, drug.clinical[1], context)
    return Quick(dose, _REACHED) if dose else None


def _halving(drug: DrugChoice, cell: Cell, hours: float, context: Context) -> Dose | None:
    """Return the dose at which the growth-rate inhibition value is one half."""
    scenario = cell.scenario("wild type")
    try:
        found = dose_response(
            context.model,
            drug.id,
            background=cell.background,
            changes=scenario.changes,
            hours=hours,
        )
    except Her2simError:
        return None
    amount = float(found.summary["GR50_nM"].iloc[0])
    if not math.isfinite(amount) or amount <= 0:
        return None
    return _dose(drug, drug.convert(amount, "nM", drug.units[0]), context)


def _dose(drug: DrugChoice, amount: float, context: Context) -> Dose | None:
    near = rounded(amount, context.limits.significant_figures)
    return make_dose(drug.id, near, drug.units[0]) if drug.low <= near <= drug.high else None


_KEPT: Kept[tuple[Quick, ...]] = Kept(read_limits().cached_answers)
