"""Settings: what a page keeps in the address beyond the scenario, from one table.

A row of ``settings.csv`` is all it takes: the address, its reader, its writer and the tests of
the round trip follow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from her2sim.errors import InvalidTable, listing
from her2sim.tables import read_table

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.limits import HERE
from her2sim_dashboard.notes import Notes, clamped, find, number, quoted
from her2sim_dashboard.numbers import plain, rounded

FILE = "settings.csv"
_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_FIGURES = 3


@dataclass(frozen=True)
class Setting:
    """A row of ``settings.csv``.

    ``kind`` is one of :data:`KINDS`. ``valid`` lists the values of a choice (separated by ``;``);
    ``low`` to ``high`` is the range of a number, and ``high`` the longest text or list. The
    ``default`` is what holds when the address says nothing, and is never written.
    """

    KEY: ClassVar[str] = "key"
    key: str
    page: str
    kind: str
    valid: tuple[str, ...] = ()
    default: str = ""
    low: float | None = None
    high: float | None = None
    meaning: str = ""


def read_setting(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str:
    """Return the one spelling of a setting's value, its default where it cannot be used.

    Parameters
    ----------
    row
        The setting.
    text
        What the address says.
    catalogue
        What the model offers; names are found in it in any letter case.
    notes
        Gathers what could not be used.
    """
    given = text.strip()
    if not given:
        return row.default
    found = _READERS[row.kind](row, given, catalogue, notes)
    return row.default if found is None else found


def _choice(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    if text in row.valid:
        return text
    notes.add(
        f"“{row.key}” ({row.meaning}) can be {listing(row.valid)}; {quoted(text)} was left out."
    )
    return None


def _number(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    value = number(text, f"“{row.key}” ({row.meaning})", notes)
    if value is None:
        return None
    low, high = row.low or 0.0, math.inf if row.high is None else row.high
    near = round(value) if row.kind == "whole" else rounded(value, _FIGURES)
    return plain(clamped(near, low, high, f"“{row.key}” ({row.meaning})", "", notes))


def _text(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    printable = "".join(each if each.isprintable() else " " for each in text)
    return printable[: int(row.high or 0)].strip() or None


def _word(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    if _WORD.fullmatch(text) and len(text) <= int(row.high or 0):
        return text
    notes.add(f"“{row.key}” ({row.meaning}): {quoted(text)} cannot be meant; it was left out.")
    return None


def _named(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    return find(text, catalogue.names(row.kind), row.kind, notes)


def _names(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    kind = row.kind.removesuffix("s")
    known, most = catalogue.names(kind), int(row.high or 0)
    items = [item.strip() for item in text.split(",") if item.strip()]
    found = {find(item, known, kind, notes) for item in items} - {None}
    kept = [name for name in known if name in found]
    if len(kept) > most:
        notes.add(f"“{row.key}” ({row.meaning}) takes at most {most}; the first ones were kept.")
    return ",".join(kept[:most]) or None


def _genotypes(row: Setting, text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    """Read genotypes, each spelled as ids joined by ``+``, ``WT`` for none."""
    found: list[str] = []
    for item in (item.strip() for item in text.split(",") if item.strip()):
        # A query spells + as a blank.
        parts = [part for part in re.split(r"[+\s]+", item) if part.casefold() != "wt"]
        ids = [catalogue.find_mutation(part, notes) for part in parts]
        if None in ids:
            continue
        name = catalogue.genotype_name([each for each in ids if each is not None])
        if name not in found:
            found.append(name)
    most = int(row.high or 0)
    if len(found) > most:
        notes.add(f"“{row.key}” ({row.meaning}) takes at most {most}; the first ones were kept.")
    return ",".join(found[:most]) or None


Reader = Callable[[Setting, str, Catalogue, Notes], str | None]
_READERS: Mapping[str, Reader] = {
    "choice": _choice,
    "number": _number,
    "whole": _number,
    "text": _text,
    "word": _word,
    "drug": _named,
    "gene": _named,
    "readout": _named,
    "parameter": _named,
    "variable": _named,
    "drugs": _names,
    "genes": _names,
    "readouts": _names,
    "genotypes": _genotypes,
}
KINDS = tuple(_READERS)


@cache
def read_settings() -> Mapping[str, Setting]:
    """Return the rows of ``settings.csv`` by key.

    Raises
    ------
    InvalidTable
        If a row has an unknown kind, or a default that it would refuse itself.
    """
    path = HERE / FILE
    rows = read_table(path, Setting)
    for line, row in enumerate(rows, start=2):
        if row.kind not in _READERS:
            problem = f"{row.kind!r} is not known. Valid: {listing(KINDS)}."
            raise InvalidTable(str(path), line, "kind", problem)
        if row.kind == "choice" and row.default not in row.valid:
            problem = f"{row.default!r} is none of {listing(row.valid)}."
            raise InvalidTable(str(path), line, "default", problem)
    return MappingProxyType({row.key: row for row in rows})
