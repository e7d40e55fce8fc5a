"""The course of an edge: orthogonal from border to border, with rounded corners and a head."""

from __future__ import annotations

import math
from itertools import pairwise

from her2sim.errors import InvalidValue
from her2sim.pathway.outlines import border, flat, short
from her2sim.pathway.parts import Edge, Node, Pathway, Point
from her2sim.pathway.vocabulary import signs

BEND = 7.0
HEAD, HALF = 9.0, 5.0
# A bar stands off its target so that it is seen as a bar, not as a thick border.
_OFF = {"open": 1.5, "filled": 1.5, "bar": 5.0, "barred": 1.5}
_BACK = {"open": HEAD, "filled": HEAD, "bar": 0.0, "barred": HEAD}


def course(pathway: Pathway, edge: Edge) -> tuple[Point, ...]:
    """Return the points of an edge from border to border, every piece level or upright.

    Raises
    ------
    InvalidValue
        If the way points do not lead from node to node in level and upright pieces.
    """
    origin, target = pathway.by_id[edge.origin], pathway.by_id[edge.target]
    if not edge.via:
        return _straight(pathway, edge, origin, target)
    start = _port(pathway, edge, origin, edge.via[0])
    end = _port(pathway, edge, target, edge.via[-1])
    points = _tidy((start, *edge.via, end))
    for one, other in pairwise(points):
        if one[0] != other[0] and one[1] != other[1]:
            given = f"{_said(one)} to {_said(other)}"
            raise InvalidValue(
                "a piece of the line", given, "level or upright", _place(pathway, edge)
            )
    return points


def line(pathway: Pathway, edge: Edge) -> str:
    """Return the path of an edge's line, which ends where its head begins."""
    head = signs()[edge.sign].head
    points = list(course(pathway, edge))
    points[-1] = _moved(points[-1], points[-2], _OFF[head] + _BACK[head])
    text = f"M{_said(points[0])}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(BEND, _distance(before, here) / 2, _distance(here, after) / 2)
        enter, leave = _moved(here, before, reach), _moved(here, after, reach)
        text += f"L{_said(enter)}Q{_said(here)} {_said(leave)}"
    return text + f"L{_said(points[-1])}"


def head(pathway: Pathway, edge: Edge) -> str:
    """Return the path of an edge's head."""
    kind = signs()[edge.sign].head
    *_, before, end = course(pathway, edge)
    tip = _moved(end, before, _OFF[kind])
    if kind == "bar":
        return _across(tip, before, 0.0, HALF + 2)
    base = _moved(tip, before, HEAD)
    left, right = _beside(base, before, HALF), _beside(base, before, -HALF)
    arrow = f"M{_said(left)}L{_said(tip)}L{_said(right)}Z"
    return arrow + _across(base, before, 3.5, HALF + 1) if kind == "barred" else arrow


def _straight(pathway: Pathway, edge: Edge, origin: Node, target: Node) -> tuple[Point, ...]:
    """Join two nodes that lie in one column or row, at the middle of the target."""
    (x0, y0), (x1, y1) = origin.box.centre, target.box.centre
    for upright, at, forward in ((True, x1, y1 > y0), (False, y1, x1 > x0)):
        low, high = flat(origin, upright)
        if low <= at <= high:
            return (border(origin, at, upright, forward), border(target, at, upright, not forward))
    raise InvalidValue(
        "via", "empty", "way points, as the nodes share no line", _place(pathway, edge)
    )


def _port(pathway: Pathway, edge: Edge, node: Node, towards: Point) -> Point:
    """Return where the line to or from a way point meets a node."""
    centre = node.box.centre
    for upright in (True, False):
        own, other = (0, 1) if upright else (1, 0)
        low, high = flat(node, upright)
        outside = not node.box.top <= towards[1] <= node.box.bottom
        if not upright:
            outside = not node.box.left <= towards[0] <= node.box.right
        if low <= towards[own] <= high and outside:
            return border(node, towards[own], upright, towards[other] > centre[other])
    (x0, x1), (y0, y1) = flat(node, True), flat(node, False)
    valid = (
        f"a way point beside {node.id!r} with x of {short(x0)} to {short(x1)} or "
        f"y of {short(y0)} to {short(y1)}"
    )
    raise InvalidValue("via", _said(towards), valid, _place(pathway, edge))


def _tidy(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Leave out points that lie on a straight piece."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        level = kept[-1][1] == here[1] == after[1]
        upright = kept[-1][0] == here[0] == after[0]
        if not level and not upright:
            kept.append(here)
    return (*kept, points[-1])


def _place(pathway: Pathway, edge: Edge) -> str:
    return f"[[edge]] {edge.id!r} of {pathway.place}"


def _distance(one: Point, other: Point) -> float:
    return math.dist(one, other)


def _moved(point: Point, towards: Point, by: float) -> Point:
    whole = _distance(point, towards) or 1.0
    dx, dy = (towards[0] - point[0]) / whole, (towards[1] - point[1]) / whole
    return (point[0] + dx * by, point[1] + dy * by)


def _beside(point: Point, towards: Point, by: float) -> Point:
    whole = _distance(point, towards) or 1.0
    dx, dy = (towards[0] - point[0]) / whole, (towards[1] - point[1]) / whole
    return (point[0] - dy * by, point[1] + dx * by)


def _across(point: Point, towards: Point, back: float, half: float) -> str:
    at = _moved(point, towards, back)
    return f"M{_said(_beside(at, towards, half))}L{_said(_beside(at, towards, -half))}"


def _said(point: Point) -> str:
    return f"{short(point[0])} {short(point[1])}"
