"""Clinic: what patients reach, behind curves, beside and around the wells of a matrix."""

from __future__ import annotations

import math
from typing import Any

from her2sim.analysis.combination import Combination

from her2sim_dashboard.catalogue import DrugChoice
from her2sim_dashboard.dosing.look import CLINICAL
from her2sim_dashboard.dosing.question import place_of
from her2sim_dashboard.dosing.readings import Readings
from her2sim_dashboard.dosing.words import amount
from her2sim_dashboard.numbers import rounded


def doses_of(found: Combination) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the doses (nM) of each drug, 0 first."""
    first, second = (tuple(sorted(found.table[f"dose_{a}_nM"].unique())) for a in "ab")
    return first, second


def clinical_shapes(found: Combination, axes: str = "") -> list[dict[str, Any]]:
    """Return a bar along each axis, and a frame around the wells where patients reach both."""
    pairs = list(zip(found.clinical_nM, doses_of(found), strict=True))
    shapes = []
    for axis, other, (reached, doses) in zip("xy", "yx", pairs, strict=True):
        ends = _ends(reached, doses)
        if ends is not None:
            place = {f"{axis}0": ends[0], f"{axis}1": ends[1]}
            shapes.append(_line(place | {f"{other}0": -0.5, f"{other}1": -0.5}, axes, width=6))
    x, y = (_within(reached, doses) for reached, doses in pairs)
    if x is not None and y is not None:
        frame = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
        shapes.append(_line(frame, axes, width=2, dash="dot") | {"type": "rect"})
    return shapes


def _line(place: dict[str, float], axes: str, **line: object) -> dict[str, Any]:
    refs = {"xref": f"x{axes}", "yref": f"y{axes}"}
    return {"type": "line", **refs, **place, "line": {"color": CLINICAL, **line}}


def _ends(
    reached: tuple[float, float] | None, doses: tuple[float, ...]
) -> tuple[float, float] | None:
    """Return where a clinical range lies among the wells of an axis, cut off at its ends."""
    if reached is None:
        return None
    low, high = (place_of(end, doses) for end in reached)
    low, high = max(low, 0.5), min(high, len(doses) - 0.5)
    return (rounded(low, 4), rounded(high, 4)) if low < high else None


def _within(
    reached: tuple[float, float] | None, doses: tuple[float, ...]
) -> tuple[float, float] | None:
    """Return the edges of the wells whose doses lie in a clinical range."""
    if reached is None:
        return None
    inside = [at for at, dose in enumerate(doses) if reached[0] <= dose <= reached[1]]
    return (inside[0] - 0.5, inside[-1] + 0.5) if inside else None


def clinical_band(
    found: Readings, choice: DrugChoice
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the band of what patients reach, and its name above it."""
    if found.found.clinical_nM is None:
        return [], []
    low, high = (amount(end, choice) for end in found.found.clinical_nM)
    band = {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": low,
        "x1": high,
        "y0": 0,
        "y1": 1,
        "fillcolor": CLINICAL,
        "opacity": 0.14,
        "line": {"width": 0},
        "layer": "below",
    }
    name = {
        "text": "as free in patients",
        "x": (math.log10(low) + math.log10(high)) / 2,
        "xref": "x",
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": CLINICAL},
    }
    return [band], [name]
