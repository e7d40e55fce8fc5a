"""Naming: what the cells share is said once, each cell by what sets it apart."""

from __future__ import annotations

from collections.abc import Sequence

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.comparing.together import LETTERS
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.state import Cell, State
from her2sim_dashboard.wording import (
    alterations_text,
    background_text,
    medium_text,
    sentence,
    treatment_text,
)

_ALIKE = "the same"
_OWN_MEDIUM = "in the model's own medium"
_ANY = "Cells"


def own_names(cells: Sequence[Cell], catalogue: Catalogue) -> tuple[str, ...]:
    """Return what sets each cell apart from the others, as a phrase."""
    parts = [_parts(cell, catalogue) for cell in cells]
    if len(cells) == 1:
        _, alterations, medium, treatment = parts[0]
        return (", ".join(text for text in (alterations, medium, treatment) if text),)
    shared = _shared(parts)
    names = [
        ", ".join(text for text, same in zip(each, shared, strict=True) if text and not same)
        for each in parts
    ]
    alike = _ALIKE if all(shared) else _OWN_MEDIUM
    return tuple(name or alike for name in names)


def compared_sentence(state: State, catalogue: Catalogue) -> str:
    """Return the cells as one sentence, which also captions figures and names files."""
    if not state.others:
        return sentence(state, catalogue)
    parts = [_parts(cell, catalogue) for cell in state.cells]
    background, alterations, medium, treatment = (
        text if same else "" for text, same in zip(parts[0], _shared(parts), strict=True)
    )
    common = background or _ANY
    common += f" with {alterations}" if alterations else ""
    common += "".join(f", {text}" for text in (medium, treatment) if text)
    names = own_names(state.cells, catalogue)
    each = "; ".join(f"{letter} {name}" for letter, name in zip(LETTERS, names, strict=False))
    return f"{common} for {plain(state.hours)}\u00a0h: {each}."


def _parts(cell: Cell, catalogue: Catalogue) -> tuple[str, str, str, str]:
    """Return background, alterations, medium and treatment in words; no text for the own medium."""
    return (
        background_text(cell, catalogue),
        alterations_text(cell, catalogue),
        medium_text(cell, catalogue),
        treatment_text(cell, catalogue),
    )


def _shared(parts: Sequence[tuple[str, ...]]) -> tuple[bool, ...]:
    """Return, for each part, whether all cells have the same."""
    return tuple(len(set(column)) == 1 for column in zip(*parts, strict=True))
