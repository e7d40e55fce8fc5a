"""Samples: parameter sets spread over ranges, each of them found by its number alone."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InvalidValue, UnknownName
from her2sim.model import Model
from her2sim.sampling import LOG_SPAN
from her2sim.scan.axes import is_log

METHODS = ("latin_hypercube", "sobol")
ENSEMBLE = "ensemble"
KEYS = ("method", "points", "set", "scale")
KINDS = ("set", "scale")
TABLE_RANGE = "range"
# Sobol numbers have 30 bits; other samples are drawn, and kept, as a whole (8 bytes a number).
MOST_POINTS = 2**30
MOST_NUMBERS = 5_000_000
_FORM = f"{{ from = ..., to = ..., scale = 'linear' or 'log' }}, or '{TABLE_RANGE}'"

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Span:
    """The range that one value is drawn from.

    Attributes
    ----------
    kind
        ``set``: the value itself; ``scale``: a factor on the value of the table.
    id
        A settable id of the model.
    bounds
        Lowest and highest; ``None`` stands for the range in the model's table.
    log
        Whether the logarithm is spread evenly instead of the value.
    """

    kind: str
    id: str
    bounds: tuple[float, float] | None
    log: bool = False

    @property
    def column(self) -> str:
        """What the drawn value is called in the table of results."""
        return self.id if self.kind == "set" else f"{self.id}_factor"


@dataclass(frozen=True)
class Sample:
    """A number of parameter sets, drawn by one method from the ranges of some values.

    The method ``ensemble`` stands for :func:`her2sim.sampling.ensemble`: all ranges of the model's
    table, and of those sets the physiological ones.
    """

    method: str
    points: int
    spans: tuple[Span, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the sample as plain data."""
        spans = {f"{span.kind}.{span.id}": [span.bounds, span.log] for span in self.spans}
        return {"method": self.method, "points": self.points, "spans": spans}


def parse_sample(given: object, where: str) -> Sample:
    """Read the table ``sample`` of a specification.

    Raises
    ------
    UserMistake
        If a key is unknown or a value is not valid; names key and file.
    """
    if not isinstance(given, Mapping):
        raise InvalidValue("sample", given, "a table", where)
    for key in given:
        if key not in KEYS:
            raise UnknownName("key", key, KEYS, f"the table sample of {where or 'a scan'}")
    method = given.get("method", METHODS[0])
    if method not in METHODS:
        raise InvalidValue("sample.method", method, " or ".join(map(repr, METHODS)), where)
    spans = tuple(_spans(given, where))
    if not spans:
        valid = "with ranges of values, such as set.ID = " + _FORM
        raise InvalidValue("sample", "without any range", valid, where)
    return Sample(method, sample_size("sample.points", given.get("points"), where), spans)


def parse_ensemble(given: object, where: str) -> Sample:
    """Read ``ensemble = N``."""
    return Sample(ENSEMBLE, sample_size("ensemble", given, where))


def sample_size(key: str, given: object, where: str) -> int:
    """Return a number of parameter sets."""
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST_POINTS:
        raise InvalidValue(key, given, f"a whole number from 1 to {MOST_POINTS}", where)
    return given


def bounded(sample: Sample, model: Model) -> tuple[Span, ...]:
    """Return the spans with numbers for bounds, those of the model's table filled in.

    Raises
    ------
    InvalidValue
        If a range is wanted where the table has none, or the sample is too large to draw.
    """
    ranges = {
        each.id: (each.lower, each.upper)
        for each in model.parameters
        if each.lower is not None and each.upper is not None and each.id in model.settable
    }
    for span in sample.spans:
        model.default(span.id)  # raises for what cannot be set
        if span.bounds is None and span.id not in ranges:
            valid = f"one with lower and upper in {model.where('parameters.csv')}, or from and to"
            raise InvalidValue("the sampled id without bounds", span.id, valid)
    if sample.method == ENSEMBLE:
        _check_size(sample, len(ranges))
    else:
        _check_size(sample, len(sample.spans))
    return tuple(
        span if span.bounds is not None else _of_table(span.id, *ranges[span.id])
        for span in sample.spans
    )


def draw(sample: Sample, spans: tuple[Span, ...], seed: int, first: int, stop: int) -> Array:
    """Return the drawn values of the parameter sets ``first`` to ``stop - 1``.

    They depend on the sample, the seed and the numbers alone.

    Returns
    -------
    numpy.ndarray
        (stop - first, spans).
    """
    if sample.method == "sobol":
        unit = _sobol(len(spans), seed, first, stop)
    else:
        unit = _latin_hypercube(len(spans), seed, sample.points)[first:stop]
    columns = [_scaled(span, unit[:, place]) for place, span in enumerate(spans)]
    return np.column_stack(columns)


def _spans(given: Mapping[str, object], where: str) -> Iterator[Span]:
    for kind in KINDS:
        table = given.get(kind, {})
        if not isinstance(table, Mapping):
            raise InvalidValue(f"sample.{kind}", table, f"a table of ids, each with {_FORM}", where)
        for name, bounds in table.items():
            yield _span(kind, name, bounds, where)


def _span(kind: str, name: str, given: object, where: str) -> Span:
    key = f"sample.{kind}.{name}"
    if given == TABLE_RANGE and kind == "set":
        return Span(kind, name, None)
    if not isinstance(given, Mapping) or not {"from", "to"} <= set(given) <= {
        "from",
        "to",
        "scale",
    }:
        raise InvalidValue(key, given, _FORM, where)
    low, high = (_bound(f"{key}.{end}", given[end], where) for end in ("from", "to"))
    log = is_log(key, given, where)
    if not low < high or (log and low <= 0):
        valid = "rising" + " from above 0, as its scale is 'log'" * log
        raise InvalidValue(key, f"{low:g} to {high:g}", valid, where)
    return Span(kind, name, (low, high), log)


def _bound(key: str, given: object, where: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not np.isfinite(given):
        raise InvalidValue(key, given, "a finite number", where)
    return float(given)


def _of_table(name: str, lower: float | None, upper: float | None) -> Span:
    low, high = float(lower or 0.0), float(upper or 0.0)
    return Span("set", name, (low, high), log=low > 0 and high > LOG_SPAN * low)


def _check_size(sample: Sample, width: int) -> None:
    if sample.method != "sobol" and sample.points * width > MOST_NUMBERS:
        valid = f"at most {MOST_NUMBERS // width} for {width} values; method = 'sobol' takes more"
        raise InvalidValue(f"the size of the {sample.method}", sample.points, valid)


def _scaled(span: Span, unit: Array) -> Array:
    low, high = span.bounds or (0.0, 1.0)
    if span.log:
        return np.asarray(np.exp(np.log(low) + unit * (np.log(high) - np.log(low))))
    return low + unit * (high - low)


def _sobol(width: int, seed: int, first: int, stop: int) -> Array:
    # Imported here: it takes a fifth of a second, which scans without a sample need not pay.
    from scipy.stats import qmc

    sequence = qmc.Sobol(width, rng=np.random.default_rng(seed))
    if first:
        sequence.fast_forward(first)
    with warnings.catch_warnings():
        # Said of every number that is no power of 2, which the user may well want.
        warnings.simplefilter("ignore", UserWarning)
        return np.asarray(sequence.random(stop - first))


@lru_cache(maxsize=2)
def _latin_hypercube(width: int, seed: int, points: int) -> Array:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(width, rng=np.random.default_rng(seed)).random(points))
