"""Limits: what the page lets a visitor ask for, from one table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from her2sim.tables import read_table

HERE = Path(__file__).parent


@dataclass(frozen=True)
class LimitRow:
    """A row of ``limits.csv``."""

    id: str
    value: float
    unit: str
    note: str


@dataclass(frozen=True)
class Limits:
    """The rows of ``limits.csv`` by id; units and meaning stand there."""

    dose_low_nM: float
    dose_high_nM: float
    dose_low_ug_per_mL: float
    dose_high_ug_per_mL: float
    dose_steps_per_decade: int
    significant_figures: int
    hours_low: float
    hours_high: float
    hours_default: float
    points: int
    charts_most: int
    charts_default: int
    knockdowns_most: int
    address_longest: int
    cached_runs: int
    request_largest: int
    jobs_at_once: int
    pictures_largest: int
    pictures_most: int
    unchanged_within: float
    mass_dosed_above: float
    nothing_below: float
    band_sets: int
    cached_answers: int
    steps_shown_from: float
    reversals_shown: int
    map_points: int
    map_lowest_fold: float
    curve_sets: int
    matrix_sets: int
    cached_dose_answers: int
    runs_by_itself: int
    screen_leading: int
    screen_named: int
    scan_part: int


@cache
def read_limits() -> Limits:
    """Return the limits; whole numbers where the field counts something."""
    rows = {row.id: row.value for row in read_table(HERE / "limits.csv", LimitRow)}
    counts = {name for name, kind in Limits.__annotations__.items() if kind == "int"}
    return Limits(
        **{
            name: int(rows[name]) if name in counts else rows[name]  # type: ignore[arg-type]
            for name in Limits.__annotations__
        }
    )
