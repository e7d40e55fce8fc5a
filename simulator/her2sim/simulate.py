"""simulate: scenarios in, a tidy table out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from her2sim._version import __version__
from her2sim.engine import (
    SolverSettings,
    State,
    Table,
    Values,
    Vector,
    clock_of,
    compiled_model,
    slowest_of,
    steady_state,
    trajectory,
    versions,
)
from her2sim.errors import SimulationFailed
from her2sim.model import Model
from her2sim.request import Column, checked_scenarios, columns_of, one_of, output_times, start_of
from her2sim.resolution import Resolved, resolve, spelled
from her2sim.result import COLUMNS, Result, failures_table, repeated
from her2sim.scenario import Change, Scenario

ON_FAILURE = ("raise", "record")


def simulate(
    model: Model,
    scenarios: Scenario | Sequence[Scenario],
    hours: float = 24.0,
    times_h: Sequence[float] | None = None,
    readouts: Sequence[str] | None = None,
    start: str | None = None,
    settings: SolverSettings | None = None,
    on_failure: str | None = None,
    extra: Sequence[Change] = (),
) -> Result:
    """Simulate scenarios from the first dose on.

    Each cell first comes to its drug-free steady state (``start="steady"``) or is taken as the
    model's initial values describe it (``"initial"``); at time 0 doses and acute changes begin.

    Parameters
    ----------
    model
        From :func:`her2sim.load_model`.
    scenarios
        One or more, with different names.
    hours
        Length of the run, above 0.
    times_h
        Output times in hours, rising from 0 or later, instead of ``hours``. Without them there
        are 121, at ``hours * (i / 120) ** 2``: steps of seconds in the first minutes, of about
        a sixtieth of the whole run at its end.
    readouts
        Ids of readouts, parameters or species (as concentrations). All readouts of the model if
        omitted; all species of a model without readouts.
    start
        ``"steady"`` or ``"initial"``; the model's own default if omitted.
    settings
        Tolerances.
    on_failure
        ``"raise"`` the error of the first scenario that fails, or ``"record"`` it in
        ``failures``. Default: raise for a single scenario, record for several.
    extra
        Changes of the model's table values, for all scenarios and their reference alike, as
        when sampling parameters. What a genotype sets or scales comes on top.

    Returns
    -------
    Result
        ``table``, ``failures`` and ``provenance``.

    Raises
    ------
    UserMistake
        If a name, value or option is not valid.
    SimulationFailed
        If a scenario fails and failures raise.
    """
    arms = tuple(spelled(model, arm) for arm in checked_scenarios(scenarios))
    begin = start_of(model, start)
    failing = on_failure or ("raise" if len(arms) == 1 else "record")
    raises = one_of("on_failure", failing, ON_FAILURE) == "raise"
    columns = columns_of(model, readouts)
    runs = _Runs(model, output_times(hours, times_h), columns, begin, settings or SolverSettings())
    # Every name is resolved before the first run: a mistake in the last arm costs no waiting.
    resolved = [(arm, resolve(model, arm, extra), _reference(model, arm, extra)) for arm in arms]
    tables, failed = [], []
    for arm, own, reference in resolved:
        try:
            values = runs.of(own)
        except SimulationFailed as error:
            if raises:
                raise SimulationFailed(error.message, arm.name, error.time) from None
            failed.append((arm.name, error.time / runs.units_per_hour, error.message))
        else:
            tables.append(runs.rows(arm, values, runs.reference(reference)))
    table = pd.concat(tables, ignore_index=True) if tables else runs.no_rows()
    return Result(table, failures_table(failed), _provenance(model, begin, runs.settings))


class _Runs:
    """Runs resolved scenarios on one grid, each distinct one once."""

    def __init__(
        self,
        model: Model,
        grid: Vector,
        columns: Sequence[Column],
        start: str,
        settings: SolverSettings,
    ) -> None:
        self.settings = settings
        self.units_per_hour = clock_of(model)
        self._model = model
        self._grid = grid
        self._columns = columns
        self._start = start
        self._selections = [column.selection for column in columns]
        self._compiled = compiled_model(model)
        self._slowest = slowest_of(model)
        self._known: dict[Resolved, Table] = {}

    def of(self, resolved: Resolved) -> Table:
        """Return the values of a scenario: one row per time, one column per readout."""
        if resolved not in self._known:
            kept = self._compiled.references.get(self._key(resolved))
            self._known[resolved] = self._run(resolved) if kept is None else kept
        return self._known[resolved]

    def reference(self, resolved: Resolved | None) -> Table:
        """Return what values are relative to; NaN where there is nothing or it cannot be run."""
        nothing = np.full((len(self._grid), len(self._columns)), np.nan)
        if resolved is None:
            return nothing
        try:
            values = self.of(resolved)
        except SimulationFailed:
            return nothing
        # Kept, since call after call asks for it.
        self._compiled.references.keep(self._key(resolved), values)
        return np.where(values == 0, np.nan, values)

    def _run(self, resolved: Resolved) -> Table:
        return trajectory(
            self._compiled,
            self._state(resolved.before),
            resolved.after,
            self._grid * self.units_per_hour,
            self._selections,
            self.settings,
            [(hour * self.units_per_hour, values) for hour, values in resolved.later],
        )

    def _key(self, resolved: Resolved) -> object:
        selections = tuple(self._selections)
        return resolved, self._start, self._grid.tobytes(), selections, self.settings

    def rows(self, arm: Scenario, values: Table, reference: Table) -> pd.DataFrame:
        """Return the rows of a scenario, readout by readout."""
        points, number = len(self._grid), len(self._columns)
        background = arm.background or self._model.default_background or ""
        whole = points * number
        return pd.DataFrame(
            {
                "scenario": repeated([arm.name], [0], whole),
                "genotype": repeated([str(arm.genotype)], [0], whole),
                "background": repeated([background], [0], whole),
                "treatment": repeated([arm.treatment_label], [0], whole),
                "time_h": np.tile(self._grid, number),
                "readout": repeated([each.name for each in self._columns], range(number), points),
                "value": values.T.ravel(),
                "unit": repeated([each.unit for each in self._columns], range(number), points),
                "relative": (values / reference).T.ravel(),
            },
            columns=list(COLUMNS),
        )

    def no_rows(self) -> pd.DataFrame:
        """Return the table of no scenario, with the columns and types of any other."""
        nothing = np.ones((len(self._grid), len(self._columns)))
        return self.rows(Scenario("none"), nothing, nothing).iloc[:0]

    def _state(self, before: Values) -> State | None:
        if self._start == "initial":
            return None
        return steady_state(self._compiled, before, self._slowest, self.settings)


def _reference(model: Model, arm: Scenario, extra: Sequence[Change]) -> Resolved | None:
    """Return the untreated wild type of the same background; foreign models have none."""
    return resolve(model, arm.control(), extra) if model.folder is not None else None


def _provenance(model: Model, start: str, settings: SolverSettings) -> dict[str, object]:
    return {
        "model": model.name,
        "sha256": model.sha256,
        "start": start,
        "relative_tolerance": settings.relative,
        "absolute_tolerance": settings.absolute,
        "her2sim": __version__,
        **versions(),
    }
