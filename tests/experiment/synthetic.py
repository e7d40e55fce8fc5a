"""Results made by hand, so that expectations can be tested without a simulation."""

import pandas as pd
from her2sim.result import COLUMNS, Result, failures_table


def result_of(numbers, failures=None):
    """Return a Result holding ``(arm, readout, hour) -> value``; all in nM but GR."""
    rows = [
        (arm, "WT", "B", "none", float(hour), readout, float(value), _unit(readout), 1.0)
        for (arm, readout, hour), value in numbers.items()
    ]
    failed = [(arm, 0.0, message) for arm, message in (failures or {}).items()]
    return Result(pd.DataFrame(rows, columns=list(COLUMNS)), failures_table(failed), {})


def _unit(readout):
    return "1" if readout == "GR" else "nM"
