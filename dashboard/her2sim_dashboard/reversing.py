"""Reversing: the card of Explore that ranks the treatments that make a cell respond again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component
from her2sim import Dose, Knockdown, Reversal, reverse
from her2sim.analysis.regimen.candidates import KNOCKED_OUT
from her2sim.analysis.regimen.exposure import exposures
from her2sim.errors import UserMistake

from her2sim_dashboard import panels, regimens
from her2sim_dashboard.choices import pills
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import part
from her2sim_dashboard.jobs import Report
from her2sim_dashboard.kept import Kept
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.questions import readout_of
from her2sim_dashboard.regimens import Answer, Row
from her2sim_dashboard.runs import Course, compared_cells, courses
from her2sim_dashboard.state import Cell, State, to_query
from her2sim_dashboard.verdict import UNKNOWN, Ends, Verdict, judge

PATH = "/explore/reverse"
NAME = "reverse"
KNOCKOUTS = "exk"

_KEPT: Kept[Answer] = Kept(read_limits().cached_answers)


def reverse_card(state: State) -> Component:
    """Return the place of the ranked treatments, and whether knock-outs are searched too."""
    options = (("0", "drugs"), ("1", "drugs and knock-outs"))
    place, chosen = part("setting", KNOCKOUTS), state.setting(KNOCKOUTS)
    choice = pills(place, options, chosen, name="What is searched")
    note = html.Details(
        [html.Summary("What was searched"), html.P(id="reverse-note", className="hint")]
    )
    children = [
        html.H2("What would reverse it"),
        choice,
        html.P(id="reverse-headline"),
        html.Div(id="reverse-rows"),
        panels.job_bar(NAME, "Search for what reverses it"),
        note,
    ]
    return panels.card(children, "reverse", "What would reverse it")


def search(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Return what would reverse the resistance of a state; the job behind :func:`reverse_card`.

    Returns
    -------
    dict
        ``nothing`` (why there is nothing to reverse) or ``headline``, ``rows``, ``first`` (which of
        them are shown at once) and ``note``; ``knockouts`` with headline and rows where wanted.
    """
    # The links of the answer keep all other settings, so these belong to the key.
    key = (context.model, state)
    found = _KEPT.get(key)
    if found is None:
        found = _answer(state, context, report)
        _KEPT.put(key, found)
    return found


def _answer(state: State, context: Context, report: Report) -> Answer:
    if not state.cell.doses:
        return {"nothing": "No drug is given, so there is nothing that the cell resists."}
    genes = state.switched_on(KNOCKOUTS)
    try:
        found = _searched(state, context, NAME, report)
        knocked = _searched(state, context, "knockouts", report) if genes else None
    except UserMistake as error:
        return {"nothing": str(error)}
    rows = found.drugs.to_dict("records")
    states = [state_under(row, state, context) for row in rows]
    return {
        "nothing": "",
        "headline": regimens.headline(rows, states, context),
        "rows": _rows(rows, states, found, state, context),
        "first": regimens.shown_first(rows, context.limits.reversals_shown),
        "note": regimens.note(found, context),
        "knockouts": _knockouts(knocked, state, context) if knocked else None,
    }


def _searched(state: State, context: Context, question: str, report: Report) -> Reversal:
    """Search for one of the questions; knock-outs are looked at beside single drugs only."""
    genes = question != NAME
    more: dict[str, Any] = {"knockouts": True, "max_drugs": 1} if genes else {}
    return reverse(
        context.model,
        state.cell.scenario("this cell"),
        readout=readout_of(question),
        hours=state.hours,
        progress=report.progress,
        **more,
    )


def state_under(row: Row, state: State, context: Context) -> State:
    """Return a state under the treatment of a row, with doses as the page gives them."""
    cell, gene = state.cell, str(row["gene"])
    if gene:
        cell = replace(cell, knockdowns=(*cell.knockdowns, Knockdown(gene)))
    else:
        doses = tuple(Dose.parse(text) for text in str(row["treatment"]).split(" + "))
        cell = replace(cell, doses=doses)
    return parse_scenario(to_query(replace(state, cell=cell)), context).state


def _rows(
    rows: Sequence[Row],
    states: Sequence[State],
    found: Reversal,
    state: State,
    context: Context,
) -> list[Answer]:
    """Return each treatment as the page shows it, with the verdict it would lead to."""
    reached = exposures(context.model)
    verdicts = _verdicts([each.cell for each in states], state.hours, context)
    return [
        regimens.told(row, found, (state, after), context)
        | regimens.reach(row, state.cell, reached, context)
        | regimens.verdict(verdict)
        for row, after, verdict in zip(rows, states, verdicts, strict=True)
    ]


def _knockouts(found: Reversal, state: State, context: Context) -> Answer:
    """Return the knock-outs that restore the readout they are compared by, the strongest first.

    They have no verdict: that of the page would refer to untreated cells without the gene.
    """
    table = found.table[(found.table["kind"] == KNOCKED_OUT) & found.table["restored"]]
    rows = table.sort_values("recovered", ascending=False, kind="stable").to_dict("records")
    shown = rows[: 2 * context.limits.reversals_shown]
    readout = context.catalogue.readout(found.readout)
    return {
        "headline": regimens.knockouts_headline(len(rows), len(shown), readout),
        "rows": [
            regimens.told(row, found, (state, state_under(row, state, context)), context)
            for row in shown
        ],
    }


def _verdicts(cells: Sequence[Cell], hours: float, context: Context) -> list[Verdict]:
    """Return the verdict that the page gives on each cell; all are simulated at once."""
    wanted = dict.fromkeys(each for cell in cells for _, each in compared_cells(cell).values())
    found = courses(context, tuple(wanted), hours)
    return [_verdict(cell, found, context) for cell in cells]


def _verdict(cell: Cell, found: Mapping[Cell, Course | str], context: Context) -> Verdict:
    arms = {field: found[each] for field, (_, each) in compared_cells(cell).items()}
    ends = {field: course.ends() for field, course in arms.items() if not isinstance(course, str)}
    if len(ends) < len(arms):
        return UNKNOWN
    return judge(Ends(doses=len(cell.doses), **ends), context.rules)
