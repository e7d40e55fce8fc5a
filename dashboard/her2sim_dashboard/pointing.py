"""Pointing: which parts of the pathway map a step or an altered value of the model belongs to.

Everything follows from ids: those of the step in ``steps.csv``, what the model's formulas use, and
what nodes and edges of the map stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from her2sim import Model
from her2sim.analysis.explain.steps import has_steps, read_steps
from her2sim.analysis.explain.twin import used_in
from her2sim.pathway import Edge, Pathway
from her2sim.rows import Step

from her2sim_dashboard.context import Context

Marks = Mapping[str, list[str]]
NOWHERE: Marks = {"nodes": [], "edges": []}
_MADE = "step"
_NAME = re.compile(r"[A-Za-z_]\w*")


def step_marks(context: Context, view: str, readout: str) -> dict[str, Marks]:
    """Return nodes and edges of each step of a view, by its id; none where there is no map.

    The edges by which a signal goes on belong to it. A step is what makes its signal besides, so
    the edges into the signal's nodes belong to it as well.
    """
    pathway, model = context.pathway, context.model
    if pathway is None or not has_steps(model):
        return {}
    return {step.id: _step(pathway, model, step) for step in read_steps(model, view, readout)}


def _step(pathway: Pathway, model: Model, step: Step) -> Marks:
    nodes = _standing_for(pathway, _made_of(model, step.signals))
    laws = _users(model, step.into) | set(step.into)
    edges = [
        edge
        for edge in pathway.edges
        if (edge.origin in nodes and laws & set(edge.reactions))
        or (step.view == _MADE and edge.target in nodes)
    ]
    return _marks(pathway, nodes, edges)


def parameter_marks(context: Context, parameter: str) -> Marks:
    """Return the nodes whose amount a parameter sets, and the edges of the rates it is part of."""
    pathway, model = context.pathway, context.model
    if pathway is None:
        return NOWHERE
    species = {each.id for each in model.species if parameter in _names(each.initial)}
    nodes = _standing_for(pathway, {parameter, *species})
    laws = _users(model, [parameter])
    return _marks(pathway, nodes, [edge for edge in pathway.edges if laws & set(edge.reactions)])


def _marks(pathway: Pathway, nodes: set[str], edges: Sequence[Edge]) -> Marks:
    """Return nodes, with the ends of edges, and edges, both in the order of the map."""
    ends = {end for edge in edges for end in (edge.origin, edge.target)}
    return {
        "nodes": [node.id for node in pathway.nodes if node.id in nodes | ends],
        "edges": [edge.id for edge in edges],
    }


def _standing_for(pathway: Pathway, names: set[str]) -> set[str]:
    """Return the ids of the nodes that stand for one of some ids of the model."""
    return {node.id for node in pathway.nodes if names & {node.shows, *node.species}}


def _made_of(model: Model, names: Iterable[str]) -> set[str]:
    """Return names and, of those that rules determine, the species in their formulas."""
    species, formulas = {each.id for each in model.species}, used_in(model)
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [] if name in species else formulas.get(name, ())
    return found


def _users(model: Model, names: Iterable[str]) -> set[str]:
    """Return the reactions whose rate depends on some names, directly or through rules."""
    reactions = {reaction.id for reaction in model.reactions}
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        users = {user for user, used in used_in(model).items() if name in used} - found
        found |= users
        waiting += users - reactions
    return found & reactions


def _names(formula: str | float) -> list[str]:
    return _NAME.findall(formula) if isinstance(formula, str) else []
