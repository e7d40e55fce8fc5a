"""Built models on disk: found again, rebuilt when damaged, never older than the tables."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from her2sim import cache, load_model
from her2sim.build import build_sbml
from her2sim.model import loading

TOY = Path(__file__).parents[1] / "toy" / "models"


@pytest.fixture
def place(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    loading._built.cache_clear()
    yield folder
    loading._built.cache_clear()


@pytest.fixture
def toy(tmp_path):
    shutil.copytree(TOY, tmp_path / "models")
    return tmp_path / "models" / "toy"


def fresh(folder):
    """Load as a new process would."""
    loading._built.cache_clear()
    return load_model(folder)


def test_a_kept_model_is_the_built_one_and_needs_no_builder(place, toy, monkeypatch):
    built = fresh(toy)
    assert len(list(place.iterdir())) == 1
    monkeypatch.setattr("her2sim.build.build_from", None)
    kept = fresh(toy)
    assert kept == built and vars(kept) == vars(built)


def test_an_edited_number_counts_at_once(place, toy):
    before = fresh(toy)
    table = toy / "parameters.csv"
    table.write_text(table.read_text().replace("k_make,0.02", "k_make,0.03"))
    after = load_model(toy)
    assert (before.default("k_make"), after.default("k_make")) == (0.02, 0.03)
    assert after.sbml == build_sbml(toy)
    assert after.sha256 != before.sha256
    assert len(list(place.iterdir())) == 2


def test_a_change_that_keeps_size_and_time_counts_for_a_new_process(place, toy):
    before = fresh(toy)
    table = toy / "parameters.csv"
    state = table.stat()
    table.write_text(table.read_text().replace("k_make,0.02", "k_make,0.03"))
    os.utime(table, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert fresh(toy).default("k_make") != before.default("k_make")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-9],
        lambda content: b"",
        lambda content: content[:100] + b"x" + content[101:],
    ],
)
def test_what_is_damaged_is_built_again(place, toy, damage):
    built = fresh(toy)
    (entry,) = place.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    assert fresh(toy) == built
    assert cache.read(entry.name) is not None


def test_what_is_sound_but_not_understood_is_built_again(place, toy):
    built = fresh(toy)
    (entry,) = place.iterdir()
    for content in (b"[]", b"{}", json.dumps({"sbml": 1}).encode()):
        cache.write(entry.name, content)
        assert fresh(toy) == built


def test_switched_off_nothing_is_written(place, toy, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "off")
    fresh(toy)
    assert not list(place.iterdir())


def test_entries_beyond_the_limit_are_forgotten_oldest_first(place, monkeypatch):
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 3)
    for number in range(5):
        cache.write(f"entry{number}", b"x")
        os.utime(place / f"entry{number}", (number, number))
    assert sorted(path.name for path in place.iterdir()) == ["entry2", "entry3", "entry4"]


def test_processes_that_build_at_once_agree(place, toy):
    code = "import sys; from her2sim import load_model; print(load_model(sys.argv[1]).fingerprint)"
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(toy)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {child.communicate()[0].strip() for child in children}
    assert answers == {fresh(toy).fingerprint}
    assert len(list(place.iterdir())) == 1
