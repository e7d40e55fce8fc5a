from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from her2sim import cli
from her2sim.errors import InvalidValue
from her2sim.figures import DARK, LIGHT, Ends, effect_against_exposure, waterfall

TOY = str(Path(__file__).parents[2] / "toy" / "models" / "toy")
ASKED = ["--model", TOY, "--genotype", "PTEN_loss", "--drug", "blockin=20nM", "--hours", "1"]
ASKED += ["--readout", "pAKT_fraction"]


@pytest.fixture
def run(capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        status = cli.main([str(each) for each in arguments])
        return status, *capsys.readouterr()

    return call


def test_why_prints_its_table(run):
    status, out, err = run("why", *ASKED, "--format", "json")
    rows = pd.DataFrame(json.loads(out))
    assert (status, err) == (0, "")
    assert list(rows.columns[:4]) == ["rank", "step", "contribution", "share"]
    assert {"text", "source"} <= set(rows.columns)


def test_why_tells_in_words(run):
    status, out, _ = run("why", *ASKED)
    assert status == 0
    assert out.startswith("pAKT_fraction after 1 h is")
    assert "1. lipid: +" in out


def test_reverse_prints_its_table(run):
    status, out, err = run("reverse", *ASKED, "--any-dose", "--format", "json")
    rows = pd.DataFrame(json.loads(out))
    assert (status, err) == (0, "")
    assert {"rank", "treatment", "readout", "value", "restored"} <= set(rows.columns)


def test_reverse_tells_in_words(run):
    status, out, _ = run("reverse", *ASKED)
    assert status == 0
    assert "Unbound clinical concentrations: blockin 1 to 1000 nM" in out


@pytest.mark.parametrize("command", ["why", "reverse"])
@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "html"])
def test_tables_and_figures_are_written(run, tmp_path, command, ending):
    out = tmp_path / f"result.{ending}"
    status, _, err = run(command, *ASKED, "--out", out)
    assert status == 0
    assert out.exists()
    assert "wrote" in err


@pytest.mark.parametrize("command", ["why", "reverse"])
def test_mistakes_are_answered_with_a_sentence(run, command):
    status, _, err = run(command, "--model", TOY, "--readout", "GR")
    assert status == 2
    assert err.startswith("her2sim: error: There is no")
    status, _, err = run(command, "--model", TOY, "--genotype", "WT", "--genotype", "PTEN_loss")
    assert status == 2
    assert "one at a time" in err


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_waterfall_joins_both_ends(theme):
    table = pd.DataFrame({"step": ["a", "a", "dust"], "contribution": [3.0, -1.0, 1e-9]})
    figure = waterfall(table, Ends("from", 1.0, "to", 3.0), readout="x", unit="nM", theme=theme)
    ends, steps = figure.data
    assert list(ends.x) == [1.0, 3.0]
    assert list(steps.base) == [1.0, 4.0]
    assert steps.base[-1] + steps.x[-1] == pytest.approx(ends.x[-1])
    assert figure.layout.xaxis.title.text == "x (nM)"


def test_intervals_are_drawn_and_numbers_stand_beside_them():
    table = pd.DataFrame({"step": ["a"], "contribution": [2.0], "lower": [1.0], "upper": [4.0]})
    figure = waterfall(table, Ends("from", 1.0, "to", 3.0))
    assert list(figure.data[1].error_x.array) == [2.0]
    assert list(figure.data[2].x) == [5.0]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_front_is_drawn_for_each_kind(theme):
    table = pd.DataFrame(
        {
            "treatment": ["a=1nM", "a=2nM", "b=1nM"],
            "kind": ["added", "added", "instead"],
            "value": [0.5, 0.2, 0.9],
            "new_exposure": [0.1, 0.2, 0.3],
            "front": [True, True, True],
            "goal": 0.3,
            "readout": "GR",
            "unit": "1",
        }
    )
    figure = effect_against_exposure(table, asked_value=0.8, named=["a=2nM"], theme=theme)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [len(trace.x) for trace in lines] == [2, 1]
    assert list(figure.data[-1].text) == ["1"]


def test_figures_refuse_tables_of_something_else():
    with pytest.raises(InvalidValue, match="contribution"):
        waterfall(pd.DataFrame({"step": []}), Ends("a", 0.0, "b", 1.0))
    with pytest.raises(InvalidValue, match="new_exposure"):
        effect_against_exposure(pd.DataFrame({"kind": []}), asked_value=1.0)
