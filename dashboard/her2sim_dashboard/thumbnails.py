"""Thumbnails: the pathway map of each story as a small picture, drawn once."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from functools import lru_cache

from flask import Flask, Response, request
from her2sim.pathway import coloured
from werkzeug.exceptions import NotFound

from her2sim_dashboard.context import Context
from her2sim_dashboard.mapping import map_of
from her2sim_dashboard.presets import Story, stories

# Seen from afar only shapes, lines and colours are left of a map.
_TEXT, _GROUP = "{http://www.w3.org/2000/svg}text", "{http://www.w3.org/2000/svg}g"
_LEFT_OUT = ("legend", "badge")
_MOST_KEPT = 64
_SECONDS_KEPT = 3600


def picture_address(story: Story, *, dark: bool, words: bool) -> str:
    """Return where the picture of a story is served."""
    form = ("-words" if words else "") + ("-dark" if dark else "")
    return f"/preset/{story.row.id}{form}.svg"


def has_pictures(context: Context) -> bool:
    """Return whether the model has a map to draw pictures of."""
    return context.pathway is not None


def add_pictures(server: Flask, context: Context) -> None:
    """Serve the pictures of all stories."""

    @server.get("/preset/<name>.svg")
    def picture(name: str) -> Response:
        for story in stories(context) if has_pictures(context) else ():
            for dark in (False, True):
                for words in (False, True):
                    if picture_address(story, dark=dark, words=words) == request.path:
                        return _answer(_drawn(context, story, dark, words))
        raise NotFound(f"There is no picture {name!r}.")


def _answer(text: str) -> Response:
    headers = {"Cache-Control": f"public, max-age={_SECONDS_KEPT}"}
    return Response(text, mimetype="image/svg+xml", headers=headers)


@lru_cache(maxsize=_MOST_KEPT)
def _drawn(context: Context, story: Story, dark: bool, words: bool) -> str:
    """Return the map of a story's cell at the end of its treatment."""
    data = map_of(context, story.state.cell, story.compared)
    if context.pathway is None or data is None:
        return ""
    folds = {
        name: math.nan if values[-1] is None else 2.0 ** values[-1]
        for name, values in data["nodes"].items()
    }
    badges = {name: text for name, (text, _) in data["badges"].items()}
    doses = {
        node.drug: data["doses"][node.id]
        for node in context.pathway.nodes
        if node.id in data["doses"]
    }
    picture = coloured(context.pathway, folds, badges, doses, dark)
    return picture if words else _without_words(picture)


def _without_words(picture: str) -> str:
    """Return a map without texts, marks and legend."""
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.fromstring(picture)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == _TEXT or (child.tag == _GROUP and child.get("class") in _LEFT_OUT):
                parent.remove(child)
    return ET.tostring(root, encoding="unicode")
