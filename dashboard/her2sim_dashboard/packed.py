"""Packed: the pages' scripts as one file and their style sheets as another.

Dash would ask for each file by itself, some fifty requests on a first visit. The order is that of
the names, as Dash has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response

ASSETS = Path(__file__).parent / "assets"
# What Dash must not serve by itself: what is packed here, what the frame of the page names, and
# licences.
IGNORED = r"^((?!00-).*\.js|.*\.css|LICENSE.*)$"
_THEME = "theme.js"


@dataclass(frozen=True)
class Pack:
    """One file made of several: ``address`` changes with its text, so browsers may keep it."""

    name: str
    mimetype: str
    text: str

    @property
    def address(self) -> str:
        """Where it is served, with a stamp of its text."""
        return f"/packed/{self.name}?m={hashlib.sha256(self.text.encode()).hexdigest()[:16]}"


def scripts() -> Pack:
    """Return the scripts of all pages; plotly.js stays a file of its own."""
    files = [
        each
        for each in sorted(ASSETS.glob("*.js"))
        if each.name != _THEME and not each.name.startswith("00-")
    ]
    return Pack("pages.js", "text/javascript", _joined(files))


def styles() -> Pack:
    """Return the style sheets of all pages."""
    return Pack("pages.css", "text/css", _joined(sorted(ASSETS.glob("*.css"))))


def serve(server: Flask, *packs: Pack) -> None:
    """Add the addresses of packs."""
    for pack in packs:
        server.add_url_rule(f"/packed/{pack.name}", f"packed {pack.name}", _answering(pack))


def _answering(pack: Pack) -> Callable[[], Response]:
    def answer() -> Response:
        return Response(pack.text, mimetype=pack.mimetype)

    return answer


def _joined(files: list[Path]) -> str:
    return "\n".join(f"/* {file.name} */\n{file.read_text(encoding='utf-8')}" for file in files)
