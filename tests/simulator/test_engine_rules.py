"""Rules for the use of the engine that no type checker knows, checked on the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (ROOT / "simulator" / "her2sim", ROOT / "dashboard" / "her2sim_dashboard")
ENGINE = ROOT / "simulator" / "her2sim" / "engine"
SOURCES = sorted(path for package in PACKAGES for path in package.rglob("*.py"))
# The names under which the engine's modules keep an engine object.
HELD_AS = {"_engine", "engine", "_values", "_integrator", "_model", "rr"}


def trees(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def is_engine(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in HELD_AS) or (
        isinstance(node, ast.Name) and node.id in HELD_AS
    )


def is_init(node: ast.AST) -> bool:
    """Tell whether a node is a text such as ``'init(S1)'``, prose apart."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return "init(" in text and "``init(" not in text


def breaches(tree: ast.AST) -> Iterator[str]:
    """Yield uses of an engine object other than items and method calls, and any ``init(``."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_engine(node.value) and id(node) not in called:
            yield f"line {node.lineno}: attribute {node.attr!r}"
        if is_init(node):
            yield f"line {node.lineno}: init()"
        if isinstance(node, ast.Attribute) and node.attr == "steadyState":
            yield f"line {node.lineno}: the engine's own steady state"


def test_only_the_engine_imports_roadrunner():
    assert SOURCES
    guilty = [
        path
        for path, tree in trees(SOURCES)
        if "roadrunner" in imported(tree) and ENGINE not in path.parents
    ]
    assert not guilty


def test_nothing_imports_tellurium():
    assert not [path for path, tree in trees(SOURCES) if "tellurium" in imported(tree)]


@pytest.mark.parametrize("path", sorted(ENGINE.glob("*.py")), ids=lambda path: path.name)
def test_engine_objects_are_used_by_item_and_method_only(path):
    assert list(breaches(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    ["self._engine.k1 = 3", "x = engine.S1", "rr['init(S1)'] = 2", "self._engine.steadyState()"],
)
def test_the_rule_catches_what_it_is_for(line):
    assert list(breaches(ast.parse(line)))


def test_the_rule_allows_items_and_methods():
    tree = ast.parse("self._engine['k1'] = 3\ny = self._engine.simulate(times=t)[0]")
    assert not list(breaches(tree))
