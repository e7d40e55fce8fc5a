"""What a resistant cell has to come to, and how far a treatment brings it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from her2sim.analysis.explain.sharing import Floats
from her2sim.errors import SimulationFailed, UserMistake
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.scenario import Scenario, label

# A smaller share of the response is neither a response nor a resistance.
_LEAST = 0.01
# Of the way from the resistant to the reference's value; the solver is not more exact.
_NOISE = 1e-3
SPARED = 0.5


@dataclass(frozen=True, eq=False)
class Goal:
    """Where a resistant cell is and where it should be.

    Attributes
    ----------
    asked, reference, untreated
        (sets,): the readout of the resistant cell, of the reference under the same treatment,
        and of the untreated reference. The first set is the model's own.
    normal_untreated
        (sets,): that of the cells to be spared; NaN without any.
    """

    asked: Floats
    reference: Floats
    untreated: Floats
    normal_untreated: Floats

    def recovered(self, values: Floats) -> Floats:
        """Return how far values are on the way from the resistant (0) to the reference (1)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((values - self.asked) / (self.reference - self.asked))

    def restored(self, values: Floats) -> Floats:
        """Return whether values are at least as low (or high) as those of the reference."""
        return np.asarray(self.recovered(values) >= 1.0 - _NOISE, dtype=float)

    def kept(self, values: Floats) -> Floats:
        """Return what is left of the untreated value in the cells to be spared."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(values / self.normal_untreated)


def goal_of(
    model: Model,
    cells: tuple[Scenario, Scenario, Scenario | None],
    readout: str,
    hours: float,
    samples: pd.DataFrame | None,
) -> Goal:
    """Simulate what a search starts from.

    Parameters
    ----------
    model
        The model.
    cells
        The resistant cell and the reference, both treated, and the untreated cell to be spared.
    readout, hours
        What is looked at, and when after the first dose.
    samples
        Parameter sets as for `her2sim.many.simulate_many`.

    Raises
    ------
    UserMistake
        If the reference does not respond, or the cell responds as much.
    SimulationFailed
        If one of the cells cannot be simulated.
    """
    asked, reference, normal = cells
    arms = [
        replace(asked, name="asked"),
        replace(reference, name="reference"),
        replace(reference, name="untreated", treatment=(), later=(), acute=()),
    ]
    arms += [replace(normal, name="normal")] if normal is not None else []
    found = simulate_many(model, arms, readout, (hours,), samples=samples, relative=False)
    if len(
        found.failures[found.failures["sample"] == 0] if samples is not None else found.failures
    ):
        first = found.failures.iloc[0]
        raise SimulationFailed(str(first["message"]), str(first["scenario"]))
    values = found.at(readout)
    nothing = np.full(values.shape[1], np.nan)
    goal = Goal(values[0], values[1], values[2], values[3] if normal is not None else nothing)
    _check(goal, asked, reference, f"{readout} after {hours:g} h")
    return goal


def _check(goal: Goal, asked: Scenario, reference: Scenario, what: str) -> None:
    """Refuse a search for what is not resisted."""
    mine, other, plain = (float(each[0]) for each in (goal.asked, goal.reference, goal.untreated))
    scale = max(abs(mine), abs(other), abs(plain))
    if abs(other - plain) <= _LEAST * scale:
        raise UserMistake(
            f"There is no response to restore: {what} is {other:.3g} in {label(reference)} and "
            f"{plain:.3g} without treatment. Ask for another readout or dose."
        )
    # What resists stays closer to untreated than the reference does.
    if (mine - other) * np.sign(plain - other) <= _LEAST * scale:
        raise UserMistake(
            f"There is no resistance to reverse: {what} is {mine:.3g} in {label(asked)} and "
            f"{other:.3g} in {label(reference)}, {plain:.3g} without treatment."
        )
