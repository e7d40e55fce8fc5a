"""What a map file may say, and what is told of a slip in it."""

from __future__ import annotations

import pytest
from her2sim import load_sbml
from her2sim.errors import UserMistake
from her2sim.pathway import load_pathway, parse_pathway

from .maps import TEXT, changed, toy

CELL = "model decay\nspecies A; A = 1; k = 0.1; J: A -> ; k * A;\nend\n"
KIND = 'kind = "chemical"'

# text in the file, what stands there instead, words of the message
SLIPS = [
    (
        'kind = "chemical"',
        'kind = "chemcal"',
        "Kind 'chemcal' is not in [[node]] 'PIP3' of map.toml",
    ),
    ('kind = "chemical"', 'kind = "chemcal"', "Closest: 'chemical'"),
    (
        'to = "AKT"',
        'to = "AKTT"',
        "Node 'AKTT' is not in [[edge]] 'PIP3_AKT' of map.toml.",
    ),
    ("width = 420", 'width = "wide"', "width is 'wide'; it must be a number. Change it in [map]"),
    ("label_at = [16, 86]", "label_at = [16]", "it must be a point such as [120, 80]"),
    (
        'genes = ["PTEN"]',
        'gene = ["PTEN"]',
        "in [[node]] 'PIP3' of map.toml. Closest: 'genes'",
    ),
    ('id = "growth"', 'id = "AKT"', "used once; another node has it too"),
    ('drug = "blockin"', "drug = 3", "drug is 3; it must be a text in quotes"),
    ('genes = ["AKT1"]', 'genes = "AKT1"', "genes is 'AKT1'; it must be a list of texts"),
    ('reactions = ["on"]', 'reactions = ["on"]\nloop = "back"', "Loop 'back' is not in"),
    ('reactions = ["on"]', 'reactions = ["on"]\nvia = [[1]]', "a list of points"),
    ('compartment = "medium"', 'compartment = "medum"', "Closest: 'medium'"),
    (
        '[[compartment]]\nid = "medium"',
        '[[room]]\nid = "medium"',
        "Section 'room' is not in map.toml",
    ),
    ("box = [0, 60, 420, 260]", "box = [0, 60, 420]", "a box [left, top, width, height]"),
    ('title = "A lipid and a protein"', "", "title is 'missing'"),
    ("[map]", "[map", "it must be TOML"),
]


@pytest.mark.parametrize(("old", "new", "words"), SLIPS)
def test_a_slip_is_told_with_its_entry_and_what_is_valid(old, new, words):
    with pytest.raises(UserMistake) as caught:
        parse_pathway(changed(old, new))
    assert words in str(caught.value)


def test_a_loop_needs_a_tone_of_the_theme():
    with pytest.raises(UserMistake, match="tone is 9; it must be one of 1, 2, 3, 4"):
        parse_pathway(TEXT + '\n[[loop]]\nid = "back"\nlabel = "back"\ntone = 9\n')


def test_a_model_folder_without_a_map_and_foreign_sbml_have_none():
    assert load_pathway(load_sbml(CELL)) is None
    assert load_pathway(toy()) is not None


def test_nodes_take_the_size_of_their_kind_unless_they_say_their_own():
    usual = parse_pathway(TEXT).by_id["AKT"].box
    wide = (
        parse_pathway(changed("x = 300\ny = 150", "x = 300\ny = 150\nwidth = 130")).by_id["AKT"].box
    )
    assert (usual.width, wide.width) == (100, 130)
    assert usual.centre == wide.centre == (300, 150)
