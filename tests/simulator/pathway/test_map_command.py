"""``her2sim map``: the table, the drawing and SBGN-ML of a scenario."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET

import pytest
from her2sim import Dose, Knockdown, Scenario, cli, load_model, simulate
from her2sim.pathway import load_pathway, map_values, marks_of, parse_pathway

from .maps import TEXT, TOY, toy

MAP = ["map", "--model", str(TOY), "--hours", "2"]


@pytest.fixture
def run(capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        status = cli.main([str(each) for each in arguments])
        return status, *capsys.readouterr()

    return call


def test_the_table_has_every_node_that_shows_something(run):
    status, out, err = run(*MAP, "--drug", "blockin=5nM", "--format", "json")
    assert (status, err) == (0, "")
    rows = {row["node"]: row for row in json.loads(out)}
    assert list(rows) == ["PIP3", "AKT", "growth"]
    assert rows["AKT"]["unit"] == "nM" and rows["AKT"]["shows"] == "phosphorylated AKT"


def test_values_and_folds_are_those_of_the_simulation():
    scenario = Scenario("arm", "PTEN_loss")
    table = map_values(toy(), parse_pathway(TEXT), scenario, 2).set_index("node")
    final = simulate(toy(), scenario, hours=2, readouts=["PIP3_level"]).final()
    assert table.loc["PIP3", "value"] == pytest.approx(final["value"][0])
    assert table.loc["PIP3", "fold"] == pytest.approx(final["relative"][0])


def test_the_untreated_wild_type_is_one_everywhere():
    table = map_values(toy(), parse_pathway(TEXT), Scenario("wild type"), 2)
    assert table["fold"].tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_a_drawing_shows_colours_badges_and_doses(run, tmp_path):
    out = tmp_path / "new" / "map.svg"
    options = ("--genotype", "PTEN_loss", "--drug", "BLK=5uM", "--knockdown", "AKT1=0.2")
    status, shown, said = run(*MAP, *options, "--out", out)
    assert (status, shown) == (0, "") and "wrote" in said
    text = out.read_text(encoding="utf-8")
    ET.fromstring(text)
    for words in ("×", "5 µM", ">loss<", ">20 %<", "fill:#"):
        assert words in text
    assert "var(" not in text


def test_sbgn_is_written_without_a_simulation(run, tmp_path):
    out = tmp_path / "map.sbgn"
    assert run(*MAP, "--out", out)[0] == 0
    assert ET.parse(out).getroot().tag.endswith("sbgn")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--out", "map.pdf"), "ending in .csv, .json, .parquet, .svg, .sbgn"),
        (("--genotype", "PTEN_los"), "Closest: 'PTEN_loss'"),
        (("--genotype", "WT,PTEN_loss"), "this command answers for one at a time"),
        (("--hours", "soon"), "--hours is 'soon'; it must be a number"),
    ],
)
def test_mistakes_are_told(run, arguments, words):
    status, _, said = run(*MAP, *arguments)
    assert status == 2 and words in said


def test_a_model_without_a_map_says_where_one_would_be(run, tmp_path):
    own = tmp_path / "decay.ant"
    own.write_text("model decay\nspecies A; A = 1; k = 0.1; J: A -> ; k * A;\nend\n")
    status, _, said = run("map", "--model", own)
    assert status == 2 and "the model of a map is 'decay'" in said and "map.toml" in said


def test_marks_are_those_of_the_cell():
    arm = Scenario("arm", "pten_LOSS", knockdowns=(Knockdown("akt1"),))
    assert marks_of(toy(), parse_pathway(TEXT), arm) == {"PIP3": "loss", "AKT": "KO"}


def test_what_the_wild_type_lacks_is_new_and_what_neither_has_is_no_number():
    model = load_model("her2")
    pathway = load_pathway(model)
    folds = {}
    for name, treatment in (("without", ()), ("with", (Dose("everolimus", nM=20),))):
        arm = Scenario(name, "PTEN_loss", treatment=treatment)
        table = map_values(model, pathway, arm, 24).set_index("node")
        folds[name] = table.loc["FKBP12", "fold"]
    assert math.isnan(folds["without"]) and folds["with"] == math.inf
