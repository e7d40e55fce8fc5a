"""What the tests of the map share: the toy model's map and ways to change its text."""

from __future__ import annotations

from pathlib import Path

from her2sim import load_model
from her2sim.pathway import parse_pathway

TOY = Path(__file__).parents[2] / "toy" / "models" / "toy"
TEXT = (TOY / "map.toml").read_text(encoding="utf-8")


def toy():
    """The toy model."""
    return load_model(TOY)


def changed(old: str, new: str) -> str:
    """The text of the toy map with one place changed."""
    if TEXT.count(old) != 1:
        raise AssertionError(f"{old!r} is not once in the map")
    return TEXT.replace(old, new)


def changed_map(old: str, new: str):
    """The toy map with one place changed."""
    return parse_pathway(changed(old, new))
