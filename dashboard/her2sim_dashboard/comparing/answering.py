"""Answering: what the page shows of the cells compared, as plain data for the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from her2sim.model import Readout

from her2sim_dashboard import wording
from her2sim_dashboard.answer import ICONS, grounds
from her2sim_dashboard.comparing.changes import change_table, difference_table
from her2sim_dashboard.comparing.curves import curves, is_amount, lines, short_fold
from her2sim_dashboard.comparing.naming import compared_sentence, own_names
from her2sim_dashboard.comparing.steps import added, copied, leading, moved, room, without
from her2sim_dashboard.comparing.suggesting import suggestions
from her2sim_dashboard.comparing.together import LETTERS, Member, Together, together
from her2sim_dashboard.context import Context
from her2sim_dashboard.mapping import map_data
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.parsing import Parsed
from her2sim_dashboard.state import Cell, State, to_query
from her2sim_dashboard.verdict import judged_readouts

_REFERENCE = "wild type, untreated"


def answer_of(parsed: Parsed, context: Context, path: str) -> dict[str, Any]:
    """Return everything the page at a path shows of a state."""
    state, catalogue = parsed.state, context.catalogue
    compared = together(state, context)
    names = own_names(state.cells, catalogue)
    verdicts = "; ".join(f"{each.letter} {each.verdict.label}" for each in compared.members)
    sentence = compared_sentence(state, catalogue)
    failed = [each.problem for each in compared.members if each.problem]
    return {
        "csv": f"{path}.csv?{to_query(state)}",
        "sentence": sentence,
        "status": f"{verdicts}. {sentence}",
        "problems": [*parsed.problems, *failed],
        "cells": [
            _cell(place, member, compared, context) | {"name": name}
            for place, (member, name) in enumerate(zip(compared.members, names, strict=True))
        ],
        "scale": f"× untreated wild type, at {plain(state.hours)}\u00a0h",
        "room": room(state),
        "lines": lines(names),
        **curves(compared, context),
        "maps": _maps(compared, context),
        "changes": change_table(compared, context).content(),
        "settings": difference_table(state.cells, catalogue),
        "suggestions": _suggestions(state, context),
        "python": _python(state, context),
        "command": _commands(state, names, context),
    }


def _cell(place: int, member: Member, compared: Together, context: Context) -> dict[str, Any]:
    """Return the head of a cell: what it is, how it is judged, and what can be done with it."""
    cell, state, catalogue = member.cell, compared.state, context.catalogue
    steps: Mapping[str, State | None] = {
        "copy": copied(state, place),
        "remove": without(state, place),
        "left": moved(state, place, place - 1),
        "right": moved(state, place, place + 1),
    }
    verdict = member.verdict
    return {
        "letter": member.letter,
        "title": wording.alterations_text(cell, catalogue),
        "treatment": wording.treatment_text(cell, catalogue),
        "more": [_background(cell, state, context), wording.medium_text(cell, catalogue)],
        "verdict": {
            "label": verdict.label,
            "tone": verdict.tone,
            "icon": ICONS[verdict.tone],
            "grounds": grounds(verdict),
        },
        "key": _key_readouts(member, compared, context),
        "problem": member.problem,
        "steps": {name: to_query(step) for name, step in steps.items() if step},
        "explore": to_query(leading(state, place)),
    }


def _background(cell: Cell, state: State, context: Context) -> str:
    """Return the background where the cells differ in it; else the page's sentence names it."""
    if len({each.background for each in state.cells}) == 1:
        return ""
    return wording.background_text(cell, context.catalogue)


def _key_readouts(
    member: Member, compared: Together, context: Context
) -> list[tuple[str, str, bool]]:
    """Return label, value, and whether it is judged, of the readouts judged and of those drawn.

    Amounts are multiples of the one reference; rates and scores are as they are.
    """
    if member.course is None or compared.reference is None:
        return []
    ends, base = member.course.ends(), compared.reference.ends()
    judged = judged_readouts(context.rules)
    known = [readout for readout in context.catalogue.readouts if readout.id in judged]
    drawn = [context.catalogue.readout(name) for name in compared.state.readouts]
    return [
        (
            readout.label or readout.id,
            _value(readout, ends[readout.id], base[readout.id]),
            readout.id in judged,
        )
        for readout in [*known, *(each for each in drawn if each not in known)]
    ]


def _value(readout: Readout, value: float, base: float) -> str:
    if is_amount(readout) and base > 0:
        return short_fold(value / base)
    unit = "" if readout.unit == "1" else readout.unit
    return f"{figures(value, 2)} {unit}".strip()


def _maps(compared: Together, context: Context) -> list[dict[str, Any] | None]:
    """Return what the map shows of each cell, as multiples of the one reference."""
    reference = compared.reference
    if reference is None or len(compared.members) == 1:
        return []
    return [
        map_data(context, member.cell, member.course, reference) if member.course else None
        for member in compared.members
    ]


def _suggestions(state: State, context: Context) -> list[dict[str, Any]]:
    return [
        {
            "title": group.title,
            "items": [
                {
                    "label": each.label,
                    "why": each.why,
                    "count": len(each.cells),
                    "query": to_query(added(state, *each.cells)),
                }
                for each in group.suggestions
            ],
        }
        for group in suggestions(state, context.catalogue)
    ]


def _python(state: State, context: Context) -> str:
    """Return a script that simulates all cells and the reference."""
    origin = Cell(background=state.cell.background)
    scenarios = [each.scenario(letter) for letter, each in zip(LETTERS, state.cells, strict=False)]
    return wording.python_of([*scenarios, origin.scenario(_REFERENCE)], state, context)


def _commands(state: State, names: tuple[str, ...], context: Context) -> str:
    """Return a command line for each cell, below its name."""
    cells = zip(LETTERS, names, state.cells, strict=False)
    return "\n".join(
        f"# {letter}: {name}\n{wording.command_of(cell, state, context)}"
        for letter, name, cell in cells
    )
