"""Dose-response: how much of a drug each genotype needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from her2sim.analysis.cells import Cells, Floats, cells_of, responses, unmoved
from her2sim.analysis.dosing import checked_doses, curve_doses, drug_of, nominal_range
from her2sim.analysis.effect import GROWTH
from her2sim.analysis.fit import LEAST_DOSES, Hill, area_over, first_crossing, fit_hill, is_flat
from her2sim.analysis.intervals import Sample, interval, sampled
from her2sim.change import Change, Knockdown
from her2sim.genotype import Genotype
from her2sim.many.running import Progress
from her2sim.model import Model
from her2sim.rows import Drug
from her2sim.scenario import Scenario
from her2sim.treatment import Dose

TABLE_COLUMNS = (
    "genotype",
    "background",
    "drug",
    "dose_nM",
    "readout",
    "value",
    "unit",
    "lower",
    "upper",
)
METRICS = ("IC50_nM", "GR50_nM", "EC50_nM", "GRmax", "GRinf", "hill", "GR_AOC", "Emax")
FOLD = "fold_resistance"
_HALF = 0.5
# Growth-rate inhibition values lie between these by definition.
_GROWTH_RANGE = (-1.0, 1.0)


@dataclass(frozen=True, eq=False)
class DoseResponse:
    """What :func:`dose_response` returns.

    Attributes
    ----------
    drug
        The row of ``drugs.csv``.
    readout, hours
        What was read, and when (hours from the first dose).
    table
        One row per cell and dose, dose 0 included: ``genotype, background, drug, dose_nM,
        readout, value, unit, lower, upper``. ``lower`` and ``upper`` are the 2.5th and
        97.5th percentile over the sample, NaN without one.
    summary
        One row per cell: ``genotype, background, drug, readout`` and

        - ``IC50_nM``: dose that leaves half of the readout's value without the drug;
        - ``GR50_nM``: dose with a growth-rate inhibition value of 0.5 (NaN for other readouts).
          Both are where the simulated values first cross that level (between two doses by the
          fit), ``inf`` if the tested doses do not reach it, the lowest dose if even that is
          enough, 0 if it is reached without the drug;
        - ``EC50_nM``, ``hill``: half-way dose and slope of the fitted curve (``inf`` and 0 if
          flat);
        - ``GRmax``: value at the top dose, ``GRinf``: plateau of the fit, ``GR_AOC``: mean of
          ``1 - GR`` over the logarithm of the dose (NaN for other readouts);
        - ``Emax``: the readout at the top dose;
        - ``fold_resistance``: GR50 (IC50 for other readouts) over that of the wild type in the
          same background; ``inf`` if only the wild type reaches it, NaN if the wild type does not;
        - ``fit`` (``sigmoid``, ``flat``, ``poor fit``, ``no data``) and ``fit_error`` (root mean
          square, in the unit of the readout);
        - the same names with ``_lower`` and ``_upper``: percentiles 2.5 and 97.5 over the
          sample, NaN without one, as the curve of one parameter set has no error.
    clinical_nM
        The nominal doses that leave as much drug free as patients reach, or ``None``.
    sample
        The parameter ensemble the intervals are from.
    failures
        One row per failed simulation: ``scenario, sample, message``.
    provenance
        Model, engine, versions, and what was asked.
    """

    drug: Drug
    readout: str
    hours: float
    table: pd.DataFrame
    summary: pd.DataFrame
    clinical_nM: tuple[float, float] | None
    sample: Sample
    failures: pd.DataFrame
    provenance: dict[str, object]

    def conclusion(self) -> str:
        """Return what the numbers say, in words."""
        from her2sim.analysis.dose_words import conclusion

        return conclusion(self)


def dose_response(
    model: Model,
    drug: str,
    doses_nM: Sequence[float] | None = None,
    genotypes: Genotype | str | Sequence[Genotype | str] = ("WT",),
    background: str | Sequence[str] | None = None,
    knockdowns: Iterable[Knockdown] = (),
    readout: str = GROWTH,
    hours: float = 72.0,
    partners: Iterable[Dose] = (),
    sample: int = 0,
    *,
    changes: Iterable[Change] = (),
    start: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> DoseResponse:
    """Simulate a readout over rising doses of a drug, and summarise each genotype's curve.

    Parameters
    ----------
    model
        A model with drugs, from :func:`her2sim.load_model`.
    drug
        Id, name or alias.
    doses_nM
        Rising, 4 or more above 0; by default four a decade over the usual range of an assay.
    genotypes, background, knockdowns, changes
        The cells; several genotypes and backgrounds are crossed.
    readout
        Id of a readout, species or parameter.
    hours
        When it is read, after the first dose.
    partners
        Doses of other drugs that are given throughout.
    sample
        Number of parameter sets to draw for intervals; 0 for none.
    start
        As for :func:`her2sim.simulate`.
    seed
        Of the sample.
    progress
        Called with what is done and the total.

    Returns
    -------
    DoseResponse
        ``table``, ``summary`` and ``conclusion()``.

    Raises
    ------
    UserMistake
        If a name is not in the model, the drug has no target in it, there are too few doses, or
        the readout does not move in any of the cells.
    SimulationFailed
        If nothing could be simulated.
    """
    chosen = drug_of(model, drug)
    doses = checked_doses(chosen, doses_nM or curve_doses(model, chosen), LEAST_DOSES)
    cells = cells_of(model, genotypes, background, knockdowns, changes, partners)
    drawn = sampled(model, sample, seed)
    treatments = [(Dose(chosen.id, nM=dose),) if dose else () for dose in (0.0, *doses)]
    runs = responses(
        model,
        cells.all,
        treatments,
        readout,
        hours,
        samples=drawn.sets,
        start=start,
        progress=progress,
    )
    if all(is_flat(curve) for curve in runs.readings[:, :, 0]):
        raise unmoved(model, cells, treatments[-1], readout, hours, start)
    return DoseResponse(
        drug=chosen,
        readout=readout,
        hours=float(hours),
        table=_table(cells, chosen, doses, (readout, runs.unit), runs.readings),
        summary=_summary(cells, chosen, doses, readout, runs.readings),
        clinical_nM=nominal_range(model, chosen),
        sample=drawn,
        failures=runs.failures,
        provenance=runs.provenance | {"hours": float(hours), "ensemble": drawn.text},
    )


def _table(
    cells: Cells, drug: Drug, doses: Sequence[float], read: tuple[str, str], values: Floats
) -> pd.DataFrame:
    rows = []
    for row, cell in enumerate(cells.compared):
        for column, dose in enumerate((0.0, *doses)):
            sets = values[row, column]
            told = (drug.id, dose, read[0], float(sets[0]), read[1], *interval(sets))
            rows.append((*_who(cell), *told))
    return pd.DataFrame(rows, columns=list(TABLE_COLUMNS))


def _who(cell: Scenario) -> tuple[str, str]:
    return str(cell.genotype), cell.background or ""


def _summary(
    cells: Cells, drug: Drug, doses: Sequence[float], readout: str, values: Floats
) -> pd.DataFrame:
    """Return the metrics of each cell, with the interval of each over the sample."""
    sets = range(values.shape[2])
    known = {
        cell: [_metrics(doses, values[row, :, one], readout) for one in sets]
        for row, cell in enumerate(cells.all)
    }
    half = "GR50_nM" if readout == GROWTH else "IC50_nM"
    rows = []
    for cell, wild in zip(cells.compared, cells.wild, strict=True):
        for own, other in zip(known[cell], known[wild], strict=True):
            own[FOLD] = _fold(own[half], other[half])
        names = dict(zip(("genotype", "background"), _who(cell), strict=True))
        row: dict[str, Any] = {**names, "drug": drug.id, "readout": readout}
        row |= {name: known[cell][0][name] for name in (*METRICS, FOLD, "fit", "fit_error")}
        for name in (*METRICS, FOLD):
            ends = interval(np.array([one[name] for one in known[cell]], dtype=float))
            row |= {f"{name}_lower": ends[0], f"{name}_upper": ends[1]}
        rows.append(row)
    return pd.DataFrame(rows)


def _metrics(doses: Sequence[float], values: Floats, readout: str) -> dict[str, Any]:
    """Return the metrics of one curve; its first value is that without the drug."""
    growth = readout == GROWTH
    control, curve = float(values[0]), values[1:]
    fit = fit_hill((0.0, *doses), values, plateau=_GROWTH_RANGE if growth else None)
    return {
        "IC50_nM": _reached(doses, values, _HALF * control, fit) if control > 0 else math.nan,
        "GR50_nM": _reached(doses, values, _HALF, fit) if growth else math.nan,
        "EC50_nM": fit.ec50,
        "GRmax": float(curve[-1]) if growth else math.nan,
        "GRinf": fit.einf if growth else math.nan,
        "hill": fit.hill,
        "GR_AOC": area_over(doses, list(curve)) if growth else math.nan,
        "Emax": float(curve[-1]),
        "fit": fit.kind,
        "fit_error": fit.error,
    }


def _reached(doses: Sequence[float], values: Floats, level: float, fit: Hill) -> float:
    return 0.0 if values[0] <= level else first_crossing(doses, list(values[1:]), level, fit)


def _fold(own: float, wild: float) -> float:
    """Return how many times more is needed; a wild type that is never reached tells nothing."""
    if not math.isfinite(wild) or wild == 0 or math.isnan(own):
        return math.nan
    return own / wild
