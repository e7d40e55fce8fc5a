"""The model inside a COMBINE archive (OMEX: a zip file with a manifest)."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from her2sim.errors import InvalidModel, listing

ENTRIES = 1000
RATIO = 200
_MANIFEST = "manifest.xml"
_MANIFEST_BYTES = 2**20
_ZIP_START = (b"PK\x03\x04", b"PK\x05\x06")


def is_archive(content: bytes) -> bool:
    """Tell whether the bytes begin as a zip file does."""
    return content.startswith(_ZIP_START)


def master_model(content: bytes, name: str, limit: int) -> tuple[str, bytes]:
    """Return name and bytes of the model that an archive is about.

    That is the SBML file marked ``master`` in the manifest, or the only SBML file.

    Raises
    ------
    InvalidModel
        If the archive is damaged, suspicious, or does not say which model is meant.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            _check_entries(opened, name)
            entry = _choose(opened, name)
            return f"{name}/{entry}", _extract(opened, entry, name, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InvalidModel(f"The archive {name} is damaged: {error}.") from None


def _check_entries(opened: zipfile.ZipFile, name: str) -> None:
    entries = opened.infolist()
    if len(entries) > ENTRIES:
        raise InvalidModel(f"The archive {name} has {len(entries)} entries; at most {ENTRIES}.")
    seen: set[str] = set()
    for entry in entries:
        path = entry.filename
        parts = path.split("/")
        if path.startswith("/") or ".." in parts or "\\" in path or ":" in parts[0]:
            raise InvalidModel(f"The archive {name} has an entry outside of itself: {path!r}.")
        if path in seen:
            raise InvalidModel(f"The archive {name} has two entries called {path!r}.")
        seen.add(path)


def _choose(opened: zipfile.ZipFile, name: str) -> str:
    present = {entry.filename for entry in opened.infolist() if not entry.is_dir()}
    if _MANIFEST not in present:
        models = sorted(p for p in present if p.lower().endswith((".xml", ".sbml")))
        return _only(models, name)
    manifest = _Manifest(name)
    manifest.read(_extract(opened, _MANIFEST, name, _MANIFEST_BYTES))
    chosen = _only(manifest.masters or manifest.models, name)
    if chosen not in present:
        raise InvalidModel(f"The manifest of {name} lists {chosen!r}, which is not in the archive.")
    return chosen


def _only(models: list[str], name: str) -> str:
    if len(models) == 1:
        return models[0]
    if not models:
        raise InvalidModel(f"The archive {name} holds no SBML model.")
    raise InvalidModel(
        f"The archive {name} holds several models and marks none as its master: "
        f"{listing(models)}. Extract the one you mean."
    )


def _extract(opened: zipfile.ZipFile, entry: str, name: str, limit: int) -> bytes:
    size = opened.getinfo(entry)
    if size.file_size > RATIO * max(size.compress_size, 1):
        raise InvalidModel(f"{entry} in the archive {name} is packed suspiciously tightly.")
    with opened.open(entry) as stream:
        # The size in the header may lie, so the stream itself is cut.
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise InvalidModel(f"{entry} in the archive {name} is larger than {limit // 2**20} MB.")
    return content


@dataclass
class _Manifest:
    """The SBML files that a manifest lists."""

    name: str
    models: list[str] = field(default_factory=list)
    masters: list[str] = field(default_factory=list)

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._element
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise InvalidModel(f"The manifest of {self.name} is not valid XML: {error}.") from None

    def _doctype(self, *_: object) -> NoReturn:
        raise InvalidModel(f"The manifest of {self.name} has a DOCTYPE, which is not accepted.")

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("format", "").rpartition("/")[2]
        if tag.rpartition(" ")[2] != "content" or not kind.startswith("sbml"):
            return
        location = posixpath.normpath(attributes.get("location", ""))
        self.models.append(location)
        if attributes.get("master", "").lower() in ("true", "1"):
            self.masters.append(location)
