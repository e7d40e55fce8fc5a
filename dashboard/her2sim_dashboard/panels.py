"""Panels: the parts of a page that show results, as Dash components."""

from __future__ import annotations

import math

from dash import html
from dash.development.base_component import Component
from her2sim.model import Readout

from her2sim_dashboard.charts import LINES
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import MISSING, arrow, figures, fold, plain
from her2sim_dashboard.verdict import SIGNS, Check, Ends, Values, Verdict, judged_readouts
from her2sim_dashboard.view import View
from her2sim_dashboard.wording import joined

NOTICE = "Predicted by the model. Not for clinical decisions."
_ICONS = {"good": "✓", "warn": "≈", "bad": "✕", "neutral": "–"}
_LOWEST_FOLD = 1e-3


def problems_panel(problems: tuple[str, ...]) -> list[Component]:
    """Return what of the visitor's request could not be used, or nothing."""
    if not problems:
        return []
    items = [html.Li(problem) for problem in problems]
    return [html.P("Part of the settings could not be used:"), html.Ul(items)]


def verdict_panel(view: View, context: Context) -> list[Component]:
    """Return the verdict with the measured values it rests on and the rule behind it."""
    verdict = view.verdict
    return [
        html.P(
            [
                html.Span(
                    _ICONS[verdict.tone], className="verdict-icon", **{"aria-hidden": "true"}
                ),
                html.Span(verdict.label, className="verdict-label", id="verdict-label"),
            ],
            className="verdict-line",
        ),
        html.Ul(_grounds(verdict), className="verdict-grounds"),
        *_judged_table(view, context),
    ]


def _grounds(verdict: Verdict) -> list[Component]:
    """Return each quantity judged with its value and what the verdicts ask of it."""
    asked: dict[str, list[Check]] = {}
    for check in verdict.grounds:
        asked.setdefault(check.rule.reads, []).append(check)
    items = []
    for reads, checks in asked.items():
        limits = "; ".join(_limit(check, verdict) for check in checks)
        value = html.Strong(figures(checks[0].measured, 2))
        items.append(html.Li([f"{reads[:1].upper()}{reads[1:]}: ", value, f" ({limits})"]))
    return items


def _limit(check: Check, verdict: Verdict) -> str:
    """Return a threshold in words; for a verdict that was not given, what it would need."""
    rule = check.rule
    needs = "" if rule.verdict == verdict.id else " needs"
    return f"{rule.label}{needs} {SIGNS[rule.test]} {plain(rule.threshold or 0.0)}"


def _judged_table(view: View, context: Context) -> list[Component]:
    """Return the readouts judged, in this cell and in the wild type under the same treatment."""
    ends, names = view.ends, judged_readouts(context.rules)
    known = [each for each in context.catalogue.readouts if each.id in names]
    if ends is None or len(known) < len(names):
        missing = joined([name for name in names if name not in {each.id for each in known}])
        return [html.P(f"The rule needs {missing}, which this model lacks.")] if missing else []
    head = html.Tr(
        [
            html.Th(text, scope="col", className=None if text == "Readout" else "number")
            for text in ("Readout", "this cell", "wild type")
        ]
    )
    rows = [
        html.Tr(
            [
                html.Th(readout.label or readout.id, scope="row"),
                *(
                    html.Td(_relative(readout, values, ends), className="number")
                    for values in (ends.cell, ends.wild_type)
                ),
            ]
        )
        for readout in known
    ]
    caption = html.Caption("Both treated; amounts as multiples of the untreated wild type")
    return [html.Table([caption, html.Thead(head), html.Tbody(rows)], className="judged")]


def _relative(readout: Readout, values: Values, ends: Ends) -> str:
    """Return an amount as a multiple of the untreated wild type, a number without unit as is."""
    base = ends.reference[readout.id]
    if readout.unit[:1] == "1" or base <= 0:
        return figures(values[readout.id], 2)
    return fold(values[readout.id] / base)


