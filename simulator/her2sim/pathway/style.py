"""The look of the map as CSS, with colours to be overridden or, for files, fixed."""

from __future__ import annotations

import re
from pathlib import Path

from her2sim.pathway.vocabulary import theme

_SHEET = Path(__file__).with_name("map.css")


def svg_style(dark: bool | None = None) -> str:
    """Return the CSS of a map.

    Parameters
    ----------
    dark
        ``None``: every colour is a custom property (``--map-ink``, ...) with the light colour as
        its default, so that a page can set its own. Else the light or dark colours are written
        out, as programs other than browsers know no custom properties.
    """
    text = _SHEET.read_text(encoding="utf-8")
    colours = theme(bool(dark))
    if dark is None:
        return re.sub(r"var\(--(map-[\w-]+)\)", lambda it: f"var(--{it[1]},{colours[it[1]]})", text)
    plain = re.sub(r"var\(--(map-[\w-]+)\)", lambda it: colours[it[1]], text)
    return re.sub(r"var\(--node-\w+,([^()]+)\)", r"\1", plain)
