"""Regimens: the treatments that a search found, in the words of the page and with its links."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from her2sim import Dose, Reversal
from her2sim.analysis.regimen.candidates import ADDED, INSTEAD, KNOCKED_OUT
from her2sim.analysis.regimen.exposure import Exposure, exposures, within
from her2sim.model import Readout

from her2sim_dashboard.answer import ICONS
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.references import linked
from her2sim_dashboard.state import OTHERS, Cell, State, to_query
from her2sim_dashboard.verdict import Verdict
from her2sim_dashboard.wording import dose_text, joined

_APPLY, _COMPARE = "/explore", "/compare"
_KINDS = {
    ADDED: "added to the treatment",
    INSTEAD: "instead of the treatment",
    KNOCKED_OUT: "the gene gone from the beginning",
}

Answer = dict[str, Any]
Row = Mapping[Any, Any]


def told(row: Row, found: Reversal, states: tuple[State, State], context: Context) -> Answer:
    """Return a treatment's name, its effect and its links.

    Parameters
    ----------
    row
        Of the table of a reversal.
    found
        The reversal.
    states
        Before it is applied, and after.
    context
        What all pages share.
    """
    before, after = states
    readout = context.catalogue.readout(found.readout)
    unit = "" if readout.unit == "1" else f"\u00a0{readout.unit}"
    return {
        "regimen": _name(row, after.cell, context),
        "kind": _KINDS[row["kind"]],
        "readout": readout.label or readout.id,
        "effect": [
            f"{figures(value)}{unit}" for value in (found.asked_value, row["value"], row["goal"])
        ],
        "restored": bool(row["restored"]),
        "normal": _normal(row),
        "apply": f"{_APPLY}?{to_query(after)}",
        "compare": _compare(before, after.cell),
    }


def verdict(given: Verdict) -> Answer:
    """Return the verdict that the page gives once a treatment is applied."""
    return {"verdict": [ICONS[given.tone], given.label, given.tone]}


def reach(row: Row, before: Cell, reached: Mapping[str, Exposure], context: Context) -> Answer:
    """Return how the doses of a treatment lie to what patients reach: words, tone, numbers."""
    parts, inside, resisted = [], True, False
    for dose in map(Dose.parse, str(row["treatment"]).split(" + ")):
        name = dose.drug
        if name not in reached:
            parts.append(f"{name} unknown")
            inside = False
            continue
        multiple = reached[name].multiple(dose, context.model)
        is_old = row["kind"] == ADDED and before.dose(name) is not None
        parts.append(f"{name} {figures(multiple, 2)}" + " (resisted)" * is_old)
        if not within([multiple]):
            inside = False
            resisted = resisted or is_old
    beyond = "Resisted dose beyond clinical reach" if resisted else "Beyond clinical reach"
    words = "In clinical reach" if inside else beyond
    return {"reach": [words, "good" if inside else "bad", ", ".join(parts)]}


def headline(rows: Sequence[Row], states: Sequence[State], context: Context) -> str:
    """Return the finding in two sentences."""
    if not rows:
        return "No drug has a clinical range to search in."
    restored = [place for place, row in enumerate(rows) if row["restored"]]
    first = restored[0] if restored else 0
    name = _name(rows[first], states[first].cell, context)
    name = name[:1].upper() + name[1:]
    if not restored:
        return (
            "Nothing searched brings back the response of the wild type. "
            f"{name} comes closest, {max(rows[0]['recovered'], 0):.0%} of the way."
        )
    number = sum(rows[place]["spared"] is True for place in restored)
    spared = f"{number} of them spare" if number > 1 else f"{number or 'none'} of them spares"
    return (
        f"{name}, {_KINDS[rows[first]['kind']]}, restores the response of the wild type with the "
        f"fewest drugs and the least exposure. {len(restored)} of {len(rows)} sets of drugs "
        f"restore it; {spared} normal cells."
    )


def shown_first(rows: Sequence[Row], number: int) -> list[bool]:
    """Tell which treatments are shown at once: the first ones, and the first that spares."""
    sparing = next(
        (place for place, row in enumerate(rows) if row["restored"] and row["spared"] is True), None
    )
    return [place < number or place == sparing for place in range(len(rows))]


def knockouts_headline(number: int, shown: int, readout: Readout) -> str:
    """Return what the search among knock-outs found."""
    name = readout.label or readout.id
    if not number:
        return f"No knock-out brings the {name} to that of the treated wild type."
    return (
        f"{number} knock-outs bring the {name} to that of the treated wild type or beyond; the "
        f"{shown} strongest are listed. Verdicts do not apply: they refer to the same cells "
        "untreated, which lack the gene already."
    )


def note(found: Reversal, context: Context) -> list[Any]:
    """Return what was searched, and where the clinical ranges are from, with links."""
    normal = found.normal.partition(", ")[2] or found.normal
    known = {each.id: each.label or each.id for each in context.catalogue.backgrounds}
    parts: list[Any] = [
        f"All single drugs and pairs at doses that patients reach. Goal: {found.readout} "
        f"{figures(found.goal)}, that of the wild type under the treatment resisted. Normal cells: "
        f"{known.get(normal, normal)}; spared if they keep half. The verdict beside a treatment is "
        "that of this page once it is applied: against the wild type under the new treatment. "
        "Predicted from one parameter set. Unbound in patients: "
    ]
    for each in exposures(context.model).values():
        row = context.catalogue.drug(each.drug).row
        span = f"{plain(each.low)} to {plain(each.high)}\u00a0nM"
        parts += [f"{row.name} {span} ({row.evidence}: ", *linked(row.source), "); "]
    return [*parts[:-1], ")."]


def _name(row: Row, cell: Cell, context: Context) -> str:
    if row["gene"]:
        return f"{row['gene']} knock-out"
    return joined([dose_text(dose, context.catalogue) for dose in cell.doses])


def _normal(row: Row) -> list[str]:
    """Return what a treatment does to normal cells, and its tone; nothing of knock-outs."""
    kept = float(row["normal"])
    if math.isnan(kept):
        return []
    percent = plain(round(100 * kept)).replace("-", "−")
    spared = bool(row["spared"])
    words = "Normal cells spared" if spared else "Normal cells not spared"
    return [words, "good" if spared else "bad", f"{percent}\u00a0% of untreated {row['readout']}"]


def _compare(state: State, cell: Cell) -> str:
    """Return the address that compares a cell with those there are; empty without a place left."""
    if len(state.others) >= len(OTHERS):
        return ""
    return f"{_COMPARE}?{to_query(replace(state, others=(*state.others, cell)))}"
