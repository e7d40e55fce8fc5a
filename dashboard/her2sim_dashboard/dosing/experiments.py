"""Experiments: what the simulator answers, kept by what was asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from her2sim import combine, dose_response
from her2sim.analysis.combination import Combination

from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.question import Pair, Question, matrix_grid
from her2sim_dashboard.dosing.readings import Readings, readings_of
from her2sim_dashboard.kept import Kept
from her2sim_dashboard.limits import read_limits

Progress = Callable[[int, int], None]
Result = TypeVar("Result")

_CURVES: Kept[Readings] = Kept(read_limits().cached_dose_answers)
_MATRICES: Kept[Combination] = Kept(read_limits().cached_dose_answers)


def responses(
    context: Context, question: Question, sets: int = 0, progress: Progress | None = None
) -> Readings:
    """Return the dose-response of all genotypes of a question.

    Parameters
    ----------
    context
        The model.
    question
        What is asked.
    sets
        Parameter sets to draw for intervals; 0 for none.
    progress
        Called with what is done and the total.

    Raises
    ------
    Her2simError
        If the simulator cannot answer; the message says why.
    """
    return _kept(
        _CURVES,
        (context.model, question, sets),
        lambda: readings_of(
            dose_response(
                context.model,
                question.drug,
                genotypes=question.genotypes,
                sample=sets,
                progress=progress,
                **question.arguments(),
            )
        ),
    )


def matrix(
    context: Context, pair: Pair, genotype: str, sets: int = 0, progress: Progress | None = None
) -> Combination:
    """Return the matrix of a pair of drugs in one genotype.

    Parameters and exceptions are those of :func:`responses`.
    """
    first, second = (
        matrix_grid(context, context.catalogue.drug(drug), pair.size) for drug in pair.drugs
    )
    return _kept(
        _MATRICES,
        (context.model, pair.key, genotype, sets),
        lambda: combine(
            context.model,
            *pair.drugs,
            first,
            second,
            genotypes=[genotype],
            sample=sets,
            progress=progress,
            **pair.arguments(),
        ),
    )


def _kept(kept: Kept[Result], key: Hashable, ask: Callable[[], Result]) -> Result:
    found = kept.get(key)
    if found is None:
        found = ask()
        kept.put(key, found)
    return found
