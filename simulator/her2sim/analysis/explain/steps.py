"""The links of a model's network that can carry a difference, from its ``steps.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from her2sim.analysis.explain.twin import Link, used_in
from her2sim.errors import InvalidTable, InvalidValue, UnknownName, closest
from her2sim.model import Model
from her2sim.rows import VIEWS, Step
from her2sim.tables import read_table

FILE = "steps.csv"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_KINDS = ("fold", "asked", "reference")


def read_steps(model: Model, view: str, readout: str) -> tuple[Step, ...]:
    """Return the rows of one view that count for a readout, in the order of the file.

    Raises
    ------
    InvalidValue
        If the model has no such table, or no row of it counts.
    InvalidTable
        If a row names what is not in the model.
    """
    rows = all_steps(model)
    arm = next((each.arm for each in model.readouts if each.id == readout), "")
    found = tuple(row for row in rows if row.view == view and (not row.arms or arm in row.arms))
    if not found:
        have = sorted({row.view for row in rows})
        valid = f"one that {model.where(FILE)} has rows for" + (
            f" ({', '.join(have)})" if have else ", and there is no such table"
        )
        raise InvalidValue(f"the view of {readout}", view, f"{valid}, or 'alteration'")
    return found


def has_steps(model: Model) -> bool:
    """Tell whether a model comes with a table of steps."""
    return model.folder is not None and (model.folder / FILE).is_file()


def links(steps: Iterable[Step]) -> tuple[Link, ...]:
    """Return what has to be holdable for some steps."""
    return tuple(Link(step.id, step.signals, step.into) for step in steps)


def observed(steps: Iterable[Step], readout: str) -> tuple[str, ...]:
    """Return the ids whose values the texts of some steps show, the readout first."""
    names = [name for step in steps for _, ids in _placeholders(step.text) for name in ids]
    return tuple(dict.fromkeys([readout, *names]))


def told(text: str, asked: Mapping[str, float], reference: Mapping[str, float], name: str) -> str:
    """Fill the numbers of both cells into the text of a step.

    Parameters
    ----------
    text
        From ``steps.csv``.
    asked, reference
        Values by id.
    name
        What the reference is called.
    """

    def number(found: re.Match[str]) -> str:
        kind, ids = _split(found[1])
        if not ids:
            return name
        mine, other = (sum(values[each] for each in ids) for values in (asked, reference))
        return (
            fold_text(mine, other)
            if kind == "fold"
            else f"{mine if kind == 'asked' else other:.3g}"
        )

    return _PLACEHOLDER.sub(number, text)


def fold_text(value: float, over: float) -> str:
    """Return how many times one number is of another, for a sentence."""
    if over == 0:
        return "1 times" if value == 0 else "infinitely many times"
    ratio = value / over
    return f"{ratio:.2f} times" if ratio < 10 else f"{ratio:.0f} times"


def all_steps(model: Model) -> tuple[Step, ...]:
    """Return every row of a model's table, none where there is no table.

    Raises
    ------
    InvalidTable
        If a row names what is not in the model.
    """
    if model.folder is None or not has_steps(model):
        return ()
    rows = read_table(model.folder / FILE, Step)
    _check(model, rows)
    return rows


def _check(model: Model, rows: Sequence[Step]) -> None:
    """Refuse rows that name a view, signal or place that does not exist."""
    used = used_in(model)
    known = {*used, *(one.id for one in model.species), *(one.id for one in model.parameters)}
    for row in rows:
        if row.view not in VIEWS:
            raise _bad(model, row, "view", f"{row.view!r} is none of {', '.join(VIEWS)}.")
        for place in row.into:
            if place not in used:
                raise _bad(model, row, "into", _unknown(place, used))
            if not used[place] & set(row.signals):
                raise _bad(model, row, "into", f"{place!r} uses none of the row's signals.")
        for signal in row.signals:
            if not any(signal in used[place] for place in row.into):
                raise _bad(model, row, "signals", f"No formula of 'into' uses {signal!r}.")
        for kind, ids in _placeholders(row.text):
            for name in ids:
                if name not in known:
                    raise _bad(model, row, "text", _unknown(name, known))
            if kind not in _KINDS or (not ids and kind != "reference"):
                raise _bad(model, row, "text", f"{kind!r} is none of {', '.join(_KINDS)}.")


def _bad(model: Model, row: Step, column: str, problem: str) -> InvalidTable:
    return InvalidTable(model.where(FILE), None, column, f"Step {row.id!r}: {problem}")


def _unknown(name: str, known: Iterable[str]) -> str:
    near = closest(name, known)
    return f"{name!r} is not in the model." + (f" Closest: {near!r}." if near else "")


def _placeholders(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [_split(found) for found in _PLACEHOLDER.findall(text)]


def _split(placeholder: str) -> tuple[str, tuple[str, ...]]:
    """Split ``fold A+B`` into its kind and the ids to be added up."""
    kind, _, ids = placeholder.strip().partition(" ")
    return kind, tuple(name.strip() for name in ids.split("+") if name.strip())


def check_view(view: str) -> str:
    """Return the name of a view, after a look whether there is one."""
    if view not in (*VIEWS, "alteration"):
        raise UnknownName("view", view, (*VIEWS, "alteration"), "the views of an explanation")
    return view
