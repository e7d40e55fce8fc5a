"""Look: the colours of print that are not data; the style sheet recolours the screen."""

from __future__ import annotations

INK, SOFT, GRID, CLINICAL = "#17212b", "#52606d", "#e3e6ea", "#8d5fb8"
