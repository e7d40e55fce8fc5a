"""The layers of the code are those that pyproject.toml declares."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SIMULATOR = ROOT / "simulator" / "her2sim"
# Below every layer: the version, and the doors of the package.
FREE = {"__init__", "__main__", "_version"}


@pytest.fixture(scope="module")
def settings():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_module_has_its_layer(settings):
    contract = next(
        each for each in settings["tool"]["importlinter"]["contracts"] if each["id"] == "layers"
    )
    layered = {
        name.strip(" ()").removeprefix("her2sim.")
        for layer in contract["layers"]
        for name in layer.split("|")
    }
    modules = {path.stem for path in SIMULATOR.glob("*.py")} - FREE
    modules |= {path.parent.name for path in SIMULATOR.glob("*/__init__.py")}
    assert modules - layered == set(), "name these in a layer of pyproject.toml"


@pytest.mark.slow
def test_imports_follow_the_layers():
    pytest.importorskip("importlinter", reason="import-linter comes with the extra 'dev'")
    code = "from importlinter.cli import lint_imports_command as c; c(['--no-logo', '--no-cache'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_starts_nothing_heavy():
    code = (
        "import sys, her2sim, her2sim.cli; "
        "heavy = {'roadrunner', 'pandas', 'plotly', 'dash', 'tellurium'} & set(sys.modules); "
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def sources() -> list[Path]:
    return sorted(
        [*SIMULATOR.rglob("*.py"), *(ROOT / "dashboard").rglob("*.py"), ROOT / "start.py"]
    )


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_short_and_finished(path):
    text = path.read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line.strip()]) <= 300
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)


def test_versions_of_the_project_agree(settings):
    version = re.search(r'"(.+)"', (SIMULATOR / "_version.py").read_text().split("__version__")[1])
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert version and cited and version[1] == cited[1]
