"""From the arguments of the command line to scenarios."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from itertools import product

from her2sim.cli.parser import BadArguments, names
from her2sim.genotype import Genotype
from her2sim.model import Model
from her2sim.resolution import spelled
from her2sim.scenario import Knockdown, Scale, Scenario, Set, label
from her2sim.treatment import Dose


def asked(model: Model, given: Namespace) -> list[Scenario]:
    """Return the scenarios asked for, each after its control unless that is unwanted.

    The control of a treated cell is the same cell without drugs; that of an untreated cell with
    knock-downs or changes is the same genotype without them. None occurs twice.
    """
    cells = [_cell(*both) for both in product(_genotypes(given), _backgrounds(given))]
    treated = [spelled(model, _treated(cell, given)) for cell in cells]
    found: list[Scenario] = []
    for arm in treated:
        found += [arm] if given.no_control else [_control(arm), arm]
    named = [replace(arm, name=_name(model, arm)) for arm in found]
    return list(dict.fromkeys(named))


def one_cell(model: Model, given: Namespace) -> Scenario:
    """Return the one scenario asked for.

    Raises
    ------
    BadArguments
        If several genotypes or backgrounds are given.
    """
    cells = [_cell(*both) for both in product(_genotypes(given), _backgrounds(given))]
    if len(cells) > 1:
        raise BadArguments(
            "Several genotypes or backgrounds are given; this command answers for one at a time."
        )
    return spelled(model, _treated(cells[0], given))


def _name(model: Model, arm: Scenario) -> str:
    """Return what distinguishes a scenario; models of someone else's have no genotypes or drugs."""
    if model.folder is not None:
        return label(arm)
    return ", ".join(map(str, arm.changes)) or model.name


def _genotypes(given: Namespace) -> list[Genotype]:
    texts = ["WT"] if given.genotype is None else names(given.genotype) or [""]
    return [Genotype.parse(text) for text in texts]


def _backgrounds(given: Namespace) -> list[str | None]:
    if given.background is None:
        return [None]
    return [*(names(given.background) or [""])]


def _cell(genotype: Genotype, background: str | None) -> Scenario:
    return Scenario(str(genotype), genotype, background)


def _treated(cell: Scenario, given: Namespace) -> Scenario:
    return replace(
        cell,
        treatment=tuple(Dose.parse(text) for text in given.drug),
        knockdowns=tuple(Knockdown.parse(text) for text in given.knockdown),
        changes=(
            *(Set.parse(text) for text in given.set),
            *(Scale.parse(text) for text in given.scale),
        ),
    )


def _control(arm: Scenario) -> Scenario:
    if arm.treatment:
        return replace(arm, treatment=())
    return replace(arm, knockdowns=(), changes=())
