"""What is taken along can be read elsewhere and gives the numbers of the page."""

from __future__ import annotations

import csv
import io
import json
import shlex
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import libsbml
import numpy as np
import pytest
from her2sim import cli, load_sbml
from her2sim_dashboard import wording
from her2sim_dashboard.app import create_app
from her2sim_dashboard.bundle import bundle_of
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.view import view_of

QUERY = (
    "g=PTEN_loss,PIK3CA_H1047R&k=IRS1:0.3&l=HRG:1nM&d=lapatinib:300nM,trastuzumab:20ug/mL"
    "&t=36&r=pAKT_S473,GR"
)


@pytest.fixture(scope="module")
def client():
    return create_app("her2").server.test_client()


@pytest.fixture(scope="module")
def view(her2):
    parsed = parse_scenario(QUERY, her2)
    ligands = her2.catalogue.names("ligand")
    if parsed.problems:  # the ligand has another id
        parsed = parse_scenario(QUERY.replace("HRG", ligands[0]), her2)
    assert not parsed.problems and parsed.state.cell.ligands
    return view_of(parsed, her2)


@pytest.fixture(scope="module")
def archive(client, view):
    answer = client.get(f"/explore.zip?{view.query}")
    assert answer.status_code == 200 and answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].endswith('.zip"')
    return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.fixture(scope="module")
def files(archive):
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_bundle_holds_what_its_readme_and_its_manifest_say(archive, files):
    assert archive.testzip() is None
    assert set(files) == {
        "manifest.xml",
        "model.xml",
        "simulation.sedml",
        "README.txt",
        "scenario.json",
        "readouts.csv",
        "map.svg",
        "run.py",
    }
    for name in files:
        assert f"./{name}" in files["manifest.xml"] and name in files["README.txt"]


def test_every_file_is_stamped_with_the_model_and_the_address(her2, view, files):
    address = f"/explore?{view.query}"
    assert json.loads(files["scenario.json"])["address"] == address
    notes = libsbml.readSBMLFromString(files["model.xml"]).getModel().getNotesString()
    for text in (files["README.txt"], notes.replace("&amp;", "&")):
        assert address in text and her2.model.sha256 in text
    assert her2.model.sha256 in files["readouts.csv"]


def test_the_sbml_gives_the_numbers_of_the_page(her2, view, files):
    import roadrunner

    engine = roadrunner.RoadRunner(files["model.xml"])
    engine.integrator.relative_tolerance = 1e-8
    species = {each.id for each in her2.model.species}
    course = view.compared.cell
    selections = [f"[{name}]" if name in species else name for name in course.values]
    times = [3600 * time for time in course.times]
    found = np.array(engine.simulate(times=times, selections=selections))
    for column, name in enumerate(course.values):
        values = np.array(course.values[name])
        scale = np.abs(values).max() or 1.0
        assert np.abs(found[:, column] - values).max() < 1e-3 * scale, name


def test_the_sed_ml_runs_as_long_as_the_treatment(view, files):
    root = ElementTree.fromstring(files["simulation.sedml"])
    course = root.find(".//{*}uniformTimeCourse")
    assert float(course.get("outputEndTime")) == view.state.hours * 3600
    assert root.find(".//{*}model").get("source") == "model.xml"


def test_the_archive_can_be_loaded_as_omex(tmp_path, client, view):
    (path := tmp_path / "cell.omex").write_bytes(client.get(f"/explore.zip?{view.query}").data)
    assert load_sbml(path).species


def test_the_json_reads_back_to_the_scenario(her2, view, files):
    content = json.loads(files["scenario.json"])
    parsed = parse_scenario(content["address"].partition("?")[2], her2)
    assert parsed.state == view.state and content["verdict"]["label"] == view.verdict.label
    assert content["ends"]["cell"]["GR"] == view.ends.cell["GR"]
    assert content["cell"]["doses"][0]["amount"] == view.state.cell.doses[0].amount


def test_the_table_holds_all_cells_over_time(view, files):
    rows = list(csv.DictReader(io.StringIO(files["readouts.csv"])))
    assert len({row["scenario"] for row in rows}) == 4
    last = [row for row in rows if row["readout"] == "GR" and row["scenario"].endswith("treated")]
    assert float(last[-1]["time_h"]) == view.state.hours


def test_the_map_is_a_picture_with_the_marks_of_the_cell(files):
    root = ElementTree.fromstring(files["map.svg"])
    assert root.tag.endswith("svg")
    text = " ".join(root.itertext())
    assert "H1047R" in text and "300 nM" in text.replace("\u00a0", " ")


def test_the_script_runs_and_gives_the_numbers_of_the_page(view, files):
    names: dict[str, object] = {}
    exec(compile(files["run.py"].replace("print(", "found = ("), "run.py", "exec"), names)
    table = names["found"]
    mine = table[(table["scenario"] == "this cell, treated") & (table["readout"] == "GR")]
    assert mine["value"].iloc[-1] == pytest.approx(view.ends.cell["GR"], abs=1e-3)


def test_the_command_line_runs_and_gives_the_numbers_of_the_page(her2, view, capsys):
    words = shlex.split(wording.as_command(view.state, her2))
    assert cli.main([*words[1:], "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    treated = [row for row in rows if row["treatment"] != "none"]
    for name in view.state.readouts:
        last = [row for row in treated if row["readout"] == name][-1]
        assert float(last["value"]) == pytest.approx(view.ends.cell[name], rel=1e-3, abs=1e-3)


def test_the_sbml_alone_is_the_same_file(client, view, files):
    answer = client.get(f"/explore.xml?{view.query}")
    assert answer.status_code == 200 and answer.mimetype == "application/sbml+xml"
    assert answer.text == files["model.xml"]


@pytest.mark.parametrize(
    "query", ["", "g=nonsense&d=water:1M", "d=lapatinib:NaN", "g=%3Cscript%3E"]
)
def test_whatever_is_asked_a_bundle_comes_or_words(client, query):
    answer = client.get(f"/explore.zip?{query}")
    assert answer.status_code in (200, 422)
    assert "<script" not in answer.headers.get("Content-Disposition", "")


def test_a_model_without_a_map_has_a_bundle_without_one(toy):
    context = replace(toy, pathway=None)
    view = view_of(parse_scenario("", context), context)
    archive = zipfile.ZipFile(io.BytesIO(bundle_of(view, context, "/explore").get_data()))
    assert "map.svg" not in archive.namelist()
    assert "map.svg" not in archive.read("README.txt").decode()
