"""Where the names of points stand, so that none lies on another or on a point."""

from __future__ import annotations

from collections.abc import Sequence

_LETTER, _LINE, _GAP = 6.6, 13.0, 6.0  # pixels
_POINT = 5.0
# plotly's names of the places around a point, the one tried first in front.
_PLACES = {
    "top center": (-0.5, -1.0),
    "middle right": (0.0, -0.5),
    "middle left": (-1.0, -0.5),
    "bottom center": (-0.5, 0.0),
    "top right": (0.0, -1.0),
    "top left": (-1.0, -1.0),
    "bottom right": (0.0, 0.0),
    "bottom left": (-1.0, 0.0),
}

Box = tuple[float, float, float, float]


def placed(
    names: Sequence[str], points: Sequence[tuple[float, float]], wanted: Sequence[int]
) -> dict[int, str]:
    """Return where the names of some points stand; those that fit nowhere are left out.

    Parameters
    ----------
    names, points
        Of all points; places in pixels, down and to the right.
    wanted
        The numbers of those to name, the most important first.
    """
    taken: list[Box] = [(x - _POINT, y - _POINT, x + _POINT, y + _POINT) for x, y in points]
    found: dict[int, str] = {}
    for number in wanted:
        for place, (right, down) in _PLACES.items():
            box = _box(points[number], names[number], right, down)
            others = [each for at, each in enumerate(taken) if at != number]
            if not any(_overlap(box, other) for other in others):
                found[number] = place
                taken.append(box)
                break
    return found


def _box(point: tuple[float, float], name: str, right: float, down: float) -> Box:
    width = _LETTER * len(name)
    left = point[0] + right * width + (right + 0.5) * 2 * _GAP
    top = point[1] + down * _LINE + (down + 0.5) * 2 * _GAP
    return left, top, left + width, top + _LINE


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
