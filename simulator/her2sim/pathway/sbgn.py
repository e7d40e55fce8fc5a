"""Writes a map as SBGN-ML, in the activity flow language."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from her2sim.pathway.outlines import short
from her2sim.pathway.parts import Box, Compartment, Edge, Node, Pathway, Point
from her2sim.pathway.routes import course
from her2sim.pathway.vocabulary import kinds, signs

NAMESPACE = "http://sbgn.org/libsbgn/0.2"
_UNIT = (30.0, 10.0)


def sbgn_of(pathway: Pathway) -> str:
    """Return a map as SBGN-ML, milestone 0.2: compartments, activities, phenotypes, influences.

    The kind of molecule stands in a unit of information, as the language has activities only.
    """
    root = ET.Element("sbgn", {"xmlns": NAMESPACE})
    drawing = ET.SubElement(root, "map", {"language": "activity flow"})
    canvas = Box(0, 0, pathway.width, pathway.height)
    _add_box(drawing, canvas)
    for order, room in enumerate(pathway.compartments, 1):
        _add_compartment(drawing, room, order)
    for node in pathway.nodes:
        _add_node(drawing, node)
    for edge in pathway.edges:
        _add_arc(drawing, pathway, edge)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_compartment(drawing: ET.Element, room: Compartment, order: int) -> None:
    attributes = {"class": "compartment", "id": f"compartment_{room.id}"}
    glyph = ET.SubElement(drawing, "glyph", attributes | {"compartmentOrder": str(order)})
    ET.SubElement(glyph, "label", {"text": room.label})
    _add_box(glyph, room.box)


def _add_node(drawing: ET.Element, node: Node) -> None:
    kind = kinds()[node.kind]
    is_phenotype = not kind.entity
    name = "phenotype" if is_phenotype else "biological activity"
    place = {"id": f"node_{node.id}", "compartmentRef": f"compartment_{node.compartment}"}
    glyph = ET.SubElement(drawing, "glyph", {"class": name, **place})
    ET.SubElement(glyph, "label", {"text": "\n".join(node.label)})
    _add_box(glyph, node.box)
    if is_phenotype:
        return
    attributes = {"class": "unit of information", "id": f"unit_{node.id}"}
    unit = ET.SubElement(glyph, "glyph", attributes)
    ET.SubElement(unit, "label", {"text": ""})
    ET.SubElement(unit, "entity", {"name": kind.entity})
    width, height = _UNIT
    _add_box(unit, Box(node.box.left + 8, node.box.top - height / 2, width, height))


def _add_arc(drawing: ET.Element, pathway: Pathway, edge: Edge) -> None:
    ends = {"source": f"node_{edge.origin}", "target": f"node_{edge.target}"}
    attributes = {"class": signs()[edge.sign].arc, "id": f"arc_{edge.id}", **ends}
    arc = ET.SubElement(drawing, "arc", attributes)
    first, *between, last = course(pathway, edge)
    ET.SubElement(arc, "start", _at(first))
    for point in between:
        ET.SubElement(arc, "next", _at(point))
    ET.SubElement(arc, "end", _at(last))


def _add_box(parent: ET.Element, box: Box) -> None:
    size = {"w": short(box.width), "h": short(box.height)}
    ET.SubElement(parent, "bbox", {"x": short(box.left), "y": short(box.top), **size})


def _at(point: Point) -> dict[str, str]:
    return {"x": short(point[0]), "y": short(point[1])}
