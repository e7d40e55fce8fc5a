"""Reversing: which dose of the second drug brings back the wild type's response to the first."""

from __future__ import annotations

import math
from typing import Any

from her2sim.analysis.combination import Combination

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue, DrugChoice
from her2sim_dashboard.dosing.words import dose_text


def reversal_words(found: Combination, genotype: str, catalogue: Catalogue) -> list[str]:
    """Return what reverses resistance in a genotype, sentence by sentence.

    Parameters
    ----------
    found
        The matrix of the genotype.
    genotype
        Its name.
    catalogue
        The model's names.
    """
    first, second = (catalogue.drug(drug.id) for drug in found.drugs)
    label = catalogue.genotype_label(genotype)
    if genotype == WILD_TYPE or found.reversal.empty:
        text = "Choose an altered genotype to see which doses bring back the wild type's response."
        return [text]
    rows = found.reversal.sort_values("target", ascending=False).to_dict("records")
    resisted = [row for row in rows if row["dose_b_nM"] > 0]
    if not resisted:
        return [
            f"Nothing is to be reversed: {first.row.name} alone does to {label} what it does to "
            "the wild type."
        ]
    possible = [row for row in resisted if math.isfinite(row["dose_b_nM"])]
    if not possible:
        return [
            f"No tested dose of {second.row.name} gives {label} the wild type's response to "
            f"{first.row.name}."
        ]
    return _told(possible[0], resisted[0], (first, second), found, label)


def _told(
    best: dict[Any, Any],
    hardest: dict[Any, Any],
    drugs: tuple[DrugChoice, DrugChoice],
    found: Combination,
    label: str,
) -> list[str]:
    """Return the sentences for the hardest dose that can be reversed."""
    first, second = drugs
    dose, needed, alone = (float(best[name]) for name in ("dose_a_nM", "dose_b_nM", "b_alone"))
    clinic = _clinic(needed, found.clinical_nM[1], second)
    lines = [
        f"In {label}, {dose_text(needed, second)} {second.row.name}{clinic} brings back what "
        f"{dose_text(dose, first)} {first.row.name} does to the wild type."
    ]
    if math.isfinite(alone):
        lines.append(f"{second.row.name} alone would need {dose_text(alone, second)} for that.")
    else:
        lines.append(f"{second.row.name} alone does not do that at any dose tested.")
    if dose < float(hardest["dose_a_nM"]):
        hard = dose_text(float(hardest["dose_a_nM"]), first)
        lines.append(f"No tested dose brings back what {hard} {first.row.name} does.")
    return lines


def _clinic(needed: float, reached: tuple[float, float] | None, choice: DrugChoice) -> str:
    """Return how a dose compares with what patients reach."""
    if reached is None:
        return ""
    if needed > reached[1]:
        return f" (more than the {dose_text(reached[1], choice)} that match what patients reach)"
    return " (which patients reach)" if needed >= reached[0] else " (less than patients reach)"
