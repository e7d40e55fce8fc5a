"""Ensemble: what many simulations gave, as one array with its failures and its provenance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.errors import InvalidValue, UnknownName
from her2sim.model import Model
from her2sim.result import COLUMNS, repeated
from her2sim.scenario import Scenario

Floats = NDArray[np.float64]
FAILURE_COLUMNS = ("scenario", "sample", "message")
# Output times come from hours as the user wrote them, so they are met to rounding.
_SAME_TIME = 1e-9


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What :func:`her2sim.simulate_many` returns.

    Attributes
    ----------
    model
        The model simulated.
    scenarios
        The scenarios, their names as the tables of the model spell them.
    readouts
        Ids of the readouts.
    times_h
        Output times (hours from the first dose).
    values
        (scenarios, samples, readouts, times), each readout in its own unit; NaN where the
        simulation failed. One sample stands for the table itself where none were given.
    failures
        One row for each simulation that failed: ``scenario``, ``sample`` (position in
        ``values``, from 0) and ``message``.
    provenance
        What is needed to get the numbers again, such as ``model``, ``sha256``, ``engine``,
        tolerances, versions and counts of simulations.
    references
        (backgrounds, samples, readouts, times): the untreated wild type of each background that
        occurs, NaN where there is none.
    reference_of
        For each scenario, its place in ``references``.
    units
        Unit of each readout.
    sampled
        Whether samples were given.
    """

    model: Model
    scenarios: tuple[Scenario, ...]
    readouts: tuple[str, ...]
    times_h: Floats
    values: Floats
    failures: pd.DataFrame
    provenance: dict[str, object]
    references: Floats
    reference_of: tuple[int, ...]
    units: tuple[str, ...]
    sampled: bool = False

    def at(self, readout: str, time_h: float | None = None) -> Floats:
        """Return one readout at one time.

        Parameters
        ----------
        readout
            Id of one of ``readouts``.
        time_h
            One of ``times_h``; the last if omitted.

        Returns
        -------
        numpy.ndarray
            (scenarios, samples), in the unit of the readout.

        Raises
        ------
        UnknownName, InvalidValue
            If the readout or the time was not asked for.
        """
        if readout not in self.readouts:
            where = "the readouts of this ensemble"
            raise UnknownName("readout", readout, self.readouts, where)
        place = self.readouts.index(readout)
        return np.array(self.values[:, :, place, self._moment(time_h)])

    def relative(self, readout: str, time_h: float | None = None) -> Floats:
        """Return one readout at one time over that of the untreated wild type, as :meth:`at`."""
        absolute = self.at(readout, time_h)
        place, moment = self.readouts.index(readout), self._moment(time_h)
        base = self.references[list(self.reference_of), :, place, moment]
        return np.asarray(absolute / np.where(base == 0.0, np.nan, base))

    def table(self) -> pd.DataFrame:
        """Return the values as a tidy table.

        Returns
        -------
        pandas.DataFrame
            The columns of :attr:`her2sim.Result.table`, and ``sample`` (position, from 0) after
            ``scenario`` where samples were given; no rows for what failed.
        """
        usable = ~np.isnan(self.values).all(axis=(2, 3))
        arm, sample = np.nonzero(usable)
        base = self.references[np.array(self.reference_of, dtype=np.intp)[arm], sample]
        values = self.values[usable]
        relative = values / np.where(base == 0.0, np.nan, base)
        points, number = len(self.times_h), len(self.readouts)
        each, runs = points * number, len(arm)
        columns: dict[str, object] = {
            **self._texts(arm, each),
            "time_h": np.tile(self.times_h, runs * number),
            "readout": repeated(self.readouts, np.tile(np.arange(number), runs), points),
            "value": values.ravel(),
            "unit": repeated(self.units, np.tile(np.arange(number), runs), points),
            "relative": relative.ravel(),
        }
        names = list(COLUMNS)
        if self.sampled:
            columns["sample"] = np.repeat(sample, each)
            names.insert(1, "sample")
        return pd.DataFrame(columns, columns=names)

    def _texts(self, arm: NDArray[np.intp], each: int) -> dict[str, object]:
        background = self.model.default_background or ""
        texts = {
            "scenario": [one.name for one in self.scenarios],
            "genotype": [str(one.genotype) for one in self.scenarios],
            "background": [one.background or background for one in self.scenarios],
            "treatment": [one.treatment_label for one in self.scenarios],
        }
        return {column: repeated(text, arm, each) for column, text in texts.items()}

    def _moment(self, time_h: float | None) -> int:
        if time_h is None:
            return len(self.times_h) - 1
        near = int(np.argmin(np.abs(self.times_h - time_h)))
        if not np.isclose(self.times_h[near], time_h, rtol=_SAME_TIME, atol=_SAME_TIME):
            listed = ", ".join(f"{time:g}" for time in self.times_h)
            raise InvalidValue("time_h", time_h, f"one of the times asked for: {listed}")
        return near

    @cached_property
    def failed(self) -> NDArray[np.bool_]:
        """Which simulations failed: (scenarios, samples)."""
        return np.asarray(np.isnan(self.values).all(axis=(2, 3)))


def failures_table(rows: Sequence[tuple[str, int, str]]) -> pd.DataFrame:
    """Return failures as a table, with its columns and types even when there are none."""
    return _typed(rows) if rows else _no_failures().copy()


@cache
def _no_failures() -> pd.DataFrame:
    """Return the table of no failure; to make it takes longer than a simulation."""
    return _typed(())


def _typed(rows: Sequence[tuple[str, int, str]]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=list(FAILURE_COLUMNS))
    return table.astype({"scenario": "str", "sample": "int64", "message": "str"})
