"""Pictures: what a browser drew and sends along, to lie in a bundle beside the numbers.

Charts are drawn in the browser only; a server that drew them again would need a browser of its own.
"""

from __future__ import annotations

import base64
import binascii
import re

from her2sim.errors import InvalidValue
from her2sim.export import ArchiveFile

FOLDER = "figures"
_NAME = re.compile(r"[a-z0-9-]{1,60}\.(svg|png)")
_PNG = b"\x89PNG\r\n\x1a\n"
_WHERE = "the pictures sent"


def pictures_of(sent: object, most: int) -> tuple[ArchiveFile, ...]:
    """Return the pictures of a request as files of an archive.

    Parameters
    ----------
    sent
        ``{"pictures": {"name.svg": text, "name.png": base64, ...}}`` as JSON gives it.
    most
        How many are taken.

    Raises
    ------
    InvalidValue
        If there are more, a name is not of small letters, digits and hyphens with the ending
        ``.svg`` or ``.png``, or the content is no such picture.
    """
    pictures = sent.get("pictures") if isinstance(sent, dict) else None
    if not isinstance(pictures, dict):
        raise InvalidValue(_WHERE, type(pictures).__name__, "an object of names and contents")
    if len(pictures) > most:
        raise InvalidValue(_WHERE, f"{len(pictures)} files", f"at most {most}")
    return tuple(_file(str(name), content) for name, content in pictures.items())


def _file(name: str, content: object) -> ArchiveFile:
    matched = _NAME.fullmatch(name)
    if matched is None or not isinstance(content, str):
        valid = "a text called like pakt-s473.svg or pakt-s473.png"
        raise InvalidValue(_WHERE, name[:60], valid)
    path = f"{FOLDER}/{name}"
    if matched[1] == "svg":
        if not content.lstrip().startswith("<svg"):
            raise InvalidValue(_WHERE, name, "a text that begins with <svg")
        return ArchiveFile(path, content)
    try:
        raw = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not raw.startswith(_PNG):
        raise InvalidValue(_WHERE, name, "a PNG picture in base64")
    return ArchiveFile(path, raw)
