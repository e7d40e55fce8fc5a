"""Doses with one effect (isoboles), and doses at which resistance is reversed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.analysis.cells import Cells, Floats
from her2sim.analysis.effect import GROWTH, Scale
from her2sim.analysis.fit import first_crossing
from her2sim.analysis.synergy import SingleAgent
from her2sim.scenario import Scenario

ISOBOLE_COLUMNS = (
    "genotype",
    "background",
    "affected",
    "level",
    "dose_a_nM",
    "dose_b_nM",
    "additive_b_nM",
    "combination_index",
)
REVERSAL_COLUMNS = ("genotype", "background", "dose_a_nM", "target", "dose_b_nM", "b_alone")
# Half of the growth effect (a growth-rate inhibition value of 0.5); else half of the readout.
_GROWTH_LEVEL, _LEVEL = 0.25, 0.5
# The solver's rounding, in fractions affected: an equal response counts as one.
_ROUNDING = 1e-4


@dataclass(frozen=True, eq=False)
class Matrix:
    """The effects of a combination in one cell.

    Attributes
    ----------
    doses
        For each drug, in nM, rising from 0.
    effects
        Fraction affected; one axis per drug.
    agents
        What each drug does alone, over more doses than the matrix has.
    untreated
        The readout without the drugs.
    """

    doses: tuple[tuple[float, ...], ...]
    effects: Floats
    agents: tuple[SingleAgent, ...]
    untreated: float

    @property
    def first_alone(self) -> Floats:
        """The effects of the first drug alone."""
        return np.asarray(self.effects.reshape(len(self.effects), -1)[:, 0])

    def like(self, reference: Matrix) -> NDArray[np.bool_]:
        """Tell where the effect is at least that of the first drug alone in another cell."""
        shape = (-1, *([1] * (self.effects.ndim - 1)))
        wanted = reference.first_alone.reshape(shape)
        given = (np.asarray(self.doses[0]) > 0).reshape(shape)
        return np.asarray((self.effects >= wanted - _ROUNDING) & given)


def single_agents(
    doses: Sequence[Sequence[float]], effects: Sequence[Floats]
) -> tuple[SingleAgent, ...]:
    """Return what each drug does alone."""
    return tuple(
        SingleAgent(tuple(grid), tuple(float(each) for each in own))
        for grid, own in zip(doses, effects, strict=True)
    )


def isoboles(cells: Cells, matrices: Mapping[Scenario, Matrix], scale: Scale) -> pd.DataFrame:
    """Return the pairs of doses that reach one level of effect, cell by cell.

    The level is that of half the effect on growth, or half of the readout; where no cell gets
    there it is half of the largest effect.
    """
    found = {cell: matrices[cell] for cell in cells.compared}
    if any(matrix.effects.ndim != 2 for matrix in found.values()):
        return pd.DataFrame(columns=list(ISOBOLE_COLUMNS))
    most = max(float(np.nanmax(matrix.effects)) for matrix in found.values())
    level = _GROWTH_LEVEL if scale.readout == GROWTH else _LEVEL
    level = level if most >= level else most / 2
    rows = [
        (*_who(cell), level, scale.value(level, matrix.untreated), *point)
        for cell, matrix in found.items()
        for point in _points(matrix, level)
    ]
    return pd.DataFrame(rows, columns=list(ISOBOLE_COLUMNS))


def _who(cell: Scenario) -> tuple[str, str]:
    return str(cell.genotype), cell.background or ""


def _points(matrix: Matrix, level: float) -> list[tuple[float, float, float, float]]:
    """Return the isobole of one matrix, ends first, as it goes from one axis to the other."""
    alone_a, alone_b = (float(each.inverse(np.array(level))) for each in matrix.agents)
    pairs = {(alone_a, 0.0)} if math.isfinite(alone_a) else set()
    pairs |= {(0.0, alone_b)} if math.isfinite(alone_b) else set()
    doses_a, doses_b = matrix.doses
    for place, dose in list(enumerate(doses_b))[1:]:
        pairs.add((_least(doses_a, matrix.effects[:, place], level), dose))
    for place, dose in list(enumerate(doses_a))[1:]:
        pairs.add((dose, _least(doses_b, matrix.effects[place], level)))
    kept = [
        pair
        for pair in pairs
        if all(map(math.isfinite, pair)) and (min(pair) > 0 or pair in {(alone_a, 0), (0, alone_b)})
    ]
    return [
        (a, b, _additive(a, alone_a, alone_b), a / alone_a + b / alone_b)
        for a, b in sorted(kept, key=lambda pair: (pair[0], -pair[1]))
    ]


def _additive(a: float, alone_a: float, alone_b: float) -> float:
    """Return the dose of b that additive drugs would need beside a."""
    rest = 1.0 - a / alone_a
    return max(0.0, alone_b * rest) if rest > 0 else 0.0


def _least(doses: Sequence[float], effects: Floats, level: float) -> float:
    """Return the least dose with an effect: 0 if none is needed, ``inf`` if none suffices."""
    enough = level - _ROUNDING
    if effects[0] >= enough:
        return 0.0
    if effects[1] >= enough:
        # Small doses act in proportion.
        return float(doses[1] * (enough - effects[0]) / (effects[1] - effects[0]))
    return first_crossing(doses[1:], list(-effects[1:]), -enough)


def reversals(cells: Cells, matrices: Mapping[Scenario, Matrix]) -> pd.DataFrame:
    """Return the doses of the second drug that bring altered cells to the wild type's response."""
    rows = []
    for cell, wild in zip(cells.compared, cells.wild, strict=True):
        own, other = matrices[cell], matrices[wild]
        if cell == wild or own.effects.ndim != 2:
            continue
        for place, dose in list(enumerate(own.doses[0]))[1:]:
            target = float(other.first_alone[place])
            both = _least(own.doses[1], own.effects[place], target)
            alone = _least(own.doses[1], own.effects[0], target)
            rows.append((*_who(cell), dose, target, both, alone))
    return pd.DataFrame(rows, columns=list(REVERSAL_COLUMNS))
