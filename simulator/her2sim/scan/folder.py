"""The folder of a scan: its manifest and the parts that are done.

A part is there, whole, or it is not: files get their name only once they are written. So the files
themselves say what is done, whatever stopped the process, and the manifest only says of what.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from her2sim._version import __version__
from her2sim.engine import versions
from her2sim.errors import InvalidValue
from her2sim.sampling import ensemble
from her2sim.scan.part import METADATA_KEY
from her2sim.scan.points import Points
from her2sim.scan.spec import ScanSpec

MANIFEST = "manifest.json"
ENSEMBLE = "ensemble.parquet"
_LOCK = ".lock"
_FORMAT = 1
_SHOWN = 60


@dataclass(frozen=True)
class Identity:
    """What a scan's numbers follow from: specification, model and versions, as plain data."""

    spec: Mapping[str, Any]
    model: Mapping[str, Any]
    versions: Mapping[str, Any]

    @classmethod
    def of(cls, points: Points) -> Identity:
        """Return the identity of a scan."""
        model = points.model
        spec = json.loads(json.dumps(points.spec.as_dict()))
        about = {"name": model.name, "sha256": model.sha256, "fingerprint": model.fingerprint}
        own = {"her2sim": __version__, **versions(), "scipy": version("scipy")}
        return cls(spec, about, own)

    @property
    def fingerprint(self) -> str:
        """Hash of all of it."""
        parts = [self.spec, self.model["sha256"], self.model["fingerprint"], self.versions]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def changes_since(self, earlier: Identity) -> list[str]:
        """Say in short sentences what is not as it was."""
        found = [
            f"{key} was {_short(earlier.spec.get(key))}, now {_short(self.spec.get(key))}"
            for key in dict.fromkeys([*earlier.spec, *self.spec])
            if earlier.spec.get(key) != self.spec.get(key)
        ]
        keys = ("sha256", "fingerprint")
        if any(earlier.model.get(key) != self.model[key] for key in keys):
            found.append(f"the content of model {self.model['name']!r} changed")
        found += [
            f"{name} was {earlier.versions.get(name)}, now {self.versions.get(name)}"
            for name in dict.fromkeys([*earlier.versions, *self.versions])
            if earlier.versions.get(name) != self.versions.get(name)
        ]
        return found


