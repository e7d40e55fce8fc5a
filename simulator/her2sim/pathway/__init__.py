"""The pathway map of a model: read from its ``map.toml``, checked, drawn and exported."""

from __future__ import annotations

from her2sim.model import Model
from her2sim.pathway.checks import issues_of
from her2sim.pathway.colouring import badges_of, coloured
from her2sim.pathway.details import details_of
from her2sim.pathway.drawing import svg_of
from her2sim.pathway.parts import Compartment, Edge, Loop, Node, Pathway
from her2sim.pathway.reading import FILE, parse_pathway, read_pathway
from her2sim.pathway.sbgn import sbgn_of
from her2sim.pathway.style import svg_style
from her2sim.pathway.values import doses_of, map_values, marks_of

__all__ = [
    "FILE",
    "Compartment",
    "Edge",
    "Loop",
    "Node",
    "Pathway",
    "badges_of",
    "coloured",
    "details_of",
    "doses_of",
    "issues_of",
    "load_pathway",
    "map_values",
    "marks_of",
    "parse_pathway",
    "read_pathway",
    "sbgn_of",
    "svg_of",
    "svg_style",
]


def load_pathway(model: Model) -> Pathway | None:
    """Return the map in the folder of a model; ``None`` if it has none, as foreign SBML.

    Raises
    ------
    UserMistake
        If the file is there and cannot be read.
    """
    path = model.folder / FILE if model.folder else None
    return read_pathway(path) if path is not None and path.is_file() else None
