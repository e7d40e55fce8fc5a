"""Scoring: what four references say of a matrix, in one table, and where they disagree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from her2sim.analysis.combination import Combination
from her2sim.analysis.combination_words import interaction

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.dosing.question import REFERENCES
from her2sim_dashboard.dosing.words import NOT_RUN, OUTSIDE, dose_text, signed
from her2sim_dashboard.tables import Cell, Column, Table, number

_ASSUME = {
    "hsa": "the better drug alone",
    "bliss": "independent actions: what each leaves is multiplied",
    "loewe": "dilutions of one drug: doses add up",
    "zip": "neither drug shifts the other's curve",
}
# The highest single agent is no test of interaction: any second active drug exceeds it.
_NO_TEST = "hsa"
_BETTER, _NOT_BETTER = "better than either", "no better than one"
_LEAST = 0.005


def scores_table(found: Combination, catalogue: Catalogue) -> dict[str, object]:
    """Return the four references as rows, with a place for each interval once there is one."""
    row = _row(found)
    has_sample = found.sample.sets is not None
    columns = [
        Column("reference", "Reference"),
        Column("mean", "Mean excess", "number", "Over all wells that hold both drugs."),
        Column("interval", "95 % interval", "number", "Of the mean, over the parameter sets."),
        Column("reads", "Reads as", "text"),
        Column("most", "Highest", "number", "The largest excess in one well."),
        Column("at", "at", "text", "The doses of that well."),
        Column("expects", "What it expects of two drugs", "text"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            label,
            _signed_cell(float(row[name])),
            _interval(row, name) if has_sample else NOT_RUN,
            reads_as(name, float(row[name])),
            _signed_cell(float(row[f"{name}_max"])),
            _at(found, name, catalogue),
            _ASSUME[name],
        )
        for name, label in REFERENCES.items()
    ]
    caption = "Excess of the fraction affected over four references"
    return Table(caption, tuple(columns), tuple(rows)).content()


def reads_as(reference: str, score: float) -> str:
    """Return what a mean excess means, in the words of the analysis."""
    if math.isnan(score):
        return "could not be scored"
    if reference == _NO_TEST:
        return _BETTER if score >= _LEAST else _NOT_BETTER
    return interaction(score)


def _row(found: Combination) -> Mapping[str, Any]:
    return {str(name): value for name, value in found.summary.iloc[0].items()}


def _signed_cell(value: float) -> Cell:
    return number(float(f"{value:.4g}"), signed(value)) if math.isfinite(value) else "no value"


def _interval(row: Mapping[str, Any], name: str) -> str:
    low, high = float(row[f"{name}_lower"]), float(row[f"{name}_upper"])
    if math.isnan(low):
        return "no value"
    own = float(row[name])
    mark = f"\u00a0{OUTSIDE}" if own < low or own > high else ""
    return f"{signed(low)} to {signed(high)}{mark}"


def interval_text(found: Combination, reference: str) -> str:
    """Return the interval of one mean excess."""
    return _interval(_row(found), reference)


def _at(found: Combination, reference: str, catalogue: Catalogue) -> str:
    """Return the doses of the well with the largest excess."""
    both = found.table[(found.table["dose_a_nM"] > 0) & (found.table["dose_b_nM"] > 0)]
    known = both.dropna(subset=[reference])
    if known.empty:
        return "nowhere"
    well = known.sort_values(reference, ascending=False, kind="stable").iloc[0]
    drugs = [catalogue.drug(drug.id) for drug in found.drugs]
    doses = (float(well[f"dose_{letter}_nM"]) for letter in "ab")
    return " + ".join(
        f"{each.row.name} {dose_text(dose, each)}" for each, dose in zip(drugs, doses, strict=True)
    )
