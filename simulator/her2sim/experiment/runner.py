"""Runner: simulates what the experiments need, each scenario once, and collects verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from her2sim.experiment.definition import Experiment
from her2sim.experiment.discovery import find_experiments
from her2sim.experiment.readings import Readings
from her2sim.experiment.verdicts import Verdict
from her2sim.model import Model, load_model
from her2sim.result import Result
from her2sim.scenario import Scenario
from her2sim.simulate import simulate

COLUMNS = (
    "id",
    "kind",
    "claim",
    "expectation",
    "verdict",
    "measured",
    "unit",
    "required",
    "detail",
    "source",
)
Progress = Callable[[int, int], None]
_SHARED = "shared"
_MOST_IN_A_BATCH = 16


@dataclass(frozen=True)
class _Batch:
    """Scenarios of one model that are read at the same hours, so that one call runs them."""

    model: str
    times_h: tuple[float, ...]
    scenarios: tuple[Scenario, ...]


def run_experiments(
    ids: Iterable[str] | None = None, *, progress: Progress | None = None
) -> pd.DataFrame:
    """Test the project's claims.

    Parameters
    ----------
    ids
        Which experiments; all if omitted.
    progress
        Called with (simulations done, simulations in all) after each batch.

    Returns
    -------
    pandas.DataFrame
        One row per expectation: ``id``, ``kind``, ``claim``, ``expectation``, ``verdict``
        (``holds``, ``fails``, ``known_gap``, ``disputed``), ``measured`` in ``unit``,
        ``required``, ``detail``, ``source``.

    Raises
    ------
    UnknownName
        When there is no experiment of that id.
    """
    experiments = find_experiments(ids)
    return verdict_table(experiments, judge(experiments, progress=progress))


def judge(
    experiments: Sequence[Experiment], *, progress: Progress | None = None
) -> dict[str, tuple[Verdict, ...]]:
    """Return the verdicts of each experiment by its id.

    A scenario that several experiments share is simulated once, at the hours of all of them.
    """
    models = {each.model: load_model(each.model) for each in experiments}
    wanted = {each.id: each.arm_hours(models[each.model]) for each in experiments}
    batches = _batches(experiments, wanted)
    readouts = {
        name: sorted(set().union(*(e.asks().readouts for e in experiments if e.model == name)))
        for name in models
    }
    pool: dict[str, Readings] = {}
    done, total = 0, sum(len(batch.scenarios) for batch in batches)
    for batch in batches:
        found = Readings.of(_run(models[batch.model], batch, readouts[batch.model]))
        pool[batch.model] = found.joined(pool.get(batch.model, Readings({}, {})))
        done += len(batch.scenarios)
        if progress is not None:
            progress(done, total)
    keys = _keys(batches)
    return {
        each.id: each.check(_view(each, pool[each.model], wanted[each.id], keys))
        for each in experiments
    }


def verdict_table(
    experiments: Sequence[Experiment], verdicts: Mapping[str, tuple[Verdict, ...]]
) -> pd.DataFrame:
    """Return the verdicts as one tidy table, one row per expectation."""
    rows = [
        (
            experiment.id,
            experiment.kind,
            experiment.claim,
            verdict.expectation,
            verdict.status,
            verdict.measured,
            verdict.unit,
            verdict.required,
            verdict.detail,
            verdict.source,
        )
        for experiment in experiments
        for verdict in verdicts[experiment.id]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def simulate_arms(experiment: Experiment, times_h: Sequence[float] | None = None) -> Result:
    """Simulate an experiment's declared arms as full time courses, for its figures.

    Parameters
    ----------
    experiment
        The experiment; its ``hours`` is the length of the course.
    times_h
        Output times in hours; the default grid of `simulate` if omitted.
    """
    model = load_model(experiment.model)
    scenarios = experiment.scenarios(model)
    return simulate(model, scenarios, hours=experiment.hours, times_h=times_h)


def _batches(
    experiments: Sequence[Experiment],
    wanted: Mapping[str, Mapping[Scenario, frozenset[float]]],
) -> tuple[_Batch, ...]:
    """Join equal scenarios of all experiments and group them by the hours they are read at."""
    hours: dict[tuple[str, Scenario], frozenset[float]] = {}
    for experiment in experiments:
        for scenario, times_h in wanted[experiment.id].items():
            key = (experiment.model, _anonymous(scenario))
            hours[key] = hours.get(key, frozenset()) | times_h
    grouped: dict[tuple[str, tuple[float, ...]], list[Scenario]] = {}
    for (model, scenario), times_h in hours.items():
        grouped.setdefault((model, tuple(sorted({0.0, *times_h}))), []).append(scenario)
    named: list[_Batch] = []
    for (model, times), scenarios in grouped.items():
        # In pieces, so that whoever waits sees progress; equal references are kept between calls.
        for start in range(0, len(scenarios), _MOST_IN_A_BATCH):
            numbered = enumerate(scenarios[start : start + _MOST_IN_A_BATCH])
            named.append(
                _Batch(
                    model,
                    times,
                    tuple(replace(s, name=f"{_SHARED} {len(named)}.{i}") for i, s in numbered),
                )
            )
    return tuple(named)


def _run(model: Model, batch: _Batch, readouts: Sequence[str]) -> Result:
    """Simulate a batch; an arm that cannot be integrated is a verdict, not the end."""
    return simulate(
        model,
        batch.scenarios,
        hours=max(batch.times_h),
        times_h=batch.times_h,
        readouts=readouts,
        on_failure="record",
    )


def _keys(batches: Sequence[_Batch]) -> dict[tuple[str, Scenario], str]:
    """Return what each anonymous scenario is called in the pool."""
    return {
        (batch.model, _anonymous(scenario)): scenario.name
        for batch in batches
        for scenario in batch.scenarios
    }


def _view(
    experiment: Experiment,
    pool: Readings,
    wanted: Iterable[Scenario],
    keys: Mapping[tuple[str, Scenario], str],
) -> Readings:
    """Return the pool with the arms called as the experiment calls them."""
    return pool.renamed({arm.name: keys[experiment.model, _anonymous(arm)] for arm in wanted})


def _anonymous(scenario: Scenario) -> Scenario:
    return replace(scenario, name=_SHARED)
