"""Scenarios as plain changes of values, for models that have no tables of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pandas as pd

from her2sim.change import Change, Scale, Set
from her2sim.model import Model
from her2sim.resolution import Resolved
from her2sim.scenario import Scenario

Progress = Callable[[int, int], None]


def plain(model: Model) -> Model:
    """Return the model without its tables: every value, doses too, is set by its id."""
    return replace(
        model,
        fingerprint=f"{model.fingerprint} plain",
        folder=None,
        treatment_switch=None,
        default_background=None,
        genes=(),
        mutations=(),
        backgrounds=(),
        drugs=(),
    )


def extras(samples: pd.DataFrame | None) -> list[tuple[Change, ...]]:
    """Return each parameter set as changes of the table; one empty set without any."""
    if samples is None:
        return [()]
    names = [str(name) for name in samples.columns]
    return [
        tuple(Set(name, float(value)) for name, value in zip(names, row, strict=True))
        for row in samples.to_numpy()
    ]


def from_zero(resolved: Resolved, scenario: Scenario) -> tuple[Change, ...]:
    """Return what changes in a cell at time 0."""
    return _changes(resolved, resolved.after, scenario.acute)


def from_later(resolved: Resolved, scenario: Scenario, start: float) -> tuple[Change, ...]:
    """Return what is in force in a cell from a time (h) on, compared with before time 0."""
    values, given = resolved.after, scenario.acute
    for (begin, held), period in zip(resolved.later, scenario.later, strict=True):
        if begin <= start:
            values, given = held, period.acute
    return _changes(resolved, values, given)


def _changes(
    resolved: Resolved, values: Iterable[tuple[str, float]], given: Iterable[Change]
) -> tuple[Change, ...]:
    """Return what differs from before time 0; a factor stays one, as samples differ in its base."""
    before, changes = dict(resolved.before), tuple(given)
    fixed = {change.id for change in changes if isinstance(change, Set)}
    scaled = [change for change in changes if isinstance(change, Scale) and change.id not in fixed]
    factors = {change.id for change in scaled}
    sets = [
        Set(name, value)
        for name, value in values
        if name not in factors and before.get(name) != value
    ]
    return (*sets, *scaled)
