"""Reads ``map.toml``: strictly, so that a slip in a file drawn by hand is told with its entry."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from her2sim import library
from her2sim.errors import InvalidValue, UnknownName
from her2sim.pathway.parts import (
    LOOKS,
    TINTS,
    TONES,
    Box,
    Compartment,
    Edge,
    Loop,
    Node,
    Pathway,
    Point,
)
from her2sim.pathway.vocabulary import kinds, signs

FILE = "map.toml"
Part = TypeVar("Part", Compartment, Node, Edge, Loop)
_SECTIONS = ("map", "compartment", "loop", "node", "edge")


def read_pathway(path: Path) -> Pathway:
    """Read a map from its file.

    Raises
    ------
    UserMistake
        If the file is not TOML, or an entry has a key, a name or a value that it cannot have; the
        message names file and entry, and what is valid.
    """
    return parse_pathway(path.read_text(encoding="utf-8-sig"), library.shown(path))


def parse_pathway(text: str, place: str = FILE) -> Pathway:
    """Return the map that a TOML text describes; ``place`` names its file in messages."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidValue("the map", str(problem), "TOML", place) from None
    for section in raw:
        _one_of("section", section, _SECTIONS, place)
    head = _Entry(raw.get("map", {}), f"[map] of {place}")
    compartments = _parts(raw, "compartment", place, _compartment)
    loops = _parts(raw, "loop", place, _loop)
    nodes = _parts(raw, "node", place, _node)
    found = Pathway(
        title=head.text("title"),
        width=head.number("width"),
        height=head.number("height"),
        compartments=compartments,
        nodes=nodes,
        edges=_parts(raw, "edge", place, _edge),
        loops=loops,
        legend=head.box("legend") if head.has("legend") else None,
        note=head.text("note", ""),
        place=place,
    )
    head.finish()
    _check_references(found)
    return found


class _Entry:
    """The keys of one entry, each taken once; what is left over is unknown."""

    def __init__(self, content: Mapping[str, object], place: str) -> None:
        self.content = content
        self.place = place
        self.taken: list[str] = []

    def has(self, key: str) -> bool:
        return key in self.content

    def take(self, key: str, default: object, valid: str, fits: Callable[[Any], bool]) -> Any:  # noqa: ANN401
        self.taken.append(key)
        value = self.content.get(key, default)
        if value is None:
            raise InvalidValue(key, "missing", f"given: {valid}", self.place)
        if not fits(value):
            raise InvalidValue(key, value, valid, self.place)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        found = self.take(key, default, "a text in quotes", lambda it: isinstance(it, str))
        return " ".join(str(found).split())

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.take(key, [], "a list of texts", lambda it: _all(it, str))
        return tuple(found)

    def number(self, key: str, default: float | None = None) -> float:
        return float(self.take(key, default, "a number", _is_number))

    def points(self, key: str) -> tuple[Point, ...]:
        valid = "a list of points such as [[120, 80], [120, 160]]"
        found = self.take(
            key, [], valid, lambda it: isinstance(it, list) and all(map(_is_pair, it))
        )
        return tuple((float(x), float(y)) for x, y in found)

    def point(self, key: str) -> Point | None:
        if not self.has(key):
            return None
        x, y = self.take(key, None, "a point such as [120, 80]", _is_pair)
        return (float(x), float(y))

    def box(self, key: str) -> Box:
        valid = "a box [left, top, width, height]"
        return Box(*map(float, self.take(key, None, valid, lambda it: _numbers(it, 4))))

    def finish(self) -> None:
        """Refuse what nobody took."""
        for key in self.content:
            _one_of("key", key, self.taken, self.place)


def _parts(
    raw: Mapping[str, Any], section: str, place: str, make: Callable[[_Entry, str], Part]
) -> tuple[Part, ...]:
    parts: dict[str, Part] = {}
    for number, content in enumerate(raw.get(section, ()), 1):
        entry = _Entry(content, f"[[{section}]] number {number} of {place}")
        name = entry.text("id")
        entry.place = f"[[{section}]] {name!r} of {place}"
        if name in parts:
            raise InvalidValue("id", name, f"used once; another {section} has it too", entry.place)
        parts[name] = make(entry, name)
        entry.finish()
    return tuple(parts.values())


def _compartment(entry: _Entry, name: str) -> Compartment:
    look = _one_of("look", entry.text("look", "plain"), LOOKS, entry.place)
    tint = _one_of("tint", entry.text("tint", "cytosol"), TINTS, entry.place)
    box, at = entry.box("box"), entry.point("label_at")
    return Compartment(name, entry.text("label"), box, look, tint, at)


def _loop(entry: _Entry, name: str) -> Loop:
    tone = int(entry.number("tone"))
    if tone not in TONES:
        raise InvalidValue("tone", tone, f"one of {', '.join(map(str, TONES))}", entry.place)
    return Loop(name, entry.text("label"), tone)


def _node(entry: _Entry, name: str) -> Node:
    kind = kinds()[_one_of("kind", entry.text("kind"), kinds(), entry.place)]
    width, height = entry.number("width", kind.width), entry.number("height", kind.height)
    x, y = entry.number("x"), entry.number("y")
    return Node(
        id=name,
        label=entry.texts("label"),
        kind=kind.id,
        compartment=entry.text("compartment"),
        box=Box(x - width / 2, y - height / 2, width, height),
        shows=entry.text("shows", ""),
        shows_label=entry.text("shows_label", ""),
        species=entry.texts("species"),
        genes=entry.texts("genes"),
        mutations=entry.texts("mutations"),
        drug=entry.text("drug", ""),
        note=entry.text("note", ""),
    )


def _edge(entry: _Entry, name: str) -> Edge:
    return Edge(
        id=name,
        origin=entry.text("from"),
        target=entry.text("to"),
        sign=_one_of("sign", entry.text("sign"), signs(), entry.place),
        via=entry.points("via"),
        reactions=entry.texts("reactions"),
        abstracts=entry.text("abstracts", ""),
        loop=entry.text("loop", ""),
        label=entry.text("label", ""),
        label_at=entry.point("label_at"),
        source=entry.text("source", ""),
    )


def _check_references(pathway: Pathway) -> None:
    """Refuse a map whose own parts do not fit together."""
    rooms = [room.id for room in pathway.compartments]
    for node in pathway.nodes:
        _one_of("compartment", node.compartment, rooms, f"[[node]] {node.id!r} of {pathway.place}")
    for edge in pathway.edges:
        place = f"[[edge]] {edge.id!r} of {pathway.place}"
        for end in (edge.origin, edge.target):
            _one_of("node", end, pathway.by_id, place)
        if edge.loop:
            _one_of("loop", edge.loop, pathway.tones, place)


def _one_of(kind: str, given: str, valid: Iterable[str], place: str) -> str:
    names = tuple(valid)
    if given not in names:
        raise UnknownName(kind, given, names, place)
    return given


def _all(value: object, kind: type[object]) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _is_number(value: object) -> bool:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return numeric and math.isfinite(float(value))  # type: ignore[arg-type]


def _numbers(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(map(_is_number, value))


def _is_pair(value: object) -> bool:
    return _numbers(value, 2)
