"""Simulates a story and writes it as figures on one page."""

from __future__ import annotations

import os
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from her2sim.errors import SimulationFailed
from her2sim.figures import dose_response, story_matrix, time_courses_by_arm, write_page
from her2sim.figures.labels import treatment_text
from her2sim.model import Model
from her2sim.result import Result
from her2sim.simulate import simulate
from her2sim.story.plan import Story, read_story
from her2sim.story.words import find, headline, sentences, summarise, text_table, treatments

_LINE = 92
DEFAULT_PAGE = "results/resistance_story.html"


@dataclass(frozen=True, eq=False)
class Told:
    """A story with its numbers.

    Attributes
    ----------
    story
        What was asked.
    result
        Every genotype under every treatment over time.
    doses
        ``genotype``, ``drug``, ``dose_nM``, ``readout``, ``value``, ``unit`` at the last time.
    summary
        One row per genotype and treatment, see :func:`her2sim.story.words.summarise`.
    headline
        The finding in one line.
    sentences
        The finding in words, made from the numbers.
    """

    story: Story
    result: Result
    doses: pd.DataFrame
    summary: pd.DataFrame
    headline: str
    sentences: tuple[str, ...]

    def text(self) -> str:
        """Return the story for a terminal: the question, the table and the conclusion."""
        head = (
            f"{self.story.hours:g} h after the start of treatment; {self.story.growth}: 1 full "
            "growth, 0 none, below 0 net loss;\nall else as fold of the untreated wild type."
        )
        table = text_table(self.summary, self.story)
        told = [textwrap.fill(words, _LINE) for words in (self.story.question, *self.sentences)]
        return "\n\n".join([told[0], head, table, "\n".join(told[1:])])


def tell_story(model: Model, story: Story | None = None) -> Told:
    """Simulate the story of a model and draw its conclusion.

    Parameters
    ----------
    model
        A model of the project, from :func:`her2sim.load_model`.
    story
        What to show; read from the model's ``story.toml`` if omitted.

    Raises
    ------
    InvalidValue
        If the model has no story.
    UnknownName
        If the story names a genotype, drug or readout that the model does not have.
    SimulationFailed
        If a scenario could not be simulated: a story with holes would mislead.
    """
    plan = story or read_story(model)
    # One call for the table and the curves: what occurs in both is simulated once.
    curves = plan.dose_arms()
    arms = [*plan.arms(), *(arm for _, arm in curves.values())]
    result = simulate(model, arms, hours=plan.hours, readouts=plan.readouts, on_failure="record")
    for _, failure in result.failures.iterrows():
        raise SimulationFailed(str(failure["message"]), str(failure["scenario"]))
    is_curve = result.table["scenario"].isin(list(curves))
    told = replace(result, table=result.table[~is_curve].reset_index(drop=True))
    final = result.final()
    doses = final[final["scenario"].isin(list(curves)) & final["readout"].eq(plan.growth)]
    doses = doses.assign(
        drug=plan.dose_drug, dose_nM=[curves[name][0] for name in doses["scenario"]]
    )
    summary = summarise(told.final(), plan)
    finding = find(summary, plan)
    words = headline(finding, plan), tuple(sentences(finding, plan))
    return Told(plan, told, doses.reset_index(drop=True), summary, *words)


def matrix_figure(told: Told, model: Model) -> go.Figure:
    """Return the story at a glance: readouts against genotypes and treatments."""
    return story_matrix(
        told.result,
        told.story.matrix,
        title=told.headline,
        labels=_labels(model),
        note=stamp(told.result),
    )


def _labels(model: Model) -> dict[str, str]:
    return {readout.id: readout.label for readout in model.readouts}


def write_story(told: Told, model: Model, path: str | os.PathLike[str] = DEFAULT_PAGE) -> Path:
    """Write the story's figures as one self-contained page and return its path.

    Parameters
    ----------
    told
        From :func:`tell_story`.
    model
        The model it was told with: names arms and labels of its readouts.
    path
        The page to write; its folder is made as needed.
    """
    story, drug = told.story, treatments(told.story)[1]
    arms = {name: model.readout(name).arm for name in story.courses}
    table = told.result.table
    common: dict[str, Any] = {"labels": _labels(model), "note": stamp(told.result)}
    courses = time_courses_by_arm(
        table[table["treatment"] == drug],
        arms,
        title=f"What {treatment_text(drug)} does along the pathway",
        **common,
    )
    title = f"Growth after {story.hours:g} h of {story.dose_drug}, by genotype"
    curves = dose_response(told.doses, story.growth, title=title, **common)
    figures = [matrix_figure(told, model), courses, curves]
    words = [story.question, *told.sentences]
    return write_page(Path(path), told.headline, figures, words, FOOTER)


FOOTER = "Predictions of a research and teaching model, not for clinical decisions."


def stamp(result: Result) -> str:
    """Return the versions that made a result, in one line of small print."""
    made = result.provenance
    return f"her2sim {made['her2sim']}, model {made['model']} {str(made['sha256'])[:12]}"
