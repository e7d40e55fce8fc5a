"""How wide a text is drawn: an estimate on the safe side, as the reader's font is not known."""

from __future__ import annotations

# Shares of the font size, from Arial's bold widths rounded up. A fallback such as DejaVu Sans runs
# a tenth wider; the margins of the nodes are for that.
_NARROW, _USUAL, _CAPITAL, _WIDE = 0.36, 0.60, 0.74, 0.90
_MARGIN = 1.04


def text_width(text: str, size: float) -> float:
    """Return the width of a text at a font size, both in units of the map."""
    return _MARGIN * size * sum(map(_share, text))


def _share(letter: str) -> float:
    if letter in " .,:;|!'ijlItfr()[]-/":
        return _NARROW
    if letter in "mwMW@%▲▼":
        return _WIDE
    return _CAPITAL if letter.isupper() else _USUAL
