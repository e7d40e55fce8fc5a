"""The treatments that a search looks at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from her2sim.analysis.regimen.exposure import Exposure, within
from her2sim.change import Knockdown
from her2sim.model import Model
from her2sim.scenario import Scenario
from her2sim.treatment import Dose

ADDED, INSTEAD, KNOCKED_OUT = "added", "instead", "knock-out"


@dataclass(frozen=True)
class Candidate:
    """A treatment, and how it came about.

    Attributes
    ----------
    kind
        ``added`` to the treatment that is resisted, given ``instead`` of it, or ``knock-out``.
    doses
        The whole treatment.
    new
        What it has beyond the one that is resisted: drug ids or a gene.
    gene
        Knocked out, if any.
    exposure
        Unbound concentrations as multiples of the highest that patients reach, summed over
        drugs.
    new_exposure
        The same without the treatment that is resisted.
    reached
        Whether each of them is reached in patients.
    """

    kind: str
    doses: tuple[Dose, ...]
    new: tuple[str, ...]
    gene: str = ""
    exposure: float = 0.0
    new_exposure: float = 0.0
    reached: bool = True

    @property
    def group(self) -> tuple[str, tuple[str, ...]]:
        """What candidates that differ in doses only have in common."""
        return self.kind, self.new

    @property
    def label(self) -> str:
        """The whole treatment as one text."""
        parts = " + ".join(map(str, self.doses)) or "none"
        return f"{parts}, {self.gene} knock-out" if self.gene else parts

    def given_to(self, cell: Scenario, name: str) -> Scenario:
        """Return a cell under this treatment."""
        knocked = (*cell.knockdowns, Knockdown(self.gene)) if self.gene else cell.knockdowns
        return replace(cell, name=name, treatment=self.doses, knockdowns=knocked, later=())


def candidates(
    model: Model,
    asked: Scenario,
    reached: Mapping[str, Exposure],
    most: int,
    levels: int,
    beyond: float,
    knockouts: bool,
) -> list[Candidate]:
    """Return every treatment to look at.

    Parameters
    ----------
    model
        The model.
    asked
        The resistant cell under the treatment it resists.
    reached
        Drugs to search, with what patients reach of them.
    most
        Drugs to combine at most, beside those of the treatment that is resisted.
    levels, beyond
        As for `Exposure.doses`.
    knockouts
        Whether to look at the knock-out of each gene as well.
    """
    grids = {name: each.doses(levels, beyond) for name, each in reached.items()}
    base = asked.treatment
    taken = {dose.drug for dose in base}
    others = {name: grid for name, grid in grids.items() if name not in taken}
    found = [Candidate(ADDED, (*base, *new), _drugs(new)) for new in _mixtures(others, most)]
    found += [Candidate(INSTEAD, new, _drugs(new)) for new in _mixtures(grids, most)]
    if knockouts:
        gone = {each.gene for each in asked.knockdowns}
        genes = [gene.gene for gene in model.genes if gene.gene not in gone]
        found += [Candidate(KNOCKED_OUT, base, (gene,), gene) for gene in genes]
    return [_measured(model, each, reached) for each in found]


def _mixtures(grids: Mapping[str, tuple[Dose, ...]], most: int) -> Iterator[tuple[Dose, ...]]:
    """Yield all doses of all sets of drugs, the small sets first."""
    for number in range(1, most + 1):
        for names in combinations(grids, number):
            yield from product(*(grids[name] for name in names))


def _drugs(doses: tuple[Dose, ...]) -> tuple[str, ...]:
    return tuple(dose.drug for dose in doses)


def _measured(model: Model, candidate: Candidate, reached: Mapping[str, Exposure]) -> Candidate:
    """Return the candidate with its exposure; NaN if a drug's range is not known."""
    multiples = {
        dose.drug: reached[dose.drug].multiple(dose, model) if dose.drug in reached else math.nan
        for dose in candidate.doses
    }
    return replace(
        candidate,
        exposure=sum(multiples.values()),
        new_exposure=sum(multiples[name] for name in candidate.new if name in multiples),
        reached=within(multiples.values()),
    )
