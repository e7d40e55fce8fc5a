"""The table of a screen: effects, their bands over parameter sets, and ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from her2sim.analysis.growth import Floats
from her2sim.analysis.perturbation import Perturbation, ranks

COLUMNS = (
    "rank",
    "gene",
    "readout",
    "control",
    "knockdown",
    "effect",
    "lower",
    "upper",
    "alone",
    "fitness",
)
BAND = (2.5, 97.5)
_SAME = 1e-9


@dataclass(frozen=True)
class Measured:
    """Numbers of each cell (rows, the control first) in each parameter set (the table's first).

    ``treated`` is the readout under the treatment, ``untreated`` the same without it, ``rate``
    the net growth without it; each of shape (cells, sets), or ``None`` where there is none.
    """

    treated: Floats
    untreated: Floats | None
    rate: Floats | None

    def effects(self) -> Floats:
        """Return what each perturbation changes, (perturbations, sets).

        NaN in the sets in which the control is not finite: nothing can be compared with it.
        """
        return np.asarray(np.where(np.isfinite(self.treated[0]), difference(self.treated), np.nan))


def difference(values: Floats) -> Floats:
    """Return the rows below the first minus the first; NaN where both are infinite."""
    with np.errstate(invalid="ignore"):
        found = values[1:] - values[0]
        scale = np.abs(values[1:]) + np.abs(values[0])
        # What is left of equal numbers is the solver's rounding.
        rounding = np.isfinite(scale) & (np.abs(found) <= _SAME * scale)
    return np.asarray(np.where(rounding, 0.0, found))


def table(changed: Sequence[Perturbation], readout: str, measured: Measured) -> pd.DataFrame:
    """Return the table of a screen, the largest effect first."""
    names = [str(each) for each in changed]
    effects = measured.effects()
    lower, upper = _band(effects)
    nothing = np.full(len(names), np.nan)
    rate = measured.rate
    columns: dict[str, object] = {
        "gene": names,
        "readout": readout,
        "control": measured.treated[0, 0],
        "knockdown": measured.treated[1:, 0],
        "effect": effects[:, 0],
        "lower": lower,
        "upper": upper,
        "alone": nothing if measured.untreated is None else difference(measured.untreated)[:, 0],
        "fitness": nothing if rate is None else _fold(rate),
    }
    frame = pd.DataFrame(columns)
    frame.insert(0, "rank", frame["gene"].map(ranks(dict(zip(names, effects[:, 0], strict=True)))))
    if effects.shape[1] > 1:
        frame = frame.assign(**_over_sets(effects))
    if any(len(each.genes) > 1 for each in changed):
        frame = frame.assign(**_beyond_sum(changed, effects[:, 0]))
    return frame.sort_values(["rank", "gene"], kind="stable", ignore_index=True)


def over_sets(changed: Sequence[Perturbation], measured: Measured) -> pd.DataFrame:
    """Return the effect of each perturbation (rows, by name) in each parameter set (columns)."""
    return pd.DataFrame(measured.effects(), index=[str(each) for each in changed])


def _fold(rate: Floats) -> Floats:
    control = rate[0, 0]
    return np.asarray(rate[1:, 0] / control if control > 0 else np.full(len(rate) - 1, np.nan))


def _band(effects: Floats) -> tuple[Floats, Floats]:
    """Return the band of each perturbation over the parameter sets after the table's own."""
    nothing = np.full(len(effects), np.nan)
    if effects.shape[1] == 1:
        return nothing, nothing
    # Whole order statistics: between them an infinite effect would spread.
    known = [row[~np.isnan(row)] for row in effects[:, 1:]]
    bands = [
        np.percentile(row, BAND, method="closest_observation") if row.size else (np.nan, np.nan)
        for row in known
    ]
    lower, upper = np.array(bands, dtype=float).T
    return lower, upper


def _over_sets(effects: Floats) -> dict[str, Floats]:
    """Return the share of sets that agree on the sign, and the band of each rank."""
    sets = pd.DataFrame(effects[:, 1:])
    known = sets.notna().sum(axis=1).to_numpy()
    nothing = np.full(len(sets), np.nan)
    if not known.any():
        return {"agreement": nothing, "rank_lower": nothing, "rank_upper": nothing}
    same = (np.sign(effects[:, 1:]) == np.sign(effects[:, :1])).sum(axis=1)
    compared = sets.loc[:, sets.notna().any()]
    placed = compared.rank(ascending=False, method="min", na_option="bottom").to_numpy()
    low, high = np.percentile(placed, BAND, axis=1, method="closest_observation")
    with np.errstate(invalid="ignore", divide="ignore"):
        return {"agreement": same / known, "rank_lower": low, "rank_upper": high}


def _beyond_sum(changed: Sequence[Perturbation], effects: Floats) -> dict[str, Floats]:
    """Return what two perturbations would do if their effects added up, and what is beyond."""
    single = {
        each.genes[0]: float(effect)
        for each, effect in zip(changed, effects, strict=True)
        if len(each.genes) == 1
    }
    sums = [
        sum(single[gene] for gene in each.genes) if len(each.genes) > 1 else np.nan
        for each in changed
    ]
    expected = np.array(sums)
    with np.errstate(invalid="ignore"):
        return {"expected": expected, "interaction": effects - expected}
