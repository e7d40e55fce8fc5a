"""simulate_many: scenarios times samples in, one array out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from her2sim._version import __version__
from her2sim.batch import Accuracy, NotCovered
from her2sim.engine import versions
from her2sim.errors import InvalidValue
from her2sim.many.block import Block
from her2sim.many.engines import Engine
from her2sim.many.ensemble import Ensemble, Floats, failures_table
from her2sim.many.lanes import BatchEngine
from her2sim.many.loop import LoopEngine
from her2sim.many.plan import make_plan
from her2sim.model import Model
from her2sim.request import (
    Column,
    checked_scenarios,
    columns_of,
    one_of,
    output_times,
    start_of,
)
from her2sim.resolution import spelled
from her2sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

ENGINES = ("auto", "batch", "libroadrunner")
Progress = Callable[[int, int], None]
# Simulations laid out at a time: keeps what lies beside the values to some tens of megabytes.
_BLOCK = 4096


def simulate_many(
    model: Model,
    scenarios: Scenario | Sequence[Scenario],
    readouts: str | Sequence[str] | None = None,
    times_h: Sequence[float] = (72.0,),
    *,
    samples: pd.DataFrame | None = None,
    start: str | None = None,
    engine: str = "auto",
    accuracy: Accuracy | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    relative: bool = True,
) -> Ensemble:
    """Simulate scenarios for many parameter sets at once.

    Every scenario is simulated with every sample, as :func:`her2sim.simulate` would with the
    sample as ``extra``. Equal pasts share one steady state, and equal simulations run once.

    Parameters
    ----------
    model
        From :func:`her2sim.load_model` or :func:`her2sim.load_sbml`.
    scenarios
        One or more, with different names.
    readouts
        Ids of readouts, parameters or species (as concentrations). All readouts of the model if
        omitted; all species of a model without readouts.
    times_h
        Output times in hours, rising from 0 or later.
    samples
        One row for each parameter set; columns are settable ids of the model. A value replaces
        that of the model's table; what a genotype sets or scales comes on top. ``None`` is one
        set: the table.
    start
        ``"steady"`` or ``"initial"``; the model's own default if omitted.
    engine
        ``"batch"`` (many at once, in vector code), ``"libroadrunner"`` (one by one, any model)
        or ``"auto"``: batch where it covers the model. Both give the same within tolerances.
    accuracy
        Tolerances and limits. By default those of each engine, 1e-5 relative for batch.
    threads
        For the batch engine; one for each processor this process may use if omitted.
    progress
        Called now and then with the number of simulations done and that of all.
    relative
        Whether to simulate the untreated wild type of each background as well, for the column
        ``relative`` of the table.

    Returns
    -------
    Ensemble
        What failed is NaN there and a row of ``failures``, never an error. Beside its array of
        8 bytes a scenario, sample, readout and time (and of one more "scenario" for each
        background with ``relative``), memory does not grow with the number of simulations.

    Raises
    ------
    UserMistake
        If a name or option is not valid, or ``engine="batch"`` does not cover the model.
    """
    arms = tuple(spelled(model, arm) for arm in checked_scenarios(scenarios))
    columns = columns_of(model, readouts)
    times = output_times(float(times_h[-1]) if len(times_h) else 1.0, times_h)
    begin = start_of(model, start)
    names, numbers = _samples(samples)
    controls, reference_of = _controls(model, arms, relative)
    ids = tuple(column.name for column in columns)
    chosen = _engine(model, columns, times, begin, engine, accuracy, threads)
    shown = {column.selection.strip("[]") for column in columns} & model.settable
    plan = make_plan(model, (*arms, *controls), names, shown)
    values = np.full((len(arms) + len(controls), len(numbers), len(columns), len(times)), np.nan)
    messages: list[tuple[int, int, str]] = []
    counted = _Counted(values.shape[0] * values.shape[1], progress)
    for first, last in _blocks(len(numbers), values.shape[0]):
        block = Block(chosen, plan, ids, begin == "steady", numbers[first:last])
        messages += [
            (arm, first + sample, text)
            for arm, sample, text in block.fill(values[:, first:last], counted.tick)
        ]
        counted.add((last - first) * values.shape[0])
    return Ensemble(
        model=model,
        scenarios=arms,
        readouts=ids,
        times_h=times,
        values=values[: len(arms)],
        failures=failures_table(
            [
                (arms[arm].name, sample, text)
                for arm, sample, text in sorted(messages)
                if arm < len(arms)
            ]
        ),
        provenance=_provenance(model, begin, chosen, len(numbers)),
        references=_references(values[len(arms) :], values.shape[1:]),
        reference_of=reference_of,
        units=tuple(column.unit for column in columns),
        sampled=samples is not None,
    )


@dataclass
class _Counted:
    """Tells how many of all simulations are done."""

    total: int
    progress: Progress | None
    done: int = 0

    def tick(self, extra: int) -> None:
        """Report some more than are done."""
        if self.progress is not None:
            self.progress(min(self.done + extra, self.total), self.total)

    def add(self, number: int) -> None:
        """Count a finished block."""
        self.done += number
        self.tick(0)


def _blocks(samples: int, arms: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last sample of each block."""
    size = max(1, _BLOCK // arms)
    for first in range(0, samples, size):
        yield first, min(first + size, samples)


def _samples(samples: pd.DataFrame | None) -> tuple[tuple[str, ...], Floats]:
    """Return the ids and the numbers (samples, ids) of a table of samples."""
    if samples is None:
        return (), np.empty((1, 0))
    names = tuple(str(name) for name in samples.columns)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidValue("a column of the samples", twice[0], "there once only")
    if not len(samples):
        raise InvalidValue("the number of samples", 0, "1 or more")
    for name, kind in zip(names, samples.dtypes, strict=True):
        if kind.kind not in "fiub":
            raise InvalidValue(f"column {name!r} of the samples", str(kind), "numbers")
    return names, np.ascontiguousarray(samples.to_numpy(dtype=np.float64, na_value=np.nan))


def _controls(
    model: Model, arms: Sequence[Scenario], relative: bool
) -> tuple[tuple[Scenario, ...], tuple[int, ...]]:
    """Return the untreated wild type of each background, and which one each arm refers to."""
    if model.folder is None or not relative:
        return (), (0,) * len(arms)
    places: dict[str | None, int] = {}
    usual = model.default_background
    of_arm = tuple(places.setdefault(arm.background or usual, len(places)) for arm in arms)
    return tuple(Scenario("control", background=name) for name in places), of_arm


def _references(controls: Floats, shape: tuple[int, ...]) -> Floats:
    return controls if len(controls) else np.broadcast_to(np.nan, (1, *shape))


def _engine(
    model: Model,
    columns: Sequence[Column],
    times: Floats,
    begin: str,
    wanted: str,
    accuracy: Accuracy | None,
    threads: int | None,
) -> Engine:
    one_of("engine", wanted, ENGINES)
    if wanted != "libroadrunner":
        try:
            found = BatchEngine(model, columns, times, accuracy, threads)
        except NotCovered:
            if wanted == "batch":
                raise
        else:
            if wanted == "batch" or begin == "initial" or not found.depends_on_time:
                return found
    return LoopEngine(model, columns, times, accuracy)


def _provenance(model: Model, begin: str, engine: Engine, samples: int) -> dict[str, object]:
    return {
        "model": model.name,
        "sha256": model.sha256,
        "start": begin,
        "engine": engine.name,
        **engine.settings(),
        "samples": samples,
        "her2sim": __version__,
        **versions(),
    }
