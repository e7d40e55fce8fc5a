"""Entry: a table of a TOML file that is read field by field, with errors that say where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from her2sim.errors import InvalidValue, UnknownName


class Entry:
    """A table of a TOML file.

    Parameters
    ----------
    given
        The table as ``tomllib`` reads it.
    where
        File and place, as messages name it.
    known
        The keys the table may have.

    Raises
    ------
    InvalidValue
        If it is not a table.
    UnknownName
        If it has a key that it must not have.
    """

    def __init__(self, given: object, where: str, known: Iterable[str]) -> None:
        if not isinstance(given, dict):
            raise InvalidValue(where, given, "a table of keys and values")
        self.given: Mapping[str, object] = given
        self.where = where
        names = tuple(known)
        for key in given:
            if key not in names:
                raise UnknownName("key", key, names, where)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, its white space tidied; ``default`` where it may be missing."""
        value = self.given.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise InvalidValue(key, value, "a text in quotes", self.where)
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where it is missing; one text is a list of one."""
        value = self.given.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise InvalidValue(key, value, "a list of texts in quotes", self.where)
        return tuple(" ".join(item.split()) for item in items)

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = self.given.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise InvalidValue(key, value, "a number", self.where)
        return float(value)

    def number_or_none(self, key: str) -> float | None:
        """Return a finite number, ``None`` where it is missing."""
        return self.number(key) if key in self.given else None

    def one_of(self, key: str, valid: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the valid names."""
        value = self.text(key, default)
        if value not in valid:
            raise UnknownName(key, value, valid, self.where)
        return value

    def items(self, key: str) -> tuple[tuple[object, str], ...]:
        """Return each item of a list with its place in words; empty where it is missing."""
        value = self.given.get(key, [])
        if not isinstance(value, list):
            raise InvalidValue(key, value, "a list", self.where)
        name = key.removesuffix("s")
        return tuple((item, f"{self.where}, {name} {at}") for at, item in enumerate(value, 1))

    def named(self, key: str) -> tuple[tuple[str, object, str], ...]:
        """Return name, content and place of each table within a table; empty where missing."""
        value = self.given.get(key, {})
        if not isinstance(value, dict):
            raise InvalidValue(key, value, "a table of tables", self.where)
        return tuple((name, item, f"{self.where}, {key}.{name}") for name, item in value.items())
