"""The drawing keeps the form that pages and other programs build on."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest
from her2sim import load_model
from her2sim.pathway import load_pathway, parse_pathway, svg_of, svg_style
from her2sim.pathway.parts import TINTS
from her2sim.pathway.routes import course, head, line

from .maps import TEXT, changed_map

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pathway():
    return load_pathway(load_model("her2"))


@pytest.fixture(scope="module")
def root(pathway):
    return ET.fromstring(svg_of(pathway))


def groups(root, name):
    found = root.iter(f"{SVG}g")
    return [each for each in found if name in each.get("class", "").split()]


def test_the_picture_has_every_compartment_edge_and_node_once(root, pathway):
    names = [
        ("compartment", "data-compartment", pathway.compartments),
        ("node", "data-node", pathway.nodes),
        ("edge", "data-edge", pathway.edges),
    ]
    for kind, key, parts in names:
        drawn = [each.get(key) for each in groups(root, kind) if each.get(key)]
        assert sorted(drawn) == sorted(part.id for part in parts)


def test_a_node_holds_what_the_page_fills(root, pathway):
    for group in groups(root, "node"):
        node = pathway.by_id[group.get("data-node")]
        classes = [part.get("class") for part in group]
        last = "dose" if node.drug else "value"
        assert classes == ["body", "label", last, "badge"]
        assert group.get("role") == "button" and group.get("tabindex") == "-1"
        assert group.get("aria-label").startswith(node.name)
        assert group[3].get("hidden") is not None and not group[2].text
        assert (group.get("data-genes") or "").split(";") == list(node.genes or [""])


def test_a_loop_is_marked_by_name_and_tone(root, pathway):
    for group in groups(root, "edge"):
        edge = next((each for each in pathway.edges if each.id == group.get("data-edge")), None)
        if edge is not None:
            assert ("loop" in group.get("class").split()) == bool(edge.loop)
            assert group.get("data-loop", "") == edge.loop


def test_a_page_may_hold_the_picture_twice(root):
    for element in root.iter():
        assert "id" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        assert "href" not in "".join(element.attrib)


def test_texts_are_escaped():
    label = '<script>&"'
    pathway = changed_map('label = ["AKT"]', f"label = ['{label}']")
    root = ET.fromstring(svg_of(pathway))
    assert label in [text.text for text in root.iter(f"{SVG}text")]
    assert not list(root.iter(f"{SVG}script"))


def test_a_style_for_files_leaves_nothing_to_be_looked_up():
    assert "var(" not in svg_style(dark=False) + svg_style(dark=True)
    assert svg_style(dark=False) != svg_style(dark=True)
    defaults = re.findall(r"var\(--(map-[\w-]+),(#\w+)\)", svg_style())
    assert defaults and all(colour in svg_style(dark=False) for _, colour in defaults)


def test_every_ground_of_a_region_has_its_colour():
    assert all(f".pathway .{tint}{{fill:" in svg_style() for tint in TINTS)


def test_no_font_or_file_is_fetched():
    for sheet in (svg_style(), svg_style(dark=True)):
        assert "url(" not in sheet and "@import" not in sheet and "@font-face" not in sheet


def test_lines_begin_and_end_on_the_borders_of_their_nodes(pathway):
    for edge in pathway.edges:
        points = course(pathway, edge)
        for name, end in ((edge.origin, points[0]), (edge.target, points[-1])):
            box = pathway.by_id[name].box
            assert box.left - 0.01 <= end[0] <= box.right + 0.01, edge.id
            assert box.top - 0.01 <= end[1] <= box.bottom + 0.01, edge.id
            inside = min(
                end[0] - box.left, box.right - end[0], end[1] - box.top, box.bottom - end[1]
            )
            assert inside <= 14, edge.id


def test_a_head_points_at_its_node_and_ends_just_before_it(pathway):
    for edge in pathway.edges:
        *_, before, end = course(pathway, edge)
        numbers = [float(each) for each in re.findall(r"-?\d+\.?\d*", head(pathway, edge))]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        nearest = min(math.dist(point, end) for point in points)
        assert nearest < 9, edge.id
        assert math.dist(before, end) > 9, f"{edge.id} has no room for its head"


def test_a_straight_line_needs_no_way_points():
    pathway = parse_pathway(TEXT)
    edge = next(each for each in pathway.edges if each.id == "PIP3_AKT")
    assert course(pathway, edge) == ((160, 150), (250, 150))
    assert line(pathway, edge) == "M160 150L239.5 150"


def test_the_picture_is_small_enough_to_be_sent(pathway):
    assert len(svg_of(pathway)) < 80_000
