"""A row of settings.csv is all a page needs to keep a choice in the address."""

from __future__ import annotations

import pytest
from her2sim.errors import InvalidTable
from her2sim_dashboard import settings
from her2sim_dashboard.notes import Notes
from her2sim_dashboard.settings import KINDS, Setting, read_setting, read_settings
from her2sim_dashboard.state import KEYS, fresh_state

HEADER = "key,page,kind,valid,default,low,high,meaning\n"


def test_every_setting_has_a_meaning_and_no_key_of_the_scenario():
    for key, row in read_settings().items():
        assert row.meaning, key
        assert key not in KEYS
        assert row.kind in KINDS


def test_the_default_of_every_setting_is_read_as_itself(her2):
    for key, row in read_settings().items():
        notes = Notes()
        assert read_setting(row, row.default, her2.catalogue, notes) == row.default, key
        assert notes.texts == []


@pytest.mark.parametrize(
    ("kind", "given", "kept", "told"),
    [
        ("choice", "b", "b", ""),
        ("choice", "z", "a", "can be a, b"),
        ("whole", "3.4", "3", ""),
        ("number", "99", "9", "can be 1 to 9"),
        ("number", "nan", "a", "not a number"),
        ("word", "ab_1", "ab_1", ""),
        ("word", "<script>", "a", "cannot be meant"),
        ("text", "PTEN\x00loss", "PTEN loss", ""),
        ("drug", "BLOCKIN", "blockin", ""),
        ("drug", "blokin", "a", "Did you mean blockin?"),
        ("readouts", "GR,nope", "GR", "no readout"),
        ("genotypes", "pten_loss WT,wt", "PTEN_loss,WT", ""),
    ],
)
def test_each_kind_is_read_or_told(toy, kind, given, kept, told):
    row = Setting("x", "page", kind, ("a", "b"), "a", 1, 9, "a test")
    notes = Notes()
    assert read_setting(row, given, toy.catalogue, notes) == kept
    assert told in " ".join(notes.texts)
    assert bool(told) == bool(notes.texts)


@pytest.mark.parametrize(
    ("line", "problem"),
    [("x,page,sort,,,,,test", "is not known"), ("x,page,choice,a;b,c,,,test", "none of a, b")],
)
def test_a_wrong_row_is_told_with_its_place(tmp_path, monkeypatch, line, problem):
    (tmp_path / settings.FILE).write_text(HEADER + line + "\n", encoding="utf-8")
    monkeypatch.setattr(settings, "HERE", tmp_path)
    read_settings.cache_clear()
    try:
        with pytest.raises(InvalidTable, match=problem):
            read_settings()
    finally:
        read_settings.cache_clear()


def test_what_is_at_its_default_is_not_kept(toy):
    state = fresh_state(toy.catalogue, 24)
    for key, row in read_settings().items():
        assert state.with_settings(**{key: row.default}).settings == ()
