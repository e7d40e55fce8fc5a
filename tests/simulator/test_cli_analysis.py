from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from her2sim import cli

TOY = str(Path(__file__).parents[1] / "toy" / "models" / "toy")
SCREEN = ["screen", "--model", TOY, "--drug", "blockin=5nM", "--hours", "2"]
SENSITIVITY = ["sensitivity", "--model", TOY, "--drug", "blockin=5nM", "--hours", "2"]


@pytest.fixture
def run(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        status = cli.main([str(each) for each in arguments])
        return status, *capsys.readouterr()

    return call


def test_a_screen_is_printed_and_written(run, tmp_path):
    status, out, err = run(*SCREEN, "--readout", "PIP3_level", "--out", tmp_path / "s.csv")
    assert status == 0 and "2 genes at 20% in turn, WT, plain, blockin=5nM, 2 h" in out
    assert "wrote 2 rows" in err
    table = pd.read_csv(tmp_path / "s.csv")
    assert table["gene"].tolist() == ["PTEN", "AKT1"]
    assert {"rank", "gene", "readout", "control", "knockdown", "effect"} <= set(table.columns)


def test_a_screen_of_a_cell_that_is_changed_already(run):
    def control(*more: str) -> float:
        said = run(*SCREEN, "--readout", "PIP3_level", "--format", "json", *more)[1]
        return json.loads(said)[0]["control"]

    assert control("--knockdown", "PTEN=0.2") > 2 * control()
    assert control("--set", "k_make=0.0001") < control() / 2
    assert control("--scale", "k_back=0.2") == pytest.approx(control("--knockdown", "PTEN=0.2"))


def test_a_screen_of_pairs_and_over_expression(run):
    status, out, _ = run(*SCREEN, "--readout", "PIP3_level", "--pairs", "--format", "json")
    assert status == 0 and len(json.loads(out)) == 3
    status, out, _ = run(*SCREEN, "--readout", "PIP3_level", "--over", "3")
    assert status == 0 and "over-expressed 3-fold" in out
    assert "knocked out" in run(*SCREEN, "--readout", "PIP3_level", "--left", "0")[1]


@pytest.mark.parametrize(
    ("extra", "figures"), [((), 1), (("--method", "sobol", "--runs", "200"), 2)]
)
def test_sensitivity_is_printed_and_drawn(run, tmp_path, extra, figures):
    page = tmp_path / "s.html"
    status, out, err = run(*SENSITIVITY, "--readout", "PIP3_level", *extra, "--out", page)
    assert status == 0 and "PIP3_level" in out and "k_back" in out and "figure" in err
    assert page.read_text(encoding="utf-8").count('id="figure-') >= figures


def test_a_screen_is_drawn(run, tmp_path):
    status, _, err = run(*SCREEN, "--readout", "PIP3_level", "--out", tmp_path / "s.html")
    assert status == 0 and "wrote the figure" in err


def test_sensitivity_is_a_table_too(run):
    status, out, _ = run(*SENSITIVITY, "--readout", "GR,PIP3_level", "--format", "json")
    rows = json.loads(out)
    assert status == 0 and {row["readout"] for row in rows} == {"GR", "PIP3_level"}
    columns = ["parameter", "arm", "readout", "measure", "value", "lower", "upper"]
    assert list(rows[0]) == columns


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*SCREEN, "--gene", "PTENN"), "Closest: 'PTEN'"),
        ((*SCREEN, "--left", "0.5", "--over", "2"), "one of the two"),
        ((*SCREEN, "--left", "much"), "--left"),
        ((*SCREEN, "--sample", "many"), "--sample"),
        (
            (*SCREEN, "--readout", "PIP3_level", "--figure", "volcano", "--out", "x.png"),
            "agreement",
        ),
        ((*SENSITIVITY, "--method", "sobl"), "sobol"),
        ((*SENSITIVITY, "--genotype", "WT,PTEN_loss"), "one genotype"),
        ((*SENSITIVITY, "--runs", "few"), "--runs"),
        (
            ("sensitivity", "--model", TOY, "--readout", "GR", "--parameter", "K_inh"),
            "No parameter",
        ),
    ],
)
def test_mistakes_are_one_line_and_status_two(run, arguments, said):
    status, _, err = run(*arguments)
    assert status == 2 and err.startswith("her2sim: error: ") and said in err
    assert len(err.strip().splitlines()) <= 2
