"""Compiled code and built models kept on disk, in a folder only its owner can write.

The environment variable ``HER2SIM_CACHE`` names another folder, or is ``off``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from functools import cache
from pathlib import Path

from her2sim._version import __version__

VARIABLE = "HER2SIM_CACHE"
_MAGIC = b"her2sim 1\n"
# Each edit of a table leaves an entry behind; beyond so many the oldest go.
_MOST_ENTRIES = 256


def folder() -> Path | None:
    """Return the folder for what is kept, made if need be, or ``None`` when there is none.

    A folder that belongs to somebody else, or that others can write, is not used: what lies in
    it is going to be executed.
    """
    chosen = os.environ.get(VARIABLE, "")
    if chosen.lower() == "off":
        return None
    path = Path(chosen) if chosen else _user_folder() / "her2sim" / "compiled"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path if _is_private(path) else None
    except (OSError, RuntimeError):
        return None


def _user_folder() -> Path:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if os.environ.get(name):
            return Path(os.environ[name])
    return Path.home() / ".cache"


def _is_private(path: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    found = path.stat()
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def key(*parts: str) -> str:
    """Return the name under which what is made from these texts is kept.

    The version of this package takes part; `source_digest` of what makes it should as well, so
    that what changed code would make is never mixed up with what the old one made.
    """
    digest = hashlib.sha256()
    for part in (__version__, *parts):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()


@cache
def source_digest(*modules: str) -> str:
    """Return a digest of the code of some modules or packages of this package, by path."""
    digest = hashlib.sha256()
    for module in modules:
        place = Path(__file__).parent / module
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def read(name: str) -> bytes | None:
    """Return what is kept under a name, or ``None`` when it is absent or damaged."""
    place = folder()
    if place is None:
        return None
    try:
        content = (place / name).read_bytes()
    except OSError:
        return None
    start = len(_MAGIC)
    checksum, payload = content[start : start + 32], content[start + 32 :]
    if content[:start] != _MAGIC or hashlib.sha256(payload).digest() != checksum:
        return None
    return payload


def write(name: str, payload: bytes) -> None:
    """Keep something under a name; failing to do so is no error.

    The file appears complete or not at all, so that several processes may write at once.
    """
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=place, prefix=name[:8])
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + hashlib.sha256(payload).digest() + payload)
            Path(temporary).replace(place / name)
            _forget_oldest(place)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise


def _forget_oldest(place: Path) -> None:
    entries = list(place.iterdir())
    if len(entries) > _MOST_ENTRIES:
        ages = sorted((entry.stat().st_mtime, entry) for entry in entries)
        for _, entry in ages[: len(entries) - _MOST_ENTRIES]:
            entry.unlink(missing_ok=True)
