"""From what the user gave (path, text or bytes) to the text of one model."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from her2sim.errors import InvalidModel, InvalidValue, closest
from her2sim.intake import archive

SIZE_BYTES = 20 * 2**20

_TEXT_NAME = "the given text"
_SUFFIXES = {
    ".xml": "sbml", ".sbml": "sbml", ".ant": "antimony", ".txt": "antimony", ".omex": "omex",
}  # fmt: skip
_VALID_FILES = "SBML (.xml, .sbml), Antimony (.ant) or a COMBINE archive (.omex)"
_DECLARATION = re.compile(r"\s*<\?xml[^>]*?\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_ENCODINGS = {
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "iso8859-15", "cp1252",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A model's text, the name to call it in messages, and how it is written."""

    name: str
    text: str
    format: Literal["sbml", "antimony"]


def locate(source: str | Path | bytes) -> Source:
    """Find out what was given and return the text of the model in it.

    Raises
    ------
    InvalidModel
        If nothing can be read there.
    InvalidValue
        If ``source`` is no path, text or bytes.
    """
    if isinstance(source, bytes):
        return _from_bytes(source, _TEXT_NAME, "")
    if isinstance(source, Path):
        return _from_file(source)
    if not isinstance(source, str):
        raise InvalidValue("the model", source, "a path, or the text of an SBML or Antimony model")
    text = source.removeprefix("\ufeff")
    if text.lstrip().startswith("<") or "\n" in text:
        return _from_text(text)
    return _from_file(Path(source))


def _from_text(text: str) -> Source:
    if len(text.encode("utf-8", "surrogatepass")) > SIZE_BYTES:
        raise InvalidModel(_too_large(_TEXT_NAME))
    if not text.strip():
        raise InvalidModel("The given text is empty; a model was expected.")
    if text.lstrip().startswith("<"):
        return Source(_TEXT_NAME, _undeclared(text), "sbml")
    return Source(_TEXT_NAME, text, "antimony")


def _from_file(path: Path) -> Source:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", str(path)):
        raise InvalidModel(f"{path} is an address; her2sim reads files only. Download it first.")
    try:
        if path.is_dir():
            raise InvalidModel(f"{path} is a folder; give a file: {_VALID_FILES}.")
        if not path.exists():
            raise InvalidModel(f"There is no file {str(path)[:200]}.{_near(path)}")
        if not path.is_file():
            raise InvalidModel(f"{path} is not a regular file; give {_VALID_FILES}.")
        if path.stat().st_size > SIZE_BYTES:
            raise InvalidModel(_too_large(path.name))
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidModel(f"{str(path)[:200]!r} cannot be read: {reason}.") from None
    return _from_bytes(content, path.name, path.suffix.lower())


def _near(path: Path) -> str:
    if not path.parent.is_dir():
        return " Its folder does not exist either."
    names = [entry.name for entry in path.parent.iterdir() if entry.suffix.lower() in _SUFFIXES]
    match = closest(path.name, names)
    return f" Closest: {str(path.parent / match)!r}." if match else ""


def _from_bytes(content: bytes, name: str, suffix: str) -> Source:
    if not content.strip():
        raise InvalidModel(f"{name} is empty; a model was expected.")
    if archive.is_archive(content):
        name, content = archive.master_model(content, name, SIZE_BYTES)
        suffix = ".xml"
    elif len(content) > SIZE_BYTES:
        raise InvalidModel(_too_large(name))
    text = decode(content, name)
    if not text.strip():
        raise InvalidModel(f"{name} is empty; a model was expected.")
    is_xml = text.lstrip().startswith("<")
    written = "sbml" if is_xml else _SUFFIXES.get(suffix, "antimony" if not suffix else "")
    if written == "antimony":
        return Source(name, text, "antimony")
    if written == "omex":
        raise InvalidModel(f"{name} is not a COMBINE archive (a zip file).")
    if not is_xml:
        raise InvalidModel(f"{name} is no model that her2sim can read; give {_VALID_FILES}.")
    return Source(name, _undeclared(text), "sbml")


def decode(content: bytes, name: str) -> str:
    """Turn bytes into text by their byte order mark or XML declaration, UTF-8 without either."""
    mark = next((mark for mark in _BYTE_ORDER_MARKS if content.startswith(mark)), b"")
    declared = _ENCODING.match(content)
    given = declared.group(1).decode() if declared else "utf-8"
    try:
        encoding = _BYTE_ORDER_MARKS.get(mark) or codecs.lookup(given).name
    except LookupError:
        encoding = given
    if encoding not in _ENCODINGS:
        raise InvalidModel(
            f"{name} is written in the encoding {given!r}; her2sim reads {sorted(_ENCODINGS)}."
        )
    try:
        return content.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidModel(
            f"{name}, line {line}: the bytes do not match the encoding ({encoding}). "
            "Save the file as UTF-8."
        ) from None


def _undeclared(text: str) -> str:
    """Cut the XML declaration, whose encoding no longer applies once the text is decoded."""
    match = _DECLARATION.match(text)
    # The line count of later messages must stay that of the file.
    return "\n" * match.group().count("\n") + text[match.end() :] if match else text


def _too_large(name: str) -> str:
    return f"{name} is larger than {SIZE_BYTES // 2**20} MB, the most that is read."
