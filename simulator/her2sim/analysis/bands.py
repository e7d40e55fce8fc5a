"""The interval around each value of a result, over parameter sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from her2sim.analysis.intervals import PERCENTILES, Sample
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.result import Result
from her2sim.scenario import Scenario


def with_bands(
    model: Model,
    result: Result,
    scenarios: Sequence[Scenario],
    sample: Sample,
    start: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Add the columns ``lower`` and ``upper`` to a result: what the parameter sets span.

    Parameters
    ----------
    model, result, scenarios, start
        As given to, and returned by, :func:`her2sim.simulate`.
    sample
        From :func:`her2sim.analysis.intervals.sampled`; without sets the result stays as it is.
    progress
        Called with (simulations done, simulations in all).

    Returns
    -------
    Result
        With the percentiles 2.5 and 97.5 over the sets at every time, in the unit of ``value``,
        and where the sets come from in its provenance.
    """
    if sample.sets is None:
        return result
    table = result.table
    times = np.unique(table["time_h"])
    readouts = list(dict.fromkeys(table["readout"]))
    many = simulate_many(
        model,
        scenarios,
        readouts,
        times.tolist(),
        samples=sample.sets,
        start=start,
        progress=progress,
        relative=False,
    )
    places = (
        _places(table["scenario"].tolist(), [scenario.name for scenario in scenarios]),
        _places(table["readout"].tolist(), readouts),
        np.searchsorted(times, table["time_h"]),
    )
    # The first set is the table's own, the value itself.
    drawn = many.values[:, 1:]
    low, high = (
        np.nanpercentile(drawn, each, axis=1, method="nearest")[places] for each in PERCENTILES
    )
    return replace(
        result,
        table=table.assign(lower=low, upper=high),
        provenance=result.provenance | sample.origin,
    )


def _places(
    names: Sequence[str], known: Sequence[str]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    place = {name: index for index, name in enumerate(known)}
    return np.array([place[name] for name in names], dtype=np.int64)
