"""Perturbation: less or more of one gene's product, or of two genes' at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from her2sim.change import Knockdown, Scale
from her2sim.errors import InvalidModel, InvalidValue
from her2sim.model import Model
from her2sim.scenario import Scenario

JOIN = " + "


@dataclass(frozen=True)
class Perturbation:
    """Genes of which every product is multiplied by one factor.

    Attributes
    ----------
    genes
        One gene, or two for a pair.
    factor
        Below 1 what a knock-down leaves (0 a knock-out), above 1 over-expression.
    """

    genes: tuple[str, ...]
    factor: float

    def __str__(self) -> str:
        """Return the genes as tables name them."""
        return JOIN.join(self.genes)

    def on(self, scenario: Scenario, model: Model) -> Scenario:
        """Return the scenario with the perturbation, called after it."""
        name = f"{self}, {scenario.name}"
        if self.factor > 1:
            targets = [target for gene in self.genes for target in model.gene(gene).targets]
            more = tuple(Scale(target, self.factor) for target in targets)
            return replace(scenario, name=name, changes=(*scenario.changes, *more))
        return knocked_down(scenario, self.genes, self.factor, name)


def knocked_down(scenario: Scenario, genes: Iterable[str], left: float, name: str) -> Scenario:
    """Return a scenario with genes knocked down on top, under a new name.

    Of a gene that is knocked down already the same part of what was left is left.
    """
    wanted = tuple(genes)
    before = {each.gene: each.left for each in scenario.knockdowns}
    kept = tuple(each for each in scenario.knockdowns if each.gene not in wanted)
    less = tuple(Knockdown(gene, left * before.get(gene, 1.0)) for gene in wanted)
    return replace(scenario, name=name, knockdowns=(*kept, *less))


def perturbations(
    model: Model, genes: Iterable[str] | None, factor: float, pairs: bool
) -> tuple[Perturbation, ...]:
    """Return a perturbation of each gene, then of each pair of them if pairs are wanted.

    Raises
    ------
    UnknownName
        If the model has no such gene.
    InvalidModel
        If the model names no genes at all.
    InvalidValue
        If no gene, or for pairs only one, is left to perturb.
    """
    if not model.genes:
        raise InvalidModel(
            f"Model {model.name!r} names no genes, so none can be screened; list them with what "
            f"they make in genes.csv of the model's folder."
        )
    known = [gene.gene for gene in model.genes]
    wanted = known if genes is None else [model.gene(gene).gene for gene in genes]
    named = tuple(dict.fromkeys(wanted))
    if len(named) < 1 + pairs:
        raise InvalidValue("genes", ", ".join(named), f"{'two or more' if pairs else 'named'}")
    singles = tuple(Perturbation((gene,), factor) for gene in named)
    if not pairs:
        return singles
    return (*singles, *(Perturbation(both, factor) for both in combinations(named, 2)))


def ranks(effects: Mapping[str, float]) -> dict[str, int]:
    """Return the rank of each effect, 1 for the largest; equals share it, NaN comes last."""
    order = pd.Series(effects, dtype=float).rank(ascending=False, method="min", na_option="bottom")
    return {str(name): int(rank) for name, rank in order.items()}
