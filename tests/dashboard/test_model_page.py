"""The Model page: all of the model, how it is known, what it misses, and files that open."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import zipfile
from collections import Counter

import libsbml
import pytest
from dash._utils import to_json
from flask import Flask
from her2sim import __version__
from her2sim.experiment import find_experiments
from her2sim.rows import EVIDENCE
from her2sim_dashboard import claims
from her2sim_dashboard.app import create_app
from her2sim_dashboard.citation import citation_text, read_citation
from her2sim_dashboard.claims import claim_verdicts, counts, untested_claims
from her2sim_dashboard.evidence import counted, evidence_classes
from her2sim_dashboard.jobs import Report, Stopped
from her2sim_dashboard.pages import model as page
from her2sim_dashboard.pages.model.claim_data import claims_data
from her2sim_dashboard.pages.model.contents import model_tables
from her2sim_dashboard.pages.model.files import add_files
from her2sim_dashboard.pages.model.overview import evidence_sentence
from her2sim_dashboard.pages.model.sections import VIEWS
from her2sim_dashboard.references import linked
from her2sim_dashboard.settings import read_settings


@pytest.fixture(scope="module")
def served():
    return create_app("her2").server.test_client()


@pytest.fixture(scope="module")
def tables(her2):
    return model_tables(her2.model)


def words(cell) -> str:
    if isinstance(cell, (list, tuple)):
        return "".join(words(part) for part in cell)
    return str(cell["text"]) if isinstance(cell, dict) else str(cell or "")


# --- tables ---------------------------------------------------------------------------------


def test_everything_of_the_model_is_in_the_tables(tables, her2):
    model = her2.model
    for name, parts in {
        "parameters": (*model.parameters, *model.compartments),
        "reactions": model.reactions,
        "species": model.species,
        "readouts": model.readouts,
        "totals": model.totals,
        "drugs": model.drugs,
    }.items():
        assert [words(row[0]) for row in tables[name].rows] == [part.id for part in parts]
    assert [words(row[0]) for row in tables["genes"].rows] == [each.gene for each in model.genes]
    for name, found in (("mutations", model.mutations), ("backgrounds", model.backgrounds)):
        assert {words(row[0]) for row in tables[name].rows} == {each.id for each in found}


def test_every_parameter_has_its_number_unit_range_evidence_and_source(tables, her2):
    columns = [column.id for column in tables["parameters"].columns]
    assert columns == ["id", "name", "value", "unit", "range", "evidence", "source", "note"]
    for row, part in zip(tables["parameters"].rows, her2.model.parameters, strict=False):
        assert row[2]["value"] == part.value
        assert float(row[2]["text"].replace("−", "-")) == pytest.approx(part.value, rel=1e-5)
        assert words(row[3]) == part.unit
        assert bool(row[4]) is (part.lower is not None or part.upper is not None)
        assert words(row[6]) == part.source


def test_rows_have_as_many_cells_as_columns(tables):
    for table in tables.values():
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_tables_are_sent_once_and_small(served):
    packed = {"Accept-Encoding": "br"}
    first = served.get("/model/tables.json", headers=packed)
    assert first.headers["Content-Encoding"] == "br"
    assert len(first.data) < 40_000
    again = served.get(
        "/model/tables.json", headers=packed | {"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_first_answer_holds_no_table(her2):
    assert len(to_json(page.layout("", her2))) < 40_000


def test_the_address_knows_every_tab_view_evidence_and_verdict(tables):
    rows = read_settings()
    assert set(tables) <= set(rows["tab"].valid)
    assert set(rows["see"].valid) == set(VIEWS)
    assert set(rows["ev"].valid) == {"all", *EVIDENCE}
    judged = {each.id for each in claim_verdicts()} - {claims.UNTESTED}
    assert set(rows["vd"].valid) == {"all", *judged}


# --- evidence -------------------------------------------------------------------------------


def test_every_kind_of_evidence_is_explained():
    assert {each.id for each in evidence_classes()} == set(EVIDENCE)


def test_the_evidence_adds_up(her2):
    found = {each.id: count for each, count in counted(her2.model)}
    assert found == Counter(each.evidence for each in her2.model.parameters)
    told = [int(number) for number in re.findall(r"\d+", evidence_sentence(her2.model))]
    total, *parts = told
    assert total == len(her2.model.parameters)
    assert sum(parts) == total - found["convention"]
    assert "None has been fitted" in evidence_sentence(her2.model)


# --- sources --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Sergina 2007 (PMC3025857), 1", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3025857/"),
        ("doi:10.1158/0008-5472.CAN-08-1740.", "https://doi.org/10.1158/0008-5472.CAN-08-1740"),
        ("uniprot:P04626", "https://www.uniprot.org/uniprotkb/P04626/entry"),
        ("biomodels:BIOMD0000000581 (x)", "https://www.ebi.ac.uk/biomodels/BIOMD0000000581"),
        ("pubmed:123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ],
)
def test_a_record_named_in_a_source_is_a_link(text, address):
    parts = linked(text)
    assert [part["href"] for part in parts if isinstance(part, dict)] == [address]
    assert words(parts) == text


@pytest.mark.parametrize("text", ["", "Wood 2004", "<a href=x>", "javascript:alert(1)", "APMC12"])
def test_other_text_is_no_link(text):
    assert words(linked(text)) == text
    assert not [part for part in linked(text) if isinstance(part, dict)]


# --- claims ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tested(her2):
    return claims.tested_claims(her2.model)


def test_all_claims_are_listed_before_any_is_tested(her2):
    listed = untested_claims(her2.model)
    assert [each.id for each in listed] == [each.id for each in find_experiments()]
    data = claims_data(listed)
    assert data["tested"] is False
    assert {each["verdict"] for one in data["claims"] for each in one["findings"]} == {"untested"}


@pytest.mark.slow
def test_no_claim_conflict_or_gap_is_hidden(her2, tested):
    listed, found = untested_claims(her2.model), counts(tested)
    assert [(one.id, len(one.findings)) for one in tested] == [
        (one.id, len(one.findings)) for one in listed
    ]
    assert found["untested"] == 0
    assert sum(found.values()) == sum(len(one.findings) for one in tested)
    data = claims_data(tested)
    assert {each["id"]: each["count"] for each in data["verdicts"]} == {
        name: count for name, count in found.items() if name != "untested"
    }
    for claim in data["claims"]:
        for each in claim["findings"]:
            assert each["source"]
            assert each["required"]
            assert bool(each["why"]) is (each["verdict"] == "known_gap")
            if each["verdict"] == "disputed":
                assert len(each["required"]) > 1


@pytest.mark.slow
def test_verdicts_are_kept_and_not_simulated_again(her2, tested, monkeypatch):
    monkeypatch.setattr(claims, "judge", None)
    assert claims.tested_claims(her2.model) == tested
    monkeypatch.setattr(claims, "_TESTED", {})
    plain = json.dumps([dataclasses.asdict(each) for each in tested])
    monkeypatch.setattr(claims.kept, "read", lambda _: plain.encode())
    assert claims.tested_claims(her2.model) == tested


def test_a_visitor_who_leaves_stops_the_work(her2, monkeypatch):
    monkeypatch.setattr(claims, "kept_claims", lambda _: None)
    report = Report()
    report.stopped.set()
    with pytest.raises(Stopped):
        page.claims_job(None, her2, report)


def test_another_model_has_no_claims(toy):
    assert untested_claims(toy.model) == ()
    assert "No published claims are recorded" in to_json(page.layout("", toy))
    assert claims_data(())["tested"] is False


# --- files ----------------------------------------------------------------------------------


def attached(answer) -> str:
    return re.search(r'filename="([^"]+)"', answer.headers["Content-Disposition"])[1]


def test_the_sbml_can_be_read_and_is_the_model(served, her2):
    answer = served.get("/model/model.xml")
    assert answer.mimetype == "application/sbml+xml"
    stamp = f"her2sim-{__version__}-her2-{her2.model.sha256[:8]}"
    assert attached(answer) == f"{stamp}.xml"
    document = libsbml.readSBMLFromString(answer.data.decode())
    assert document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) == 0
    assert document.getModel().getNumReactions() == len(her2.model.reactions)


def test_the_tables_can_be_unpacked_and_build_the_same_model(served, her2, tmp_path):
    from her2sim import load_model

    answer = served.get("/model/tables.zip")
    assert answer.mimetype == "application/zip"
    assert attached(answer).endswith("-tables.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "tables").rename(tmp_path / "her2")
    assert load_model(tmp_path / "her2") == her2.model
    about = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert her2.model.sha256 in about
    assert __version__ in about
    assert "not for clinical decisions" in about
    assert served.get("/model/tables.zip").data == answer.data


@pytest.mark.slow
def test_claims_can_be_taken_along(served, tested):
    answer = served.get("/model/claims.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode())))
    assert len(rows) == sum(len(one.findings) for one in tested)
    measured = [each.measured for one in tested for each in one.findings]
    assert [float(row["measured"]) if row["measured"] else None for row in rows] == measured


@pytest.mark.parametrize(("path", "root"), [("map.svg", "svg"), ("map.sbgn", "sbgn")])
def test_the_map_is_a_file(path, root, served):
    import xml.etree.ElementTree as ET

    answer = served.get(f"/model/{path}")
    assert attached(answer).endswith(f"-{path}")
    assert ET.fromstring(answer.data).tag.endswith(root)


def test_a_model_without_a_map_offers_none(toy):
    bare, server = dataclasses.replace(toy, pathway=None), Flask("bare")
    add_files(server, bare)
    assert server.test_client().get("/model/map.svg").status_code == 404
    assert "SBGN" not in to_json(page.layout("", bare))


# --- citing ---------------------------------------------------------------------------------


def test_the_citation_is_that_of_the_file():
    citation, text = read_citation(), citation_text()
    assert f'title: "{citation.title}"' in text
    assert all(f"name: {name}" in text for name in citation.authors)
    assert f"license: {citation.licence}" in text
    assert citation.message in text
    assert citation.version == __version__


def test_bibtex_is_balanced_and_names_the_model(her2):
    bibtex = read_citation().bibtex(f"model her2, {her2.model.sha256[:16]}")
    assert bibtex.startswith("@software{her2sim,")
    assert bibtex.count("{") == bibtex.count("}")
    assert her2.model.sha256[:16] in bibtex
