"""Writing figures to files; the ending decides the format."""

from __future__ import annotations

import html
import importlib.util
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from her2sim.errors import InvalidValue, UserMistake

# Without showSendToCloud and plotlyServerURL plotly offers to send the data to its own servers.
PLOTLY_CONFIG: Mapping[str, Any] = MappingProxyType(
    {
        "displaylogo": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "sendDataToCloud", "autoScale2d"],
        "toImageButtonOptions": {"format": "svg", "filename": "her2sim"},
    }
)
ENDINGS = (".html", ".svg", ".png")
_IMAGE_SCALE = 2
_PAGE_WIDTH = 1180


def write_figure(figure: go.Figure, path: str | os.PathLike[str]) -> Path:
    """Write a figure to a file and return its path; folders are made as needed.

    Parameters
    ----------
    figure
        Any plotly figure.
    path
        Ends in ``.html`` (one self-contained page), ``.svg`` or ``.png`` (drawn by a Chrome or
        Chromium through the optional package kaleido).

    Raises
    ------
    InvalidValue
        If the ending is another one.
    UserMistake
        If an image is wanted and kaleido or a browser is missing; says what to install.
    """
    target = Path(path)
    if target.suffix.lower() not in ENDINGS:
        raise InvalidValue("the figure's file", str(path), f"a name ending in {', '.join(ENDINGS)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".html":
        title = str(figure.layout.title.text or "her2sim")
        return write_page(target, title, [figure])
    target.write_bytes(_image(figure, target.suffix.lower()[1:]))
    return target


def _image(figure: go.Figure, kind: str) -> bytes:
    """Draw a figure with a headless browser."""
    if importlib.util.find_spec("kaleido") is None:
        raise UserMistake(
            f"Writing .{kind} needs the package kaleido: install her2sim[images], "
            "or give a name ending in .html."
        )
    browser = os.environ.get("HER2SIM_CHROMIUM")
    if browser:
        os.environ.setdefault("BROWSER_PATH", browser)
    try:
        return bytes(figure.to_image(format=kind, scale=_IMAGE_SCALE if kind == "png" else 1))
    except Exception as problem:
        # Kaleido reports a missing browser as one of several errors, none of them public.
        if "chrome" not in f"{type(problem).__name__} {problem}".lower():
            raise
        raise UserMistake(
            f"Writing .{kind} needs Chrome or Chromium: install one, set BROWSER_PATH to it, "
            "or give a name ending in .html."
        ) from problem


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 Inter, "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
  color: #1a1a1a; background: #fff; max-width: {width}px; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; }}
p {{ max-width: 46rem; }}
.figure {{ margin: 1.5rem 0 2.5rem; overflow-x: auto; }}
footer {{ color: #5a5f66; font-size: .85rem; border-top: 1px solid #ddd; padding-top: .5rem; }}
@media print {{ .figure {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<main>
{body}
</main>
{footer}
</body>
</html>
"""


def write_page(
    path: Path,
    title: str,
    figures: Sequence[go.Figure],
    paragraphs: Sequence[str] = (),
    footer: str = "",
) -> Path:
    """Write figures as one self-contained page, which needs no network to be read.

    Parameters
    ----------
    path
        The file; its folder is made as needed.
    title
        Title of the page, also its heading if there are paragraphs.
    figures
        In the order of the page.
    paragraphs
        Plain text above the figures.
    footer
        Plain text at the end, for versions and the like.
    """
    heading = [f"<h1>{html.escape(title)}</h1>"] if paragraphs else []
    words = [f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs]
    drawn = [
        f'<div class="figure">{_div(figure, number)}</div>' for number, figure in enumerate(figures)
    ]
    page = _PAGE.format(
        title=html.escape(title),
        width=max([_PAGE_WIDTH, *(figure.layout.width or 0 for figure in figures)]),
        body="\n".join([*heading, *words, *drawn]),
        footer=f"<footer>{html.escape(footer)}</footer>" if footer else "",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    return path


def _div(figure: go.Figure, number: int) -> str:
    """Return a figure as a part of a page; the first one brings the drawing library along."""
    return str(
        pio.to_html(
            figure,
            config=dict(PLOTLY_CONFIG),
            include_plotlyjs=number == 0,
            include_mathjax=False,
            full_html=False,
            div_id=f"figure-{number + 1}",
        )
    )
