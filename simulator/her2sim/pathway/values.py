"""What the nodes of a map show of a scenario, and the marks on it."""

from __future__ import annotations

import math

import pandas as pd

from her2sim.engine import SolverSettings
from her2sim.errors import InvalidValue
from her2sim.model import Model
from her2sim.pathway.colouring import badges_of
from her2sim.pathway.parts import Pathway
from her2sim.resolution import spelled
from her2sim.scenario import Scenario
from her2sim.simulate import simulate

COLUMNS = ("node", "label", "shows", "value", "unit", "fold")


def map_values(
    model: Model,
    pathway: Pathway,
    scenario: Scenario,
    hours: float = 24.0,
    start: str | None = None,
) -> pd.DataFrame:
    """Return what every node shows of a scenario at the end of a treatment.

    Parameters
    ----------
    model, pathway
        A model and its map.
    scenario
        The cell and its treatment.
    hours
        Length of the treatment, above 0.
    start
        As in :func:`her2sim.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row per node that shows something: ``node``, ``label``, ``shows`` (in words),
        ``value`` in ``unit``, and ``fold``, the multiple of the untreated wild type of the same
        background: infinite where that has none, NaN where neither has.
    """
    shown = [node for node in pathway.nodes if node.shows]
    if not shown:
        raise InvalidValue("the map", "without 'shows'", "one that shows something", pathway.place)
    final = simulate(model, scenario, hours=hours, readouts=pathway.shown, start=start).final()
    rows = {str(row.readout): row for row in final.itertuples()}
    table = [
        (
            node.id,
            node.name,
            node.shows_label or node.shows,
            float(rows[node.shows].value),  # type: ignore[arg-type]
            rows[node.shows].unit,
            _fold(float(rows[node.shows].value), float(rows[node.shows].relative)),  # type: ignore[arg-type]
        )
        for node in shown
    ]
    return pd.DataFrame(table, columns=list(COLUMNS))


def marks_of(model: Model, pathway: Pathway, scenario: Scenario) -> dict[str, str]:
    """Return the marks of a cell's mutations and knock-downs, by node."""
    arm = spelled(model, scenario)
    named = {name: model.mutation(name) for name in arm.genotype.mutations}
    mutations = {
        name: (each.gene, each.label.removeprefix(each.gene).strip())
        for name, each in named.items()
    }
    knockdowns = {
        each.gene: f"{100 * each.left:.3g} %" if each.left else "KO" for each in arm.knockdowns
    }
    return badges_of(pathway, mutations, knockdowns)


def doses_of(model: Model, scenario: Scenario) -> dict[str, str]:
    """Return the doses of a scenario in words, by drug id."""
    doses = spelled(model, scenario).treatment
    return {each.drug: f"{each.amount:.12g} {each.unit.replace('u', 'µ', 1)}" for each in doses}


def _fold(value: float, relative: float) -> float:
    # The simulation gives no multiple of nothing; less than the solver resolves is nothing too.
    is_there = value > SolverSettings().absolute
    return math.inf if math.isnan(relative) and is_there else relative
