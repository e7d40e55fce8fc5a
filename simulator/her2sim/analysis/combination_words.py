"""What a combination says, in sentences that only its numbers carry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from her2sim.analysis.synergy import REFERENCES
from her2sim.analysis.words import cell_text, dose_text, listed, records

if TYPE_CHECKING:
    from her2sim.analysis.combination import Combination

_NAMES = {"hsa": "HSA", "bliss": "Bliss", "loewe": "Loewe", "zip": "ZIP"}
# Mean excess, in fractions affected, from which the four references are called in agreement.
# It is the usual reading of synergy maps: within 10 % of the scale, drugs are about additive.
_STRONG, _SLIGHT = 0.10, 0.02


def conclusion(result: Combination) -> str:
    """Return the result in words: synergy per cell, and what reverses resistance."""
    rows = records(result.summary)
    names = listed([drug.name for drug in result.drugs])
    lines = [
        f"{names} on {result.readout} after {result.hours:g} h, effect as {result.scale.text}:"
    ]
    lines += [f"  {cell_text(row, rows)}: {_scores(row)}" for row in rows]
    lines.append(
        "Excess over no interaction, mean over all wells with every drug; 1 is the whole scale."
    )
    lines += _reversals(result, rows)
    if result.sample.sets is not None:
        lines.append(f"Brackets: {result.sample.text}.")
    if len(result.failures):
        lines.append(f"{len(result.failures)} simulations failed and are left out.")
    return "\n".join(lines)


def _scores(row: dict[str, Any]) -> str:
    parts = [f"{_NAMES[name]} {_signed(row[name])}{_bounds(row, name)}" for name in REFERENCES]
    return f"{_verdict(row)} ({', '.join(parts)})"


def _verdict(row: dict[str, Any]) -> str:
    """Say what Bliss, Loewe and ZIP find; HSA alone is no test of interaction."""
    found: dict[str, list[str]] = {}
    for name in REFERENCES:
        if name != "hsa":
            found.setdefault(interaction(row[name]), []).append(_NAMES[name])
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{word} by {listed(names)}" for word, names in found.items())


def interaction(score: float) -> str:
    """Return what a mean excess is called: synergy, antagonism, slight either, or none."""
    if math.isnan(score):
        return "unknown, as simulations failed"
    if abs(score) < _SLIGHT:
        return "no interaction"
    kind = "synergy" if score > 0 else "antagonism"
    return kind if abs(score) >= _STRONG else f"slight {kind}"


def _bounds(row: dict[str, Any], name: str) -> str:
    low, high = row[f"{name}_lower"], row[f"{name}_upper"]
    return "" if math.isnan(low) else f" [{_signed(low)} to {_signed(high)}]"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _reversals(result: Combination, rows: list[dict[str, Any]]) -> list[str]:
    """Return what restores the wild type's response to the first drug, cell by cell."""
    lines = []
    for row in rows:
        own = result.reversal
        own = own[(own["genotype"] == row["genotype"]) & (own["background"] == row["background"])]
        if len(own):
            lines.append(_reversal(own, cell_text(row, rows), result))
    return lines


def _reversal(doses: pd.DataFrame, cell: str, result: Combination) -> str:
    """Return the sentence for one altered cell, told of the hardest dose that can be reversed."""
    first, second = result.drugs[:2]
    resisted = doses[doses["dose_b_nM"] > 0]
    if resisted.empty:
        return f"In {cell} nothing is to be reversed: {first.id} alone does what it does elsewhere."
    possible = resisted[np.isfinite(resisted["dose_b_nM"])]
    hardest = float(_first(resisted)["dose_a_nM"])
    if possible.empty:
        return f"In {cell} no tested dose of {second.id} restores the response to {first.id}."
    row = _first(possible)
    dose, needed, alone = (float(row[name]) for name in ("dose_a_nM", "dose_b_nM", "b_alone"))
    clinic = _clinic(needed, result.clinical_nM[1])
    text = f"In {cell} {dose_text(needed)} {second.id}{clinic} restores what "
    text += f"{dose_text(dose)} {first.id} does to the wild type"
    own = f"would need {dose_text(alone)}" if math.isfinite(alone) else "does not"
    text += f" ({second.id} alone {own})"
    if dose < hardest:
        text += f"; no tested dose restores what {dose_text(hardest)} does"
    return f"{text}."


def _first(doses: pd.DataFrame) -> dict[str, Any]:
    """Return the row at which the wild type responds most."""
    return records(doses.sort_values("target", ascending=False))[0]


def _clinic(needed: float, reached: tuple[float, float] | None) -> str:
    """Return how a dose compares with what leaves as much free drug as patients reach."""
    if reached is None:
        return ""
    low, high = reached
    if needed > high:
        return f" (more than the {dose_text(high)} that match what patients reach)"
    return " (which patients reach)" if needed >= low else " (less than patients reach)"
