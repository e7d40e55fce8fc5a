"""Changes of a model's values: set one, scale one, or knock a gene down."""

from __future__ import annotations

import math
from dataclasses import dataclass

from her2sim.errors import InvalidValue


@dataclass(frozen=True)
class Set:
    """Give a settable id of the model a value, in the model's unit of that id."""

    id: str
    value: float

    def __post_init__(self) -> None:
        """Check and normalise the fields."""
        _check_id(self.id)
        object.__setattr__(self, "value", _finite(f"the value of {self.id}", self.value))

    @classmethod
    def parse(cls, text: str) -> Set:
        """Read ``ID=VALUE``."""
        return cls(*_pair(text, "ID=VALUE"))

    def __str__(self) -> str:
        """Return the change as a short text."""
        return f"{self.id}={self.value:.12g}"


@dataclass(frozen=True)
class Scale:
    """Multiply a settable id of the model by a factor of 0 or above."""

    id: str
    factor: float

    def __post_init__(self) -> None:
        """Check and normalise the fields."""
        _check_id(self.id)
        what = f"the factor of {self.id}"
        object.__setattr__(self, "factor", _finite(what, self.factor, lowest=0.0))

    @classmethod
    def parse(cls, text: str) -> Scale:
        """Read ``ID=FACTOR``."""
        return cls(*_pair(text, "ID=FACTOR"))

    def __str__(self) -> str:
        """Return the change as a short text."""
        return f"{self.id}*{self.factor:.12g}"


Change = Set | Scale


@dataclass(frozen=True)
class Knockdown:
    """Leave only a fraction of a gene's product: 0 is a knock-out, 1 changes nothing."""

    gene: str
    left: float = 0.0

    def __post_init__(self) -> None:
        """Check and normalise the fields."""
        _check_id(self.gene)
        what = f"what a knock-down leaves of {self.gene}"
        left = _finite(what, self.left, lowest=0.0)
        if left > 1.0:
            raise InvalidValue(what, self.left, "a fraction from 0 to 1")
        object.__setattr__(self, "left", left)

    @classmethod
    def parse(cls, text: str) -> Knockdown:
        """Read ``GENE`` or ``GENE=FRACTION_LEFT``."""
        if "=" not in text:
            return cls(text.strip())
        return cls(*_pair(text, "GENE or GENE=FRACTION_LEFT"))

    def __str__(self) -> str:
        """Return the change as a short text."""
        return f"{self.gene} knock-out" if self.left == 0 else f"{self.gene} at {self.left:.12g}"


def _check_id(name: object) -> None:
    if not isinstance(name, str) or not name.strip():
        raise InvalidValue("id", name, "an id of the model")


def _finite(what: str, given: object, lowest: float = -math.inf) -> float:
    """Return a finite number that is not below the lowest."""
    valid = "a finite number" + (f", {lowest:g} or above" if math.isfinite(lowest) else "")
    try:
        number = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidValue(what, given, valid) from None
    if not math.isfinite(number) or number < lowest or isinstance(given, bool):
        raise InvalidValue(what, given, valid)
    return number + 0.0


def _pair(text: str, form: str) -> tuple[str, float]:
    """Split ``ID=NUMBER``."""
    name, equals, number = text.partition("=")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not equals or not name.strip() or not math.isfinite(value):
        raise InvalidValue("change", text, f"{form} with a finite number")
    return name.strip(), value
