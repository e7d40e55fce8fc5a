"""The SBGN-ML of a map is whole and speaks the activity flow language."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from her2sim import load_model
from her2sim.pathway import load_pathway, sbgn_of

NS = {"s": "http://sbgn.org/libsbgn/0.2"}
GLYPHS = {"compartment", "biological activity", "phenotype", "unit of information"}
ARCS = {"positive influence", "negative influence", "necessary stimulation"}
ENTITIES = {
    *("macromolecule", "complex", "simple chemical"),
    *("nucleic acid feature", "perturbation", "unspecified entity"),
}


@pytest.fixture(scope="module")
def pathway():
    return load_pathway(load_model("her2"))


@pytest.fixture(scope="module")
def drawing(pathway):
    return ET.fromstring(sbgn_of(pathway)).find("s:map", NS)


def test_it_is_an_activity_flow_map_with_every_node_and_edge(drawing, pathway):
    assert drawing.get("language") == "activity flow"
    names = {glyph.get("id") for glyph in drawing.findall("s:glyph", NS)}
    assert {f"node_{node.id}" for node in pathway.nodes} <= names
    assert len(drawing.findall("s:arc", NS)) == len(pathway.edges)


def test_ids_are_unique_and_every_reference_resolves(drawing):
    ids = [each.get("id") for each in drawing.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for arc in drawing.findall("s:arc", NS):
        assert {arc.get("source"), arc.get("target")} <= set(ids)
    for glyph in drawing.findall("s:glyph", NS):
        assert glyph.get("compartmentRef") is None or glyph.get("compartmentRef") in ids


def test_only_classes_of_the_language_occur(drawing):
    assert {glyph.get("class") for glyph in drawing.iter(f"{{{NS['s']}}}glyph")} <= GLYPHS
    assert {arc.get("class") for arc in drawing.iter(f"{{{NS['s']}}}arc")} <= ARCS
    assert {entity.get("name") for entity in drawing.iter(f"{{{NS['s']}}}entity")} <= ENTITIES


def test_every_glyph_has_a_box_and_every_arc_its_ends(drawing):
    for glyph in drawing.iter(f"{{{NS['s']}}}glyph"):
        box = glyph.find("s:bbox", NS)
        assert float(box.get("w")) > 0 and float(box.get("h")) > 0
    for arc in drawing.findall("s:arc", NS):
        tags = [part.tag.split("}")[1] for part in arc]
        assert tags[0] == "start" and tags[-1] == "end" and set(tags[1:-1]) <= {"next"}


def test_drugs_are_perturbations_and_fates_are_phenotypes(drawing, pathway):
    for node in pathway.nodes:
        glyph = drawing.find(f"s:glyph[@id='node_{node.id}']", NS)
        entity = glyph.find("s:glyph/s:entity", NS)
        if node.kind == "phenotype":
            assert glyph.get("class") == "phenotype" and entity is None
        else:
            assert (entity.get("name") == "perturbation") == bool(node.drug)
