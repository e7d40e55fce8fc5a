"""The outlines of nodes: where a line meets them, and how they are drawn."""

from __future__ import annotations

from her2sim.pathway.parts import Box, Node, Point
from her2sim.pathway.vocabulary import kinds

CORNER, _POINT = 9.0, 14.0


def corners(node: Node) -> tuple[Point, ...]:
    """Return the corners of a node's outline, clockwise; rounding is left out of account."""
    box = node.box
    x0, y0, x1, y1 = box.left, box.top, box.right, box.bottom
    middle = box.centre[1]
    shape = kinds()[node.kind].shape
    if shape == "cut":
        c = _inset(box, CORNER)
        return (
            *((x0 + c, y0), (x1 - c, y0), (x1, y0 + c), (x1, y1 - c)),
            *((x1 - c, y1), (x0 + c, y1), (x0, y1 - c), (x0, y0 + c)),
        )
    if shape == "hexagon":
        p = _inset(box, _POINT)
        ends = ((x1, middle), (x1 - p, y1), (x0 + p, y1), (x0, middle))
        return ((x0 + p, y0), (x1 - p, y0), *ends)
    if shape == "concave":
        p = _inset(box, _POINT) * 0.7
        return ((x0, y0), (x1, y0), (x1 - p, middle), (x1, y1), (x0, y1), (x0 + p, middle))
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def margin(node: Node) -> float:
    """Return how much of the node's width, at its height, text must stay away from."""
    shape = kinds()[node.kind].shape
    return {"hexagon": 12.0, "concave": 9.0, "stadium": 10.0}.get(shape, 5.0)


def flat(node: Node, upright: bool) -> tuple[float, float]:
    """Return between what coordinates a line may meet the node: x for upright lines, else y."""
    box = node.box
    shape = kinds()[node.kind].shape
    if upright:
        inset = {"hexagon": _POINT, "stadium": box.height / 2.6}.get(shape, CORNER)
        return (box.left + inset, box.right - inset)
    inset = 2.0 if shape in ("hexagon", "concave") else CORNER
    return (box.top + inset, box.bottom - inset)


def border(node: Node, at: float, upright: bool, forward: bool) -> Point:
    """Return where an upright line at x, or a level one at y, leaves the node.

    ``forward`` is downwards or to the right.
    """
    points = corners(node)
    first, other = (0, 1) if upright else (1, 0)
    crossings = []
    for start, end in zip(points, (*points[1:], points[0]), strict=True):
        low, high = sorted((start[first], end[first]))
        if low <= at <= high and low != high:
            share = (at - start[first]) / (end[first] - start[first])
            crossings.append(start[other] + share * (end[other] - start[other]))
    reach = (max if forward else min)(crossings)
    return (at, reach) if upright else (reach, at)


def outline(node: Node) -> str:
    """Return the path of a node's outline."""
    box = node.box
    shape = kinds()[node.kind].shape
    if shape == "rounded":
        return _rounded(box, _inset(box, CORNER))
    if shape == "stadium":
        return _rounded(box, box.height / 2)
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in corners(node)) + "Z"


def short(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if value else "0"


def _inset(box: Box, usual: float) -> float:
    """Return how far corners are cut or rounded; less on the small samples of the legend."""
    return min(usual, box.height * 0.32)


def _rounded(box: Box, radius: float) -> str:
    r, w, h = short(radius), short(box.width - 2 * radius), short(box.height - 2 * radius)
    arc = f"a{r} {r} 0 0 1"
    return (
        f"M{short(box.left + radius)} {short(box.top)}h{w}{arc} {r} {r}v{h}{arc} -{r} {r}"
        f"h-{w}{arc} -{r} -{r}v-{h}{arc} {r} -{r}Z"
    )
