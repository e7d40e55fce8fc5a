"""What the map knows about its parts, as plain data for a page."""

from __future__ import annotations

from typing import Any

from her2sim.model import Model
from her2sim.pathway.parts import Edge, Node, Pathway
from her2sim.pathway.vocabulary import kinds, scale, signs, theme

_UNIPROT = "uniprot:"


def details_of(pathway: Pathway, model: Model) -> dict[str, Any]:
    """Return what a page tells about nodes and edges, as values that JSON can hold.

    Returns
    -------
    dict
        ``title``, ``note``, ``width``, ``height``; ``nodes`` and ``edges`` by id; ``loops`` with
        label and tone; ``compartments`` with their labels; ``scale``: ``clamp`` (log2) and
        ``stops`` in even steps with ``log2``, ``fill`` and ``ink``; ``themes``: the colours of
        the custom properties in ``light`` and ``dark``.
    """
    touching = _touching(pathway)
    return {
        "title": pathway.title,
        "note": pathway.note,
        "width": pathway.width,
        "height": pathway.height,
        "compartments": {room.id: room.label for room in pathway.compartments},
        "nodes": {
            node.id: _node(pathway, model, node, touching[node.id]) for node in pathway.nodes
        },
        "edges": {edge.id: _edge(pathway, model, edge) for edge in pathway.edges},
        "loops": {loop.id: {"label": loop.label, "tone": loop.tone} for loop in pathway.loops},
        "scale": {
            "clamp": scale()[-1].log2,
            "stops": [{"log2": stop.log2, "fill": stop.fill, "ink": stop.ink} for stop in scale()],
        },
        "themes": {"light": dict(theme()), "dark": dict(theme(dark=True))},
    }


def _touching(pathway: Pathway) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = {node.id: [] for node in pathway.nodes}
    for edge in pathway.edges:
        for end in dict.fromkeys((edge.origin, edge.target)):
            found[end].append(edge)
    return found


def _node(pathway: Pathway, model: Model, node: Node, edges: list[Edge]) -> dict[str, Any]:
    room = next(each for each in pathway.compartments if each.id == node.compartment)
    species = [model.get_species(name) for name in node.species]
    ids = dict.fromkeys(
        name.removeprefix(_UNIPROT)
        for one in species
        for name in one.identifiers
        if name.startswith(_UNIPROT)
    )
    names = dict.fromkeys(name for edge in edges for name in edge.reactions)
    return {
        "label": node.name,
        "kind": node.kind,
        "kind_words": kinds()[node.kind].words,
        "compartment": node.compartment,
        "compartment_label": room.label,
        "shows": _shown(model, node),
        "species": [{"id": one.id, "name": one.name, "note": one.note} for one in species],
        "genes": [
            {"gene": gene.gene, "uniprot": gene.uniprot, "note": gene.note}
            for gene in map(model.gene, node.genes)
        ],
        "mutations": _mutations(pathway, model, node),
        "uniprot": list(ids),
        "drug": node.drug,
        "edges_in": [edge.id for edge in edges if edge.target == node.id],
        "edges_out": [edge.id for edge in edges if edge.origin == node.id],
        "reactions": [_reaction(model, name) for name in names],
        "note": node.note,
    }


def _shown(model: Model, node: Node) -> dict[str, str] | None:
    if not node.shows:
        return None
    readouts = {each.id: each.label for each in model.readouts}
    label = readouts.get(node.shows, node.shows)
    return {
        "id": node.shows,
        "label": label,
        "unit": model.unit(node.shows),
        "words": node.shows_label or label,
    }


def _mutations(pathway: Pathway, model: Model, node: Node) -> list[str]:
    """Return the mutations that are marked at a node: its own, or those of its genes."""
    named = {name for other in pathway.nodes for name in other.mutations}
    return [
        each.id
        for each in model.mutations
        if each.id in node.mutations or (each.id not in named and each.gene in node.genes)
    ]


def _edge(pathway: Pathway, model: Model, edge: Edge) -> dict[str, Any]:
    verb = signs()[edge.sign].words
    ends = (pathway.by_id[edge.origin].name, pathway.by_id[edge.target].name)
    labels = {loop.id: loop.label for loop in pathway.loops}
    return {
        "from": edge.origin,
        "to": edge.target,
        "sign": edge.sign,
        "words": f"{ends[0]} {verb} {ends[1]}",
        "abstracts": edge.abstracts,
        "reactions": [_reaction(model, name) for name in edge.reactions],
        "loop": edge.loop,
        "loop_label": labels.get(edge.loop, ""),
        "source": edge.source,
    }


def _reaction(model: Model, name: str) -> dict[str, str]:
    reaction = model.reaction(name)
    return {"id": name, "name": reaction.name, "source": reaction.source}
