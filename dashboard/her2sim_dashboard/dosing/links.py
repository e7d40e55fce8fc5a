"""Links: each well of a matrix as an address of Explore."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from her2sim.analysis.combination import Combination

from her2sim_dashboard.catalogue import WILD_TYPE, DrugChoice, make_dose
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.clinic import doses_of
from her2sim_dashboard.numbers import plain, rounded
from her2sim_dashboard.state import State, to_query

_FIGURES = 3


def well_links(found: Combination, genotype: str, state: State, context: Context) -> dict[str, Any]:
    """Return what the browser needs to open any well in Explore.

    Returns
    -------
    dict
        ``query`` of the cell with the other drugs' doses; ``first`` and ``second``, the doses of
        each drug as they stand in an address (empty for none), and ``given`` those of the others.
    """
    mutations = () if genotype == WILD_TYPE else tuple(genotype.split("+"))
    varied = {drug.id for drug in found.drugs}
    others = tuple(dose for dose in state.cell.doses if dose.drug not in varied)
    cell = replace(state.cell, genotype=mutations, doses=())
    choices = [context.catalogue.drug(drug.id) for drug in found.drugs]
    first, second = (
        [_in_address(dose, each) for dose in own]
        for each, own in zip(choices, doses_of(found), strict=True)
    )
    given = [f"{dose.drug}:{plain(dose.amount)}{dose.unit}" for dose in others]
    query = to_query(replace(state, cell=cell))
    return {"query": query, "first": first, "second": second, "given": given}


def _in_address(nanomolar: float, choice: DrugChoice) -> str:
    if nanomolar == 0:
        return ""
    unit = choice.units[0]
    value = rounded(choice.convert(nanomolar, "nM", unit), _FIGURES)
    dose = make_dose(choice.id, min(value, choice.high), unit)
    return f"{dose.drug}:{plain(dose.amount)}{dose.unit}"
