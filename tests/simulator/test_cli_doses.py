"""The commands dose and combine."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from her2sim import cli

TOY = str(Path(__file__).parents[1] / "toy" / "models" / "toy")
DOSE = ("dose", "BLK", "--model", TOY, "--hours", "2", "--readout", "PIP3_level")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        status = cli.main([str(each) for each in arguments])
        return status, *capsys.readouterr()

    return call


def test_dose_prints_the_summary_and_a_conclusion(run):
    status, out, err = run(*DOSE, "--genotype", "WT,PTEN_loss")
    assert (status, err) == (0, "")
    assert "IC50_nM" in out and "GR50_nM" not in out, "columns without a number are left out"
    assert "PTEN_loss: IC50 25 nM, 3.6 times the wild type's" in out


def test_dose_gives_the_table_and_the_summary(run):
    status, out, _ = run(*DOSE, "--doses", "1,10,100nM,1uM", "--format", "json")
    frame = pd.DataFrame(json.loads(out))
    assert status == 0 and frame["dose_nM"].tolist() == [0, 1, 10, 100, 1000]
    assert {"genotype", "drug", "readout", "value"} <= set(frame.columns)
    _, out, _ = run(*DOSE, "--summary", "--format", "csv")
    assert out.startswith("genotype,background,drug,readout,IC50_nM,GR50_nM")


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "html"])
def test_dose_writes_tables_and_figures(run, tmp_path, ending):
    out = tmp_path / f"dose.{ending}"
    status, _, err = run(*DOSE, "--out", out, "--dark")
    assert status == 0 and "wrote" in err and out.stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dose", "BLOCKN", "--model", TOY), "Closest: 'blockin'"),
        ((*DOSE, "--doses", "1,10nM"), "4 to 200 different ones"),
        ((*DOSE, "--doses", "1,10,x"), "dose"),
        ((*DOSE, "--sample", "many"), "--sample is 'many'; it must be a whole number"),
        (("combine", "BLK", "--model", TOY), "the number of drugs is 1; it must be two or three"),
        (("combine", "BLK", "blockin", "--model", TOY), "different drugs"),
        (
            ("combine", "BLK", "blockin", "--doses", "1,2,3", "--model", TOY),
            "the number of --doses is 1; it must be none, or 2",
        ),
    ],
)
def test_mistakes_are_said_in_a_line(run, arguments, says):
    status, out, err = run(*arguments)
    assert status == 2 and out == "" and err.startswith("her2sim: error: ") and says in err
    assert err.count("\n") == 1


@pytest.mark.slow
def test_combine_of_the_project_model(run, tmp_path):
    out = tmp_path / "matrix.csv"
    arguments = ("combine", "lapatinib", "bez235", "--genotype", "WT,PTEN_loss")
    status, text, _ = run(*arguments, "--out", out)
    assert status == 0 and "Bliss" in text and "In PTEN_loss" in text
    frame = pd.read_csv(out)
    columns = {"dose_a_nM", "dose_b_nM", "readout", "value", "hsa", "bliss", "loewe", "zip"}
    assert columns <= set(frame.columns) and len(frame) == 2 * 64
    page = tmp_path / "matrix.html"
    assert run(*arguments, "--out", page, "--reference", "zip")[0] == 0
    assert "over ZIP" in page.read_text(encoding="utf-8")
    for table, column in (("summary", "bliss_max_at"), ("isobole", "combination_index")):
        _, text, _ = run(*arguments, "--table", table, "--format", "csv")
        assert column in text.splitlines()[0]
