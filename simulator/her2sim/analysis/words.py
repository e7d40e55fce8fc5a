"""Numbers and names as sentences want them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from her2sim.analysis.effect import GROWTH

_MICRO = 1e3


def dose_text(nanomolar: float) -> str:
    """Return a dose with a unit that suits it, two or three digits."""
    if math.isinf(nanomolar):
        return "beyond the doses"
    if nanomolar >= _MICRO:
        return f"{number_text(nanomolar / _MICRO)} µM"
    return f"{number_text(nanomolar)} nM"


def number_text(value: float) -> str:
    """Return a number with two digits, or all of its whole ones, and a real minus sign."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "infinite"
    whole = abs(value) >= 100
    text = f"{value:,.0f}" if whole else f"{value:.2g}"
    return text.replace("-", "−")


def value_text(readout: str, value: float) -> str:
    """Return a readout's value; growth-rate inhibition goes through zero and has two decimals."""
    if readout != GROWTH or not math.isfinite(value):
        return number_text(value)
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def cell_text(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return what a cell is called among others: its genotype, and its background if they vary."""
    genotype = "wild type" if row["genotype"] == "WT" else str(row["genotype"])
    contexts = {each["background"] for each in rows}
    return f"{genotype} ({row['background']})" if len(contexts) > 1 else genotype


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def listed(parts: Sequence[str]) -> str:
    """Join parts as in a sentence."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def within(value: float, range_of: Iterable[float]) -> bool:
    """Tell whether a value lies between the least and the most of some others."""
    known = list(range_of)
    return bool(known) and min(known) <= value <= max(known)
