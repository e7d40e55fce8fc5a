"""Morris screening: elementary effects along random trajectories through the whole box."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from SALib.sample import morris as salib

from her2sim.analysis.factors import Factor
from her2sim.analysis.growth import Floats
from her2sim.analysis.indices import Index, band

LEAST = 4
_LEVELS = 4
_RESAMPLES = 200


def morris_design(factors: Sequence[Factor], trajectories: int, seed: int) -> Floats:
    """Return the places of the trajectories: (trajectories x (factors + 1), factors)."""
    problem = {
        "num_vars": len(factors),
        "names": [each.id for each in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    design = salib.sample(
        problem, trajectories, num_levels=_LEVELS, local_optimization=False, seed=seed
    )
    return np.asarray(design, dtype=float)


def morris_indices(
    places: Floats, values: Floats, factors: Sequence[Factor], seed: int
) -> list[Index]:
    """Return ``mu_star`` (mean size of the effects), ``mu`` (their mean) and ``sigma``.

    Effects are changes of the readout from the low to the high end of a range. ``mu_star`` far
    above the size of ``mu`` tells of a sign that depends on the other parameters, a large
    ``sigma`` of interactions (Morris 1991, doi:10.2307/1269043; Campolongo 2007,
    doi:10.1016/j.envsoft.2006.10.004). Intervals are bootstrapped over trajectories; effects
    next to a set without a value are left out.
    """
    effects = elementary_effects(places, values)
    count = len(effects)
    draws = np.random.default_rng(seed).integers(count, size=(_RESAMPLES, count))
    resampled = effects[draws]
    with warnings.catch_warnings():
        # A resample in which a factor has too few effects is NaN and left out of the interval.
        warnings.simplefilter("ignore", RuntimeWarning)
        measures = {
            "mu_star": (np.nanmean(np.abs(effects), 0), np.nanmean(np.abs(resampled), 1)),
            "mu": (np.nanmean(effects, 0), np.nanmean(resampled, 1)),
            "sigma": (np.nanstd(effects, 0, ddof=1), np.nanstd(resampled, 1, ddof=1)),
        }
        bands = {name: band(drawn) for name, (_, drawn) in measures.items()}
    return [Index(name, factors, value, *bands[name]) for name, (value, _) in measures.items()]


def elementary_effects(places: Floats, values: Floats) -> Floats:
    """Return (trajectories, factors): each step changes one factor, and the readout with it."""
    count = places.shape[1]
    steps = np.diff(places.reshape(-1, count + 1, count), axis=1)
    changes = np.diff(values.reshape(-1, count + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    effects = np.empty_like(changes)
    np.put_along_axis(effects, moved, changes / size, axis=1)
    return effects
