"""Result: what a simulation gave, as a tidy table with its failures and its provenance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

COLUMNS = (
    "scenario",
    "genotype",
    "background",
    "treatment",
    "time_h",
    "readout",
    "value",
    "unit",
    "relative",
)
FAILURE_COLUMNS = ("scenario", "time_h", "message")


@dataclass(frozen=True, eq=False)
class Result:
    """What :func:`her2sim.simulate` returns.

    Attributes
    ----------
    table
        One row per scenario, readout and time: ``scenario``, ``genotype``, ``background``,
        ``treatment`` (texts), ``time_h`` (hours from the first dose), ``readout``, ``value``
        (in ``unit``) and ``relative``, the value divided by that of the untreated wild type of
        the same background at the same time (NaN without a wild type or where that is 0).
    failures
        One row per scenario that could not be simulated: ``scenario``, ``time_h`` (how far it
        came, NaN if it never started) and ``message``.
    provenance
        What is needed to get the numbers again: ``model``, ``sha256`` of its SBML, versions of
        ``her2sim``, ``roadrunner``, ``antimony``, ``numpy`` and ``pandas``,
        ``relative_tolerance``, ``absolute_tolerance``, ``start``.
    """

    table: pd.DataFrame
    failures: pd.DataFrame
    provenance: dict[str, object]

    def final(self) -> pd.DataFrame:
        """Return the rows of each scenario's last time, in the columns of ``table``."""
        last = self.table.groupby("scenario", sort=False)["time_h"].transform("max")
        return self.table[self.table["time_h"] == last].reset_index(drop=True)


def repeated(
    texts: Sequence[str], places: NDArray[np.intp] | Sequence[int], each: int
) -> pd.Series[str]:
    """Return a column of texts, picked by place and each repeated.

    Picking from the few distinct texts takes a tenth of the time of converting all rows.
    """
    few = pd.array(list(texts), dtype="str")
    return pd.Series(few.take(np.repeat(places, each)), copy=False)


def failures_table(rows: list[tuple[str, float, str]]) -> pd.DataFrame:
    """Return failures as a table, with its columns and types even when there are none."""
    return _typed(rows) if rows else _no_failures().copy()


def _typed(rows: list[tuple[str, float, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(FAILURE_COLUMNS))
    return table.astype({"scenario": "str", "time_h": "float64", "message": "str"})


@cache
def _no_failures() -> pd.DataFrame:
    # Made once: in a warm simulation this table would cost more than the integration.
    return _typed([])
