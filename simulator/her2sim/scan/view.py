"""ScanView: the results of a scan, read from its folder only as far as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from her2sim.errors import InvalidValue, UnknownName
from her2sim.scan.folder import ENSEMBLE, ScanFolder
from her2sim.scan.part import FAILED

_TEXT_FILTER = "a mapping of columns to a value or a list of values, or a pyarrow expression"


@dataclass(frozen=True, eq=False)
class ScanView:
    """The table of a scan, which may be larger than memory.

    Its columns are ``point`` (the number of the simulation), one for each axis (doses in nM, as
    ``NAME_nM``), ``sample`` and what was sampled, then those of :attr:`her2sim.Result.table`, and
    ``status`` (``ok`` or ``failed``) with a ``message``. A failed point has its rows, without
    values. Rows are in the order of points.

    Attributes
    ----------
    path
        The folder with ``part-*.parquet`` and ``manifest.json``.
    """

    path: Path
    _folder: ScanFolder

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self._folder.columns

    @property
    def points(self) -> int:
        """Number of simulations in the whole scan."""
        return self._folder.points

    @property
    def complete(self) -> bool:
        """Whether all of them are done."""
        return len(self._files) == self._folder.parts

    def __len__(self) -> int:
        """Return the number of rows that are there."""
        return self._length

    def __repr__(self) -> str:
        """Say where and how much."""
        return f"ScanView({str(self.path)!r}, {self.points} points, {len(self)} rows)"

    def to_pandas(
        self,
        columns: Sequence[str] | None = None,
        filter: Mapping[str, object] | ds.Expression | None = None,
    ) -> pd.DataFrame:
        """Return rows as one table.

        Parameters
        ----------
        columns
            Those wanted; all if omitted.
        filter
            Which rows: a mapping such as ``{"readout": "GR", "status": "ok"}``, with a list for
            any of several values, or an expression of :mod:`pyarrow.dataset`.

        Raises
        ------
        UnknownName
            If there is no such column.
        """
        names = self._known(columns)
        table = self._dataset.to_table(columns=names, filter=self._expression(filter))
        return pd.DataFrame(table.to_pandas())

    def parts(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Iterate over the table piece by piece, in order; few points are in memory at a time."""
        names = self._known(columns)
        for file in self._files:
            yield pd.DataFrame(pq.read_table(file, columns=names).to_pandas())

    @property
    def ensemble(self) -> pd.DataFrame | None:
        """The parameter sets of ``ensemble = N``: the row of number ``sample`` holds its values."""
        file = self.path / ENSEMBLE
        return pd.read_parquet(file) if file.exists() else None

    @property
    def failures(self) -> pd.DataFrame:
        """One row for each point that failed: ``point``, ``scenario`` and ``message``."""
        failed = self.to_pandas(["point", "scenario", "message"], {"status": FAILED})
        return failed.drop_duplicates("point", ignore_index=True)

    @cached_property
    def _files(self) -> list[Path]:
        return [self._folder.file(number) for number in self._folder.done()]

    @cached_property
    def _length(self) -> int:
        return sum(pq.read_metadata(file).num_rows for file in self._files)

    @cached_property
    def _dataset(self) -> Any:  # noqa: ANN401 - pyarrow comes without types
        return ds.dataset([str(file) for file in self._files], format="parquet")

    def _known(self, columns: Sequence[str] | None) -> list[str]:
        names = list(self.columns if columns is None else columns)
        for name in names:
            if name not in self.columns:
                raise UnknownName("column", name, self.columns, f"the scan in {self.path}")
        return names

    def _expression(self, wanted: Mapping[str, object] | ds.Expression | None) -> Any:  # noqa: ANN401
        if wanted is None or isinstance(wanted, ds.Expression):
            return wanted
        if not isinstance(wanted, Mapping):
            raise InvalidValue("filter", wanted, _TEXT_FILTER)
        found = None
        for name in self._known(list(wanted)):
            value = wanted[name]
            if isinstance(value, list | tuple | set | frozenset):
                one = ds.field(name).isin(list(value))
            else:
                one = ds.field(name) == value
            found = one if found is None else found & one
        return found
