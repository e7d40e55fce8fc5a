"""Choices: what the editor of a cell offers, handed to the browser once with the page."""

from __future__ import annotations

from typing import Any

from her2sim_dashboard.catalogue import DrugChoice, shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import slider_stops
from her2sim_dashboard.numbers import plain


def choices(context: Context) -> dict[str, Any]:
    """Return the editor's inputs as plain data, from which ``61-compare-editor.js`` builds them."""
    catalogue, limits = context.catalogue, context.limits
    return {
        "figures": limits.significant_figures,
        "backgrounds": [[row.id, row.label or row.id] for row in catalogue.backgrounds],
        "genes": [
            [gene.gene, [[each.id, each.label or each.id] for each in gene.mutations]]
            for gene in catalogue.genes
        ],
        "drugs": [_drug(drug, context) for drug in catalogue.drugs],
        "targets": list(catalogue.targets),
        "knockdowns": limits.knockdowns_most,
        "ligands": [
            {"id": each.id, "name": each.name, "unit": each.unit, "high": each.high}
            for each in catalogue.ligands
        ],
    }


def _drug(drug: DrugChoice, context: Context) -> dict[str, Any]:
    low, high = drug.clinical or (None, None)
    unit = shown_unit(drug.units[0])
    return {
        "id": drug.id,
        "name": drug.row.name,
        "low": drug.low,
        "steps": context.limits.dose_steps_per_decade,
        "stops": slider_stops(drug, context.limits),
        "units": [
            [each, shown_unit(each), drug.convert(1.0, each, drug.units[0])] for each in drug.units
        ],
        "hint": f"free in patients: {plain(low)} to {plain(high)} {unit}"
        if low is not None and high is not None
        else "",
    }
