"""Two tables of one thing, value by value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from her2sim.checks.finding import Finding

NOISE_OF_PEAK = 1e-9
# A column that stays at this part of the largest of all is zero to the solver.
_NOTHING = 1e-12


def differences(
    check: str,
    first: pd.DataFrame,
    second: pd.DataFrame,
    relative: float,
    noise_of_peak: float = NOISE_OF_PEAK,
) -> Iterator[Finding]:
    """Yield a finding per column of ``first`` that differs in ``second``.

    A column agrees when each value does to ``relative``, plus ``noise_of_peak`` of its peak.
    Columns are ``time`` and the same ids in both, rows the same times.
    """
    ids = [column for column in first.columns if column != "time"]
    largest = max((float(first[column].abs().max()) for column in ids), default=0.0)
    for column in ids:
        if column not in second:
            yield Finding(check, column, "is missing")
            continue
        ours, theirs = first[column].to_numpy(), second[column].to_numpy()
        peak = float(np.abs(ours).max())
        allowed = relative * np.abs(ours) + noise_of_peak * peak + _NOTHING * largest
        worst = int(np.argmax(np.abs(theirs - ours) - allowed))
        if abs(theirs[worst] - ours[worst]) > allowed[worst]:
            message = f"{ours[worst]:.9g} against {theirs[worst]:.9g} (row {worst})"
            yield Finding(check, column, message)
