"""reverse: which treatments make a resistant cell respond again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from her2sim.analysis.explain.sharing import Floats
from her2sim.analysis.intervals import Sample, interval, sampled
from her2sim.analysis.regimen.candidates import KNOCKED_OUT, Candidate, candidates
from her2sim.analysis.regimen.exposure import exposures, ranges_text
from her2sim.analysis.regimen.goal import SPARED, Goal, goal_of
from her2sim.analysis.regimen.reversal import Reversal
from her2sim.analysis.regimen.words import headline, sentence
from her2sim.errors import InvalidValue
from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.resolution import spelled
from her2sim.scenario import Scenario, label

Progress = Callable[[int, int], None]
__all__ = ["Reversal", "reverse"]

LEVELS = 9
MOST_DRUGS = 3
MOST_BEYOND = 1e4


@dataclass(frozen=True)
class _Search:
    """One search: the cells, what is read out and when."""

    model: Model
    asked: Scenario
    normal: Scenario | None
    readout: str
    hours: float


def reverse(
    model: Model,
    scenario: Scenario,
    readout: str = "GR",
    hours: float = 72.0,
    reference: Scenario | None = None,
    drugs: Sequence[str] | None = None,
    knockouts: bool = False,
    max_drugs: int = 2,
    beyond: float = 1.0,
    normal: str | None = None,
    sample: int = 0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Reversal:
    """Search for what restores the response of a resistant cell.

    Looks at all single drugs and combinations at concentrations that patients reach, each added
    to the treatment that is resisted and given instead of it.

    Parameters
    ----------
    model
        A model of the project, from :func:`her2sim.load_model`.
    scenario
        The resistant cell and the treatment it resists.
    readout
        Id of the readout whose response is to be restored.
    hours
        When, after the first dose.
    reference
        Whose response is the goal; by default the wild type of the same background under the
        same treatment.
    drugs
        Ids, names or aliases to search; all of the model with a clinical range if omitted.
    knockouts
        Whether to look at the knock-out of each gene, added to the treatment, as well. The gene
        is gone before the treatment begins, so a readout that refers to untreated growth refers
        to that of the knocked-out cell; a rate of growth compares knock-outs with drugs.
    max_drugs
        How many drugs to combine at most, 1 to 3, beside those that are resisted.
    beyond
        Search up to so many times the highest unbound concentration that patients reach.
    normal
        Background whose wild type is to be spared; by default the first of the model that is
        not that of the scenario.
    sample
        How many sets of the parameter ensemble to add, for the rows of ``table``.
    seed
        Of the random numbers behind those sets.
    progress
        Called with the number of simulations done and that of all.

    Raises
    ------
    UserMistake
        If a name or value is not valid, or there is no resistance to reverse.
    SimulationFailed
        If the cells that are compared cannot be simulated.
    """
    _check(max_drugs, beyond)
    unit = model.readout(readout).unit
    asked = spelled(model, scenario)
    other = spelled(model, reference) if reference else _wild_type(asked)
    search = _Search(model, asked, _normal(model, asked, normal), readout, hours)
    reached = exposures(model, drugs)
    goal = goal_of(model, (asked, other, search.normal), readout, hours, None)
    looked_at = candidates(model, asked, reached, max_drugs, LEVELS, beyond, knockouts)
    searched = _searched(search, looked_at, goal, progress)
    best = _best(searched, looked_at)
    drawn = sampled(model, sample, seed)
    table = _table(searched, looked_at, best)
    if drawn.sets is not None:
        exact = goal_of(model, (asked, other, search.normal), readout, hours, drawn.sets)
        table = _with_bands(search, table, [looked_at[place] for place in best], drawn, exact)
    found = Reversal(
        readout=readout,
        unit="" if unit == "1" else unit,
        hours=hours,
        asked=label(asked),
        reference=label(other),
        normal=label(search.normal).removesuffix(", untreated") if search.normal else "",
        asked_value=float(goal.asked[0]),
        goal=float(goal.reference[0]),
        table=table,
        searched=searched,
        headline="",
        ranges=ranges_text(reached.values(), model),
        ensemble=drawn.text,
    )
    return replace(found, headline=headline(found.asked, found.reference, table))


def _check(max_drugs: int, beyond: float) -> None:
    whole = isinstance(max_drugs, int) and not isinstance(max_drugs, bool)
    if not whole or not 1 <= max_drugs <= MOST_DRUGS:
        raise InvalidValue("max_drugs", max_drugs, f"a whole number from 1 to {MOST_DRUGS}")
    if not 1.0 <= beyond <= MOST_BEYOND:
        raise InvalidValue("beyond", beyond, f"a factor from 1 to {MOST_BEYOND:g}")


def _wild_type(asked: Scenario) -> Scenario:
    """Return the reference if none is given."""
    return replace(asked.control(), treatment=asked.treatment, later=asked.later)


def _normal(model: Model, asked: Scenario, wanted: str | None) -> Scenario | None:
    """Return the untreated cell to be spared, if the model has one."""
    if wanted is not None:
        return spelled(model, Scenario("normal", background=wanted))
    own = asked.background or model.default_background
    others = [each.id for each in model.backgrounds if each.id != own]
    return Scenario("normal", background=others[0]) if others else None


def _searched(
    search: _Search,
    looked_at: Sequence[Candidate],
    goal: Goal,
    progress: Progress | None,
) -> pd.DataFrame:
    """Simulate all candidates in the resistant cell and in the one to be spared."""
    cells = [search.asked] + ([search.normal] if search.normal is not None else [])
    arms = [
        each.given_to(cell, f"{row}:{column}")
        for row, cell in enumerate(cells)
        for column, each in enumerate(looked_at)
    ]
    found = simulate_many(
        search.model,
        arms,
        search.readout,
        (search.hours,),
        progress=progress,
        relative=False,
    )
    values = found.at(search.readout)[:, 0].reshape(len(cells), len(looked_at))
    nothing = np.full(len(looked_at), np.nan)
    kept = goal.kept(values[1]) if search.normal is not None else nothing
    # A knock-out is there before the treatment: what it does by itself to normal cells, their
    # response to the treatment does not tell.
    kept = np.where([bool(each.gene) for each in looked_at], np.nan, kept)
    table = pd.DataFrame(
        {
            "treatment": [each.label for each in looked_at],
            "kind": [each.kind for each in looked_at],
            "gene": [each.gene for each in looked_at],
            "readout": search.readout,
            "value": values[0],
            "unit": search.model.readout(search.readout).unit,
            "goal": float(goal.reference[0]),
            "recovered": goal.recovered(values[0]),
            "restored": goal.restored(values[0]) > 0,
            "exposure": [each.exposure for each in looked_at],
            "new_exposure": [each.new_exposure for each in looked_at],
            "reached": [each.reached for each in looked_at],
            "normal": kept,
            "spared": np.array(_answers(kept), dtype=object),
        }
    )
    table["front"] = _front(table)
    return table


def _answers(kept: Floats) -> list[bool | None]:
    """Return whether cells are spared, ``None`` where nothing is known of them."""
    return [None if np.isnan(share) else bool(share >= SPARED) for share in kept]


def _front(table: pd.DataFrame) -> list[bool]:
    """Tell which drug treatments no other of their kind excels at no more exposure."""
    on_it: set[object] = set()
    drugs = table[table["kind"].ne(KNOCKED_OUT)].dropna(subset=["new_exposure", "recovered"])
    for _, kind in drugs.groupby("kind"):
        order = kind.sort_values(["new_exposure", "recovered"], ascending=[True, False])
        best_before = order["recovered"].cummax().shift(fill_value=-np.inf)
        on_it |= set(order.index[order["recovered"] > best_before])
    return [place in on_it for place in table.index]


def _best(searched: pd.DataFrame, looked_at: Sequence[Candidate]) -> list[int]:
    """Return the place of the candidate that stands for each set of drugs, the best set first."""
    ranked = searched.assign(
        group=[repr(each.group) for each in looked_at],
        drugs=[len(each.doses) + bool(each.gene) for each in looked_at],
        # What restores is ranked by how little it takes, what does not by how far it comes.
        short=-searched["recovered"].where(~searched["restored"], 1.0),
        failed=~searched["restored"],
    ).sort_values(["failed", "short", "drugs", "exposure"], kind="stable")
    return [int(place) for place in ranked.dropna(subset="value").drop_duplicates("group").index]


def _table(searched: pd.DataFrame, looked_at: Sequence[Candidate], best: list[int]) -> pd.DataFrame:
    table = searched.loc[best].drop(columns="front").reset_index(drop=True)
    table.insert(0, "rank", range(1, len(table) + 1))
    rows = table.to_dict("records")
    table["text"] = [
        sentence({str(name): value for name, value in row.items()}, looked_at[place])
        for row, place in zip(rows, best, strict=True)
    ]
    return table


def _with_bands(
    search: _Search, table: pd.DataFrame, shown: Sequence[Candidate], drawn: Sample, goal: Goal
) -> pd.DataFrame:
    """Add what the parameter ensemble says about the rows of the table."""
    arms = [each.given_to(search.asked, str(place)) for place, each in enumerate(shown)]
    found = simulate_many(
        search.model, arms, search.readout, (search.hours,), samples=drawn.sets, relative=False
    )
    values = found.at(search.readout)
    # A set whose cell is not resistant has nothing to restore.
    resists = (goal.asked - goal.reference) * np.sign(goal.untreated - goal.reference) > 0
    resists[0] = False
    restored = goal.restored(values)[:, resists]
    bands = np.array([interval(row) for row in values])
    share = restored.mean(axis=1) if resists.any() else np.full(len(values), np.nan)
    return pd.DataFrame(table.assign(lower=bands[:, 0], upper=bands[:, 1], restored_share=share))
