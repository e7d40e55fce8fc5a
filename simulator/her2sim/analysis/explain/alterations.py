"""What two cells under one treatment differ in: a few values, each from a mutation or a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.explain.plain import Progress, extras, from_later, from_zero, plain
from her2sim.analysis.explain.sharing import Floats, coalitions
from her2sim.change import Change
from her2sim.errors import InvalidValue, SimulationFailed
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.resolution import resolve
from her2sim.scenario import Period, Scenario

_OWN = "the question itself"


@dataclass(frozen=True)
class Player:
    """One altered value: its id, and what is said about it."""

    id: str
    label: str
    text: str
    source: str


def altered(model: Model, asked: Scenario, reference: Scenario) -> tuple[Player, ...]:
    """Return the values in which two cells differ before any treatment.

    Raises
    ------
    InvalidValue
        If the cells are treated differently, which is no alteration.
    """
    treated = [(each.treatment, each.later, each.acute) for each in (asked, reference)]
    if treated[0] != treated[1]:
        raise InvalidValue(
            "the treatment of the reference",
            reference.treatment_label,
            f"{asked.treatment_label}: alterations are compared under one treatment, "
            "treatments in the view 'loop'",
        )
    mine, other = (dict(resolve(model, each).before) for each in (asked, reference))
    pairs = {
        name: (_value(model, mine, name), _value(model, other, name))
        for name in sorted(mine.keys() | other.keys())
    }
    return tuple(
        _player(model, asked, reference, name, *values)
        for name, values in pairs.items()
        if values[0] != values[1]
    )


def altered_values(
    model: Model,
    cells: tuple[Scenario, Scenario],
    players: Sequence[Player],
    readout: str,
    hours: float,
    samples: pd.DataFrame | None = None,
    progress: Progress | None = None,
) -> Floats:
    """Return a readout, (2 ** players, samples), of the reference with each set of alterations.

    Parameters
    ----------
    model
        The model.
    cells
        The asked cell and the reference.
    players
        From :func:`altered`.
    readout, hours
        What is read out, and when after the first dose.
    samples
        Parameter sets as for `her2sim.many.simulate_many`.
    progress
        Called with the number of runs begun and their total.

    Raises
    ------
    SimulationFailed
        If a run fails for the first sample.
    """
    members, sets = coalitions(len(players)), extras(samples)
    ids = [[p.id for p, yes in zip(players, on, strict=True) if yes] for on in members]
    lasting = [_mixed(model, cells, extra, changed) for changed in ids for extra in sets]
    asked, resolved = cells[0], resolve(model, cells[0])
    run = Scenario(
        "run",
        acute=from_zero(resolved, asked),
        later=tuple(
            Period(each.from_h, acute=from_later(resolved, asked, each.from_h))
            for each in asked.later
        ),
    )
    found = simulate_many(
        plain(model),
        run,
        readout,
        (hours,),
        samples=pd.DataFrame(lasting),
        progress=progress,
        relative=False,
    )
    values = np.asarray(found.at(readout)[0]).reshape(len(members), len(sets))
    if np.isnan(values[:, 0]).any():
        raise SimulationFailed(str(found.failures.iloc[0]["message"]), asked.name)
    return values


def _mixed(
    model: Model, cells: tuple[Scenario, Scenario], extra: Sequence[Change], changed: Sequence[str]
) -> dict[str, float]:
    """Return the reference's lasting values with some of the asked cell's."""
    mine, other = (dict(resolve(model, each, extra).before) for each in cells)
    return {
        name: _value(model, mine if name in changed else other, name)
        for name in sorted(mine.keys() | other.keys())
    }


def _value(model: Model, values: dict[str, float], name: str) -> float:
    return values[name] if name in values else model.default(name)


def _player(
    model: Model, asked: Scenario, reference: Scenario, name: str, mine: float, other: float
) -> Player:
    """Say what altered a value, from the tables of mutations and backgrounds."""
    origin, source = _origin(model, asked, name) or _origin(model, reference, name) or ("", _OWN)
    known = {part.id: part.name for part in model.parameters}
    meaning = known.get(name) or name
    label = f"{origin}: {meaning}" if origin else meaning
    unit = "" if model.unit(name) == "1" else f" {model.unit(name)}"
    text = f"{name} is {mine:.4g} instead of {other:.4g}{unit}."
    return Player(name, label, text, source or _OWN)


def _origin(model: Model, cell: Scenario, name: str) -> tuple[str, str] | None:
    """Return the label and the source of the mutation or background that changes a value."""
    found = [each for each in model.mutations if each.id in cell.genotype.mutations]
    background = cell.background or model.default_background
    found += [each for each in model.backgrounds if each.id == background]
    for each in found:
        for change in each.changes:
            if change.target == name:
                return each.label, change.source
    return None