@dataclass(frozen=True)
class ScanFolder:
    """Where the parts of one scan lie.

    Attributes
    ----------
    path
        The folder.
    identity
        What the scan follows from.
    points
        Number of points.
    chunk
        Number of points in a part (the last may have fewer).
    columns
        Columns of the table.
    """

    path: Path
    identity: Identity
    points: int
    chunk: int
    columns: tuple[str, ...]

    @property
    def parts(self) -> int:
        """Number of parts of the whole scan."""
        return -(-self.points // self.chunk)

    def bounds(self, number: int) -> tuple[int, int]:
        """Return the first point of a part, and the one after its last."""
        return number * self.chunk, min((number + 1) * self.chunk, self.points)

    def file(self, number: int) -> Path:
        """Return where a part lies, or will."""
        return self.path / f"part-{number:07d}.parquet"

    def done(self) -> list[int]:
        """Return the parts that are there, in order."""
        names = (path.stem.removeprefix("part-") for path in self.path.glob("part-*.parquet"))
        return sorted(int(name) for name in names if name.isdigit() and int(name) < self.parts)

    def sound(self, number: int) -> bool:
        """Tell whether a part is what this scan would have written."""
        try:
            metadata = pq.read_metadata(self.file(number)).metadata or {}
            about = json.loads(metadata.get(METADATA_KEY, b"{}"))
        except (OSError, pa.ArrowException, ValueError):
            return False
        first, stop = self.bounds(number)
        wanted = {"fingerprint": self.identity.fingerprint, "first": first, "stop": stop}
        return bool(about == wanted)

    def clear(self) -> None:
        """Remove what a stopped scan left half written."""
        for left_over in self.path.glob("*.tmp"):
            left_over.unlink(missing_ok=True)

    def ensemble(self, points: Points) -> pd.DataFrame:
        """Return the scan's ensemble of parameter sets: drawn once, then kept beside the parts."""
        file = self.path / ENSEMBLE
        if not file.exists():
            sets = ensemble(points.model, points.spec.sets, points.spec.seed).samples
            _write(file, sets.to_parquet(index=False))
        # Read back even when new: what is simulated is what is kept.
        return pd.read_parquet(file)

    def write_part(self, number: int, content: bytes) -> None:
        """Keep a part."""
        _write(self.file(number), content)

    def write_manifest(self, done: Sequence[int]) -> None:
        """Write what the scan is and how far it came."""
        content = {
            "format": _FORMAT,
            "fingerprint": self.identity.fingerprint,
            "model": self.identity.model,
            "versions": self.identity.versions,
            "spec": self.identity.spec,
            "points": self.points,
            "chunk": self.chunk,
            "columns": list(self.columns),
            "parts": {"total": self.parts, "done": _ranges(done)},
            "complete": len(done) == self.parts,
        }
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        _write(self.path / MANIFEST, text.encode())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second process from writing here meanwhile, where the system can."""
        try:
            import fcntl
        except ImportError:
            yield
            return
        with (self.path / _LOCK).open("w") as lock:
            try:
                # Ends with the process, however it ends, so nothing stale can be left behind.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                valid = "one that no other scan is writing to at the moment"
                raise InvalidValue("the folder", str(self.path), valid) from None
            yield


def open_folder(path: Path) -> ScanFolder:
    """Read the manifest of a folder.

    Raises
    ------
    InvalidValue
        If there is none, or it is not one of a scan.
    """
    try:
        raw = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        identity = Identity(raw["spec"], raw["model"], raw["versions"])
        found = ScanFolder(path, identity, raw["points"], raw["chunk"], tuple(raw["columns"]))
        if raw["format"] != _FORMAT or found.chunk < 1:
            raise ValueError(raw["format"])
    except (OSError, ValueError, KeyError, TypeError):
        valid = f"one that a scan wrote, with a {MANIFEST} of format {_FORMAT}"
        raise InvalidValue("the folder", str(path), valid) from None
    return found


def start_folder(path: Path, points: Points, chunk: int | None, resume: bool) -> ScanFolder:
    """Make the folder of a scan, or take up the one that is there.

    Raises
    ------
    InvalidValue
        If something is there and ``resume`` is not asked for, or it is of another scan.
    """
    identity = Identity.of(points)
    there = path.exists() and (not path.is_dir() or any(path.iterdir()))
    if there and not resume:
        valid = "a new or empty folder, or resumed with --resume (resume=True)"
        raise InvalidValue("the folder", str(path), valid)
    if there:
        return _resumed(path, identity, chunk)
    path.mkdir(parents=True, exist_ok=True)
    size = chunk or _chunk(points.spec)
    folder = ScanFolder(path, identity, len(points), size, points.columns())
    folder.write_manifest([])
    return folder


def _resumed(path: Path, identity: Identity, chunk: int | None) -> ScanFolder:
    folder = open_folder(path)
    changes = identity.changes_since(folder.identity)
    if changes:
        valid = f"of the same scan, but {'; '.join(changes)}; scan into another folder"
        raise InvalidValue("the folder to resume", str(path), valid)
    if chunk and chunk != folder.chunk:
        raise InvalidValue("--chunk", chunk, f"{folder.chunk}, as when {path} was begun")
    return folder


# A part is a fraction of a second to some seconds of work, and no more than some thousand files.
_FEWEST, _MOST, _FILES, _SHARES, _ROWS = 64, 512, 4000, 32, 100_000


def _chunk(spec: ScanSpec) -> int:
    """Return how many points make a part, from the specification alone: so it never varies."""
    fair = min(max(-(-spec.points // _SHARES), _FEWEST), _MOST)
    few_files = -(-spec.points // _FILES)
    rows = len(spec.times_h) * len(spec.readouts or range(20))
    return max(1, min(max(fair, few_files), _ROWS // rows, spec.points))


def _write(target: Path, content: bytes) -> None:
    """Write a file that is whole or not there, whatever happens meanwhile."""
    partial = target.with_name(f"{target.name}.tmp")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)


def _ranges(numbers: Iterable[int]) -> str:
    """Return sorted numbers as ``0-3,7``."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(f"{low}-{high}" if low < high else f"{low}" for low, high in found)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
