"""What is taken along from the Dose page - files, Python, command lines - gives its numbers."""

from __future__ import annotations

import csv
import io
import shlex

import pandas as pd
import pytest
from her2sim import cli
from her2sim_dashboard.app import create_app
from her2sim_dashboard.dosing import code, experiments
from her2sim_dashboard.dosing.question import pair_of, question_of
from her2sim_dashboard.parsing import parse_scenario


def state_of(query, context):
    return parse_scenario(query, context).state


@pytest.fixture(scope="module")
def her2_client():
    return create_app("her2").server.test_client()


def read(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_files_hold_the_numbers_of_the_page(her2_client, her2):
    query = "g=PTEN_loss&t=72&dod=lapatinib&dop=dactolisib&dog=WT,PTEN_loss"
    curves = read(her2_client.get(f"/dose.csv?{query}"))
    assert {row["genotype"] for row in curves} == {"WT", "PTEN_loss"}
    assert {row["model_sha256"] for row in curves} == {her2.model.sha256}
    potency = read(her2_client.get(f"/dose/potency.csv?{query}"))
    found = experiments.responses(her2, question_of(state_of(query, her2), her2)).found
    assert [float(row["GR50_nM"]) for row in potency] == pytest.approx(list(found.summary.GR50_nM))
    wells_found = read(her2_client.get(f"/matrix.csv?{query}"))
    assert len(wells_found) == 2 * 64
    assert {"hsa", "bliss", "loewe", "zip"} <= set(wells_found[0])
    scores = read(her2_client.get(f"/dose/scores.csv?{query}"))
    assert [row["genotype"] for row in scores] == ["WT", "PTEN_loss"]
    assert all(row for each in scores for row in each.values())


def test_a_file_that_cannot_be_made_says_why(client):
    answer = client.get("/matrix.csv")
    assert answer.status_code == 422
    assert "fewer than two drugs" in answer.get_data(as_text=True)


ASKED = (
    "g=PTEN_loss&k=AKT1:0.5&t=48&d=everolimus:5nM&dod=lapatinib&dop=trastuzumab&don=6"
    "&dog=WT,PTEN_loss+PIK3CA_H1047R"
)


def test_python_copied_from_the_page_gives_its_numbers(her2):
    state = state_of(ASKED, her2)
    question, pair = question_of(state, her2), pair_of(state, her2)
    names: dict[str, object] = {}
    text = code.as_python(question, pair, her2)
    exec("\n".join(line for line in text.splitlines() if not line.startswith("print")), names)
    mine = experiments.responses(her2, question).found.summary
    assert list(names["response"].summary.GR50_nM) == pytest.approx(list(mine.GR50_nM), rel=1e-3)
    own = experiments.matrix(her2, pair, pair.genotype).table
    assert list(names["result"].table.value) == pytest.approx(list(own.value), abs=2e-3)


def test_commands_copied_from_the_page_give_its_numbers(her2, capsys):
    state = state_of(ASKED, her2)
    question, pair = question_of(state, her2), pair_of(state, her2)
    lines = code.as_command(question, pair, her2).splitlines()
    assert len(lines) == 2
    tables = []
    for line, extra in zip(lines, (["--summary"], ["--table", "matrix"]), strict=True):
        words_ = shlex.split(line)
        assert words_[0] == "her2sim"
        assert cli.main([*words_[1:], *extra, "--format", "csv"]) == 0
        tables.append(pd.read_csv(io.StringIO(capsys.readouterr().out), comment="#"))
    mine = experiments.responses(her2, question).found.summary
    assert list(tables[0].GR50_nM) == pytest.approx(list(mine.GR50_nM), rel=1e-3)
    own = experiments.matrix(her2, pair, pair.genotype).table
    assert list(tables[1].value) == pytest.approx(list(own.value), abs=2e-3)
    assert list(tables[1].dose_b_nM) == pytest.approx(list(own.dose_b_nM), rel=1e-5)
