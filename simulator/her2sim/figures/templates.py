"""The look of every figure: a light and a dark template, passed explicitly to each figure."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"


_LETTER_WIDTH = 9.6  # pixels, of the bold title on average
_LINE_HEIGHT = 23


@dataclass(frozen=True)
class Theme:
    """The colours that are not data, and the two diverging scales for them."""

    name: str
    paper: str
    ink: str
    soft: str
    grid: str
    fold_scale: tuple[tuple[float, str], ...]
    growth_scale: tuple[tuple[float, str], ...]

    @property
    def is_dark(self) -> bool:
        """Whether things are drawn on dark."""
        return self.name == "dark"


def _diverging(*colours: str) -> tuple[tuple[float, str], ...]:
    return tuple((place / (len(colours) - 1), colour) for place, colour in enumerate(colours))


# Blue and red (more and less activity) after ColorBrewer's RdBu; purple and green (shrinking and
# growing) after its PRGn. Both are safe for colour-blind readers and differ from each other.
LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink="#1a1a1a",
    soft="#5a5f66",
    grid="#e6e8eb",
    fold_scale=_diverging(
        "#2166ac", "#67a9cf", "#d1e5f0", "#ffffff", "#fddbc7", "#ef8a62", "#b2182b"
    ),
    growth_scale=_diverging(
        "#762a83", "#af8dc3", "#e7d4e8", "#ffffff", "#d9f0d3", "#7fbf7b", "#1b7837"
    ),
)
DARK = Theme(
    name="dark",
    paper="#12161c",
    ink="#f2f4f7",
    soft="#aab2bd",
    grid="#2c333d",
    fold_scale=_diverging(
        "#6cb4ee", "#3b7fb8", "#264a6b", "#2b3038", "#6b342b", "#b8533b", "#ff8a6b"
    ),
    growth_scale=_diverging(
        "#d09be0", "#9560a8", "#573a63", "#2b3038", "#2c5a34", "#4b9a58", "#86e08f"
    ),
)


def template(theme: Theme) -> go.layout.Template:
    """Return the plotly template of a theme: few lines, title on the left, legend outside."""
    axis: dict[str, Any] = {
        "showline": True,
        "linecolor": theme.ink,
        "linewidth": 1,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": theme.ink,
        "tickfont": {"size": 13},
        "title": {"font": {"size": 14}, "standoff": 10},
        "zeroline": False,
        "gridcolor": theme.grid,
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": theme.ink},
            "paper_bgcolor": theme.paper,
            "plot_bgcolor": theme.paper,
            "title": {
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"l": 20, "t": 24},
                "font": {"size": 18, "weight": 700},
                "subtitle": {"font": {"size": 13, "color": theme.soft}},
            },
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT, "size": 13}},
            "legend": {
                "x": 1.02,
                "xanchor": "left",
                "y": 1,
                "yanchor": "top",
                "bgcolor": "rgba(0,0,0,0)",
                "font": {"size": 13},
                "itemwidth": 46,
            },
            "margin": {"l": 20, "r": 20, "t": 90, "b": 20},
        }
    )


def dress(
    figure: go.Figure,
    theme: Theme,
    title: str,
    subtitle: str = "",
    note: str = "",
    note_drop: int = 62,
    width: int = 860,
) -> int:
    """Put the template, a title and small print on a figure; return the height of the title.

    ``note_drop`` is the distance (pixels) of the small print from the lower edge of the panels;
    a title too long for ``width`` (pixels) is broken.
    """
    lines = textwrap.wrap(title, int((width - 140) / _LETTER_WIDTH))
    height = 46 + _LINE_HEIGHT * len(lines) + (26 if subtitle else 0)
    figure.update_layout(template=template(theme), title={"text": "<br>".join(lines)})
    figure.update_layout(margin_t=height)
    if subtitle:
        figure.update_layout(title_subtitle_text=subtitle)
    if not note:
        return height
    figure.update_layout(margin_b=note_drop + 28)
    figure.add_annotation(
        text=note,
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xanchor="left",
        yanchor="top",
        yshift=-note_drop,
        showarrow=False,
        font={"size": 11, "color": theme.soft},
    )
    return height
