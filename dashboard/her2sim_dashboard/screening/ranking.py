"""The ranking of genes: a virtual screen of the state's cell under its treatment."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from her2sim import screen
from her2sim.analysis.growth import GR
from her2sim.analysis.screen import Screen
from her2sim.model import Readout

from her2sim_dashboard.context import Context
from her2sim_dashboard.runs import Course, courses
from her2sim_dashboard.screening.asking import Perturbing, perturbing, readout_of, scenario_of
from her2sim_dashboard.state import State

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Ranking:
    """A screen with what is needed to tell it in words.

    Attributes
    ----------
    found
        The analysis' own result.
    readout
        What is compared.
    perturbing
        What each gene underwent.
    untreated
        The readout of the cell without drugs; NaN if that cannot be simulated.
    is_treated
        Whether the cell has a drug.
    band
        Of the treatment's effect, the share below which nothing has changed.
    """

    found: Screen
    readout: Readout
    perturbing: Perturbing
    untreated: float
    is_treated: bool
    band: float

    @property
    def table(self) -> pd.DataFrame:
        """The rows of the screen, the largest effect first."""
        return self.found.table

    @property
    def control(self) -> float:
        """The readout under the treatment with every gene as it is."""
        return float(self.table["control"].iloc[0])

    @property
    def is_growth(self) -> bool:
        """Whether growth is compared, so that more means that the treatment does less."""
        return self.readout.id == GR

    @property
    def base(self) -> float:
        """What effects are shares of: the treatment's own, or without it the control."""
        if not self.is_treated:
            return abs(self.control)
        moved = self.untreated - self.control
        return moved if abs(moved) > self.band * abs(self.untreated) else math.nan

    def share(self, effect: float) -> float:
        """Return an effect as a share of :attr:`base`, NaN where that is next to nothing.

        Under a treatment, 1 undoes what it does, and below 0 adds to it.
        """
        base = self.base
        return effect / base if base and math.isfinite(base) else math.nan

    def kind(self, effect: float) -> str:
        """Return ``up``, ``down`` or ``flat``: which way an effect goes, if anywhere."""
        share = self.share(effect)
        if not math.isfinite(effect) or abs(share) <= self.band:
            return "flat"
        return "up" if effect > 0 else "down"


def rank(
    state: State,
    context: Context,
    *,
    sample: int = 0,
    pairs: bool = False,
    progress: Progress | None = None,
) -> Ranking:
    """Screen all genes of the model in the cell of a state, under its treatment.

    Parameters
    ----------
    state
        The cell, the treatment and the settings of the page.
    context
        What all pages share.
    sample
        Parameter sets behind intervals; 0 for none.
    pairs
        Whether pairs are perturbed too.
    progress
        Called with (simulations done, simulations in all).

    Raises
    ------
    UserMistake
        If no gene moves the readout, as without a treatment none does growth.
    """
    how, readout, cell = perturbing(state), readout_of(state, context), scenario_of(state)
    found = screen(
        context.model,
        cell.treatment,
        genotype=cell.genotype,
        background=cell.background,
        left=how.left,
        over=how.over,
        pairs=pairs,
        readout=readout.id,
        hours=state.hours,
        sample=sample,
        knockdowns=cell.knockdowns,
        changes=cell.changes,
        progress=progress,
    )
    untreated = _untreated(state, context, readout)
    band = context.limits.unchanged_within
    return Ranking(found, readout, how, untreated, bool(cell.treatment), band)


def _untreated(state: State, context: Context, readout: Readout) -> float:
    bare = state.cell.untreated()
    course = courses(context, [bare], state.hours)[bare]
    return course.ends()[readout.id] if isinstance(course, Course) else math.nan


def leading_shares(ranking: Ranking, first: int) -> dict[str, float]:
    """Return the share of parameter sets in which each gene is among the first, by gene.

    Empty without an ensemble. Sets in which the control has no number do not count.
    """
    sets = ranking.found.effects.iloc[:, 1:]
    sets = sets.loc[:, sets.notna().any()]
    if sets.shape[1] == 0:
        return {}
    places = sets.rank(ascending=False, method="min", na_option="bottom")
    return {str(gene): float(share) for gene, share in (places <= first).mean(axis=1).items()}
