"""Tighter tolerances and a finer output do not change the result."""

from __future__ import annotations

import numpy as np
import pandas as pd

from her2sim.checks.comparison import differences
from her2sim.checks.finding import Finding
from her2sim.engine import SolverSettings
from her2sim.model import Model
from her2sim.scenario import Scenario
from her2sim.simulate import simulate

_CHECK = "tolerance"
_AGREE = 1e-5
_RUNGS = (1e-6, 1e-8, 1e-10)
_POINTS = 25


def tolerances_are_tight_enough(model: Model, scenario: Scenario, hours: float) -> list[Finding]:
    """Check that tolerances of 1e-8 and 1e-10, the latter at half the step, agree to 1e-5.

    The default tolerance lies at or beyond the first of them. 1e-6 need not agree; it must run.
    """
    coarse = np.linspace(0.0, hours, _POINTS)
    fine = np.linspace(0.0, hours, 2 * _POINTS - 1)
    loose, middle, tight = (
        _courses(model, scenario, grid, SolverSettings(relative=rung, absolute=1e-3 * rung))
        for rung, grid in zip(_RUNGS, (coarse, coarse, fine), strict=True)
    )
    found = list(differences(_CHECK, tight.iloc[::2].reset_index(drop=True), middle, _AGREE))
    if not np.isfinite(loose.to_numpy()).all():
        found.append(Finding(_CHECK, scenario.name, f"fails at {_RUNGS[0]:g}"))
    return found


def _courses(
    model: Model, scenario: Scenario, grid: np.ndarray, settings: SolverSettings
) -> pd.DataFrame:
    table = simulate(model, scenario, times_h=grid.tolist(), settings=settings).table
    courses = table.pivot_table(index="time_h", columns="readout", values="value", sort=False)
    return courses.reset_index(drop=True)
