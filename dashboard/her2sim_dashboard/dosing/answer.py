"""Answer: what the Dose page shows of a state at once, as plain data for the browser.

Matrices take longer than a slider's step; they follow as jobs, and the browser knows from their
keys which of them belong to what is shown.
"""

from __future__ import annotations

from typing import Any

from her2sim.errors import Her2simError

from her2sim_dashboard.catalogue import shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing import code
from her2sim_dashboard.dosing.counting import counting_table, growing
from her2sim_dashboard.dosing.curves import dose_chart
from her2sim_dashboard.dosing.experiments import responses
from her2sim_dashboard.dosing.potency import potency_table
from her2sim_dashboard.dosing.question import Pair, Question, pair_of, question_of
from her2sim_dashboard.dosing.readings import Readings
from her2sim_dashboard.dosing.words import (
    labelled,
    pair_title,
    question_sentence,
    shared_text,
)
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.parsing import Parsed
from her2sim_dashboard.state import State, to_query
from her2sim_dashboard.wording import dose_text as given_text
from her2sim_dashboard.wording import joined

_FILES = {
    "curves": "/dose.csv",
    "potency": "/dose/potency.csv",
    "wells": "/matrix.csv",
    "scores": "/dose/scores.csv",
}


def answer_of(parsed: Parsed, context: Context) -> dict[str, Any]:
    """Return what the page shows of a state; never raises for a visitor's mistake."""
    state = parsed.state
    question, pair = question_of(state, context), pair_of(state, context)
    if question is None:
        return {"sentence": "This model has no drug whose dose could be varied."}
    query = to_query(state)
    common = {
        "problems": [*parsed.problems, *_alone(question, pair, state, context)],
        "files": {name: f"{address}?{query}" for name, address in _FILES.items()},
        "python": code.as_python(question, pair, context),
        "command": code.as_command(question, pair, context),
        "shared": _shared(question, context),
        "partners": _partners(question, pair, state, context),
        "varied": [question.drug, *(pair.drugs[1:] if pair else ())],
        "explore": f"/explore?{query}",
        "matrix": _matrix(pair, context),
    }
    try:
        found = responses(context, question)
    except Her2simError as error:
        return common | _failed(str(error), question, context)
    sentence = question_sentence(question, found.span, context.catalogue)
    return common | {
        "sentence": sentence,
        "status": sentence,
        "curves": _curves(found, question, context),
    }


def _alone(question: Question, pair: Pair | None, state: State, context: Context) -> list[str]:
    """Return what is said to who combines a drug with itself."""
    if pair is None or state.setting("dop") != question.drug:
        return []
    first, second = (context.catalogue.drug(name).row.name for name in pair.drugs)
    return [f"{first} is not combined with itself; {second} was taken as the second drug."]


def _curves(found: Readings, question: Question, context: Context) -> dict[str, Any]:
    """Return chart, tables and words of a dose-response, and the key of its intervals."""
    catalogue = context.catalogue
    divided = growing(context, question)
    choice = catalogue.drug(question.drug)
    return {
        "key": question.key,
        "genotypes": list(question.genotypes),
        "chart": dose_chart(found, question.genotypes, catalogue),
        **potency_table(found, question, divided, catalogue),
        "counting": counting_table(
            found, question.genotypes, shown_unit(choice.units[0]), catalogue
        ),
        "divided": _divided(divided, question, context),
        "words": _failures(found),
    }


def _failures(found: Readings) -> list[str]:
    """Return what could not be simulated and is left out of the curves."""
    number = len(found.found.failures)
    return [f"{number} of the doses could not be simulated and are left out."] if number else []


def _divided(divided: dict[str, float], question: Question, context: Context) -> str:
    """Return how often untreated cells divide in the hours asked, as far as the model knows."""
    if not divided:
        return ""
    each = [
        f"{context.catalogue.genotype_label(name)} {figures(times, 2)}"
        for name, times in divided.items()
    ]
    return f"Divisions of untreated cells in {plain(question.hours)}\u00a0h: {', '.join(each)}."


def _matrix(pair: Pair | None, context: Context) -> dict[str, Any] | None:
    """Return the keys of the matrix that follows, and what it is of."""
    if pair is None:
        return None
    label = context.catalogue.genotype_label(pair.genotype)
    title = f"{pair_title(pair, context.catalogue)} in {label}"
    return {
        "key": pair.key,
        "shown": pair.shown,
        "genotype": pair.genotype,
        "second": pair.drugs[1],
        "title": title,
    }


def _shared(question: Question, context: Context) -> str:
    cell = question.cell.untreated()
    return f"All genotypes in {shared_text(cell, context.catalogue)}."


def _partners(question: Question, pair: Pair | None, state: State, context: Context) -> str:
    """Return which drugs are held fixed, and which doses of the scenario are not used here."""
    catalogue = context.catalogue
    drug = catalogue.drug(question.drug).row.name
    fixed = joined([given_text(dose, catalogue) for dose in question.cell.doses])
    text = f"Held fixed in the curves: {fixed}." if fixed else "Nothing else is given."
    own = state.cell.dose(question.drug)
    if own is not None:
        text += f" {drug} varies, so its dose in the scenario is not used."
    if pair is not None and state.cell.dose(pair.drugs[1]) is not None:
        second = catalogue.drug(pair.drugs[1]).row.name
        text += f" In the matrix {second} varies too."
    return text


def _failed(text: str, question: Question, context: Context) -> dict[str, Any]:
    told = labelled(text, context.catalogue)
    name = context.catalogue.drug(question.drug).row.name
    return {"sentence": f"{name} could not be answered for.", "failed": told, "curves": None}
