"""Factors: the parameters that a sensitivity analysis varies, and how far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.arms import UNKNOWN, parameter_arms
from her2sim.analysis.growth import Floats
from her2sim.errors import InvalidModel, InvalidValue
from her2sim.model import Model
from her2sim.rows import Parameter
from her2sim.sampling import sampled_parameters

# Rows whose value is agreed on rather than known: switches, units, what a mutation sets.
_AGREED = "convention"


@dataclass(frozen=True)
class Factor:
    """A parameter that is varied from ``low`` to ``high``, on a log scale where both are above 0.

    Attributes
    ----------
    id, arm
        The parameter and the arm of the pathway it belongs to.
    value, low, high
        In the parameter's unit.
    """

    id: str
    arm: str
    value: float
    low: float
    high: float

    def at(self, place: Floats) -> Floats:
        """Return the values at places from 0 (low) to 1 (high)."""
        if self.low > 0:
            return np.asarray(self.low * (self.high / self.low) ** place)
        return np.asarray(self.low + place * (self.high - self.low))


def ranged_factors(
    model: Model, parameters: Iterable[str] | None = None, spread: float = 1.0
) -> tuple[Factor, ...]:
    """Return the parameters with a range in the table, each with that part of its range.

    Parameters
    ----------
    model
        A model with ``lower`` and ``upper`` in its table of parameters.
    parameters
        Which; by default all with a range that are neither conventions (switches and the like)
        nor absent (0 in the table).
    spread
        The part of each range, on both sides of the value: 1 is all of it.

    Raises
    ------
    UnknownName
        If a parameter does not exist or cannot be set.
    InvalidValue
        If a named parameter has no range, or the spread is not above 0 and at most 1.
    InvalidModel
        If no parameter has a range.
    """
    if not 0 < spread <= 1:
        raise InvalidValue("spread", spread, "a number above 0 and at most 1")
    ranged = sampled_parameters(model) if parameters is None else _named(model, parameters)
    for each in ranged:
        if not _has_range(each):
            valid = "one with lower and upper"
            raise InvalidValue("parameter", each.id, valid, model.where("parameters.csv"))
    if not ranged:
        raise InvalidModel(
            f"No parameter of model {model.name!r} has a range; give lower and upper in "
            f"parameters.csv of a model folder, or use the method 'local', which needs none."
        )
    arms = parameter_arms(model)
    return tuple(_narrowed(each, arms.get(each.id, UNKNOWN), spread) for each in ranged)


def positive_factors(
    model: Model, parameters: Iterable[str] | None, step: float
) -> tuple[Factor, ...]:
    """Return the parameters above 0, each from its value over ``exp(step)`` to times that.

    Without names: all but conventions. A named parameter of value 0 is refused, as it has no
    logarithm.
    """
    if parameters is None:
        settable = [each for each in model.parameters if each.id in model.settable]
        wanted = [each for each in settable if each.evidence != _AGREED and each.value > 0]
    else:
        wanted = _named(model, parameters)
    for each in wanted:
        if each.value <= 0:
            raise InvalidValue(f"the value of {each.id}", each.value, "above 0 for a logarithm")
    arms = parameter_arms(model)
    fold = float(np.exp(step))
    return tuple(
        Factor(
            each.id, arms.get(each.id, UNKNOWN), each.value, each.value / fold, each.value * fold
        )
        for each in wanted
    )


def values_at(factors: Sequence[Factor], places: Floats) -> pd.DataFrame:
    """Return parameter sets: one row per row of places (sets, factors), each from 0 to 1."""
    return pd.DataFrame({each.id: each.at(places[:, i]) for i, each in enumerate(factors)})


def _named(model: Model, parameters: Iterable[str]) -> list[Parameter]:
    named = list(dict.fromkeys(parameters))
    if not named:
        raise InvalidValue("parameters", named, "one parameter or more")
    for name in named:
        model.default(name)  # raises for what cannot be set
    return [model.parameter(name) for name in named]


def _has_range(each: Parameter) -> bool:
    return each.lower is not None and each.upper is not None and each.lower < each.upper


def _narrowed(each: Parameter, arm: str, spread: float) -> Factor:
    """Return a factor over a part of its range around its value."""
    value, low, high = each.value, float(each.lower or 0.0), float(each.upper or 0.0)
    if spread == 1:
        return Factor(each.id, arm, value, low, high)
    if low > 0:
        bounds = (value * (bound / value) ** spread for bound in (low, high))
    else:
        bounds = (value + spread * (bound - value) for bound in (low, high))
    return Factor(each.id, arm, value, *bounds)
