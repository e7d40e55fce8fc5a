"""why: which steps of the network carry the difference between two cells.

A difference is shared out in one of four views, each of which adds up to it exactly:

``step``
    Where along the way from receptor to growth it arises. The steps of ``steps.csv`` are brought
    to the reference's signal one after another, from the first on; what each one takes away is
    its own. The same is done in the reference with the signals of the asked cell, and the mean
    of both is reported.
``route``
    By which of several parallel ways it reaches the readout: Shapley's shares over all sets of
    ways that carry the reference's signal.
``loop``
    What feedback does to a response: the same, with the same cell untreated as reference. What
    remains with every loop held is the direct effect of the treatment.
``alteration``
    Which of the altered parameters make it: Shapley's shares over sets of alterations. Needs no
    ``steps.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from her2sim.analysis.explain.plain import Progress
from her2sim.analysis.explain.steps import check_view, has_steps
from her2sim.analysis.explain.views import OWN, Question, Shared, share
from her2sim.analysis.intervals import Sample, interval, sampled
from her2sim.errors import UserMistake
from her2sim.model import Model
from her2sim.resolution import resolve, spelled
from her2sim.scenario import Scenario, label

COLUMNS = ("rank", "step", "contribution", "share", "text", "source", "id", "finding")
# A difference below this share of the larger value is none that a cell would notice.
_LEAST = 0.01
_TOLD = 0.005  # a smaller share is summed up with others in the text


@dataclass(frozen=True, eq=False)
class Explanation:
    """What :func:`why` found.

    Attributes
    ----------
    view
        ``step``, ``route``, ``loop`` or ``alteration``.
    readout, unit, hours
        What is explained, in which unit, how long after the first dose.
    asked, reference
        The cells, in words.
    asked_value, reference_value, difference
        The readout in both, and the first less the second.
    table
        ``rank`` (by size), ``step``, ``contribution`` (in ``unit``; they add up to
        ``difference``), ``share`` (of the difference), ``text`` (a sentence with its numbers),
        ``source``, ``id`` (of the step, or of the value that is altered; empty for what the others
        leave) and ``finding`` (the text without its share); with samples also ``lower`` and
        ``upper`` of the contribution.
    headline
        The finding in one sentence.
    ensemble
        Which parameter sets were used, in words.
    """

    view: str
    readout: str
    unit: str
    hours: float
    asked: str
    reference: str
    asked_value: float
    reference_value: float
    difference: float
    table: pd.DataFrame
    headline: str
    ensemble: str

    @property
    def main(self) -> pd.Series:
        """The row of the largest contribution that is not what the others leave."""
        named = self.table[self.table["source"] != OWN]
        return (named if len(named) else self.table).iloc[0]

    def text(self) -> str:
        """Return the explanation for a terminal: the headline and a sentence per step."""
        counts = self.table["share"].abs() >= _TOLD
        lines = [
            f"{row['rank']}. {row['text']} [{row['source']}]"
            for row in self.table[counts].to_dict("records")
        ]
        rest = self.table.loc[~counts, "contribution"]
        if len(rest):
            lines.append(f"All others together: {signed(rest.sum())}.")
        return "\n".join([self.headline, *lines, f"Parameters: {self.ensemble}."])


def why(
    model: Model,
    scenario: Scenario,
    readout: str = "GR",
    hours: float = 72.0,
    reference: Scenario | None = None,
    by: str | None = None,
    sample: int = 0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Explanation:
    """Explain why a cell responds otherwise than another, in shares that add up.

    Parameters
    ----------
    model
        A model of the project, from :func:`her2sim.load_model`.
    scenario
        The cell and its treatment.
    readout
        Id of the readout to explain.
    hours
        When, after the first dose.
    reference
        What it is compared with: by default the wild type of the same background under the same
        treatment; in the view ``loop`` the same cell untreated.
    by
        ``"step"``, ``"route"``, ``"loop"`` or ``"alteration"``, see the module. By default
        ``"step"``; ``"loop"`` for a cell that is the wild type itself; ``"alteration"`` for a
        model without ``steps.csv``.
    sample
        How many sets of the parameter ensemble to add, for ``lower`` and ``upper``.
    seed
        Of the random numbers behind those sets.
    progress
        Called with the number of runs begun and their total.

    Raises
    ------
    UserMistake
        If a name or value is not valid, or there is no difference to explain.
    SimulationFailed
        If a cell cannot be simulated.
    """
    model.readout(readout)
    asked = spelled(model, scenario)
    view = check_view(by) if by else _view(model, asked, reference)
    other = spelled(model, reference) if reference else _reference(asked, view)
    if resolve(model, asked) == resolve(model, other):
        raise UserMistake(_same(asked, view))
    ensemble = sampled(model, sample, seed)
    question = Question(model, asked, other, readout, hours, view, ensemble.sets, progress)
    shared = share(question)
    _check_difference(question, shared)
    return _explained(question, shared, ensemble)


def _view(model: Model, asked: Scenario, reference: Scenario | None) -> str:
    """Return the view that fits the question."""
    if not has_steps(model):
        return "alteration"
    plain = replace(asked, treatment=(), later=(), acute=())
    untouched = resolve(model, plain).before == resolve(model, asked.control()).before
    return "loop" if reference is None and untouched and asked.treatment else "step"


def _reference(asked: Scenario, view: str) -> Scenario:
    """Return what a cell is compared with if nothing is said."""
    if view == "loop":
        return replace(asked, name="the untreated cell", treatment=(), later=(), acute=())
    return replace(
        asked.control(), name="the wild type", treatment=asked.treatment, later=asked.later
    )


def _same(asked: Scenario, view: str) -> str:
    where = "without a treatment" if view == "loop" else "and its reference"
    return (
        f"There is nothing to explain: {label(asked)} {where} are the same cells; "
        "give a genotype, a knock-down or a drug."
    )


def _check_difference(question: Question, shared: Shared) -> None:
    """Refuse to explain what is no difference."""
    mine, other = float(shared.asked[0]), float(shared.reference[0])
    if abs(mine - other) > _LEAST * max(abs(mine), abs(other)):
        return
    raise UserMistake(
        f"There is no difference to explain: {question.readout} after {question.hours:g} h is "
        f"{mine:.3g} in {label(question.asked)} and {other:.3g} in {label(question.reference)}. "
        "Ask for another readout, dose or genotype."
    )


def _explained(question: Question, shared: Shared, ensemble: Sample) -> Explanation:
    """Put a shared difference into a table, the largest share first."""
    mine, other = float(shared.asked[0]), float(shared.reference[0])
    unit = question.model.readout(question.readout).unit
    table = _table(shared, mine - other)
    found = Explanation(
        view=question.view,
        readout=question.readout,
        unit="" if unit == "1" else unit,
        hours=question.hours,
        asked=label(question.asked),
        reference=label(question.reference),
        asked_value=mine,
        reference_value=other,
        difference=mine - other,
        table=table,
        headline="",
        ensemble=ensemble.text,
    )
    return replace(found, headline=_headline(found))


def _table(shared: Shared, difference: float) -> pd.DataFrame:
    own = shared.shares[:, 0]
    rows = pd.DataFrame(
        {
            "step": [part.label for part in shared.parts],
            "contribution": own,
            "share": own / difference,
            "text": [
                f"{part.label}: {_weight(value, difference)}. {part.text}"
                for part, value in zip(shared.parts, own.tolist(), strict=True)
            ],
            "source": [part.source for part in shared.parts],
            "id": [part.id for part in shared.parts],
            "finding": [part.text for part in shared.parts],
        }
    )
    if shared.shares.shape[1] > 1:
        bands = [interval(own_shares) for own_shares in shared.shares]
        rows["lower"], rows["upper"] = zip(*bands, strict=True)
    rows = rows.sort_values("contribution", key=abs, ascending=False, kind="stable")
    rows.insert(0, "rank", range(1, len(rows) + 1))
    return rows.reset_index(drop=True)


def _weight(value: float, difference: float) -> str:
    """Say how much of a difference a contribution is, and whether it works against it."""
    share = value / difference
    if abs(share) < _TOLD:
        return "next to nothing"
    return f"{signed(value)}, {abs(share):.0%} of the difference" + ", against it" * (share < 0)


def signed(value: float) -> str:
    """Return a number with its sign, for a sentence."""
    return f"{value:+.3g}"


def _headline(found: Explanation) -> str:
    unit = f" {found.unit}" if found.unit else ""
    first = found.main
    return (
        f"{found.readout} after {found.hours:g} h is {found.asked_value:.3g}{unit} in "
        f"{found.asked} and {found.reference_value:.3g}{unit} in {found.reference}. Of the "
        f"difference of {signed(found.difference)}, {first['step']} makes "
        f"{signed(first['contribution'])}{', most of all feedback' * (found.view == 'loop')}."
    )
