"""The parts of a pathway map: compartments, nodes, edges and feedback loops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
LOOKS = ("plain", "membrane", "rounded")
TINTS = ("medium", "membrane", "cytosol", "nucleus", "fate")
TONES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Box:
    """A rectangle by its left upper corner and its size, in units of the map (y downwards)."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right border."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower border."""
        return self.top + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return (self.left + self.width / 2, self.top + self.height / 2)

    def holds(self, other: Box) -> bool:
        """Tell whether another box lies inside of this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Tell whether another box overlaps this one, or comes nearer than a gap."""
        across = self.left < other.right + gap and other.left < self.right + gap
        return across and self.top < other.bottom + gap and other.top < self.bottom + gap


@dataclass(frozen=True)
class Compartment:
    """A region of the map.

    ``look`` is one of `LOOKS`, ``tint`` one of `TINTS`, the grounds of the theme; ``label_at`` is
    where its name starts.
    """

    id: str
    label: str
    box: Box
    look: str = "plain"
    tint: str = "cytosol"
    label_at: Point | None = None


@dataclass(frozen=True)
class Node:
    """An activity of the map.

    ``shows`` is the readout, parameter or species of the model that its colour and number mean,
    ``shows_label`` the same in words; ``species`` are those it stands for. A knock-down of one of
    its ``genes`` is marked here, and so are the ``mutations``: those named, or all of its genes
    that no other node names.
    """

    id: str
    label: tuple[str, ...]
    kind: str
    compartment: str
    box: Box
    shows: str = ""
    shows_label: str = ""
    species: tuple[str, ...] = ()
    genes: tuple[str, ...] = ()
    mutations: tuple[str, ...] = ()
    drug: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """The label on one line."""
        return " ".join(self.label)


@dataclass(frozen=True)
class Edge:
    """An influence of one node on another.

    Either ``reactions`` of the model stand behind it or ``abstracts`` says what does; ``via`` are
    the way points between the two borders; ``loop`` is the feedback it belongs to.
    """

    id: str
    origin: str
    target: str
    sign: str
    via: tuple[Point, ...] = ()
    reactions: tuple[str, ...] = ()
    abstracts: str = ""
    loop: str = ""
    label: str = ""
    label_at: Point | None = None
    source: str = ""


@dataclass(frozen=True)
class Loop:
    """A feedback loop: its name in words and its tone, one of the loop colours of the theme."""

    id: str
    label: str
    tone: int = 1


@dataclass(frozen=True)
class Pathway:
    """A map of a model: what is drawn where, and what of the model it stands for.

    ``place`` is the file it was read from, as the user would type it; ``legend`` is the box of the
    legend.
    """

    title: str
    width: float
    height: float
    compartments: tuple[Compartment, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    loops: tuple[Loop, ...] = ()
    legend: Box | None = None
    note: str = ""
    place: str = "map.toml"

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by their ids."""
        return MappingProxyType({node.id: node for node in self.nodes})

    @cached_property
    def tones(self) -> Mapping[str, int]:
        """The tone of each loop."""
        return MappingProxyType({loop.id: loop.tone for loop in self.loops})

    @property
    def shown(self) -> tuple[str, ...]:
        """Every id of the model that a node shows, each once."""
        return tuple(dict.fromkeys(node.shows for node in self.nodes if node.shows))
