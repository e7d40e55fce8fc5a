"""Compiled code on disk: used again, rebuilt when damaged, private."""

from __future__ import annotations

import subprocess
import sys

import pytest
from her2sim import cache
from her2sim.batch import BatchModel, compiled


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    tmp_path.chmod(0o700)
    compiled.compile_model.cache_clear()
    yield tmp_path
    compiled.compile_model.cache_clear()


def run(text):
    compiled.compile_model.cache_clear()
    model = BatchModel.from_sbml(text)
    return model.simulate({}, [10.0], ["AP"]).values[0, 0, 0]


def test_second_compilation_comes_from_disk(folder, cascade_text, monkeypatch):
    expected = run(cascade_text)
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(compiled, "compile_assembly", None)
    assert run(cascade_text) == expected


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b"", lambda b: b[:200] + b"x"])
def test_damaged_code_is_rebuilt(folder, cascade_text, damage):
    expected = run(cascade_text)
    for path in folder.iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert run(cascade_text) == expected
    assert all(cache.read(path.name) for path in folder.iterdir())


def test_switched_off_cache_writes_nothing(folder, cascade_text, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "off")
    run(cascade_text)
    assert not list(folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="no permission bits")
def test_a_folder_others_can_write_is_not_used(folder, cascade_text):
    folder.chmod(0o777)
    run(cascade_text)
    assert not list(folder.iterdir())


def test_key_depends_on_every_part():
    names = {cache.key("a", "b"), cache.key("ab"), cache.key("a", "c"), cache.key("b", "a")}
    assert len(names) == 4


def test_many_processes_may_compile_at_once(folder, cascade_text):
    code = (
        "import sys; from her2sim.batch import BatchModel; "
        "m = BatchModel.from_sbml(sys.stdin.read()); "
        "print(repr(float(m.simulate({}, [10.0], ['AP']).values[0, 0, 0])))"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    answers = {child.communicate(cascade_text)[0] for child in children}
    assert len(answers) == 1
    assert float(answers.pop()) == run(cascade_text)
    assert len(list(folder.iterdir())) == 2
