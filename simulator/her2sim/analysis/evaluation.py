"""Evaluation: a scenario as a function from parameter sets to readouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.factors import Factor, values_at
from her2sim.analysis.growth import GR, RATE, Floats, defined, has_rate
from her2sim.batch import Accuracy
from her2sim.errors import UserMistake
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.scenario import Scenario

Progress = Callable[[int, int], None]
Interim = Callable[[Floats], None]
# Large enough to keep the processors busy, small enough for a moving bar and a prompt Ctrl-C.
_PART = 4096
_MOST_MISSING = 0.1


@dataclass(frozen=True)
class Evaluation:
    """What is simulated for each parameter set, and what is read at the end."""

    model: Model
    scenario: Scenario
    readouts: tuple[str, ...]
    hours: float
    start: str | None = None
    accuracy: Accuracy | None = None

    def __call__(self, sets: pd.DataFrame) -> Floats:
        """Return (sets, readouts): NaN where a set failed or a readout means nothing in it."""
        growth = GR in self.readouts and has_rate(self.model)
        wanted = tuple(dict.fromkeys([*self.readouts, *([RATE] if growth else [])]))
        found = simulate_many(
            self.model,
            [self.scenario],
            wanted,
            (0.0, self.hours),
            samples=sets,
            start=self.start,
            accuracy=self.accuracy,
            relative=False,
        )
        # Drugs act on rates: what grows at time 0 is still the untreated cell.
        rate = found.at(RATE, 0.0)[0] if growth else None
        columns = [defined(name, found.at(name)[0], rate) for name in self.readouts]
        return np.stack(columns, axis=1)


def in_parts(
    evaluate: Evaluation,
    factors: Sequence[Factor],
    places: Floats,
    block: int,
    progress: Progress | None = None,
    interim: Interim | None = None,
) -> Floats:
    """Evaluate a design part by part; an interrupt keeps the blocks that are done.

    Parameters
    ----------
    evaluate, factors, places
        The function, and its design: (sets, factors), each from 0 to 1.
    block
        Sets that belong together; parts are whole blocks.
    progress
        Called with (sets done, sets in all).
    interim
        Called with the values so far after each part but the last.

    Returns
    -------
    numpy.ndarray
        (sets, readouts), fewer sets than the design if interrupted.

    Raises
    ------
    KeyboardInterrupt
        If interrupted before the first part was done.
    """
    size = max(1, _PART // block) * block
    done: list[Floats] = []
    try:
        for begin in range(0, len(places), size):
            done.append(evaluate(values_at(factors, places[begin : begin + size])))
            if progress is not None:
                progress(min(begin + size, len(places)), len(places))
            if interim is not None and begin + size < len(places):
                interim(np.concatenate(done))
    except KeyboardInterrupt:
        if not done:
            raise
    return np.concatenate(done)


def missing_share(values: Floats, readout: str) -> float:
    """Return the share of parameter sets without a value of one readout.

    Raises
    ------
    UserMistake
        If it is too large for an answer, or all sets give the same value.
    """
    missing = np.isnan(values)
    share = float(missing.mean())
    if share > _MOST_MISSING:
        why = (
            f", mostly cells that do not grow even untreated. Ask for {RATE!r}"
            if readout == GR
            else ", as they cannot be simulated. Choose fewer parameters"
        )
        raise UserMistake(
            f"{readout} has no value in {share:.0%} of the parameter sets{why}, or narrow the "
            f"ranges with a smaller spread."
        )
    check_moves(values[~missing], readout)
    return share


def check_moves(values: Floats, readout: str) -> None:
    """Refuse a readout that is the same in all parameter sets."""
    if np.ptp(values) <= 1e-6 * max(1e-12, float(np.abs(values).max())):
        raise UserMistake(
            f"No parameter moves {readout} in this scenario: it is {values.flat[0]:.4g} in every "
            f"parameter set. Choose another readout, or give a treatment."
        )
