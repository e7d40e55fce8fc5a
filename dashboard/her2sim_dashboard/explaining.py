"""Explaining: the card of Explore that says why a cell responds otherwise than the wild type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component
from her2sim import Explanation, why
from her2sim.analysis.explain.views import OWN
from her2sim.errors import UserMistake

from her2sim_dashboard import panels
from her2sim_dashboard.choices import pills
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import part
from her2sim_dashboard.jobs import Report
from her2sim_dashboard.kept import Kept
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.pointing import NOWHERE, parameter_marks, step_marks
from her2sim_dashboard.questions import read_views, readout_of
from her2sim_dashboard.references import linked
from her2sim_dashboard.runs import compare
from her2sim_dashboard.state import State

PATH = "/explore/why"
NAME = "why"
VIEW = "exv"
_LOOP, _ALTERATION = "loop", "alteration"

Answer = dict[str, Any]
_KEPT: Kept[Answer] = Kept(read_limits().cached_answers)


def why_card(state: State) -> Component:
    """Return the place of the explanation and the choice of how to share a difference out."""
    views = pills(
        part("setting", VIEW),
        [(row.id, row.label) for row in read_views().values()],
        state.setting(VIEW),
        name="What the difference is shared out between",
    )
    share = html.Details(
        [html.Summary("What a share says"), html.P(id="why-share", className="hint")]
    )
    children = [
        html.H2("Why"),
        views,
        html.P(id="why-headline"),
        html.Ol(id="why-steps", className="steps"),
        html.P(id="why-rest", className="hint"),
        panels.job_bar(NAME, "Explanation"),
        share,
    ]
    return panels.card(children, "why", "Why")


def explain(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Return why the cell of a state responds otherwise; the job behind :func:`why_card`.

    Returns
    -------
    dict
        ``nothing`` (why there is nothing to explain) or ``headline``, ``steps`` and ``rest``;
        ``share`` says what a share is.
    """
    view = state.setting(VIEW)
    key = (context.model, state.cell, state.hours, view)
    found = _KEPT.get(key)
    if found is None:
        found = _answer(state, context, view, report)
        _KEPT.put(key, found)
    return found


def _answer(state: State, context: Context, view: str, report: Report) -> Answer:
    row = read_views()[view]
    common = {"share": f"{row.question} {row.share} {_HONEST}"}
    readout = readout_of(NAME)
    nothing = _nothing(state, context, view, readout)
    if nothing:
        return common | {"nothing": nothing}
    try:
        found = why(
            context.model,
            state.cell.scenario("this cell"),
            readout=readout,
            hours=state.hours,
            by=view,
            progress=report.progress,
        )
    except UserMistake as error:
        return common | {"nothing": str(error)}
    return common | _told(found, context, view)


_HONEST = (
    "Shares add up to the difference. One that works against it counts negative, so others can be "
    "more than the whole. They describe how the model comes to its result; nobody measured them."
)


def _nothing(state: State, context: Context, view: str, readout: str) -> str:
    """Return in one sentence why there is nothing to explain, nothing where there is something."""
    cell = state.cell
    if not cell.doses:
        return "No drug is given, so there is no response to explain."
    if view != _LOOP and cell == cell.wild_type():
        loop = read_views()[_LOOP].label
        return f"This is the wild type itself. “{loop}” says what feedback does to its response."
    compared = compare(context, cell, state.hours)
    mine = compared.cell.ends()[readout]
    against = compared.untreated if view == _LOOP else compared.wild_type
    other = against.ends()[readout]
    if abs(mine - other) > context.limits.unchanged_within * max(abs(mine), abs(other)):
        return ""
    name = context.catalogue.readout(readout).label or readout
    return (
        f"After {plain(state.hours)}\u00a0h the {name} is {figures(mine)} here and "
        f"{figures(other)} in {_reference_name(view)}: no difference to explain."
    )


def _reference_name(view: str) -> str:
    return "the same cell untreated" if view == _LOOP else "the wild type under the same treatment"


def _told(found: Explanation, context: Context, view: str) -> Answer:
    """Return an explanation as plain data, the largest share first."""
    rows = found.table.to_dict("records")
    least = context.limits.steps_shown_from
    large = [row for row in rows if abs(row["share"]) >= least]
    rest = sum(row["contribution"] for row in rows if abs(row["share"]) < least)
    widest = max((abs(row["share"]) for row in large), default=1.0)
    marks = {} if view == _ALTERATION else step_marks(context, view, found.readout)
    return {
        "nothing": "",
        "headline": _headline(found, context, view),
        "steps": [_step(row, widest, marks, context, view) for row in large],
        "rest": f"All others together: {_signed(rest)}."
        if abs(rest) > context.limits.nothing_below
        else "",
    }


def _headline(found: Explanation, context: Context, view: str) -> str:
    name = context.catalogue.readout(found.readout).label or found.readout
    first, rest = found.main, found.table[found.table["id"] == ""].iloc[0]
    lead = (
        f"After {plain(found.hours)}\u00a0h the {name} is {figures(found.asked_value)} here and "
        f"{figures(found.reference_value)} in {_reference_name(view)}: "
        f"{_signed(found.difference)}. "
    )
    made = f"{first['step']} makes {_signed(first['contribution'])} of it."
    if view != _LOOP:
        return lead + made
    return (
        f"{lead}The {rest['step']} of the treatment makes {_signed(rest['contribution'])}; of all "
        f"feedback, {first['step']} does most: {_signed(first['contribution'])}."
    )


def _step(
    row: Mapping[Any, Any], widest: float, marks: Mapping[str, Any], context: Context, view: str
) -> Answer:
    """Return one share: its bar (-1 to 1 of the widest), its words, its sources, its places."""
    share = float(row["share"])
    points = parameter_marks(context, row["id"]) if view == _ALTERATION else marks.get(row["id"])
    return {
        "label": row["step"],
        "bar": round(share / widest, 4),
        "share": f"{_percent(share)}\u00a0%",
        "weight": _signed(row["contribution"]),
        "text": row["finding"],
        "source": [] if row["source"] == OWN else linked(row["source"]),
        "marks": points or NOWHERE,
    }


def _percent(share: float) -> str:
    """Return a share in per cent, whole ones unless it is less than one."""
    percent = 100 * share
    return figures(percent, 1) if abs(percent) < 1 else plain(round(percent)).replace("-", "−")


def _signed(value: float) -> str:
    """Return a number with its sign, for a sentence."""
    sign = "+" if value > 0 else ""
    return f"{sign}{figures(value)}"
