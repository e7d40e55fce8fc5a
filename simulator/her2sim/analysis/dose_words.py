"""What a dose-response says, in sentences that only its numbers carry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from her2sim.analysis.effect import GROWTH
from her2sim.analysis.words import (
    cell_text,
    dose_text,
    listed,
    number_text,
    records,
    value_text,
    within,
)

if TYPE_CHECKING:
    from her2sim.analysis.dose_response import DoseResponse

# Below this a difference in dose is not called one.
_SAME = 1.25


def conclusion(response: DoseResponse) -> str:
    """Return the result in words: who needs how much, against what patients reach."""
    sentences = [_question(response)]
    rows = records(response.summary)
    sentences += [_cell(response, row) for row in rows]
    sentences += _clinic(response)
    odd = [cell_text(row, rows) for row in rows if row["fit"] == "poor fit"]
    if odd:
        sentences.append(
            f"The curve of {listed(odd)} is not sigmoid, so its slope and plateau are rough."
        )
    if response.sample.sets is not None:
        sentences.append(f"Brackets: {response.sample.text}.")
        sentences += _outside(rows, "GR50" if response.readout == GROWTH else "IC50")
    if len(response.failures):
        sentences.append(f"{len(response.failures)} simulations failed and are left out.")
    return "\n".join(sentences)


def _question(response: DoseResponse) -> str:
    doses = response.table["dose_nM"]
    low, high = float(doses[doses > 0].min()), float(doses.max())
    return (
        f"{response.drug.name} on {response.readout} after {response.hours:g} h, "
        f"{dose_text(low)} to {dose_text(high)}:"
    )


def _cell(response: DoseResponse, row: dict[str, Any]) -> str:
    """Return one cell's line."""
    half = "GR50" if response.readout == GROWTH else "IC50"
    dose, name = row[f"{half}_nM"], cell_text(row, records(response.summary))
    end = f"{response.readout} {value_text(response.readout, row['Emax'])} at the top dose"
    if row["fit"] == "no data":
        return f"  {name}: no dose could be simulated."
    if row["fit"] == "flat":
        return f"  {name}: no response at any dose."
    if math.isnan(dose):
        return f"  {name}: {end}; nothing to halve, as the untreated value is not above 0."
    if math.isinf(dose):
        rises = response.readout != GROWTH and row["Emax"] > _untreated(response, row)
        why = "rises with the dose" if rises else f"{half} not reached"
        return f"  {name}: {why}; {end}{_versus(row)}."
    if dose == 0:
        return f"  {name}: half is gone already without {response.drug.id}; {end}."
    bounds = _bounds(row, half)
    return f"  {name}: {half} {dose_text(dose)}{bounds}{_versus(row)}; {end}."


def _untreated(response: DoseResponse, row: dict[str, Any]) -> float:
    table = response.table
    own = (table["genotype"] == row["genotype"]) & (table["background"] == row["background"])
    return float(table.loc[own & (table["dose_nM"] == 0), "value"].iloc[0])


def _bounds(row: dict[str, Any], half: str) -> str:
    low, high = row[f"{half}_nM_lower"], row[f"{half}_nM_upper"]
    if math.isnan(low):
        return ""
    return f" [{dose_text(low)} to {dose_text(high)}]" if low < high else f" [{dose_text(low)}]"


def _outside(rows: list[dict[str, Any]], half: str) -> list[str]:
    """Say where the model's own table is no typical set: its intervals are not around it."""
    name = f"{half}_nM"
    names = [
        cell_text(row, rows)
        for row in rows
        if row[name] < row[f"{name}_lower"] or row[name] > row[f"{name}_upper"]
    ]
    if not names:
        return []
    return [f"The table's own {half} of {listed(names)} lies outside: it is no typical set."]


def _versus(row: dict[str, Any]) -> str:
    """Return how much more is needed than in the wild type."""
    fold = row["fold_resistance"]
    if row["genotype"] == "WT" or math.isnan(fold):
        return ""
    if math.isinf(fold):
        return ", while the wild type reaches it"
    if fold >= _SAME:
        return f", {number_text(fold)} times the wild type's"
    if fold <= 1 / _SAME:
        return f", {number_text(fold)} of the wild type's"
    return ", like the wild type"


def _clinic(response: DoseResponse) -> list[str]:
    """Return what is left at the highest concentration that patients reach."""
    if response.clinical_nM is None:
        return []
    low, high = response.clinical_nM
    rows = records(response.summary)
    parts = []
    for row in rows:
        table = response.table
        own = (table["genotype"] == row["genotype"]) & (table["background"] == row["background"])
        curve = table[own & (table["dose_nM"] > 0)]
        if within(high, curve["dose_nM"]):
            parts.append(f"{_at(curve, high, response.readout)} in {cell_text(row, rows)}")
    if not parts:
        return []
    reached = f"{dose_text(low)} to {dose_text(high)}"
    return [
        f"{reached} leave as much drug free as patients reach in plasma; "
        f"at {dose_text(high)} {response.readout} is {listed(parts)}."
    ]


def _at(curve: pd.DataFrame, dose: float, readout: str) -> str:
    doses = np.log(curve["dose_nM"].to_numpy(dtype=float))
    value = np.interp(math.log(dose), doses, curve["value"].to_numpy(dtype=float))
    return value_text(readout, float(value))
