"""Conserved totals of a reaction network, from its stoichiometry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ZERO = 1e-9


def conserved_totals(stoichiometry: NDArray[np.float64]) -> dict[int, NDArray[np.float64]]:
    """Return the sums over species that no reaction changes.

    Parameters
    ----------
    stoichiometry
        Species (rows) by reactions (columns).

    Returns
    -------
    dict
        The coefficients of each total, filed under a species (row) whose rate follows from the
        rates of the others by it; that species has the coefficient 1.
    """
    left = np.array(stoichiometry, dtype=float)
    made_of = np.eye(len(left))
    free = np.ones(len(left), dtype=bool)
    for column in range(left.shape[1]):
        candidates = np.where(free, np.abs(left[:, column]), 0.0)
        if not candidates.size or candidates.max() < _ZERO:
            continue
        pivot = int(np.argmax(candidates))
        free[pivot] = False
        for row in np.flatnonzero(free & (np.abs(left[:, column]) >= _ZERO)):
            share = left[row, column] / left[pivot, column]
            left[row] -= share * left[pivot]
            made_of[row] -= share * made_of[pivot]
    return {int(row): made_of[row] for row in np.flatnonzero(free)}
