"""Checks of a map: everything on it is in the model, and nothing on it is in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from her2sim.errors import InvalidValue, closest
from her2sim.lint import Issue
from her2sim.model import Model
from her2sim.pathway.drawing import GENE_LABEL, LABEL
from her2sim.pathway.letters import text_width
from her2sim.pathway.outlines import margin
from her2sim.pathway.parts import Box, Edge, Node, Pathway, Point
from her2sim.pathway.routes import course

# Smallest distance of two nodes, and of a line from a node that is not its end.
_APART, _CLEAR = 6.0, 4.0


def issues_of(pathway: Pathway, model: Model) -> tuple[Issue, ...]:
    """Return what is wrong with a map of a model; nothing means an empty tuple."""
    return (*model_issues(pathway, model), *geometry_issues(pathway))


def model_issues(pathway: Pathway, model: Model) -> tuple[Issue, ...]:
    """Return what the map names and the model does not have."""
    species = [each.id for each in model.species]
    shown = [*(each.id for each in model.readouts), *species]
    shown += [each.id for each in model.parameters]
    known = {
        "species": species,
        "gene": [each.gene for each in model.genes],
        "mutation": [each.id for each in model.mutations],
        "drug": [each.id for each in model.drugs],
        "reaction": [each.id for each in model.reactions],
        "readout, species or parameter": shown,
    }
    found: list[Issue] = []
    for node in pathway.nodes:
        found += _node_issues(pathway, node, known)
    for edge in pathway.edges:
        found += _missing(pathway, f"edge {edge.id!r}", "reaction", edge.reactions, known)
        if not edge.reactions and not edge.abstracts:
            problem = "names neither reactions nor, in 'abstracts', what it stands for."
            found.append(_issue(pathway, f"edge {edge.id!r} {problem}"))
    return tuple(found)


def geometry_issues(pathway: Pathway) -> tuple[Issue, ...]:
    """Return what overlaps, lies outside, or runs across something it does not belong to."""
    found = [*_placing(pathway), *_labels(pathway)]
    for edge in pathway.edges:
        try:
            points = course(pathway, edge)
        except InvalidValue as problem:
            found.append(_issue(pathway, str(problem)))
            continue
        found += _crossed(pathway, edge, points)
    return tuple(found)


def _node_issues(pathway: Pathway, node: Node, known: dict[str, list[str]]) -> Iterator[Issue]:
    name = f"node {node.id!r}"
    yield from _missing(pathway, name, "species", node.species, known)
    yield from _missing(pathway, name, "gene", node.genes, known)
    yield from _missing(pathway, name, "mutation", node.mutations, known)
    if node.drug:
        yield from _missing(pathway, name, "drug", (node.drug,), known)
    elif not node.shows:
        yield _issue(pathway, f"{name} says in 'shows' nothing that its colour could mean.")
    if node.shows:
        yield from _missing(pathway, name, "readout, species or parameter", (node.shows,), known)


def _missing(
    pathway: Pathway, who: str, kind: str, names: Iterable[str], known: dict[str, list[str]]
) -> Iterator[Issue]:
    for name in names:
        if name not in known[kind]:
            near = closest(name, known[kind])
            hint = f" Closest: {near!r}." if near else ""
            yield _issue(
                pathway, f"{who} names the {kind} {name!r}, which is not in the model.{hint}"
            )


def _placing(pathway: Pathway) -> Iterator[Issue]:
    rooms = {room.id: room.box for room in pathway.compartments}
    for number, node in enumerate(pathway.nodes):
        if not rooms[node.compartment].holds(node.box):
            place = f"its compartment {node.compartment!r}"
            yield _issue(pathway, f"node {node.id!r} does not lie inside of {place}.")
        for other in pathway.nodes[number + 1 :]:
            if node.box.meets(other.box, _APART):
                yield _issue(pathway, f"nodes {node.id!r} and {other.id!r} overlap or touch.")
    canvas = Box(0, 0, pathway.width, pathway.height)
    for room in pathway.compartments:
        if not canvas.holds(room.box):
            yield _issue(pathway, f"compartment {room.id!r} does not lie inside of the picture.")
    for node in pathway.nodes:
        if pathway.legend and pathway.legend.meets(node.box):
            yield _issue(pathway, f"node {node.id!r} lies under the legend.")


def _labels(pathway: Pathway) -> Iterator[Issue]:
    for node in pathway.nodes:
        room = node.box.width - 2 * margin(node)
        size = GENE_LABEL if node.kind == "gene" else LABEL
        for line in node.label:
            if text_width(line, size) > room:
                yield _issue(
                    pathway,
                    f"the label {line!r} of node {node.id!r} needs a width of "
                    f"{text_width(line, size):.0f} and has {room:.0f}.",
                )


def _crossed(pathway: Pathway, edge: Edge, points: tuple[Point, ...]) -> Iterator[Issue]:
    canvas = Box(0, 0, pathway.width, pathway.height)
    obstacles = [(f"node {node.id!r}", node) for node in pathway.nodes]
    for start, end in pairwise(points):
        piece = _piece(start, end)
        if not canvas.holds(piece):
            yield _issue(pathway, f"edge {edge.id!r} leaves the picture.")
        for name, node in obstacles:
            if node.id not in (edge.origin, edge.target) and piece.meets(node.box, _CLEAR):
                yield _issue(pathway, f"edge {edge.id!r} runs across {name}.")
        if pathway.legend and piece.meets(pathway.legend):
            yield _issue(pathway, f"edge {edge.id!r} runs across the legend.")
    yield from _reentered(pathway, edge, points)


def _reentered(pathway: Pathway, edge: Edge, points: tuple[Point, ...]) -> Iterator[Issue]:
    """Find lines that come back to the node they left, or run through the one they reach."""
    pieces = [_piece(*both) for both in pairwise(points)]
    ends = ((edge.origin, pieces[1:]), (edge.target, pieces[:-1]))
    for name, others in ends:
        if any(piece.meets(pathway.by_id[name].box) for piece in others):
            yield _issue(pathway, f"edge {edge.id!r} runs across its own end {name!r}.")


def _piece(start: Point, end: Point) -> Box:
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return Box(left, top, right - left, bottom - top)


def _issue(pathway: Pathway, message: str) -> Issue:
    return Issue("map", pathway.place, 0, message)
