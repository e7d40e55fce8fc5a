"""The one reader of what visitors send: an address's query, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.cell_parsing import items, parse_cell
from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import Limits
from her2sim_dashboard.notes import Notes, clamped, find, number, quoted
from her2sim_dashboard.numbers import rounded
from her2sim_dashboard.settings import read_setting, read_settings
from her2sim_dashboard.state import (
    AXES,
    CELL_KEYS,
    KEYS,
    OTHERS,
    VERSION,
    State,
)

_MOST_PROBLEMS = 8


@dataclass(frozen=True)
class Parsed:
    """A state that can be shown, and in words what of the request could not be used."""

    state: State
    problems: tuple[str, ...] = ()


def parse_scenario(query: object, context: Context) -> Parsed:
    """Read the query of an address; never raises, whatever is given.

    Values are clamped to the limits and rounded, unknown names dropped; each of these is told in
    ``problems`` and costs nothing else of the query.
    """
    notes = Notes()
    given = _fields(query, context.limits, notes)
    catalogue, limits = context.catalogue, context.limits
    if given.get("v", VERSION) != VERSION:
        notes.add(f"The address has version {quoted(given['v'])}; it was read as {VERSION}.")
    others = (given[key] for key in OTHERS if given.get(key, "").strip())
    rows = read_settings()
    values = {
        key: read_setting(rows[key], given[key], catalogue, notes) for key in rows if key in given
    }
    state = State(
        cell=parse_cell(given, context, notes),
        hours=_hours(given.get("t", ""), limits, notes),
        readouts=_readouts(given.get("r", ""), catalogue, limits, notes),
        axis=_axis(given.get("y", ""), notes),
        others=tuple(parse_cell(_inner_fields(text, notes), context, notes) for text in others),
    )
    return Parsed(state.with_settings(**values), _shortened(notes.texts))


def _inner_fields(text: str, notes: Notes) -> dict[str, str]:
    """Return the parts of another cell, written ``key=text`` and separated by ``;``."""
    found: dict[str, str] = {}
    for item in (item for item in text.split(";") if item.strip()):
        key, _, value = item.partition("=")
        if key.strip() in CELL_KEYS:
            found.setdefault(key.strip(), value)
        else:
            notes.add(f"{quoted(item)} says nothing about a cell to compare and was left out.")
    return found


def _shortened(problems: list[str]) -> tuple[str, ...]:
    rest = len(problems) - _MOST_PROBLEMS
    if rest <= 0:
        return tuple(problems)
    return (*problems[:_MOST_PROBLEMS], f"{rest} more parts of the address could not be used.")


def _fields(query: object, limits: Limits, notes: Notes) -> dict[str, str]:
    """Return the known keys of a query with their text; the first of a repeated key counts."""
    if query is None or query == "":
        return {}
    if not isinstance(query, str):
        notes.add("The settings sent were not a text; the page starts afresh.")
        return {}
    if len(query) > limits.address_longest:
        notes.add(
            f"The address is longer than {limits.address_longest} characters; "
            "what stands after that was not read."
        )
    text = query[: limits.address_longest].removeprefix("?")
    # Each key once, and as many again that are wrong.
    most = 2 * (len(KEYS) + len(read_settings()))
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=most)
    except ValueError:
        notes.add(f"The address has more than {most} parts; the page starts afresh.")
        return {}
    found: dict[str, str] = {}
    for key, value in pairs:
        if key not in KEYS and key not in read_settings():
            notes.add(f"{quoted(key)} in the address has no meaning here and was left out.")
        elif key in found:
            notes.add(f"“{key}” stands twice in the address; the first one counts.")
        else:
            found[key] = value
    return found


def _hours(text: str, limits: Limits, notes: Notes) -> float:
    if not text.strip():
        return limits.hours_default
    value = number(text.strip(), "Time", notes)
    if value is None:
        return limits.hours_default
    near = rounded(value, limits.significant_figures)
    return clamped(near, limits.hours_low, limits.hours_high, "Time", "h", notes)


def _readouts(text: str, catalogue: Catalogue, limits: Limits, notes: Notes) -> tuple[str, ...]:
    """Return the readouts shown, in the order of the table."""
    known = [readout.id for readout in catalogue.readouts]
    chosen: list[str] = []
    for item in items(text):
        name = find(item, known, "readout", notes)
        if name is None or name in chosen:
            continue
        if len(chosen) >= limits.charts_most:
            notes.add(
                f"At most {limits.charts_most} time courses are shown at once; {name} was left out."
            )
        else:
            chosen.append(name)
    return tuple(name for name in known if name in chosen) or catalogue.default_readouts


def _axis(text: str, notes: Notes) -> str:
    if not text.strip():
        return AXES[0]
    if text.strip() in AXES:
        return text.strip()
    notes.add(f"The axis can be {' or '.join(AXES)}; {quoted(text)} was left out.")
    return AXES[0]
