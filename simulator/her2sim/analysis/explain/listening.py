"""Runs a twin: an asked cell and a reference, with any links held at the other one's signal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.explain.plain import Progress, extras, from_later, from_zero
from her2sim.analysis.explain.sharing import Floats
from her2sim.analysis.explain.twin import Link, donor, twin
from her2sim.change import Change, Scale, Set
from her2sim.errors import SimulationFailed
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.resolution import resolve
from her2sim.scenario import Period, Scenario


@dataclass(frozen=True)
class Listening:
    """What the listener's readouts are while links are held.

    Attributes
    ----------
    held
        (holds, samples): the readout asked for.
    donor
        (samples,): the same readout in the donor.
    asked, reference
        What is observed in the listener without holds and in the donor, by id, for the first
        sample.
    """

    held: Floats
    donor: Floats
    asked: dict[str, float]
    reference: dict[str, float]


@dataclass(frozen=True)
class Pair:
    """The two cells of a twin.

    Attributes
    ----------
    model
        The model of one cell.
    listener, source
        The cell whose readout is asked for, and the one whose signals it takes.
    links
        What can be held.
    """

    model: Model
    listener: Scenario
    source: Scenario
    links: tuple[Link, ...]


def listen(
    pair: Pair,
    holds: Sequence[Sequence[bool]],
    observed: tuple[str, ...],
    hours: float,
    samples: pd.DataFrame | None = None,
    progress: Progress | None = None,
) -> Listening:
    """Simulate the listener once for every set of held links, beside the donor.

    Parameters
    ----------
    pair
        The two cells and their links.
    holds
        For every run, whether each link is held; the first run holds none.
    observed
        Ids to be read out; the first is that of ``held``.
    hours
        When, after the first dose.
    samples
        Parameter sets as for `her2sim.many.simulate_many`.
    progress
        Called with the number of runs begun and their total.

    Raises
    ------
    SimulationFailed
        If a run fails for the first sample.
    """
    acute, later = _from_zero(pair)
    scenarios = [
        Scenario(f"run {number}", changes=_held(pair.links, row), acute=acute, later=later)
        for number, row in enumerate(holds)
    ]
    names = [name for one in observed for name in (one, donor(one))]
    found = simulate_many(
        twin(pair.model, pair.links, observed),
        scenarios,
        names,
        (hours,),
        samples=_lasting(pair, samples),
        progress=progress,
        relative=False,
    )
    held = found.at(observed[0])
    if np.isnan(held[:, 0]).any():
        first = found.failures.iloc[0]
        raise SimulationFailed(str(first["message"]), f"{pair.listener.name}, {first['scenario']}")
    return Listening(
        held,
        found.at(donor(observed[0]))[0],
        {one: float(found.at(one)[0, 0]) for one in observed},
        {one: float(found.at(donor(one))[0, 0]) for one in observed},
    )


def _held(links: Iterable[Link], row: Iterable[bool]) -> tuple[Change, ...]:
    return tuple(Set(link.hold, float(on)) for link, on in zip(links, row, strict=True))


def _lasting(pair: Pair, samples: pd.DataFrame | None) -> pd.DataFrame:
    """Return what holds before time 0 in both cells: one row per sample, one column per id."""
    rows = []
    for extra in extras(samples):
        mine, other = (
            resolve(pair.model, each, extra).before for each in (pair.listener, pair.source)
        )
        rows.append(dict(mine) | {donor(name): value for name, value in other})
    return pd.DataFrame(rows)


def _from_zero(pair: Pair) -> tuple[tuple[Change, ...], tuple[Period, ...]]:
    """Return the changes of both cells at time 0 and at the beginning of each later period."""
    mine, other = (resolve(pair.model, each) for each in (pair.listener, pair.source))
    acute = (
        *from_zero(mine, pair.listener),
        *_renamed(from_zero(other, pair.source)),
    )
    starts = {period.from_h for each in (pair.listener, pair.source) for period in each.later}
    later = tuple(
        Period(
            start,
            acute=(
                *from_later(mine, pair.listener, start),
                *_renamed(from_later(other, pair.source, start)),
            ),
        )
        for start in sorted(starts)
    )
    return acute, later


def _renamed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the same changes for the donor."""
    return tuple(
        Set(donor(change.id), change.value)
        if isinstance(change, Set)
        else Scale(donor(change.id), change.factor)
        for change in changes
    )
