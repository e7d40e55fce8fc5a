"""What leaves for other programs gives them our numbers, in files that they can read."""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path

import libsbml
import numpy as np
import pytest
from her2sim import (
    Dose,
    Genotype,
    Knockdown,
    Period,
    Scenario,
    Set,
    cli,
    load_model,
    load_sbml,
    simulate,
)
from her2sim.errors import InvalidValue, UnknownName
from her2sim.export import ArchiveFile, combine_archive, scenario_archive, scenario_sbml
from her2sim.export.sedml import scenario_sedml

ROOT = Path(__file__).resolve().parents[3]
TOY = str(ROOT / "tests" / "toy" / "models" / "toy")
HOURS = 48.0
RESISTANT = Scenario(
    "resistant",
    Genotype("PTEN_loss"),
    treatment=(Dose("lapatinib", nM=300), Dose("trastuzumab", ug_per_mL=20)),
    knockdowns=(Knockdown("IRS1", 0.3),),
)
UNTREATED = Scenario("untreated", Genotype("PIK3CA_H1047R"), background="HER2_amp")
CASES = {"treated": RESISTANT, "untreated": UNTREATED}


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


@pytest.fixture(scope="module")
def texts(her2):
    return {name: scenario_sbml(her2, scenario) for name, scenario in CASES.items()}


def ours(model, scenario, times):
    table = simulate(model, scenario, times_h=times).table
    return {name: rows["value"].to_numpy() for name, rows in table.groupby("readout")}


@pytest.mark.parametrize("case", CASES)
def test_libroadrunner_alone_gets_our_numbers_from_the_file(her2, texts, case):
    import roadrunner

    times = [0.0, 0.05, 1.0, 6.0, HOURS]
    engine = roadrunner.RoadRunner(texts[case])
    engine.integrator.relative_tolerance = 1e-8
    names = [readout.id for readout in her2.readouts]
    found = np.array(engine.simulate(times=[3600 * each for each in times], selections=names))
    expected = ours(her2, CASES[case], times)
    for column, name in enumerate(names):
        # Of the largest value of a course: noise around zero has no relative error.
        scale = np.abs(expected[name]).max() or 1.0
        assert np.abs(found[:, column] - expected[name]).max() < 1e-3 * scale, name


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_copasi_gets_our_numbers_from_the_file(her2, texts, case):
    pytest.importorskip("basico", reason="copasi-basico is not installed")
    from ..copasi import concentrations

    frame = concentrations(texts[case], HOURS * 3600, 2)
    expected = simulate(
        her2, CASES[case], times_h=[HOURS], readouts=[each.id for each in her2.species]
    ).table
    for name, value in zip(expected["readout"], expected["value"], strict=True):
        if name in frame.columns:
            assert math.isclose(frame[name].iloc[-1], value, rel_tol=1e-3, abs_tol=1e-6), name


@pytest.mark.parametrize("case", CASES)
def test_the_sbml_is_consistent(texts, case):
    document = libsbml.readSBMLFromString(texts[case])
    assert document.checkConsistency() == 0
    assert document.getModel().getNumInitialAssignments() == 0


def test_an_untreated_cell_stays_where_it_is(texts):
    import roadrunner

    engine = roadrunner.RoadRunner(texts["untreated"])
    engine.integrator.relative_tolerance = 1e-8
    found = np.array(engine.simulate(0, HOURS * 3600, 3, ["pAKT_S473", "PIP3", "GR"]))
    assert np.ptp(found[:, :2], axis=0).max() < 1e-4 * found[:, :2].max()
    assert found[-1, 2] == pytest.approx(1.0, abs=1e-6)


def test_the_file_says_what_it_holds_and_where_it_is_from(her2, texts):
    notes = libsbml.readSBMLFromString(texts["treated"]).getModel().getNotesString()
    assert "PTEN_loss" in notes and "lapatinib=300nM" in notes and her2.sha256 in notes
    told = scenario_sbml(her2, UNTREATED, ["See <there> & /explore?g=A&t=1"])
    assert "See &lt;there&gt; &amp; /explore?g=A&amp;t=1" in told


def test_the_file_can_be_loaded_again(her2, texts, tmp_path):
    (path := tmp_path / "cell.xml").write_text(texts["treated"], encoding="utf-8")
    again = load_sbml(path)
    names = [species.id for species in her2.species]
    found, expected = (
        simulate(model, scenario, times_h=[HOURS], readouts=names).table["value"]
        for model, scenario in ((again, Scenario("as it is")), (her2, RESISTANT))
    )
    assert np.allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_a_treatment_that_changes_later_is_refused(her2):
    later = Scenario("later", later=(Period(24.0, (Dose("lapatinib", nM=10),)),))
    with pytest.raises(InvalidValue, match="one treatment from time 0 on"):
        scenario_sbml(her2, later)