def rule_table(view: View, context: Context) -> Component:
    """Return every condition of the verdict table with what was measured, in the order tried."""
    measured = {check.rule.id: check for check in view.verdict.checks}
    rows = []
    for rule in context.rules:
        check = measured.get(rule.id)
        condition = (
            f"{rule.reads} {SIGNS[rule.test]} {plain(rule.threshold or 0.0)}"
            if rule.quantity
            else rule.reads
        )
        outcome = MISSING if check is None else ("holds" if check.holds else "does not hold")
        rows.append(
            html.Tr(
                [
                    html.Th(rule.label, scope="row"),
                    html.Td(condition),
                    html.Td(figures(check.measured, 3) if check else MISSING, className="number"),
                    html.Td(outcome),
                ],
                className="given" if rule.verdict == view.verdict.id else None,
            )
        )
    head = html.Tr([html.Th(text, scope="col") for text in ("Verdict", "If", "Here", "Outcome")])
    return html.Table([html.Thead(head), html.Tbody(rows)], className="rules")


def readout_table(view: View, context: Context) -> list[Component]:
    """Return every readout at the end with its change, grouped by arm of the pathway."""
    if view.ends is None:
        return []
    hours = plain(view.state.hours)
    columns = ("Readout", f"At {hours} h", "vs untreated wild type", "vs this cell untreated")
    head = html.Thead(
        html.Tr(
            [
                html.Th(text, scope="col", className=None if index == 0 else "number")
                for index, text in enumerate(columns)
            ]
        )
    )
    bodies = [
        _arm_rows(arm, readouts, view.ends, context)
        for arm, readouts in context.catalogue.arms().items()
    ]
    return [html.Caption("All readouts of this cell at the end"), head, *bodies]


def _arm_rows(arm: str, readouts: tuple[Readout, ...], ends: Ends, context: Context) -> Component:
    """Return the rows of one arm below a heading."""
    title = html.Tr(html.Th(arm or "other", colSpan=4, scope="rowgroup"), className="arm")
    return html.Tbody([title, *(_readout_row(readout, ends, context) for readout in readouts)])


def _readout_row(readout: Readout, ends: Ends, context: Context) -> Component:
    value = ends.cell.get(readout.id)
    unit = "" if readout.unit == "1" else readout.unit
    band = context.limits.unchanged_within
    # Few and flat elements: this table is most of what one slider step sends.
    return html.Tr(
        [
            html.Th(readout.label or readout.id, scope="row"),
            html.Td(f"{figures(value)} {unit}".strip()),
            _fold_cell(value, ends.reference.get(readout.id), band),
            _fold_cell(value, ends.untreated.get(readout.id), band),
        ]
    )


def _fold_cell(value: float | None, base: float | None, band: float) -> Component:
    """Return a fold change with an arrow; a change of sign has none, so it says so."""
    if value is None or base is None or base == 0 or not math.isfinite(value / base):
        return html.Td(MISSING)
    ratio = value / base
    if ratio < 0:
        return html.Td("sign changes", className="same")
    sign = arrow(ratio, band)
    text = f"<{figures(_LOWEST_FOLD)}×" if ratio < _LOWEST_FOLD else fold(ratio)
    return html.Td(f"{text} {sign}", className={"▲": "up", "▼": "down"}.get(sign, "same"))


def legend() -> Component:
    """Return the one legend of all charts."""
    entries = [
        html.Li([html.Span(className=f"line {line.dash} {line.field}"), line.name])
        for line in LINES
    ]
    return html.Ul(entries, className="legend", **{"aria-label": "Lines of the charts"})


def stamp(context: Context) -> str:
    """Return which model and version made a figure."""
    from her2sim import __version__

    return f"Model {context.stamp} · her2sim {__version__}"


def tone_class(verdict: Verdict) -> str:
    """Return the class of the verdict's panel."""
    return f"card verdict {verdict.tone}"
