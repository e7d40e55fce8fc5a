"""Index: one measure of sensitivity for all factors, and the tables made of such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.factors import Factor
from her2sim.analysis.growth import Floats

COLUMNS = ("parameter", "arm", "readout", "measure", "value", "lower", "upper")


@dataclass(frozen=True)
class Index:
    """A measure with its interval, one number per factor (or arm)."""

    measure: str
    of: Sequence[Factor] | Sequence[str]
    value: Floats
    lower: Floats
    upper: Floats

    def table(self, readout: str) -> pd.DataFrame:
        """Return one row per factor; an arm as a whole stands in both columns."""
        named = [(each, each) if isinstance(each, str) else (each.id, each.arm) for each in self.of]
        return pd.DataFrame(
            {
                "parameter": [name for name, _ in named],
                "arm": [arm for _, arm in named],
                "readout": readout,
                "measure": self.measure,
                "value": self.value,
                "lower": self.lower,
                "upper": self.upper,
            },
            columns=list(COLUMNS),
        )


def ordered(indices: Iterable[Index], readout: str, leading: str) -> pd.DataFrame:
    """Return the table of one readout: factors by the size of the leading measure."""
    table = pd.concat([index.table(readout) for index in indices], ignore_index=True)
    size = table[table["measure"] == leading].set_index("parameter")["value"].abs()
    order = table["parameter"].map(size).fillna(-1.0)
    return (
        table.assign(_size=-order)
        .sort_values(["_size", "parameter"], kind="stable", ignore_index=True)
        .drop(columns="_size")
    )


def band(resampled: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % interval over the first axis."""
    low, high = np.nanpercentile(resampled, (2.5, 97.5), axis=0)
    return low, high


def growing(blocks: int, least: int) -> list[int]:
    """Return an eighth, a quarter, a half and all of some blocks, those not below the least."""
    return [blocks // part for part in (8, 4, 2) if blocks // part >= least] + [blocks]
