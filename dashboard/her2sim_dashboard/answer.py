"""Answer: what a page shows of a view, as plain data that the browser puts in place.

One value with short texts and rounded numbers, instead of components for every cell: a slider step
then costs the browser a few milliseconds. ``assets/30-results.js`` knows where each part goes.
"""

from __future__ import annotations

import math
from typing import Any

from her2sim.model import Readout

from her2sim_dashboard import wording
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import MISSING, arrow, figures, fold, plain
from her2sim_dashboard.verdict import SIGNS, Check, Ends, Rule, Values, Verdict, judged_readouts
from her2sim_dashboard.view import View

ICONS = {"good": "✓", "warn": "≈", "bad": "✕", "neutral": "–"}
_TONES = {"▲": "up", "▼": "down"}
LOWEST_FOLD = 1e-3


def answer_of(view: View, context: Context, path: str) -> dict[str, Any]:
    """Return everything the page at a path shows of a view."""
    state = view.state
    return {
        "csv": f"{path}.csv?{view.query}",
        "sentence": wording.sentence(state, context.catalogue),
        "status": wording.status(state, view.verdict, context.catalogue),
        "problems": list(view.problems),
        "verdict": _verdict(view, context),
        "rules": [_rule_row(rule, view.verdict) for rule in context.rules],
        "readouts": _readouts(view, context),
        "charts": [
            {
                "title": chart.readout.label or chart.readout.id,
                "axis": chart.axis,
                "summary": chart.summary,
                **chart.figure,
            }
            for chart in view.charts
        ],
        "python": wording.as_python(state, context),
        "command": wording.as_command(state, context),
    }


def _verdict(view: View, context: Context) -> dict[str, Any]:
    """Return the verdict, what it rests on, and the readouts judged in both treated cells."""
    verdict = view.verdict
    return {
        "label": verdict.label,
        "tone": verdict.tone,
        "icon": ICONS[verdict.tone],
        "grounds": grounds(verdict),
        "judged": _judged(view, context),
    }


def grounds(verdict: Verdict) -> list[tuple[str, str, str]]:
    """Return each quantity judged, its value, and what the verdicts ask of it."""
    asked: dict[str, list[Check]] = {}
    for check in verdict.grounds:
        asked.setdefault(check.rule.reads, []).append(check)
    return [
        (
            f"{reads[:1].upper()}{reads[1:]}",
            figures(checks[0].measured, 2),
            "; ".join(_limit(check, verdict) for check in checks),
        )
        for reads, checks in asked.items()
    ]


def _limit(check: Check, verdict: Verdict) -> str:
    """Return a threshold in words; for a verdict that was not given, what it would need."""
    needs = "" if check.rule.verdict == verdict.id else " needs"
    return f"{check.rule.label}{needs}\u00a0{_threshold(check.rule)}"


def _threshold(rule: Rule) -> str:
    return f"{SIGNS[rule.test]}\u00a0{plain(rule.threshold or 0.0)}"


def _judged(view: View, context: Context) -> list[tuple[str, str, str]]:
    """Return label, value in this cell and value in the wild type of each readout judged."""
    ends, names = view.ends, judged_readouts(context.rules)
    if ends is None:
        return []
    return [
        (
            readout.label or readout.id,
            _relative(readout, ends.cell, ends),
            _relative(readout, ends.wild_type, ends),
        )
        for readout in context.catalogue.readouts
        if readout.id in names
    ]


def _relative(readout: Readout, values: Values, ends: Ends) -> str:
    """Return an amount as a multiple of the untreated wild type, a number without unit as is."""
    base = ends.reference[readout.id]
    if readout.unit[:1] == "1" or base <= 0:
        return figures(values[readout.id], 2)
    return fold(values[readout.id] / base)


def _rule_row(rule: Rule, verdict: Verdict) -> tuple[str, str, str, str, bool]:
    """Return label, condition, value here, outcome, and whether this verdict was given."""
    condition = f"{rule.reads} {_threshold(rule)}" if rule.quantity else rule.reads
    given = rule.verdict == verdict.id
    check = next((each for each in verdict.checks if each.rule is rule), None)
    if check is None:
        return rule.label, condition, MISSING, MISSING, given
    outcome = "holds" if check.holds else "does not hold"
    return rule.label, condition, figures(check.measured, 3), outcome, given


def _readouts(view: View, context: Context) -> list[tuple[str, list[Any]]]:
    """Return the rows of each arm of the pathway: label, value, and two fold changes."""
    if view.ends is None:
        return []
    return [
        (arm or "other", [_readout_row(readout, view.ends, context) for readout in readouts])
        for arm, readouts in context.catalogue.arms().items()
    ]


def _readout_row(readout: Readout, ends: Ends, context: Context) -> tuple[object, ...]:
    value = ends.cell[readout.id]
    unit = "" if readout.unit == "1" else readout.unit
    band = context.limits.unchanged_within
    return (
        readout.label or readout.id,
        f"{figures(value)} {unit}".strip(),
        *fold_cell(value, ends.reference[readout.id], band),
        *fold_cell(value, ends.untreated[readout.id], band),
    )


def fold_cell(value: float, base: float, band: float) -> tuple[str, str]:
    """Return a fold change with an arrow, and its tone; a change of sign has none of these."""
    if base == 0 or not math.isfinite(value / base):
        return MISSING, "same"
    ratio = value / base
    if ratio < 0:
        return "sign changes", "same"
    sign = arrow(ratio, band)
    text = f"<{figures(LOWEST_FOLD)}×" if ratio < LOWEST_FOLD else fold(ratio)
    return f"{text} {sign}", _TONES.get(sign, "same")
