"""ScanSpec: what a scan is to simulate, as read from a TOML file."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from her2sim import library
from her2sim.errors import InvalidValue, UnknownName
from her2sim.request import output_times
from her2sim.scan.axes import Axis, parse_axes
from her2sim.scan.sample import Sample, parse_ensemble, parse_sample
from her2sim.sources import STARTS

COMBINATIONS = ("cross", "zip")
MOST_POINTS = 1_000_000
MOST_VALUES_PER_POINT = 100_000
_DEFAULT_HOURS = 72.0
_KEYS = (
    "model",
    "hours",
    "times_h",
    "readouts",
    "start",
    "combine",
    "seed",
    "most_points",
    "axes",
    "sample",
    "ensemble",
)


@dataclass(frozen=True)
class ScanSpec:
    """What a scan simulates: every combination of its axes, for every set of its sample.

    Attributes
    ----------
    model
        Name or path of the model.
    axes
        What is varied, slowest first.
    times_h
        Hours from the first dose at which readouts are taken.
    readouts
        Ids; ``None`` for all readouts of the model.
    start
        ``steady``, ``initial`` or ``None`` for the model's default.
    combine
        ``cross``: every value with every other; ``zip``: first with first, second with second,
        where an axis of one value counts for all. A sample is crossed with either.
    sample
        Parameter sets drawn from ranges, or ``None``.
    seed
        From which the sample follows.
    most_points
        More points than this are refused.

    Raises
    ------
    InvalidValue
        If the axes do not fit together or there are too many points.
    """

    model: str = "her2"
    axes: tuple[Axis, ...] = ()
    times_h: tuple[float, ...] = (_DEFAULT_HOURS,)
    readouts: tuple[str, ...] | None = None
    start: str | None = None
    combine: str = COMBINATIONS[0]
    sample: Sample | None = None
    seed: int = 0
    most_points: int = MOST_POINTS
    where: str = ""

    def __post_init__(self) -> None:
        """Check what no single key shows."""
        if self.combine == "zip":
            sizes = {axis.key: len(axis) for axis in self.axes if len(axis) > 1}
            if len(set(sizes.values())) > 1:
                raise InvalidValue("axes", sizes, "of one length to be zipped", self.where)
        if self.points > self.most_points:
            valid = f"at most {self.most_points}: give fewer values, or a higher most_points"
            given = f"{self.points} ({self.shape})"
            raise InvalidValue("the number of points", given, valid, self.where)

    @property
    def cells(self) -> int:
        """Number of combinations of the axes, not counting the sample."""
        sizes = [len(axis) for axis in self.axes]
        return max(sizes, default=1) if self.combine == "zip" else math.prod(sizes)

    @property
    def sets(self) -> int:
        """Number of parameter sets: 1 without a sample."""
        return self.sample.points if self.sample else 1

    @property
    def points(self) -> int:
        """Number of simulations."""
        return self.cells * self.sets

    @property
    def shape(self) -> str:
        """How the number of points comes about, in words."""
        sign = " = " if self.combine == "zip" else " x "
        parts = [sign.join(f"{len(axis)} {axis.key}" for axis in self.axes if len(axis) > 1)]
        parts += [f"{self.sets} parameter sets"] if self.sample else []
        return " x ".join(filter(None, parts)) or "one scenario"

    def as_dict(self) -> dict[str, object]:
        """Return what determines the results, besides the model's content, as plain data."""
        return {
            "times_h": list(self.times_h),
            "readouts": None if self.readouts is None else list(self.readouts),
            "start": self.start,
            "combine": self.combine,
            "seed": self.seed,
            "sample": self.sample.as_dict() if self.sample else None,
            **{f"axes.{axis.key}": list(axis.levels) for axis in self.axes},
        }


def read_spec(path: str | os.PathLike[str]) -> ScanSpec:
    """Read a specification from a TOML file; a model given by a path is looked up beside it.

    Raises
    ------
    UserMistake
        If the file cannot be read or is not a valid specification; names file, key and what
        is valid.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"a readable TOML file ({error.strerror})"
        raise InvalidValue("the specification", str(path), reason) from None
    except UnicodeDecodeError:
        raise InvalidValue("the specification", str(path), "a text in UTF-8") from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidValue("the specification", str(error), "TOML", str(path)) from None
    beside = file.parent / str(raw.get("model", ""))
    if raw.get("model") not in (None, "", *library.model_names()) and beside.exists():
        raw["model"] = str(beside)
    return parse_spec(raw, str(path))


def parse_spec(raw: Mapping[str, object], where: str = "") -> ScanSpec:
    """Return the specification that plain data, such as parsed TOML, describe.

    Raises
    ------
    UserMistake
        If a key is unknown or a value is not valid; names the key and what is valid.
    """
    for key in raw:
        if key not in _KEYS:
            raise UnknownName("key", key, _KEYS, where or "a scan")
    if "sample" in raw and "ensemble" in raw:
        raise InvalidValue("sample", "given together with ensemble", "one of the two", where)
    sample = parse_sample(raw["sample"], where) if "sample" in raw else None
    if "ensemble" in raw:
        sample = parse_ensemble(raw["ensemble"], where)
    return ScanSpec(
        model=_text("model", raw.get("model", ScanSpec.model), where),
        axes=parse_axes(raw.get("axes", {}), where),
        times_h=_times(raw, where),
        readouts=_readouts(raw.get("readouts"), where),
        start=_choice("start", raw.get("start"), STARTS, where),
        combine=_choice("combine", raw.get("combine"), COMBINATIONS, where) or COMBINATIONS[0],
        sample=sample,
        seed=_whole("seed", raw.get("seed", 0), 0, where),
        most_points=_whole("most_points", raw.get("most_points", MOST_POINTS), 1, where),
        where=where,
    )


def _times(raw: Mapping[str, object], where: str) -> tuple[float, ...]:
    if "hours" in raw and "times_h" in raw:
        raise InvalidValue("hours", "given together with times_h", "one of the two", where)
    key = "hours" if "hours" in raw else "times_h"
    given = raw.get(key, _DEFAULT_HOURS)
    listed: Sequence[Any] = (
        given if isinstance(given, list | tuple) and key == "times_h" else [given]
    )
    for hour in listed:
        if isinstance(hour, bool) or not isinstance(hour, int | float):
            raise InvalidValue(
                key, given, "a number of hours" + "s, rising" * (len(listed) > 1), where
            )
    try:
        return tuple(float(hour) for hour in output_times(0.0, listed))
    except InvalidValue as error:
        raise InvalidValue(f"{key}: {error.what}", error.given, error.valid, where) from None


def _readouts(given: object, where: str) -> tuple[str, ...] | None:
    if given is None:
        return None
    names = [given] if isinstance(given, str) else given
    valid = "ids of readouts, each once"
    if not isinstance(names, list | tuple) or not names:
        raise InvalidValue("readouts", given, valid, where)
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise InvalidValue("readouts", given, valid, where)
    return tuple(names)


def _text(key: str, given: object, where: str) -> str:
    if not isinstance(given, str) or not given.strip():
        raise InvalidValue(key, given, "a text that is not empty", where)
    return given


def _choice(key: str, given: object, valid: tuple[str, ...], where: str) -> str | None:
    if given is not None and given not in valid:
        raise InvalidValue(key, given, " or ".join(map(repr, valid)), where)
    return None if given is None else str(given)


def _whole(key: str, given: object, lowest: int, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < lowest:
        raise InvalidValue(key, given, f"a whole number, {lowest} or above", where)
    return given
