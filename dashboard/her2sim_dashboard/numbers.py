"""Numbers as people read them: rounded to significant figures, never in exponent form."""

from __future__ import annotations

import math

MISSING = "–"


def rounded(value: float, figures: int = 3) -> float:
    """Return a finite value rounded to significant figures."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, figures - 1 - math.floor(math.log10(abs(value))))


def plain(value: float) -> str:
    """Return the shortest decimal text of a value without an exponent, e.g. ``1000``."""
    text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def figures(value: float | None, count: int = 3) -> str:
    """Return a value with so many significant figures, such as ``0.0123`` or ``1,240``."""
    if value is None or not math.isfinite(value):
        return MISSING
    near = rounded(value, count)
    if near == 0:
        return "0"
    if abs(near) < 1e-6 or abs(near) >= 1e9:
        return f"{near:.{count - 1}e}".replace("-", "−")
    decimals = max(0, count - 1 - math.floor(math.log10(abs(near))))
    return f"{near:,.{decimals}f}".replace("-", "−")


def fold(value: float | None) -> str:
    """Return a ratio such as ``0.25×``."""
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{figures(value, 2) if value < 10 else figures(value, 3)}×"


def arrow(ratio: float | None, unchanged_within: float) -> str:
    """Return ▲, ▼ or = for a ratio above, below or close to one."""
    if ratio is None or not math.isfinite(ratio):
        return ""
    if abs(ratio - 1) <= unchanged_within:
        return "="
    return "▲" if ratio > 1 else "▼"
