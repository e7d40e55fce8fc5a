"""References: the sources of a text as links, by the patterns of ``links.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE
from her2sim_dashboard.tables import Part, outside


@dataclass(frozen=True)
class LinkRow:
    """A row of ``links.csv``: what matches ``pattern`` leads to ``address``.

    The group of the pattern takes the place of ``{}`` in the address.
    """

    id: str
    pattern: str
    address: str
    note: str


@cache
def _links() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_table(HERE / "links.csv", LinkRow)
    return tuple((re.compile(rf"\b{row.pattern}"), row.address) for row in rows)


def linked(text: str) -> list[Part]:
    """Return a text in parts, those that name a public record as links to it.

    >>> linked("Sergina 2007 (PMC3025857)")[1]["href"]
    'https://pmc.ncbi.nlm.nih.gov/articles/PMC3025857/'
    """
    parts: list[Part] = []
    at = 0
    while found := _first(text, at):
        match, address = found
        if match.start() > at:
            parts.append(text[at : match.start()])
        parts.append(outside(match[0], address.format(match[1])))
        at = match.end()
    return [*parts, text[at:]] if at < len(text) else parts


def _first(text: str, at: int) -> tuple[re.Match[str], str] | None:
    """Return the first record named after a place in a text, with its form of address."""
    found = [
        (match, address) for pattern, address in _links() if (match := pattern.search(text, at))
    ]
    return min(found, key=lambda each: each[0].start(), default=None)
