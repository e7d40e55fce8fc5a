"""Jobs: matrices genotype by genotype, and the intervals of everything, as they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from her2sim.analysis.combination import Combination
from her2sim.analysis.intervals import Sample
from her2sim.errors import Her2simError

from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.comparing import comparison_chart, references_chart
from her2sim_dashboard.dosing.counting import growing
from her2sim_dashboard.dosing.curves import interval_band
from her2sim_dashboard.dosing.experiments import matrix, responses
from her2sim_dashboard.dosing.isobole import isobole_chart
from her2sim_dashboard.dosing.links import well_links
from her2sim_dashboard.dosing.look import looks
from her2sim_dashboard.dosing.potency import potency_row
from her2sim_dashboard.dosing.question import (
    ALL_REFERENCES,
    Pair,
    pair_of,
    question_of,
)
from her2sim_dashboard.dosing.reversing import reversal_words
from her2sim_dashboard.dosing.scoring import scores_table
from her2sim_dashboard.dosing.wells import effect_chart, score_chart
from her2sim_dashboard.dosing.words import OUTSIDE, labelled
from her2sim_dashboard.jobs import Report
from her2sim_dashboard.state import State

# A bar in whole parts of this many for each genotype.
_PARTS = 1000


def intervals(state: State, context: Context, report: Report) -> dict[str, Any]:
    """Send the interval of each genotype's curve and metrics, one after the other."""
    question = question_of(state, context)
    if question is None:
        return {}
    divided = growing(context, question)
    text = ""
    for at, name in enumerate(question.genotypes):
        asked = replace(question, genotypes=(name,))
        progress = _progress(report, at, len(question.genotypes))
        try:
            found = responses(context, asked, context.limits.curve_sets, progress)
        except Her2simError as error:
            report.part({"key": question.key, "genotype": name, "failed": _told(error, context)})
            continue
        text = source_text(found.found.sample)
        look, choice = looks(question.genotypes)[name], context.catalogue.drug(question.drug)
        report.part(
            {
                "key": question.key,
                "genotype": name,
                "row": potency_row(found, asked, name, divided, context.catalogue),
                "band": interval_band(found, name, at, look, choice),
                "source": text,
            }
        )
    return {"key": question.key, "source": text}


def matrices(state: State, context: Context, report: Report) -> dict[str, Any]:
    """Send the matrix of the genotype chosen, then the score of each genotype beside it."""
    pair = pair_of(state, context)
    if pair is None:
        return {}
    found: dict[str, Combination | str] = {}
    order = (pair.genotype, *(name for name in pair.genotypes if name != pair.genotype))
    for name in order:
        try:
            found[name] = matrix(context, pair, name)
        except Her2simError as error:
            found[name] = _told(error, context)
        if name == pair.genotype:
            report.part({"shown": pair.shown, "main": main_part(found[name], pair, state, context)})
        else:
            # Who has left is told at the next report.
            report.progress(len(found), len(order))
    drawn = {name: found[name] for name in pair.genotypes}
    compared = comparison_chart(drawn, pair, context.catalogue)
    return {"shown": pair.shown, "compare": compared}


def matrix_intervals(state: State, context: Context, report: Report) -> dict[str, Any]:
    """Send the intervals of each genotype's scores, that of the genotype chosen first."""
    pair = pair_of(state, context)
    if pair is None:
        return {}
    found: dict[str, Combination | str] = {}
    order = (pair.genotype, *(name for name in pair.genotypes if name != pair.genotype))
    text = ""
    for at, name in enumerate(order):
        progress = _progress(report, at, len(order))
        try:
            each = matrix(context, pair, name, context.limits.matrix_sets, progress)
        except Her2simError as error:
            found[name] = _told(error, context)
            continue
        found[name], text = each, source_text(each.sample)
        part: dict[str, Any] = {"key": pair.key, "genotype": name, "source": text}
        part |= {"compared": pair.shown}
        part |= {"scores": scores_table(each, context.catalogue)}
        drawn = {one: found[one] for one in pair.genotypes if one in found}
        report.part(part | {"compare": comparison_chart(drawn, pair, context.catalogue)})
    return {"key": pair.key, "source": text}


def main_part(
    found: Combination | str, pair: Pair, state: State, context: Context
) -> dict[str, Any]:
    """Return all that is shown of the genotype chosen, or why there is nothing."""
    if isinstance(found, str):
        return {"failed": found}
    catalogue = context.catalogue
    if pair.reference == ALL_REFERENCES:
        score = references_chart(found, catalogue)
    else:
        score = score_chart(found, pair.reference, catalogue)
    return {
        "effect": effect_chart(found, pair.genotype, catalogue),
        "score": score,
        "isobole": isobole_chart(found, catalogue),
        "scores": scores_table(found, catalogue),
        "words": reversal_words(found, pair.genotype, catalogue),
        "wells": well_links(found, pair.genotype, state, context),
        "scale": f"Effects are compared as fractions affected, {found.scale.text}.",
    }


def source_text(sample: Sample) -> str:
    """Return where an interval comes from, as it stands beside every one."""
    origin, number = sample.origin, len(sample.sets) - 1 if sample.sets is not None else 0
    spread, kept = (float(str(origin[f"ensemble_{name}"])) for name in ("spread", "kept_share"))
    return (
        f"Intervals: the middle 95 % over {number} parameter sets drawn from the ranges of the "
        f"model's parameter table ({spread:.0%} of each range; the {kept:.2g} of all draws that "
        "leave the untreated cell physiological). They are not calibrated to data: an interval "
        "says what the ranges allow, not how likely it is. "
        f"{OUTSIDE}: the value of the table itself lies outside; it is no typical draw."
    )


def _progress(report: Report, at: int, number: int) -> Callable[[int, int], None]:
    """Return a progress of one genotype that counts as its share of the whole."""

    def told(done: int, total: int) -> None:
        share = done / total if total else 0.0
        report.progress(round(_PARTS * (at + share)), _PARTS * number)

    return told


def _told(error: Her2simError, context: Context) -> str:
    return labelled(str(error), context.catalogue)
