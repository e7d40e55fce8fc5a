"""What the page is told about nodes and edges."""

from __future__ import annotations

import json

import pytest
from her2sim import load_model
from her2sim.pathway import details_of, load_pathway, parse_pathway

from .maps import TEXT, toy


@pytest.fixture(scope="module")
def details():
    return details_of(parse_pathway(TEXT), toy())


def test_details_are_plain_json(details):
    assert json.loads(json.dumps(details, allow_nan=False)) == details


def test_a_node_says_what_it_shows_and_what_stands_behind_it(details):
    node = details["nodes"]["AKT"]
    assert node["shows"] == {
        "id": "pAKT",
        "label": "pAKT",
        "unit": "nM",
        "words": "phosphorylated AKT",
    }
    assert [one["name"] for one in node["species"]] == ["AKT", "phosphorylated AKT"]
    assert node["genes"] == [{"gene": "AKT1", "uniprot": "P31749", "note": ""}]
    assert [each["id"] for each in node["reactions"]] == ["on"]
    assert (node["edges_in"], node["edges_out"]) == (["PIP3_AKT"], ["AKT_growth"])


def test_an_edge_says_in_words_what_it_does_and_where_that_comes_from(details):
    edge = details["edges"]["PIP3_AKT"]
    assert edge["words"] == "PIP3 stimulates AKT"
    assert edge["reactions"] == [
        {"id": "on", "name": "AKT phosphorylation", "source": "doi:10.1000/toy"}
    ]


def test_the_page_gets_the_colours_that_files_have(details):
    assert details["scale"]["clamp"] == 2.5
    assert {"log2", "fill", "ink"} == set(details["scale"]["stops"][0])
    assert details["themes"]["light"].keys() == details["themes"]["dark"].keys()


def test_a_mutation_has_one_place_where_a_node_claims_it():
    model = load_model("her2")
    nodes = details_of(load_pathway(model), model)["nodes"]
    places = {name: [] for name in (each.id for each in model.mutations)}
    for name, node in nodes.items():
        for mutation in node["mutations"]:
            places[mutation].append(name)
    assert all(places.values())
    assert places["p95HER2"] == ["p95HER2"]
