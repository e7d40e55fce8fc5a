"""Axes: what a scan varies, each with its list of values."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from her2sim.change import Knockdown, Scale, Set
from her2sim.errors import Her2simError, InvalidValue, UnknownName
from her2sim.genotype import Genotype
from her2sim.scenario import UNTREATED
from her2sim.treatment import Dose

# In the order in which the axes are nested, slowest first: neighbouring points then differ in
# their drugs, so that many of them share one drug-free steady state.
TEXT_KINDS = ("genotype", "background", "knockdown", "treatment")
NAMED_KINDS = ("knockdown", "set", "scale", "drug")
KINDS = ("genotype", "background", "knockdown", "set", "scale", "treatment", "drug")
RANGE_KEYS = ("from", "to", "points", "scale", "zero")
SCALES = ("linear", "log")
MOST_VALUES = 100_000
# A plus between parts, not one inside a number such as 1e+3nM.
_PLUS = re.compile(r"\s\+\s|\+(?=[^\W\d])")
_A_RANGE = "a range { from = ..., to = ..., points = ..., scale = 'linear' or 'log' }"
_FORMS = {
    "genotype": "texts such as 'WT', or ids of mutations joined by '+'",
    "background": "ids of backgrounds",
    "knockdown": "texts such as 'none', 'GENE' or 'GENE=0.2', or a table of genes",
    "treatment": "texts such as 'none' or 'DRUG=1uM + OTHER=100nM'",
    "drug": f"doses with a unit such as '100nM', or {_A_RANGE}",
}

Value = str | float


@dataclass(frozen=True)
class Axis:
    """One thing that a scan varies.

    Attributes
    ----------
    kind
        ``genotype``, ``background``, ``knockdown``, ``set``, ``scale``, ``treatment`` or ``drug``.
    name
        The drug, gene or id that is varied; empty where the values say it.
    levels
        The values it takes, as texts or numbers: doses as texts with their unit.
    """

    kind: str
    name: str
    levels: tuple[Value, ...]

    @property
    def key(self) -> str:
        """What the axis is called in a specification, such as ``drug.NAME``."""
        return f"{self.kind}.{self.name}" if self.name else self.kind

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self.levels)


def parse_axes(given: object, where: str) -> tuple[Axis, ...]:
    """Return the axes of the table ``axes`` of a specification, slowest first.

    Raises
    ------
    UserMistake
        If a key is unknown or a value is not what the axis needs; names key and file.
    """
    axes = list(_each(_table("axes", given, where), where))
    return tuple(sorted(axes, key=lambda axis: KINDS.index(axis.kind)))


def treatment_of(text: str) -> tuple[Dose, ...]:
    """Read the doses of ``'none'`` or ``'DRUG=1uM + OTHER=100nM'``; zero doses are left out."""
    doses = () if _is_none(text) else tuple(Dose.parse(part) for part in _PLUS.split(text))
    return tuple(dose for dose in doses if dose.amount)


def knockdowns_of(text: str) -> tuple[Knockdown, ...]:
    """Read the knock-downs of ``'none'`` or ``'GENE + OTHER=0.2'``."""
    return () if _is_none(text) else tuple(Knockdown.parse(part) for part in _PLUS.split(text))


def number_range(key: str, given: Mapping[str, object], where: str) -> list[float]:
    """Return the values of a range of plain numbers."""
    _check_range(key, given, where)
    ends = [_number(f"{key}.{end}", given[end], where) for end in ("from", "to")]
    return _spread(key, given, ends[0], ends[1], where)


def is_log(key: str, given: Mapping[str, object], where: str) -> bool:
    """Tell whether a range is spread over its logarithm."""
    scale = given.get("scale", SCALES[0])
    if scale not in SCALES:
        raise InvalidValue(f"{key}.scale", scale, "'linear' or 'log'", where)
    return scale == "log"


def _table(key: str, given: object, where: str) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise InvalidValue(key, given, "a table", where)
    return given


def _each(given: Mapping[str, object], where: str) -> Iterator[Axis]:
    for kind, values in given.items():
        if kind not in KINDS:
            raise UnknownName("axis", kind, KINDS, where or "the axes of a scan")
        if kind in NAMED_KINDS and (isinstance(values, Mapping) or kind not in TEXT_KINDS):
            for name, own in _table(f"axes.{kind}", values, where).items():
                yield _axis(kind, name, own, where)
        else:
            yield _axis(kind, "", values, where)


def _axis(kind: str, name: str, given: object, where: str) -> Axis:
    key = f"axes.{kind}.{name}" if name else f"axes.{kind}"
    if kind == "drug":
        values: list[Value] = [*_doses(key, name, given, where)]
    elif name:
        values = [*_numbers(key, given, where)]
    else:
        values = [_text(key, kind, text, where) for text in _listed(given)]
    if not 0 < len(values) <= MOST_VALUES:
        raise InvalidValue(key, f"{len(values)} values", f"from 1 to {MOST_VALUES} values", where)
    (often, times) = Counter(values).most_common(1)[0]
    if times > 1:
        raise InvalidValue(key, often, "each value given once", where)
    _check(key, kind, name, values[0], where)
    return Axis(kind, name, tuple(values))


def _text(key: str, kind: str, given: object, where: str) -> str:
    """Return a value of an axis of texts after trying to read it."""
    if not isinstance(given, str) or not given.strip():
        raise InvalidValue(key, given, _FORMS[kind], where)
    _check(key, kind, "", given, where)
    return str(Genotype.parse(given)) if kind == "genotype" else given.strip()


def _check(key: str, kind: str, name: str, value: Value, where: str) -> None:
    """Refuse a value that no scenario could have, naming the key."""
    try:
        if kind == "genotype":
            Genotype.parse(str(value))
        elif kind == "treatment":
            treatment_of(str(value))
        elif kind == "knockdown":
            knockdowns_of(f"{name}={value}" if name else str(value))
        elif kind in ("set", "scale"):
            (Set if kind == "set" else Scale)(name, float(value))
    except Her2simError as error:
        raise InvalidValue(key, value, f"{_FORMS.get(kind, 'a number')} ({error})", where) from None


def _numbers(key: str, given: object, where: str) -> list[float]:
    if isinstance(given, Mapping):
        return number_range(key, given, where)
    return [_number(key, each, where) for each in _listed(given)]


def _number(key: str, given: object, where: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise InvalidValue(key, given, f"finite numbers, or {_A_RANGE}", where)
    return float(given) + 0.0


def _doses(key: str, drug: str, given: object, where: str) -> list[str]:
    """Return doses as texts with a unit."""
    if not isinstance(given, Mapping):
        return [_written(_dose(key, drug, each, where)) for each in _listed(given)]
    _check_range(key, given, where)
    low, high = (_dose(f"{key}.{end}", drug, given[end], where) for end in ("from", "to"))
    if low.unit != high.unit:
        try:
            low, high = (Dose(drug, nM=dose.nanomolar()) for dose in (low, high))
        except Her2simError:
            ends = f"{_written(low)} to {_written(high)}"
            raise InvalidValue(key, ends, "from and to in one unit", where) from None
    amounts = _spread(key, given, low.amount, high.amount, where)
    return [f"{amount:.12g}{low.unit}" for amount in amounts]


def _dose(key: str, drug: str, given: object, where: str) -> Dose:
    if given == 0 and not isinstance(given, bool | str):
        return Dose(drug, nM=0)
    if not isinstance(given, str):
        raise InvalidValue(key, given, _FORMS["drug"], where)
    try:
        return Dose.parse(f"{drug}={given}")
    except Her2simError as error:
        raise InvalidValue(key, given, f"{_FORMS['drug']} ({error})", where) from None


def _written(dose: Dose) -> str:
    return f"{dose.amount:.12g}{dose.unit}"


def _check_range(key: str, given: Mapping[str, object], where: str) -> None:
    for part in given:
        if part not in RANGE_KEYS:
            raise UnknownName("key", part, RANGE_KEYS, f"the range {key} of {where or 'a scan'}")
    missing = [part for part in RANGE_KEYS[:3] if part not in given]
    if missing:
        raise InvalidValue(key, f"without {', '.join(missing)}", _A_RANGE, where)


def _spread(
    key: str, given: Mapping[str, object], low: float, high: float, where: str
) -> list[float]:
    """Return the values of a range; with ``zero = true`` 0 comes first."""
    points, zero = given["points"], given.get("zero", False)
    if isinstance(points, bool) or not isinstance(points, int) or not 2 <= points <= MOST_VALUES:
        raise InvalidValue(f"{key}.points", points, f"from 2 to {MOST_VALUES}", where)
    if not isinstance(zero, bool):
        raise InvalidValue(f"{key}.zero", zero, "true or false", where)
    log = is_log(key, given, where)
    if not low < high or (log and low <= 0):
        valid = "rising" + " from above 0, as its scale is 'log'" * log
        raise InvalidValue(key, f"{low:g} to {high:g}", valid, where)
    values = np.geomspace(low, high, points) if log else np.linspace(low, high, points)
    return [0.0] * (zero and low != 0) + [float(value) for value in values]


def _listed(given: object) -> list[object]:
    """Return a list as it is and anything else as a list of one."""
    return list(given) if isinstance(given, list | tuple) else [given]


def _is_none(text: str) -> bool:
    return text.strip().casefold() == UNTREATED
