"""Sentences about treatments that restore a response, or do not, from their numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from her2sim.analysis.regimen.candidates import ADDED, KNOCKED_OUT, Candidate


def sentence(row: Mapping[str, Any], candidate: Candidate) -> str:
    """Return what a row of the table says, in one or two sentences."""
    unit = "" if row["unit"] == "1" else f" {row['unit']}"
    told = [
        f"{row['treatment']}: {row['readout']} {row['value']:.3g}{unit} where the goal is "
        f"{row['goal']:.3g}{unit}, {_outcome(row)}."
    ]
    if not math.isnan(row["normal"]):
        spared = "spared" if row["spared"] else "not spared"
        told.append(f"Normal cells keep {row['normal']:.0%} ({spared}).")
    if not candidate.gene and not math.isnan(row["exposure"]):
        beyond = "" if row["reached"] else ", beyond what patients reach"
        told.append(
            f"Unbound drug adds up to {row['exposure']:.2g} times the highest clinical "
            f"concentrations{beyond}."
        )
    if candidate.gene:
        told.append("The gene is gone before the treatment begins.")
    return " ".join(told)


def _outcome(row: Mapping[str, Any]) -> str:
    if row["restored"]:
        return "restored"
    if row["recovered"] <= 0:
        return "no recovery"
    return f"{row['recovered']:.0%} of the way"


def headline(asked: str, reference: str, table: pd.DataFrame) -> str:
    """Return the finding in one sentence."""
    drugs = table[table["kind"] != KNOCKED_OUT]
    restored = drugs[drugs["restored"]]
    goal = f"the response of {reference} in {asked}"
    if restored.empty:
        first = drugs.iloc[0] if len(drugs) else None
        end = "" if first is None else f"; closest comes {first['treatment']}"
        return f"No treatment that was searched restores {goal}{end}."
    added = restored[restored["kind"] == ADDED]
    best = restored.iloc[0]
    told = f"{best['treatment']} restores {goal} with the fewest drugs and least exposure"
    if len(added) and best["kind"] != ADDED:
        told += f"; added to the treatment, {added.iloc[0]['treatment']} does"
    return f"{told}. {len(restored)} of {len(drugs)} sets of drugs restore it."
