"""The set-up from a bare Python: what start.py decides, without doing it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_pythons_are_accepted(start, version):
    assert start.unsupported(version) == ""


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_other_pythons_are_told_which_ones_will_do(start, version):
    message = start.unsupported(version)
    assert f"{version[0]}.{version[1]}" in message
    assert "3.11, 3.12 or 3.13" in message


def test_the_environment_lies_where_the_variable_says(start, tmp_path):
    assert start.venv_folder({}, tmp_path) == tmp_path / ".venv"
    assert start.venv_folder({"HER2SIM_VENV": ".other"}, tmp_path) == tmp_path / ".other"


def test_the_python_of_an_environment_depends_on_the_platform(start, tmp_path):
    assert start.venv_python(tmp_path, windows=False) == tmp_path / "bin/python"
    assert start.venv_python(tmp_path, windows=True) == tmp_path / "Scripts/python.exe"


def test_the_fingerprint_follows_dependencies_place_and_python(start, tmp_path):
    here, there = tmp_path / "a", tmp_path / "b"
    for folder in (here, there):
        folder.mkdir()
        (folder / "pyproject.toml").write_text("[project]")
    first = start.fingerprint(here, (3, 11))
    assert first == start.fingerprint(here, (3, 11, 7))
    assert first != start.fingerprint(here, (3, 12))
    assert first != start.fingerprint(there, (3, 11))
    (here / "pyproject.toml").write_text("[project]\nname = 'x'")
    assert first != start.fingerprint(here, (3, 11))


def test_an_installation_counts_only_with_its_fingerprint_and_extras(start, tmp_path):
    stamp = tmp_path / "stamp.json"
    assert not start.is_installed(stamp, "abc", [])
    stamp.write_text(json.dumps({"fingerprint": "abc", "extras": ["dev"]}))
    assert start.is_installed(stamp, "abc", [])
    assert start.is_installed(stamp, "abc", ["dev"])
    assert not start.is_installed(stamp, "abc", ["test"])
    assert not start.is_installed(stamp, "abd", ["dev"])


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"fingerprint": "abc"}'])
def test_a_broken_stamp_counts_as_none(start, tmp_path, text):
    stamp = tmp_path / "stamp.json"
    stamp.write_text(text)
    assert not start.is_installed(stamp, "abc", [])


def test_a_browser_that_was_chosen_goes_first(start, tmp_path):
    browser = tmp_path / "browser"
    browser.touch()
    assert start.first_browser({"HER2SIM_CHROMIUM": str(browser), "PATH": ""}) == str(browser)


def test_a_chosen_browser_that_is_missing_is_an_error(start, tmp_path):
    with pytest.raises(start.SetUpFailed, match="HER2SIM_CHROMIUM"):
        start.first_browser({"HER2SIM_CHROMIUM": str(tmp_path / "gone")})


def test_a_browser_is_found_on_the_path(start, tmp_path):
    browser = tmp_path / ("chromium.exe" if os.name == "nt" else "chromium")
    browser.touch(mode=0o755)
    assert start.first_browser({"PATH": str(tmp_path)}) == str(browser)


def test_playwrights_own_browser_is_the_last_resort(start, tmp_path, monkeypatch):
    monkeypatch.setattr(start, "BROWSER_FILES", ())
    own = tmp_path / "own"
    assert start.first_browser({"PATH": ""}, [str(own)]) == ""
    own.touch()
    assert start.first_browser({"PATH": ""}, ["", str(own)]) == str(own)


def test_a_taken_port_is_replaced_by_a_free_one(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert start.free_port("127.0.0.1", port) not in (0, port)


def test_start_answers_help_and_its_mistakes():
    command = [sys.executable, str(ROOT / "start.py")]
    helped = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert "python3 start.py test" in helped.stdout
    wrong = subprocess.run([*command, "tset"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
