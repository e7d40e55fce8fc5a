"""The legend of a map: shapes, lines, and what the colours mean."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from her2sim.pathway.outlines import outline, short
from her2sim.pathway.parts import Box, Edge, Node, Pathway
from her2sim.pathway.routes import head, line
from her2sim.pathway.vocabulary import kinds, scale, signs

_ROW = 16.5
_SAMPLES = 25
_BAR = Box(0.0, 0.0, 150.0, 13.0)


def add_legend(root: ET.Element, pathway: Pathway) -> None:
    """Add the legend where the map has a place for it."""
    if pathway.legend is None:
        return
    box = pathway.legend
    group = ET.SubElement(root, "g", {"class": "legend", "aria-hidden": "true"})
    ET.SubElement(group, "rect", {"class": "legend-frame", **_size(box), "rx": "10"})
    top = box.top + 19
    _add_shapes(group, pathway, box.left + 14, top)
    _add_lines(group, pathway, box.left + 186, top)
    _add_scale(group, pathway, box.right - _BAR.width - 22, top)


def _add_shapes(group: ET.Element, pathway: Pathway, left: float, top: float) -> None:
    used = {node.kind for node in pathway.nodes}
    for number, kind in enumerate(each for each in kinds().values() if each.id in used):
        y = top + number * _ROW
        node = Node(kind.id, (), kind.id, "", Box(left, y - 6.5, 25, 13))
        name = "drug-sample" if kind.entity == "perturbation" else "sample"
        ET.SubElement(group, "path", {"class": name, "d": outline(node)})
        _add_text(group, left + 34, y + 4, kind.words)


def _add_lines(group: ET.Element, pathway: Pathway, left: float, top: float) -> None:
    used = {edge.sign for edge in pathway.edges}
    rows = [("edge", sign.id, sign.words) for sign in signs().values() if sign.id in used]
    if pathway.loops:
        rows.append(("edge loop tone-1", "inhibition", "feedback"))
    if any(node.drug for node in pathway.nodes):
        rows.append(("edge drug-edge", "inhibition", "drug"))
    for number, (classes, sign, words) in enumerate(rows):
        y = top + number * _ROW
        _add_line(group, f"{classes} {sign}", sign, left, y)
        _add_text(group, left + 46, y + 4, words)


def _add_line(group: ET.Element, classes: str, sign: str, left: float, y: float) -> None:
    ends = (Box(left - 40, y - 20, 40, 40), Box(left + 38, y - 20, 40, 40))
    nodes = [Node(name, (), "gene", "", box) for name, box in zip("ab", ends, strict=True)]
    edge = Edge("sample", "a", "b", sign, via=((left + 10, y),))
    sample = Pathway("", 0, 0, (), tuple(nodes), (edge,))
    part = ET.SubElement(group, "g", {"class": classes})
    ET.SubElement(part, "path", {"class": "line", "d": line(sample, edge)})
    ET.SubElement(part, "path", {"class": "head", "d": head(sample, edge)})


def _add_scale(group: ET.Element, pathway: Pathway, left: float, top: float) -> None:
    """Draw the colours as a bar, with the folds at its ends and in the middle."""
    stops = scale()
    _add_text(group, left, top + 4, "Active amount", "heading")
    width = _BAR.width / _SAMPLES
    for number in range(_SAMPLES):
        stop = stops[round(number * (len(stops) - 1) / (_SAMPLES - 1))]
        box = Box(left + number * width, top + 13, width + 0.3, _BAR.height)
        ET.SubElement(group, "rect", {**_size(box), "fill": stop.fill})
    frame = {**_size(Box(left, top + 13, _BAR.width, _BAR.height)), "fill": "none"}
    ET.SubElement(group, "rect", {**frame, "stroke": "currentColor", "stroke-opacity": "0.5"})
    ends = ((0.0, "start", f"{2 ** stops[0].log2:.2g}×"), (0.5, "middle", "1×"))
    for share, anchor, words in (*ends, (1.0, "end", f"{2 ** stops[-1].log2:.2g}×")):
        at = left + share * _BAR.width
        _add_text(group, at, top + 41, words, anchor=anchor)
    for number, words in enumerate(_wrapped(pathway.note)):
        _add_text(group, left, top + 62 + number * 15, words, "note")
    mark = ET.SubElement(group, "g", {"class": "badge"})
    ET.SubElement(mark, "rect", {**_size(Box(left, top + 86, 26, 12)), "rx": "6"})
    _add_text(group, left + 34, top + 96, "mutated, knocked down")


def _wrapped(note: str, letters: int = 26) -> list[str]:
    lines = [""]
    for word in note.split():
        if len(lines[-1]) + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _add_text(
    group: ET.Element, x: float, y: float, words: str, name: str = "", anchor: str = "start"
) -> None:
    attributes = {"x": short(x), "y": short(y), "text-anchor": anchor}
    if name:
        attributes["class"] = name
    ET.SubElement(group, "text", attributes).text = words


def _size(box: Box) -> dict[str, str]:
    size = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
    return {name: short(value) for name, value in size.items()}