def test_a_changed_value_is_in_the_file(her2):
    name = next(iter(sorted({p.id for p in her2.parameters} & her2.settable)))
    value = 2 * her2.default(name) + 1
    text = scenario_sbml(her2, Scenario("set", changes=(Set(name, value),)))
    parameter = libsbml.readSBMLFromString(text).getModel().getParameter(name)
    assert parameter.getValue() == value


def test_the_run_is_valid_sed_ml(her2):
    libsedml = pytest.importorskip("libsedml", reason="python-libsedml is not installed")
    document = libsedml.readSedMLFromString(scenario_sedml(her2, HOURS))
    assert document.getNumErrors() == 0
    assert (document.getLevel(), document.getVersion()) == (1, 4)
    assert document.getSimulation(0).getOutputEndTime() == HOURS * 3600
    report = document.getOutput(0)
    assert report.getNumDataSets() == 1 + len(her2.readouts)


def test_every_target_of_the_run_is_in_the_model(her2, texts):
    from xml.etree import ElementTree

    root = ElementTree.fromstring(scenario_sedml(her2, HOURS, ["GR", "PTEN", "cell"]))
    targets = [
        each.get("target")
        for each in root.findall(".//{*}variable")
        if each.get("target") is not None
    ]
    sbml = ElementTree.fromstring(texts["treated"])
    spaces = {"sbml": sbml.tag.partition("}")[0].strip("{")}
    assert len(targets) == 3
    for target in targets:
        path = target.replace("/sbml:sbml", ".")
        assert len(sbml.findall(path, spaces)) == 1, target


def test_a_run_of_no_time_and_of_what_is_not_there_are_refused(her2):
    with pytest.raises(InvalidValue, match="above 0"):
        scenario_sedml(her2, 0.0)
    with pytest.raises(UnknownName, match="pAKT_S473"):
        scenario_sedml(her2, 1.0, ["pAKT_S437"])


def test_the_archive_holds_what_its_manifest_lists(her2, tmp_path):
    extra = ArchiveFile("notes/more.txt", "more")
    content = scenario_archive(her2, RESISTANT, HOURS, more=[extra])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        manifest = archive.read("manifest.xml").decode()
    assert names == ["manifest.xml", "model.xml", "simulation.sedml", "notes/more.txt"]
    assert all(f'location="./{name}"' in manifest for name in names)
    assert content == scenario_archive(her2, RESISTANT, HOURS, more=[extra])
    (path := tmp_path / "cell.omex").write_bytes(content)
    assert load_sbml(path).sbml


def test_libcombine_reads_the_archive(her2, tmp_path):
    libcombine = pytest.importorskip("libcombine", reason="python-libcombine is not installed")
    path = tmp_path / "cell.omex"
    path.write_bytes(scenario_archive(her2, RESISTANT, HOURS))
    archive = libcombine.CombineArchive()
    assert archive.initializeFromArchive(str(path))
    assert archive.getMasterFile().getLocation() == "./simulation.sedml"
    archive.cleanUp()


def test_a_file_of_an_unknown_kind_is_listed_as_such():
    content = combine_archive([ArchiveFile("README", "x")])
    manifest = zipfile.ZipFile(io.BytesIO(content)).read("manifest.xml").decode()
    assert "octet-stream" in manifest


def test_the_command_writes_sbml_and_archives(tmp_path, capsys):
    given = ["export", "--genotype", "PTEN_loss", "--drug", "lapatinib=300nM", "--hours", "24"]
    for name in ("deep/cell.xml", "cell.omex"):
        assert cli.main([*given, "--out", str(tmp_path / name)]) == 0
        assert f"wrote {tmp_path / name}" in capsys.readouterr().err
        assert load_sbml(tmp_path / name).sbml
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cell.omex", "deep"]


def test_the_command_refuses_what_it_cannot_write(tmp_path, capsys):
    assert cli.main(["export", "--out", str(tmp_path / "cell.csv")]) == 2
    assert ".omex" in capsys.readouterr().err
    assert cli.main(["export", "--genotype", "nonsense", "--out", str(tmp_path / "a.xml")]) == 2
    assert not (tmp_path / "a.xml").exists()


def test_a_model_that_starts_from_its_initial_values_is_written_too(tmp_path):
    toy = load_model(TOY)
    text = scenario_sbml(toy, Scenario("plain"))
    assert libsbml.readSBMLFromString(text).checkConsistency() == 0
