"""How long a model's unit of time is."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from her2sim.model import Model

_SECONDS = {"s": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0, "h": 3600.0, "hour": 3600.0}
_SECONDS |= {"d": 86400.0, "day": 86400.0}
_PER_HOUR = 3600.0
# For models that do not declare theirs: the search for a steady state has to end somewhere.
_SLOWEST_HOURS = 100.0


def clock_of(model: Model) -> float:
    """Return how many of a model's units of time make an hour; seconds if it names no unit."""
    return units_per_hour(model.sbml, model.time_unit) or _PER_HOUR


def slowest_of(model: Model) -> float:
    """Return the slowest time scale of a model in its own unit of time."""
    return (model.slowest_hours or _SLOWEST_HOURS) * clock_of(model)


def units_per_hour(sbml: str, time_unit: str) -> float | None:
    """Return how many of a model's units of time make an hour; ``None`` if it names no unit."""
    seconds = _SECONDS.get(time_unit.casefold()) or _seconds_of_definition(sbml)
    return None if seconds is None else _PER_HOUR / seconds


@lru_cache(maxsize=8)
def _seconds_of_definition(sbml: str) -> float | None:
    # Imported here: models of this project name their unit, and importing it takes a while.
    import libsbml

    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    name = model.getTimeUnits() if model.getLevel() > 2 else "time"
    definition = model.getUnitDefinition(name)
    if definition is None:
        # Before Level 3 the unit of time is the second unless the model says otherwise.
        return 1.0 if model.getLevel() < 3 or name == "second" else None
    if not definition.isVariantOfTime():
        return None
    unit = definition.getUnit(0)
    size = float(unit.getMultiplier()) * math.pow(10.0, unit.getScale())
    return math.pow(size, unit.getExponentAsDouble())
