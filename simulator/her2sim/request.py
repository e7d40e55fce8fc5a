"""What a simulation is asked for, checked before anything runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InvalidValue, UnknownName
from her2sim.model import Model
from her2sim.scenario import Scenario
from her2sim.sources import STARTS

Vector = NDArray[np.float64]

MOST_HOURS = 24.0 * 366
_INTERVALS = 120
_MOST_POINTS = 10_001


@dataclass(frozen=True)
class Column:
    """A readout: what it is called, what the engine calls it, and its unit."""

    name: str
    selection: str
    unit: str


def default_times(hours: float) -> Vector:
    """Return the 121 output times (h) used without ``times_h``: dense early, wide late."""
    return hours * (np.arange(_INTERVALS + 1) / _INTERVALS) ** 2


def checked_scenarios(scenarios: Scenario | Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return the scenarios as a tuple of at least one, all with different names."""
    arms = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    if not arms or not all(isinstance(arm, Scenario) for arm in arms):
        raise InvalidValue("scenarios", scenarios, "one Scenario or more")
    twice = sorted(name for name, times in Counter(arm.name for arm in arms).items() if times > 1)
    if twice:
        raise InvalidValue("the name of two scenarios", twice[0], "different for each")
    return arms


def start_of(model: Model, given: str | None) -> str:
    """Return where a simulation starts: as given, or the model's default."""
    return one_of("start", given or model.default_start, STARTS)


def one_of(what: str, given: str, valid: Sequence[str]) -> str:
    """Return an option that is among the valid ones."""
    if given not in valid:
        raise InvalidValue(what, given, " or ".join(valid))
    return given


def output_times(hours: float, times_h: Sequence[float] | None) -> Vector:
    """Return the output times in hours."""
    if times_h is None:
        if isinstance(hours, bool) or not isinstance(hours, Real) or not 0 < hours <= MOST_HOURS:
            raise InvalidValue("hours", hours, f"a number above 0 and at most {MOST_HOURS:g}")
        return default_times(float(hours))
    try:
        grid = np.array(tuple(times_h), dtype=float)
    except (TypeError, ValueError):
        raise InvalidValue("times_h", times_h, "a sequence of numbers") from None
    if not 0 < grid.size <= _MOST_POINTS:
        raise InvalidValue("the number of output times", grid.size, f"from 1 to {_MOST_POINTS}")
    if not np.all(np.isfinite(grid)) or grid[0] < 0 or np.any(np.diff(grid) <= 0):
        raise InvalidValue("times_h", list(grid), "finite, rising and 0 or later")
    if grid[-1] > MOST_HOURS:
        raise InvalidValue("the last of times_h", float(grid[-1]), f"at most {MOST_HOURS:g}")
    return grid


def columns_of(model: Model, readouts: str | Sequence[str] | None) -> tuple[Column, ...]:
    """Return the wanted readouts; those of the model, or all its species, if none are named."""
    if readouts is None:
        names = [readout.id for readout in model.readouts] or [each.id for each in model.species]
    else:
        names = [readouts] if isinstance(readouts, str) else list(dict.fromkeys(readouts))
    if not names:
        raise InvalidValue("readouts", readouts, "ids of the model, at least one")
    return tuple(_column(model, name) for name in names)


def _column(model: Model, name: str) -> Column:
    own = {readout.id: readout.unit for readout in model.readouts}
    if name in own:
        return Column(name, name, own[name])
    species = {each.id for each in model.species}
    inner = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    if inner in species:
        return Column(name, f"[{inner}]", model.unit(inner))
    others = {part.id for part in (*model.parameters, *model.compartments)}
    if name not in others:
        where = model.where("readouts.csv")
        raise UnknownName("readout", name, [*own, *sorted(species | others)], where)
    return Column(name, name, model.unit(name))
