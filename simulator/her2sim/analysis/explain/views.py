"""The ways to share a difference out: along the network, over its routes, loops or alterations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.analysis.explain.alterations import altered, altered_values
from her2sim.analysis.explain.listening import Listening, Pair, listen
from her2sim.analysis.explain.plain import Progress
from her2sim.analysis.explain.sharing import (
    MOST_PLAYERS,
    Floats,
    coalitions,
    in_order,
    shapley,
    shares,
)
from her2sim.analysis.explain.steps import links, observed, read_steps, told
from her2sim.errors import InvalidValue
from her2sim.model import Model
from her2sim.rows import Step
from her2sim.scenario import Scenario

# What a coalition changes below this share of the whole is solver error.
_NOISE = 1e-3
OWN = "this simulation"
_REST = {
    "step": ("all else", "What no step of the table carries."),
    "route": ("all else", "What no route of the table carries."),
    "loop": (
        "direct effect",
        "What remains of the difference when every loop carries the signal of {reference}.",
    ),
    "alteration": ("all else", "What the listed alterations do not explain."),
}


@dataclass(frozen=True)
class Question:
    """Which difference is to be shared out, and how."""

    model: Model
    asked: Scenario
    reference: Scenario
    readout: str
    hours: float
    view: str
    samples: pd.DataFrame | None = None
    progress: Progress | None = None


@dataclass(frozen=True)
class Part:
    """One of those that share: what it is called, what it shows and where that is from."""

    id: str
    label: str
    text: str
    source: str


@dataclass(frozen=True)
class Shared:
    """A difference shared out.

    Attributes
    ----------
    parts
        Those that share; the last is what the others leave.
    shares
        (parts, samples); their sum is ``asked - reference``.
    asked, reference
        (samples,): the readout in both cells.
    """

    parts: tuple[Part, ...]
    shares: Floats
    asked: Floats
    reference: Floats


def share(question: Question) -> Shared:
    """Share the difference between the two cells of a question out.

    Raises
    ------
    UserMistake
        If the view does not fit the model, the readout or the scenarios.
    SimulationFailed
        If a cell cannot be simulated.
    """
    if question.view == "alteration":
        return _by_alteration(question)
    steps = read_steps(question.model, question.view, question.readout)
    _check_number(len(steps), "steps", question)
    return _along(question, steps) if question.view == "step" else _over_sets(question, steps)


def _along(question: Question, steps: Sequence[Step]) -> Shared:
    """Hold one step after the other, in both cells, and take the mean of what each changes."""
    chain = np.tri(len(steps) + 1, len(steps), -1, dtype=bool)
    mine = _listen(question, steps, chain)
    swapped = replace(question, asked=question.reference, reference=question.asked)
    other = _listen(swapped, steps, chain)
    own = (in_order(other.held) - in_order(mine.held)) / 2
    return _shared(question, steps, own, mine)


def _over_sets(question: Question, steps: Sequence[Step]) -> Shared:
    """Hold every set of steps and take Shapley's shares of those that are not held."""
    # Row 0 holds all in the order of coalitions; reversed, the first run holds none.
    live = coalitions(len(steps))
    found = _listen(question, steps, ~live[::-1])
    return _shared(question, steps, shapley(found.held[::-1]), found)


def _listen(question: Question, steps: Sequence[Step], holds: NDArray[np.bool_]) -> Listening:
    pair = Pair(question.model, question.asked, question.reference, links(steps))
    return listen(
        pair,
        holds.tolist(),
        observed(steps, question.readout),
        question.hours,
        question.samples,
        question.progress,
    )


def _shared(question: Question, steps: Sequence[Step], own: Floats, found: Listening) -> Shared:
    """Add what the steps leave, and fill the numbers into their texts."""
    name = question.reference.name
    parts = [
        Part(step.id, step.label, told(step.text, found.asked, found.reference, name), step.source)
        for step in steps
    ]
    return _with_rest(question, parts, own, found.held[0], found.donor)


def _by_alteration(question: Question) -> Shared:
    """Apply every set of alterations to the reference and take Shapley's shares."""
    cells = question.asked, question.reference
    players = altered(question.model, *cells)
    _check_number(len(players), "alterations", question)
    values = altered_values(
        question.model,
        cells,
        players,
        question.readout,
        question.hours,
        question.samples,
        question.progress,
    )
    noise = _NOISE * abs(float(values[-1, 0] - values[0, 0]))
    parts = [Part(player.id, player.label, player.text, player.source) for player in players]
    return _with_rest(question, parts, shares(values, noise), values[-1], values[0])


def _with_rest(
    question: Question, parts: Sequence[Part], own: Floats, asked: Floats, reference: Floats
) -> Shared:
    rest = asked - reference - own.sum(axis=0)
    label, text = _REST[question.view]
    last = Part("", label, text.format(reference=question.reference.name), OWN)
    return Shared((*parts, last), np.vstack([own, rest]), asked, reference)


def _check_number(number: int, what: str, question: Question) -> None:
    if question.view != "step" and number > MOST_PLAYERS:
        valid = f"at most {MOST_PLAYERS}, as every set of them is simulated"
        raise InvalidValue(f"the number of {what} to share between", number, valid)
