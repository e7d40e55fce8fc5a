"""The words on a figure: ids and doses as people write them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

UNTREATED = "none"
# The readout on the scale of growth-rate inhibition: 1 full growth, 0 none, below 0 net loss.
GROWTH = "GR"
_LEAST = 0.01
_DOSE = re.compile(r"^(?P<drug>[^=]+)=(?P<number>[-+.\deE]+)\s*(?P<unit>\S+)$")
_UNITS = {"uM": "µM", "ug/mL": "µg/mL", "1/day": "per day", "1": ""}


def drugs_of(treatment: str) -> tuple[str, ...]:
    """Return the drugs that a treatment text such as ``a=1uM + b=2nM`` names, in its order."""
    return tuple(drug for drug, _ in doses_of(treatment))


def doses_of(treatment: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of drug and dose as people write it; empty if the text names no doses."""
    found = [_DOSE.match(part.strip()) for part in treatment.split(" + ")]
    return tuple(
        (match["drug"], f"{match['number']} {unit_text(match['unit'])}")
        for match in found
        if match is not None
    )


def treatment_text(treatment: str) -> str:
    """Return a treatment as people write it; ``untreated`` for none."""
    if treatment == UNTREATED:
        return "untreated"
    return " + ".join(f"{drug} {dose}" for drug, dose in doses_of(treatment)) or treatment


def genotype_text(genotype: str) -> str:
    """Return a genotype as people write it."""
    if genotype == "WT":
        return "wild type"
    return " + ".join(part.replace("_", " ") for part in genotype.split("+"))


def cell_text(label: str) -> str:
    """Return a scenario's label, such as ``WT, a=1uM``, as people write it."""
    parts = [treatment_text(part) for part in label.split(", ")]
    return ", ".join(genotype_text(part) for part in parts)


def readout_text(readout: str, labels: Mapping[str, str] | None = None) -> str:
    """Return a readout's label, or its id made readable."""
    return (labels or {}).get(readout) or readout.replace("_", " ")


def unit_text(unit: str) -> str:
    """Return a unit as people write it; empty for a pure number."""
    return _UNITS.get(unit, unit)


def with_unit(text: str, unit: str) -> str:
    """Return an axis title: the quantity and its unit in brackets."""
    written = unit_text(unit)
    return f"{text} ({written})" if written else text


def number_text(value: float) -> str:
    """Return a fold for a cell: two significant digits, at most two decimals."""
    if not math.isfinite(value):
        return "–"
    if 0 < value < _LEAST:
        return f"<{_LEAST}"
    decimals = 2 if abs(value) < 1 else 1 if abs(value) < 10 else 0
    return f"{value:,.{decimals}f}".replace("-", "−")


def signed_text(value: float) -> str:
    """Return a number with two decimals and a real minus sign, for scales through zero."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
