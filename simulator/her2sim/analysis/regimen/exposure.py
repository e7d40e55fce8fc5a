"""How a nominal concentration in the medium compares with what patients reach.

The table of drugs gives unbound plasma concentrations, a scenario nominal ones. They are compared
as unbound: nominal concentration times the drug's free fraction in the medium, a parameter of the
model. A drug without such a parameter is taken as unbound altogether.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from her2sim.analysis.dosing import clinical_range, drug_of, free_share
from her2sim.errors import UserMistake
from her2sim.model import Model
from her2sim.rows import Drug
from her2sim.treatment import Dose

# Doses are written with three digits; that may lift the last one above the range by this much.
_ROUNDING = 1.006


@dataclass(frozen=True)
class Exposure:
    """What patients reach of one drug.

    Attributes
    ----------
    drug
        Id.
    low, high
        Unbound concentrations (nM).
    free
        Share of the nominal concentration that is unbound in the medium.
    """

    drug: str
    low: float
    high: float
    free: float

    def multiple(self, dose: Dose, model: Model) -> float:
        """Return a dose's unbound concentration as a multiple of the highest that is reached."""
        row = model.drug(self.drug)
        return dose.nanomolar(row.molar_mass, row.molar_mass_unit) * self.free / self.high

    def doses(self, levels: int, beyond: float) -> tuple[Dose, ...]:
        """Return nominal doses whose unbound concentrations span what is reached.

        Parameters
        ----------
        levels
            How many, evenly in logarithms.
        beyond
            Up to so many times the highest concentration that is reached.
        """
        steps = np.geomspace(self.low, self.high * beyond, levels) / self.free
        return tuple(Dose(self.drug, nM=float(f"{nominal:.3g}")) for nominal in steps)


def exposures(model: Model, drugs: Iterable[str] | None = None) -> dict[str, Exposure]:
    """Return what patients reach of drugs of a model, by id; of all with a range, if none is named.

    Raises
    ------
    UnknownName
        If the model has no such drug.
    UserMistake
        If a named drug has no clinical range, or no drug of the model has one.
    """
    named = None if drugs is None else [drug_of(model, name) for name in drugs]
    found = {row.id: _exposure(model, row) for row in (named or model.drugs)}
    missing = [name for name, each in found.items() if each is None]
    if (named is not None and missing) or len(missing) == len(found):
        what = ", ".join(missing) or "No drug"
        raise UserMistake(
            f"{what}: no clinical range to search in. Fill clinical_low, clinical_high and "
            f"clinical_unit in {model.where('drugs.csv')}."
        )
    return {name: each for name, each in found.items() if each is not None}


def ranges_text(reached: Iterable[Exposure], model: Model) -> str:
    """Return the ranges in words, with what kind of evidence they rest on."""
    told = [
        f"{each.drug} {each.low:g} to {each.high:g} nM ({model.drug(each.drug).evidence}; "
        f"{each.free:.0%} of the nominal dose)"
        for each in reached
    ]
    return f"Unbound clinical concentrations: {', '.join(told)}."


def within(multiples: Iterable[float]) -> bool:
    """Tell whether all multiples of the highest reached concentrations are reached themselves."""
    return all(multiple <= _ROUNDING for multiple in multiples)


def _exposure(model: Model, drug: Drug) -> Exposure | None:
    reached = clinical_range(drug)
    free = free_share(model, drug)
    if reached is None or not reached[0] > 0 or not free > 0:
        return None
    return Exposure(drug.id, *reached, free)
