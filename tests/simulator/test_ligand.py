"""Ligands are what the table says, and reach their receptors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from her2sim import Scenario, Set, load_model, load_sbml, simulate_many
from her2sim import ligand as module
from her2sim.errors import InvalidTable
from her2sim.ligand import FILE, ligands_of
from her2sim.tables import columns_of

RAISED = {"HRG": "pHER3", "EGF": "pEGFR"}


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


def test_every_ligand_raises_its_receptor(her2):
    rows = {row.id: row for row in ligands_of(her2)}
    assert set(rows) == set(RAISED)
    for name, readout in RAISED.items():
        row = rows[name]
        given = Scenario("given", changes=(Set(row.parameter, (row.low * row.high) ** 0.5),))
        ends = simulate_many(her2, [Scenario("none"), given], readout, [24.0]).at(readout)[:, 0]
        assert ends[1] > 1.1 * ends[0], name


def test_a_model_without_the_table_has_none():
    foreign = "model m()\n  species S; S = 1; -> S; k; k = 1\nend\n"
    assert ligands_of(load_sbml(foreign)) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"parameter": "HRG_serumm"}, "Closest: 'HRG_serum'"),
        ({"unit": "uM"}, "is not that of HRG_serum"),
        ({"low": "5", "high": "1"}, "does not rise"),
    ],
)
def test_a_wrong_row_names_file_line_and_column(her2, tmp_path, monkeypatch, change, problem):
    row = {"id": "HRG", "name": "x", "parameter": "HRG_serum", "low": "1", "high": "2"}
    row |= {"unit": "nM"} | change
    columns = columns_of(module.Ligand)
    text = ",".join(columns) + "\n" + ",".join(row.get(name, "") for name in columns) + "\n"
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidTable, match=problem) as caught:
        ligands_of(replace(her2, folder=tmp_path))
    assert FILE in str(caught.value)
