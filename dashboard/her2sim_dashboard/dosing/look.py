"""Look: colours of print that are not data, and of each genotype; the style sheet recolours."""

from __future__ import annotations

from collections.abc import Iterable

from her2sim.figures.colours import OTHERS, Style, styles

INK, SOFT, GRID, CLINICAL = "#17212b", "#52606d", "#e3e6ea", "#8d5fb8"


def looks(genotypes: Iterable[str]) -> dict[str, Style]:
    """Return a style for each genotype; no mark twice, so that none needs its colour.

    As long as there are marks, which are as many as the styles of the figures.
    """
    chosen: dict[str, Style] = {}
    for name, style in styles(genotypes).items():
        taken = {each.symbol for each in chosen.values()}
        own = {each.light for each in chosen.values()}
        free = [each for each in OTHERS if each.symbol not in taken and each.light not in own]
        chosen[name] = free[0] if style.symbol in taken and free else style
    return chosen
