"""Sobol indices: the share of a readout's variance that a parameter, or an arm, accounts for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from her2sim.analysis.factors import Factor
from her2sim.analysis.growth import Floats
from her2sim.analysis.indices import Index

LEAST = 8
_RESAMPLES = 100


def groups(factors: Sequence[Factor], by_arm: bool) -> tuple[Factor, ...] | tuple[str, ...]:
    """Return what has an index: each factor, or each arm in the order it first occurs."""
    if by_arm:
        return tuple(dict.fromkeys(each.arm for each in factors))
    return tuple(factors)


def sobol_design(factors: Sequence[Factor], blocks: int, seed: int, by_arm: bool) -> Floats:
    """Return the places of Saltelli's design: (blocks x (groups + 2), factors)."""
    problem = _problem(factors, by_arm)
    design = sampling.sample(problem, blocks, calc_second_order=False, seed=seed)
    return np.asarray(design, dtype=float)


def sobol_indices(
    values: Floats, factors: Sequence[Factor], seed: int, by_arm: bool
) -> list[Index]:
    """Return ``S1`` (alone) and ``ST`` (with all interactions), intervals bootstrapped.

    Estimators of Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018.
    """
    found = analysis.analyze(
        _problem(factors, by_arm),
        without_gaps(values, len(groups(factors, by_arm))),
        calc_second_order=False,
        num_resamples=_RESAMPLES,
        seed=seed,
    )
    of = groups(factors, by_arm)
    return [
        Index(name, of, found[name], found[name] - found[conf], found[name] + found[conf])
        for name, conf in (("ST", "ST_conf"), ("S1", "S1_conf"))
    ]


def without_gaps(values: Floats, count: int) -> Floats:
    """Return the values with every gap filled by what speaks for no effect of anything.

    The estimators have no place for a gap. A changed set without a value takes that of the
    unchanged one; a whole block without either base is given the median of all.
    """
    blocks = values.reshape(-1, count + 2).copy()
    base, changed, other = blocks[:, 0], blocks[:, 1:-1], blocks[:, -1]
    blocks[np.isnan(base) | np.isnan(other)] = np.nanmedian(values)
    np.copyto(changed, base[:, None], where=np.isnan(changed))
    return np.asarray(blocks.ravel())


def _problem(factors: Sequence[Factor], by_arm: bool) -> dict[str, Any]:
    problem = {
        "num_vars": len(factors),
        "names": [each.id for each in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    return problem | ({"groups": [each.arm for each in factors]} if by_arm else {})
