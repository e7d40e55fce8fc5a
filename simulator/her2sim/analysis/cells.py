"""Cells that are compared, and the readout of each under many treatments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.analysis.fit import is_flat
from her2sim.change import Change, Knockdown
from her2sim.errors import InvalidValue, SimulationFailed, UserMistake
from her2sim.genotype import Genotype
from her2sim.many import simulate_many
from her2sim.many.running import Progress
from her2sim.model import Model
from her2sim.request import MOST_HOURS
from her2sim.resolution import spelled
from her2sim.scenario import Scenario
from her2sim.treatment import Dose

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """What is compared: each cell untreated by the drugs in question, and the wild types.

    Attributes
    ----------
    compared
        One scenario per background and genotype.
    wild
        For each of ``compared``, the unaltered genotype with all else alike.
    """

    compared: tuple[Scenario, ...]
    wild: tuple[Scenario, ...]

    @property
    def all(self) -> tuple[Scenario, ...]:
        """Those compared, then the wild types that are not among them."""
        return tuple(dict.fromkeys((*self.compared, *self.wild)))


def cells_of(
    model: Model,
    genotypes: Genotype | str | Sequence[Genotype | str],
    background: str | Sequence[str] | None = None,
    knockdowns: Iterable[Knockdown] = (),
    changes: Iterable[Change] = (),
    partners: Iterable[Dose] = (),
) -> Cells:
    """Return the cells to compare, names as the model spells them.

    Raises
    ------
    UserMistake
        If there is no genotype, or the model has no such genotype, background, gene or drug.
    """
    names = [genotypes] if isinstance(genotypes, Genotype | str) else list(genotypes)
    if not names:
        raise InvalidValue("genotypes", genotypes, "one genotype or more")
    given = background or model.default_background
    contexts = [given] if given is None or isinstance(given, str) else given
    base = Scenario(
        "cell",
        knockdowns=tuple(knockdowns),
        changes=tuple(changes),
        treatment=tuple(partners),
    )
    parsed = [Genotype.parse(name) if isinstance(name, str) else name for name in names]
    found = [
        spelled(model, replace(base, genotype=genotype, background=context))
        for context, genotype in product(contexts, parsed)
    ]
    compared = tuple(dict.fromkeys(found))
    wild = tuple(replace(cell, genotype=Genotype()) for cell in compared)
    return Cells(compared, wild)


@dataclass(frozen=True, eq=False)
class Responses:
    """A readout of cells under treatments.

    Attributes
    ----------
    readings
        (cells, treatments, parameter sets); the first set is the model's own table. NaN where a
        simulation failed.
    unit
        Of the readout.
    failures
        One row per failed simulation: ``scenario``, ``sample``, ``message``.
    provenance
        Model, engine and versions.
    """

    readings: Floats
    unit: str
    failures: pd.DataFrame
    provenance: dict[str, object]


def responses(
    model: Model,
    cells: Sequence[Scenario],
    treatments: Sequence[Sequence[Dose]],
    readout: str,
    hours: float,
    *,
    samples: pd.DataFrame | None = None,
    start: str | None = None,
    progress: Progress | None = None,
) -> Responses:
    """Simulate cells under treatments (added to what they are treated with already).

    Raises
    ------
    SimulationFailed
        If not one of the simulations could be done with the model's own values.
    """
    arms = [
        replace(cell, name=f"{row}:{column}", treatment=(*cell.treatment, *treatment))
        for row, cell in enumerate(cells)
        for column, treatment in enumerate(treatments)
    ]
    many = simulate_many(
        model,
        arms,
        [readout],
        (checked_hours(hours),),
        samples=samples,
        start=start,
        progress=progress,
        relative=False,
    )
    values = many.at(readout).reshape(len(cells), len(treatments), -1)
    if not np.isfinite(values[:, :, 0]).any():
        reason = str(many.failures["message"].iloc[0]) if len(many.failures) else "no value"
        raise SimulationFailed(f"No dose could be simulated: {reason}")
    return Responses(values, many.units[0], _named(many.failures, arms), dict(many.provenance))


def checked_hours(hours: float) -> float:
    """Return a time as a number of hours.

    Raises
    ------
    InvalidValue
        If it is not above 0 and at most a year.
    """
    number = isinstance(hours, int | float) and not isinstance(hours, bool)
    if not number or not 0 < hours <= MOST_HOURS:
        raise InvalidValue("hours", hours, f"a number above 0 and at most {MOST_HOURS:g}")
    return float(hours)


def unmoved(
    model: Model,
    cells: Cells,
    treatment: Sequence[Dose],
    readout: str,
    hours: float,
    start: str | None = None,
) -> UserMistake:
    """Return the error for a readout that a treatment moves in no cell, naming those it does."""
    cell = cells.wild[0]
    given = (*cell.treatment, *treatment)
    arms = [replace(cell, name="without"), replace(cell, name="with", treatment=given)]
    found = simulate_many(model, arms, None, (hours,), start=start, relative=False)
    moving = [name for name in found.readouts if not is_flat(found.at(name)[:, 0])]
    upto = " + ".join(map(str, treatment))
    rest = f"Readouts that move: {', '.join(moving)}." if moving else "No readout moves."
    return UserMistake(
        f"Readout {readout!r} does not move in any of the cells after {hours:g} h, "
        f"up to {upto}. {rest}"
    )


def _named(failures: pd.DataFrame, arms: Sequence[Scenario]) -> pd.DataFrame:
    """Return failures with scenarios called by what is in them."""
    texts = {arm.name: f"{arm.genotype}, {arm.treatment_label}" for arm in arms}
    return failures.assign(scenario=[texts.get(name, name) for name in failures["scenario"]])
