"""Shares a difference out among those that made it, so that the shares add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Every coalition is simulated: 2 ** 12 runs are a few seconds.
MOST_PLAYERS = 12


def coalitions(players: int) -> NDArray[np.bool_]:
    """Return all subsets, (2 ** players, players): row ``i`` holds the bits of ``i``."""
    numbers = np.arange(2**players)[:, None]
    return np.asarray((numbers >> np.arange(players)) & 1 == 1)


def shapley(values: Floats) -> Floats:
    """Return Shapley's shares: what each player adds, averaged over all orders of joining.

    Parameters
    ----------
    values
        (2 ** players, ...): the value of each row of :func:`coalitions`.

    Returns
    -------
    numpy.ndarray
        (players, ...); the sum over players is the last value less the first.
    """
    players = len(values).bit_length() - 1
    members = coalitions(players)
    sizes = members.sum(axis=1)
    shares = np.zeros((players, *values.shape[1:]))
    for player in range(players):
        without = np.flatnonzero(~members[:, player])
        weights = np.array([1.0 / (players * comb(players - 1, int(n))) for n in sizes[without]])
        gains = values[without | (1 << player)] - values[without]
        shares[player] = np.tensordot(weights, gains, axes=1)
    return shares


def gate(values: Floats, tolerance: float) -> int | None:
    """Return the player without whom nobody changes anything, if there is just one.

    Parameters
    ----------
    values
        (2 ** players,): the value of each coalition.
    tolerance
        What counts as no change, in the unit of the values.
    """
    players = len(values).bit_length() - 1
    members = coalitions(players)
    found = [
        player
        for player in range(players)
        if np.all(np.abs(values[~members[:, player]] - values[0]) <= tolerance)
    ]
    return found[0] if len(found) == 1 and players > 1 else None


def shares(values: Floats, tolerance: float) -> Floats:
    """Return Shapley's shares; one that all others need joins first.

    A share of mutant protein, for example, does nothing by itself and everything that the mutant
    does needs it: half of the whole effect would be credited to it for no insight.

    Parameters
    ----------
    values
        (2 ** players, samples); the first sample decides what joins first.
    tolerance
        As for :func:`gate`.
    """
    first = gate(values[:, 0], tolerance)
    if first is None:
        return shapley(values)
    players = len(values).bit_length() - 1
    with_it = np.flatnonzero(coalitions(players)[:, first])
    given = shapley(values[with_it])
    alone = values[1 << first] - values[0]
    return np.insert(given, first, alone, axis=0)


def in_order(values: Sequence[Floats] | Floats) -> Floats:
    """Return what each member of a chain changes: differences of successive values."""
    return np.diff(np.asarray(values), axis=0)
