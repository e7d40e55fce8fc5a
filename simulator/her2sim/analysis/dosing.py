"""Drugs of a model: which there are, at what doses to look at them, what patients reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from her2sim.errors import InvalidValue, UnknownName, UserMistake
from her2sim.model import Model
from her2sim.rows import Drug
from her2sim.sources import table_path
from her2sim.tables import read_table
from her2sim.treatment import Dose

# The usual range of a dose-response assay, widened by a decade around what patients reach.
_LEAST, _MOST = 0.1, 1e4
_PER_DECADE = 4
_MATRIX_DECADES = 3
MOST_DOSES = 200


def drug_of(model: Model, name: str) -> Drug:
    """Return a drug of a model by id, name or alias.

    Raises
    ------
    UserMistake
        If the model has no drugs, or the drug acts on nothing that is in it.
    UnknownName
        If no table knows the drug.
    """
    try:
        return model.drug(name)
    except UnknownName as unknown:
        path = table_path(model.folder, "drugs.csv") if model.folder else None
        if path is None:
            raise UserMistake(
                f"Model {model.name!r} comes without a table of drugs, so there is none to dose; "
                "give a model folder with a drugs.csv, or change an id with Set or Scale."
            ) from None
        for row in read_table(path, Drug):
            if name.casefold() in {each.casefold() for each in (row.id, row.name, *row.aliases)}:
                others = ", ".join(drug.id for drug in model.drugs) or "none"
                raise UserMistake(
                    f"Drug {row.id!r} has no target in model {model.name!r}, which lacks its "
                    f"species {row.species!r}. Drugs with one: {others}."
                ) from None
        raise unknown from None


def clinical_range(drug: Drug) -> tuple[float, float] | None:
    """Return the range of free concentrations (nM) that patients reach, if the table has one."""
    if drug.clinical_low is None or drug.clinical_high is None:
        return None
    low, high = (
        Dose.parse(f"{drug.id}={limit!r}{drug.clinical_unit}").nanomolar(
            drug.molar_mass, drug.molar_mass_unit or "g/mol"
        )
        for limit in (drug.clinical_low, drug.clinical_high)
    )
    return low, high


def free_share(model: Model, drug: Drug) -> float:
    """Return the share of the nominal dose that is free to act: 1 where no parameter says so."""
    return model.default(drug.free_fraction) if drug.free_fraction else 1.0


def nominal_range(model: Model, drug: Drug) -> tuple[float, float] | None:
    """Return the nominal doses (nM) that leave as much drug free as patients reach in plasma.

    A dose is what is put into the medium, a clinical range what is unbound in plasma: only free
    drug can be compared with free drug.
    """
    reached, free = clinical_range(drug), free_share(model, drug)
    if reached is None or not free > 0:
        return None
    return reached[0] / free, reached[1] / free


def curve_doses(model: Model, drug: Drug) -> tuple[float, ...]:
    """Return the doses (nM) of a dose-response curve: four a decade, from 0.1 nM to 10 µM.

    The range is widened to a decade beyond the powers of ten around what patients reach.
    """
    reached = nominal_range(model, drug) or (_LEAST * 10, _MOST / 10)
    low = min(_LEAST, 10.0 ** (math.floor(math.log10(reached[0])) - 1))
    high = max(_MOST, 10.0 ** (math.ceil(math.log10(reached[1])) + 1))
    return _log_grid(low, high, round(math.log10(high / low)) * _PER_DECADE + 1)


def matrix_doses(model: Model, drug: Drug, number: int) -> tuple[float, ...]:
    """Return the doses (nM) of a combination: 0 and three decades around what patients reach."""
    reached = nominal_range(model, drug) or (_LEAST * 100, _MOST / 100)
    middle = (math.log10(reached[0]) + math.log10(reached[1])) / 2
    low = 10.0 ** round(middle - _MATRIX_DECADES / 2)
    return (0.0, *_log_grid(low, low * 10**_MATRIX_DECADES, number - 1))


def _log_grid(low: float, high: float, number: int) -> tuple[float, ...]:
    """Return evenly spaced doses with three digits, as they would be pipetted."""
    return tuple(float(f"{dose:.3g}") for dose in np.geomspace(low, high, number))


def checked_doses(drug: Drug, doses: Sequence[float], least: int) -> tuple[float, ...]:
    """Return doses above 0 as rising numbers.

    Raises
    ------
    InvalidValue
        If they are too few or too many, not finite, or do not rise from above 0.
    """
    what = f"the doses of {drug.id} above 0"
    try:
        rising = tuple(float(dose) for dose in doses)
    except (TypeError, ValueError):
        raise InvalidValue(what, doses, "numbers in nM") from None
    if rising and rising[0] == 0:
        rising = rising[1:]
    wanted = f"{least} to {MOST_DOSES} different ones, to see a curve"
    if not least <= len(rising) <= MOST_DOSES:
        raise InvalidValue(what, list(rising), wanted)
    if not all(math.isfinite(dose) for dose in rising):
        raise InvalidValue(what, list(rising), "finite")
    if not all(low < high for low, high in pairwise((0.0, *rising))):
        raise InvalidValue(what, list(rising), "rising from above 0")
    return rising
