"""Draws a map as SVG, in the shapes of SBGN's activity flow language."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from her2sim.pathway.legend import add_legend
from her2sim.pathway.outlines import outline, short
from her2sim.pathway.parts import Compartment, Edge, Node, Pathway
from her2sim.pathway.routes import head, line
from her2sim.pathway.vocabulary import kinds

SVG = "http://www.w3.org/2000/svg"
LABEL, VALUE, GENE_LABEL, BADGE = 14.0, 13.0, 12.5, 10.5
BADGE_HEIGHT = 15.0
_LINE_GAP = 14.0


def svg_of(pathway: Pathway, style: str = "") -> str:
    """Return a map as SVG text without ids, so that a page may hold it several times.

    Parameters
    ----------
    pathway
        From :func:`her2sim.pathway.load_pathway`.
    style
        CSS to put into it, such as that of :func:`her2sim.pathway.svg_style`; a page that has it
        in a style sheet needs none here.
    """
    return as_text(drawn(pathway, style))


def drawn(pathway: Pathway, style: str = "") -> ET.Element:
    """Return a map as a tree of SVG elements."""
    size = f"0 0 {short(pathway.width)} {short(pathway.height)}"
    root = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "class": "pathway",
            "viewBox": size,
            "role": "graphics-document",
            "aria-label": f"Pathway map: {pathway.title}",
        },
    )
    if style:
        ET.SubElement(root, "style").text = style
    ET.SubElement(
        root,
        "path",
        {"class": "paper", "d": f"M0 0H{short(pathway.width)}V{short(pathway.height)}H0Z"},
    )
    for room in pathway.compartments:
        _add_compartment(root, room)
    for edge in sorted(pathway.edges, key=lambda each: _depth(pathway, each)):
        _add_edge(root, pathway, edge)
    for room in pathway.compartments:
        _add_room_name(root, room)
    for node in pathway.nodes:
        _add_node(root, node)
    add_legend(root, pathway)
    return root


def as_text(root: ET.Element) -> str:
    """Return a tree of elements as text."""
    return ET.tostring(root, encoding="unicode")


def _depth(pathway: Pathway, edge: Edge) -> int:
    """Return the layer of an edge: loops lie below all, drugs above."""
    if edge.loop:
        return 0
    return 2 if pathway.by_id[edge.origin].drug else 1


def _add_compartment(root: ET.Element, room: Compartment) -> None:
    group = ET.SubElement(root, "g", {"class": "compartment", "data-compartment": room.id})
    box = room.box
    size = {
        "x": short(box.left),
        "y": short(box.top),
        "width": short(box.width),
        "height": short(box.height),
    }
    corner = {"rx": "26" if room.look == "rounded" else "0"}
    ET.SubElement(group, "rect", {"class": room.tint, **size, **corner})
    if room.look == "membrane":
        _add_lipids(group, room)


def _add_lipids(group: ET.Element, room: Compartment) -> None:
    """Draw a bilayer: two rows of heads, and tails between them."""
    box = room.box
    half = box.height / 2
    for row, towards in ((box.top + 13, 1), (box.bottom - 13, -1)):
        tail = row + towards * (half - 13) / 2
        length = short(half - 15)
        for y, width, dash, shift in (
            (tail, length, "1.3 11.7", -3.2),
            (tail, length, "1.3 11.7", -6.6),
            (row, "9", "0.01 12.99", -5.5),
        ):
            attributes = {
                "class": "lipids",
                "d": f"M{short(box.left)} {short(y)}H{short(box.right)}",
                "stroke-width": width,
                "stroke-dasharray": dash,
                "stroke-dashoffset": short(shift),
                "stroke-linecap": "round" if width == "9" else "butt",
            }
            ET.SubElement(group, "path", attributes)


def _add_room_name(root: ET.Element, room: Compartment) -> None:
    if room.label_at is None:
        return
    x, y = room.label_at
    style = "region on-lipids" if room.look == "membrane" else "region"
    name = ET.SubElement(root, "text", {"class": style, "x": short(x), "y": short(y)})
    name.text = room.label


def _add_edge(root: ET.Element, pathway: Pathway, edge: Edge) -> None:
    classes = ["edge", edge.sign]
    if edge.loop:
        classes += ["loop", f"tone-{pathway.tones[edge.loop]}"]
    if pathway.by_id[edge.origin].drug:
        classes.append("drug-edge")
    attributes = {
        "class": " ".join(classes),
        "data-edge": edge.id,
        "data-from": edge.origin,
        "data-to": edge.target,
    }
    if edge.loop:
        attributes["data-loop"] = edge.loop
    group = ET.SubElement(root, "g", attributes)
    ET.SubElement(group, "path", {"class": "line", "d": line(pathway, edge)})
    ET.SubElement(group, "path", {"class": "head", "d": head(pathway, edge)})
    if edge.label and edge.label_at:
        x, y = edge.label_at
        name = ET.SubElement(group, "text", {"class": "loop-name", "x": short(x), "y": short(y)})
        name.text = edge.label


def _add_node(root: ET.Element, node: Node) -> None:
    kind = kinds()[node.kind]
    attributes = {"class": f"node {node.kind}", "data-node": node.id}
    if node.drug:
        attributes["data-drug"] = node.drug
    if node.genes:
        attributes["data-genes"] = ";".join(node.genes)
    words = node.shows_label or node.note
    name = f"{node.name}, {kind.words}: {words}" if words else f"{node.name}, {kind.words}"
    attributes |= {"role": "button", "tabindex": "-1", "aria-label": name}
    group = ET.SubElement(root, "g", attributes)
    ET.SubElement(group, "path", {"class": "body", "d": outline(node)})
    _add_texts(group, node)
    _add_badge(group, node)


def _add_texts(group: ET.Element, node: Node) -> None:
    """Put the label above the middle and an empty value below it."""
    x, y = node.box.centre
    rows = len(node.label) - 1
    place = {"text-anchor": "middle", "x": short(x)}
    first = y - 2.5 - rows * _LINE_GAP / 2 - rows
    label = ET.SubElement(group, "text", {"class": "label", **place, "y": short(first)})
    label.text = node.label[0]
    for text in node.label[1:]:
        more = ET.SubElement(label, "tspan", {"x": short(x), "dy": short(_LINE_GAP)})
        more.text = text
    below = short(y + 13.5 + rows * _LINE_GAP / 2 - rows)
    ET.SubElement(group, "text", {"class": "dose" if node.drug else "value", **place, "y": below})


def _add_badge(group: ET.Element, node: Node) -> None:
    """Add the mark of a mutation or knock-down, hidden until it has a text."""
    at = f"translate({short(node.box.right - 16)} {short(node.box.top)})"
    badge = ET.SubElement(group, "g", {"class": "badge", "hidden": "", "transform": at})
    half = BADGE_HEIGHT / 2
    size = {"x": "-20", "y": short(-half), "width": "40", "height": short(BADGE_HEIGHT)}
    ET.SubElement(badge, "rect", {**size, "rx": short(half)})
    ET.SubElement(badge, "text", {"text-anchor": "middle", "y": "3.7"})
