"""What the map shows of a cell follows from its course and from nothing else."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask
from her2sim_dashboard import mapping
from her2sim_dashboard.app import create_app
from her2sim_dashboard.pages import explore
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.runs import Comparison, Course, compare

RESISTANT = "g=PTEN_loss&d=lapatinib:1uM&k=AKT1:0.2&l=HRG:1nM"


@pytest.fixture(scope="module")
def files():
    """A client of an application on the project's model."""
    return create_app("her2").server.test_client()


def shown(query, context):
    """What the map shows for the query of an address, and the courses behind it."""
    state = parse_scenario(query, context).state
    compared = compare(context, state.cell, state.hours)
    return mapping.map_of(context, state.cell, compared), compared


def test_a_model_without_a_map_has_no_place_for_one(toy):
    bare = replace(toy, pathway=None)
    state = parse_scenario("", bare).state
    assert mapping.map_of(bare, state.cell, compare(bare, state.cell, state.hours)) is None
    assert mapping.map_stamp(bare) == ""
    assert "map-card" in str(explore.layout("", toy))
    assert "map-card" not in str(explore.layout("", bare))
    server = Flask(__name__)
    mapping.add_map_files(server, bare)
    assert server.test_client().get(mapping.SVG).status_code == 404


def test_every_quantity_of_the_map_is_simulated_and_shown(her2):
    data, _ = shown(RESISTANT, her2)
    with_quantity = {node.id for node in her2.pathway.nodes if node.shows}
    assert set(her2.pathway.shown) <= set(her2.quantities)
    assert set(data["nodes"]) == set(data["base"]) == with_quantity


def test_a_colour_is_the_log2_of_the_multiple_of_the_untreated_wild_type(her2):
    data, compared = shown(RESISTANT, her2)
    node = next(node for node in her2.pathway.nodes if node.shows == "pAKT_S473")
    expected = math.log2(
        compared.cell.values[node.shows][-1] / compared.reference.values[node.shows][-1]
    )
    assert data["nodes"][node.id][-1] == pytest.approx(expected, abs=1e-3)
    wild = math.log2(
        compared.wild_type.values[node.shows][-1] / compared.reference.values[node.shows][-1]
    )
    assert data["wild"][node.id][-1] == pytest.approx(wild, abs=1e-3)
    amount = data["base"][node.id] * 2 ** data["nodes"][node.id][-1]
    assert amount == pytest.approx(compared.cell.values[node.shows][-1], rel=2e-3)


def test_the_untreated_wild_type_is_one_everywhere(her2):
    data, _ = shown("", her2)
    logs = {log for values in data["nodes"].values() for log in values}
    assert logs == {0.0, None}


def test_times_are_thinned_out_from_the_first_to_the_last(her2):
    data, compared = shown(RESISTANT, her2)
    assert len(data["times"]) == her2.limits.map_points
    assert data["times"][0] == 0
    assert data["times"][-1] == compared.cell.times[-1]
    assert {len(values) for values in data["nodes"].values()} == {len(data["times"])}


def made_up(context, value, base):
    """What the map shows where every quantity has one value in the cell, one in the reference."""
    names = context.quantities
    cell, reference = (
        Course((0.0, 1.0), dict.fromkeys(names, (each, each))) for each in (value, base)
    )
    state = parse_scenario("", context).state
    return mapping.map_of(context, state.cell, Comparison(cell, cell, reference, reference))


def test_where_there_is_nothing_to_divide_by_the_amount_is_told(her2):
    data = made_up(her2, 3.0, 0.0)
    node = her2.pathway.nodes[0].id
    assert data["nodes"][node] == [None, None]
    assert data["amounts"][node] == {"nodes": [3.0], "untreated": [3.0], "wild": [0.0]}


def test_a_value_below_zero_has_no_multiple(her2):
    data = made_up(her2, -2.0, 1.0)
    node = her2.pathway.nodes[0].id
    assert data["nodes"][node] == [None, None]
    assert data["amounts"][node]["nodes"] == [-2.0]


def test_nothing_left_is_the_lowest_multiple_and_not_infinite(her2):
    data = made_up(her2, 0.0, 1.0)
    lowest = round(math.log2(her2.limits.map_lowest_fold), 3)
    assert data["nodes"][her2.pathway.nodes[0].id] == [lowest, lowest]
    json.dumps(data, allow_nan=False)


def test_what_was_done_to_the_cell_is_marked_where_it_acts(her2):
    data, _ = shown(RESISTANT, her2)
    marks = {kind: text for text, kind in data["badges"].values()}
    assert marks == {"mutation": "loss", "knockdown": "20 %", "ligand": "1 nM"}
    by_id = her2.pathway.by_id
    marked = {kind: name for name, (_, kind) in data["badges"].items()}
    assert "PTEN" in by_id[marked["mutation"]].genes
    assert "AKT1" in by_id[marked["knockdown"]].genes
    assert {by_id[name].drug: dose for name, dose in data["doses"].items()} == {
        "lapatinib": "1\u00a0µM"
    }


def test_two_marks_of_a_node_are_both_told(her2):
    data, _ = shown("g=PTEN_low&k=PTEN:0.5", her2)
    (text,) = (text for text, _ in data["badges"].values())
    assert "low" in text
    assert "50 %" in text


def test_a_map_in_an_answer_is_small(her2):
    parsed = parse_scenario(f"{RESISTANT},everolimus:10nM", her2)
    answer = explore.answering(parsed, her2)
    assert len(json.dumps(answer["map"], separators=(",", ":"))) < 25_000


def test_the_files_parse_and_may_be_kept_under_their_stamp(files, her2):
    stamp = mapping.map_stamp(her2)
    for address in (mapping.SVG, mapping.SBGN):
        root = ElementTree.fromstring(files.get(f"{address}?m={stamp}").data)
        assert len(list(root.iter())) > 100
    details = files.get(f"{mapping.DETAILS}?m={stamp}")
    assert set(details.json["nodes"]) == {node.id for node in her2.pathway.nodes}
    assert details.json["lowest_fold"] == her2.limits.map_lowest_fold
    assert "immutable" in details.headers["Cache-Control"]
    assert files.get(f"{mapping.DETAILS}?m=old").headers["Cache-Control"] == "no-cache"


def test_the_stamp_follows_what_the_map_says(her2):
    renamed = replace(her2, pathway=replace(her2.pathway, note="Something else"))
    assert mapping.map_stamp(renamed) != mapping.map_stamp(her2)
