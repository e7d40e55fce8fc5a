"""Colours, numbers and marks of a map in a file."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import pytest
from her2sim.pathway import badges_of, coloured, parse_pathway
from her2sim.pathway.colouring import fold_text
from her2sim.pathway.vocabulary import scale, stop_of

from .maps import TEXT, changed_map

SVG = "{http://www.w3.org/2000/svg}"


def part(text: str, node: str, name: str) -> ET.Element:
    groups = ET.fromstring(text).iter(f"{SVG}g")
    group = next(each for each in groups if each.get("data-node") == node)
    return next(each for each in group if each.get("class") == name)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_the_scale_can_be_read():
    assert min(contrast(stop.fill, stop.ink) for stop in scale()) >= 4.5


def test_the_scale_is_symmetric_and_white_in_its_middle():
    stops = scale()
    assert [-stop.log2 for stop in reversed(stops)] == pytest.approx([stop.log2 for stop in stops])
    assert stops[len(stops) // 2].fill == stop_of(1.0).fill == "#ffffff"


def test_halving_is_as_far_from_white_as_doubling():
    stops = scale()
    middle = len(stops) // 2
    assert stops.index(stop_of(2.0)) - middle == middle - stops.index(stop_of(0.5)) > 0


@pytest.mark.parametrize(
    ("fold", "end"), [(0.0, 0), (-3.0, 0), (1e-9, 0), (math.inf, -1), (1e9, -1)]
)
def test_what_lies_beyond_the_scale_has_the_colour_of_its_end(fold, end):
    assert stop_of(fold) == scale()[end]


@pytest.mark.parametrize(
    ("fold", "words"),
    [
        (0.234, "0.23× ▼"),
        (1.0, "1.00×"),
        (1.004, "1.00×"),
        (2.5, "2.50× ▲"),
        (11.54, "12× ▲"),
        (99.6, "100× ▲"),
        (-0.18, "−0.18× ▼"),
        (-1e-9, "0.00× ▼"),
        (math.inf, "new ▲"),
        (math.nan, "–"),
    ],
)
def test_a_fold_is_written_with_its_direction(fold, words):
    assert fold_text(fold) == words


def test_a_file_has_colour_number_badge_and_dose():
    pathway = parse_pathway(TEXT)
    text = coloured(pathway, {"AKT": 0.1}, {"PIP3": "PTEN loss"}, {"blockin": "5 nM"})
    assert part(text, "AKT", "body").get("style") == f"fill:{stop_of(0.1).fill}"
    assert part(text, "AKT", "value").text == "0.10× ▼"
    badge = part(text, "PIP3", "badge")
    assert badge.get("hidden") is None and badge[1].text == "PTEN loss"
    assert part(text, "AKT", "badge").get("hidden") is not None
    assert part(text, "blockin", "dose").text == "5 nM"


def test_a_drug_that_is_not_given_and_its_lines_are_pale():
    pathway = parse_pathway(TEXT)
    for doses, pale in (({}, True), ({"blockin": "5 nM"}, False)):
        text = coloured(pathway, {}, {}, doses)
        assert (' absent"' in text, ' idle"' in text) == (pale, pale)


def test_a_missing_value_leaves_the_node_white():
    text = coloured(parse_pathway(TEXT), {"AKT": math.nan})
    assert part(text, "AKT", "body").get("style") is None
    assert part(text, "AKT", "value").text == "–"


def test_a_mutation_is_marked_at_its_gene_unless_a_node_names_it():
    marks = {"PTEN_loss": ("PTEN", "loss (all of it)")}
    assert badges_of(parse_pathway(TEXT), marks, {}) == {"PIP3": "loss"}
    named = changed_map('genes = ["AKT1"]', 'genes = ["AKT1"]\nmutations = ["PTEN_loss"]')
    assert badges_of(named, marks, {}) == {"AKT": "loss"}


def test_a_knock_down_is_marked_at_every_node_of_its_gene():
    assert badges_of(parse_pathway(TEXT), {}, {"AKT1": "KO"}) == {"AKT": "KO"}
