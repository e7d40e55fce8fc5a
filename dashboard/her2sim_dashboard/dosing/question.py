"""Question: what the Dose page asks of the simulator, as a state has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
from her2sim import Dose
from her2sim.analysis.dosing import matrix_doses
from her2sim.analysis.effect import GROWTH

from her2sim_dashboard.catalogue import MOLAR_UNITS, WILD_TYPE, Catalogue, DrugChoice
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import rounded
from her2sim_dashboard.settings import read_settings
from her2sim_dashboard.state import Cell, State

REFERENCES = {"hsa": "HSA", "bliss": "Bliss", "loewe": "Loewe", "zip": "ZIP"}
ALL_REFERENCES = "all"
DEFAULT_SIZE = int(read_settings()["don"].default)


@dataclass(frozen=True)
class Question:
    """A dose-response.

    Attributes
    ----------
    cell
        What all genotypes share: background, knock-downs, ligands; its doses are those of the
        other drugs, given throughout.
    drug
        Id of the drug whose dose varies.
    readout, hours
        What is read, and when.
    genotypes
        Names as of :meth:`Catalogue.genotype_name`.
    """

    cell: Cell
    drug: str
    readout: str
    hours: float
    genotypes: tuple[str, ...]

    @property
    def key(self) -> str:
        """A short text that is the same for equal questions about one genotype each."""
        return _digest(replace(self, genotypes=()))

    def arguments(self) -> dict[str, Any]:
        """Return what :func:`her2sim.dose_response` takes beside drug, doses and genotypes."""
        return _arguments(self)


@dataclass(frozen=True)
class Pair:
    """A matrix of two drugs.

    ``genotype`` is the one shown large, ``genotypes`` those compared. ``reference`` is one of
    :data:`REFERENCES` or :data:`ALL_REFERENCES`. The rest is as for :class:`Question`.
    """

    cell: Cell
    drugs: tuple[str, str]
    readout: str
    hours: float
    size: int
    genotype: str
    genotypes: tuple[str, ...]
    reference: str

    @property
    def key(self) -> str:
        """A short text that is the same for equal matrices of one genotype each."""
        return _digest(replace(self, genotype="", genotypes=(), reference=""))

    @property
    def shown(self) -> str:
        """A short text that is the same where all that is shown is the same."""
        return _digest(self)

    def arguments(self) -> dict[str, Any]:
        """Return what :func:`her2sim.combine` takes beside drugs, doses and genotypes."""
        return _arguments(self)


def question_of(state: State, context: Context) -> Question | None:
    """Return the dose-response a state asks for, ``None`` for a model without drugs."""
    catalogue = context.catalogue
    if not catalogue.drugs or not catalogue.readouts:
        return None
    drug = _drug(state, catalogue)
    cell = _shared(state.cell, (drug,))
    genotypes = genotypes_of(state, catalogue)
    return Question(cell, drug, readout_of(state, catalogue), state.hours, genotypes)


def pair_of(state: State, context: Context) -> Pair | None:
    """Return the matrix a state asks for, ``None`` for a model with fewer than two drugs."""
    catalogue = context.catalogue
    question = question_of(state, context)
    if question is None or len(catalogue.drugs) < len("ab"):
        return None
    second = _second(state, question.drug, catalogue)
    chosen = state.setting("dom") or own_genotype(state, catalogue)
    return Pair(
        cell=_shared(state.cell, (question.drug, second)),
        drugs=(question.drug, second),
        readout=question.readout,
        hours=state.hours,
        size=int(state.setting("don")),
        genotype=chosen,
        genotypes=tuple(dict.fromkeys((*question.genotypes, chosen))),
        reference=state.setting("dos"),
    )


def own_genotype(state: State, catalogue: Catalogue) -> str:
    """Return the genotype of the scenario as one name."""
    return catalogue.genotype_name(state.cell.genotype)


def genotypes_of(state: State, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the genotypes chosen.

    Without a choice these are the wild type, the first mutation of each gene and the scenario's
    own.
    """
    chosen = state.setting("dog")
    if chosen:
        return tuple(chosen.split(","))
    most = int(read_settings()["dog"].high or 0)
    first = [gene.mutations[0].id for gene in catalogue.genes]
    usual = dict.fromkeys((WILD_TYPE, own_genotype(state, catalogue), *first))
    return tuple(usual)[:most]


def genotype_options(state: State, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what can be chosen: wild type, single mutations, the scenario's own, the chosen."""
    offered = (WILD_TYPE, *catalogue.names("mutation"), own_genotype(state, catalogue))
    return tuple(dict.fromkeys((*offered, *genotypes_of(state, catalogue))))


def readout_of(state: State, catalogue: Catalogue) -> str:
    """Return the readout chosen; by default growth-rate inhibition where the model has it."""
    names = catalogue.names("readout")
    return state.setting("dor") or (GROWTH if GROWTH in names else names[0])


def matrix_grid(context: Context, choice: DrugChoice, number: int) -> tuple[float, ...]:
    """Return the doses (nM) of one axis of a matrix, 0 first.

    They are those of :func:`her2sim.combine`; a drug that people dose by mass gets round masses.
    """
    grid = matrix_doses(context.model, choice.row, number)
    unit = choice.units[0]
    if unit in MOLAR_UNITS:
        return grid
    low = 10.0 ** round(np.log10(choice.convert(grid[1], "nM", unit)))
    amounts = np.geomspace(low, low * grid[-1] / grid[1], number - 1)
    return (0.0, *(choice.convert(rounded(float(each)), unit, "nM") for each in amounts))


def is_usual(grid: Sequence[float], context: Context, choice: DrugChoice) -> bool:
    """Return whether the simulator would take the same doses by itself."""
    return tuple(grid) == matrix_doses(context.model, choice.row, DEFAULT_SIZE)


def place_of(dose: float, grid: Sequence[float]) -> float:
    """Return where a dose lies among those of an axis, counted from 0 and logarithmic between."""
    above = np.log10(np.asarray(grid[1:]))
    step = float(np.mean([high - low for low, high in pairwise(above)]))
    return 1.0 + (float(np.log10(dose)) - float(above[0])) / step


def _drug(state: State, catalogue: Catalogue) -> str:
    given = [dose.drug for dose in state.cell.doses]
    return state.setting("dod") or (given or [catalogue.drugs[0].id])[0]


def _second(state: State, first: str, catalogue: Catalogue) -> str:
    """Return the second drug: the one chosen, another that is given, or the table's last other."""
    others = [drug.id for drug in catalogue.drugs if drug.id != first]
    chosen = state.setting("dop")
    given = [dose.drug for dose in state.cell.doses if dose.drug != first]
    return chosen if chosen in others else (given or others[-1:])[0]


def _shared(cell: Cell, varied: Sequence[str]) -> Cell:
    """Return what all genotypes share; the doses of drugs that vary are no part of it."""
    kept: tuple[Dose, ...] = tuple(dose for dose in cell.doses if dose.drug not in varied)
    return replace(cell, genotype=(), doses=kept)


def _arguments(asked: Question | Pair) -> dict[str, Any]:
    cell = asked.cell
    return {
        "background": cell.background,
        "knockdowns": cell.knockdowns,
        "changes": cell.scenario("cell").changes,
        "partners": cell.doses,
        "readout": asked.readout,
        "hours": asked.hours,
    }


def _digest(asked: object) -> str:
    return sha256(repr(asked).encode()).hexdigest()[:12]
