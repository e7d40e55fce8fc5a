"""Combinations: a full matrix of doses, synergy over four references, and what it reverses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from her2sim.analysis.cells import Cells, Floats, cells_of, responses, unmoved
from her2sim.analysis.dosing import checked_doses, drug_of, matrix_doses, nominal_range
from her2sim.analysis.effect import GROWTH, Scale, scale_for
from her2sim.analysis.fit import LEAST_DOSES, is_flat
from her2sim.analysis.intervals import Sample, interval, sampled
from her2sim.analysis.isobole import Matrix, isoboles, reversals, single_agents
from her2sim.analysis.synergy import REFERENCES, excesses
from her2sim.change import Change, Knockdown
from her2sim.errors import InvalidValue
from her2sim.genotype import Genotype
from her2sim.many.running import Progress
from her2sim.model import Model
from her2sim.rows import Drug
from her2sim.scenario import Scenario
from her2sim.treatment import Dose

LETTERS = "abc"
# Doses of each drug alone around those of the matrix, for curves that Loewe's reference inverts.
_ALONE_PER_DECADE = 6
_ALONE_BEYOND = 10.0
_SAME_DOSE = 1e-6
_PAIR_DOSES, _THIRD_DOSES = 8, 4
MOST_WELLS = 20_000
Scores: TypeAlias = dict[str, Floats]


@dataclass(frozen=True, eq=False)
class Combination:
    """What :func:`combine` returns.

    Attributes
    ----------
    drugs
        The two or three rows of ``drugs.csv``.
    readout, hours, scale
        What was read, when, and how it becomes a fraction affected.
    table
        One row per cell and well: ``genotype, background, drug_a, drug_b`` (``drug_c``),
        ``dose_a_nM, dose_b_nM`` (``dose_c_nM``), ``readout, value, unit, lower, upper, affected``,
        the excess of the fraction affected over each reference ``hsa, bliss, loewe, zip``
        (positive: synergy), and ``reversal``: whether an altered genotype responds at least as
        the wild type does to the same dose of drug a alone.
    summary
        One row per cell: for each reference the mean excess over the wells with all drugs
        (``bliss``), its interval over the sample (``bliss_lower``, ``bliss_upper``; NaN without
        one), its largest value and doses (``bliss_max``, ``bliss_max_at``), and
        ``reversed_share``, the part of the wells with drugs a and b that are reversals.
    isobole
        For each cell the pairs of doses that reach one level of effect: ``genotype, background,
        affected, level`` (in the readout), ``dose_a_nM, dose_b_nM, additive_b_nM`` (what Loewe
        additivity would need) and ``combination_index`` (below 1: synergy). For two drugs.
    reversal
        For each altered genotype and dose of drug a the least dose of drug b with which it
        responds as the wild type does to drug a alone (``inf``: none tested; 0: none is needed):
        ``genotype, background, dose_a_nM, target, dose_b_nM, b_alone`` (the least dose of b that
        does it without a). For two drugs.
    clinical_nM
        For each drug the nominal doses that leave as much free as patients reach, or ``None``.
    sample, failures, provenance
        As for :class:`her2sim.analysis.dose_response.DoseResponse`.
    """

    drugs: tuple[Drug, ...]
    readout: str
    hours: float
    scale: Scale
    table: pd.DataFrame
    summary: pd.DataFrame
    isobole: pd.DataFrame
    reversal: pd.DataFrame
    clinical_nM: tuple[tuple[float, float] | None, ...]
    sample: Sample
    failures: pd.DataFrame
    provenance: dict[str, object]

    def conclusion(self) -> str:
        """Return what the numbers say, in words."""
        from her2sim.analysis.combination_words import conclusion

        return conclusion(self)


def combine(
    model: Model,
    drug_a: str,
    drug_b: str,
    doses_a_nM: Sequence[float] | None = None,
    doses_b_nM: Sequence[float] | None = None,
    genotypes: Genotype | str | Sequence[Genotype | str] = ("WT",),
    background: str | Sequence[str] | None = None,
    knockdowns: Iterable[Knockdown] = (),
    readout: str = GROWTH,
    hours: float = 72.0,
    third: str | None = None,
    doses_c_nM: Sequence[float] | None = None,
    partners: Iterable[Dose] = (),
    sample: int = 0,
    *,
    changes: Iterable[Change] = (),
    start: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Combination:
    """Simulate every combination of the doses of two or three drugs, and score synergy.

    Parameters
    ----------
    model
        A model with drugs, from :func:`her2sim.load_model`.
    drug_a, drug_b, third
        Ids, names or aliases; all different.
    doses_a_nM, doses_b_nM, doses_c_nM
        Rising; 0 is added. By default 0 and seven doses (three of a third drug) over three
        decades around what patients reach.
    genotypes, background, knockdowns, changes, readout, hours, partners, sample, start, seed
        As for :func:`her2sim.dose_response`.
    progress
        Called with what is done and the total.

    Returns
    -------
    Combination
        ``table``, ``summary``, ``isobole``, ``reversal`` and ``conclusion()``.

    Raises
    ------
    UserMistake
        If a name is not in the model, two drugs are the same, there are too few doses, or the
        readout does not move.
    SimulationFailed
        If nothing could be simulated.
    """
    drugs = _different(model, [drug_a, drug_b, *([third] if third else [])])
    given = (doses_a_nM, doses_b_nM, doses_c_nM)[: len(drugs)]
    grids = tuple(
        _grid(model, *each, place) for place, each in enumerate(zip(drugs, given, strict=True))
    )
    cells = cells_of(model, genotypes, background, knockdowns, changes, partners)
    _check_size(grids, cells)
    drawn = sampled(model, sample, seed)
    wells = list(product(*grids))
    alone = [_alone_grid(grid) for grid in grids]
    treatments = [_doses(drugs, well) for well in wells]
    treatments += [(Dose(d.id, nM=x),) for d, grid in zip(drugs, alone, strict=True) for x in grid]
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
        raise unmoved(model, cells, treatments[len(wells) - 1], readout, hours, start)
    scale = scale_for(readout, runs.readings[:, :, 0], runs.readings[:, :1, 0])
    plan = _Plan(cells, drugs, grids, alone, scale, runs.unit)
    matrices = {cell: plan.matrix(runs.readings[row, :, 0]) for row, cell in enumerate(cells.all)}
    scores = [plan.scores(sets) for sets in runs.readings[: len(cells.compared)]]
    return Combination(
        drugs=drugs,
        readout=readout,
        hours=float(hours),
        scale=scale,
        table=_table(plan, runs.readings, matrices, scores),
        summary=_summary(plan, matrices, scores),
        isobole=isoboles(cells, matrices, scale),
        reversal=reversals(cells, matrices),
        clinical_nM=tuple(nominal_range(model, drug) for drug in drugs),
        sample=drawn,
        failures=runs.failures,
        provenance=runs.provenance | {"hours": float(hours), "ensemble": drawn.text},
    )


@dataclass(frozen=True)
class _Plan:
    """What was simulated, and how its values become effects."""

    cells: Cells
    drugs: tuple[Drug, ...]
    grids: tuple[tuple[float, ...], ...]
    alone: Sequence[tuple[float, ...]]
    scale: Scale
    unit: str

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(grid) for grid in self.grids)

    def scores(self, sets: Floats) -> list[Scores]:
        """Return the excesses of one cell for every parameter set; the first is the model's."""
        matrices = (self.matrix(sets[:, one]) for one in range(sets.shape[1]))
        return [excesses(self.grids, each.effects, each.agents) for each in matrices]

    def matrix(self, values: Floats) -> Matrix:
        untreated = float(values[0])
        effects = self.scale.affected(values, untreated)
        wells = int(np.prod(self.shape))
        rest = np.split(effects[wells:], np.cumsum([len(grid) for grid in self.alone])[:-1])
        agents = single_agents(self.alone, rest)
        return Matrix(self.grids, effects[:wells].reshape(self.shape), agents, untreated)


def _table(
    plan: _Plan,
    values: Floats,
    matrices: dict[Scenario, Matrix],
    scores: Sequence[Sequence[Scores]],
) -> pd.DataFrame:
    """Return one row per cell and well."""
    wells = np.array(list(product(*plan.grids)))
    names = {f"drug_{letter}": drug.id for letter, drug in zip(LETTERS, plan.drugs, strict=False)}
    doses = {f"dose_{LETTERS[axis]}_nM": wells[:, axis] for axis in range(wells.shape[1])}
    parts = []
    for row, (cell, wild) in enumerate(zip(plan.cells.compared, plan.cells.wild, strict=True)):
        own = values[row, : len(wells)]
        ends = np.array([interval(sets) for sets in own])
        told: dict[str, Any] = {"genotype": str(cell.genotype), "background": cell.background or ""}
        told |= {**names, **doses, "readout": plan.scale.readout, "value": own[:, 0]}
        told |= {"unit": plan.unit, "lower": ends[:, 0], "upper": ends[:, 1]}
        told |= {"affected": matrices[cell].effects.ravel()}
        told |= {name: scores[row][0][name].ravel() for name in REFERENCES}
        told |= {"reversal": matrices[cell].like(matrices[wild]).ravel() & (cell != wild)}
        parts.append(pd.DataFrame(told))
    return pd.concat(parts, ignore_index=True)


def _summary(
    plan: _Plan, matrices: dict[Scenario, Matrix], scores: Sequence[Sequence[Scores]]
) -> pd.DataFrame:
    """Return one row per cell: excesses over the wells that hold all drugs."""
    inner = tuple(slice(1, None) for _ in plan.grids)
    pairs = (slice(1, None), slice(1, None))
    rows = []
    for cell, wild, sets in zip(plan.cells.compared, plan.cells.wild, scores, strict=True):
        row: dict[str, object] = {"genotype": str(cell.genotype)}
        row |= {"background": cell.background or "", "readout": plan.scale.readout}
        row |= {"highest_affected": float(np.nanmax(matrices[cell].effects))}
        for name in REFERENCES:
            means = np.array([_mean(each[name][inner]) for each in sets])
            best = sets[0][name][inner]
            low, high = interval(means)
            row |= {name: means[0], f"{name}_lower": low, f"{name}_upper": high}
            row |= {f"{name}_max": _most(best), f"{name}_max_at": _where(plan, best)}
        like = matrices[cell].like(matrices[wild])[pairs]
        row["reversed_share"] = float(like.mean()) if cell != wild else float("nan")
        rows.append(row)
    return pd.DataFrame(rows)


def _mean(values: Floats) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def _most(values: Floats) -> float:
    return float(np.nanmax(values)) if np.isfinite(values).any() else float("nan")


def _where(plan: _Plan, excess: Floats) -> str:
    """Return the doses with the largest excess as a treatment text."""
    if not np.isfinite(excess).any():
        return ""
    place = np.unravel_index(int(np.nanargmax(excess)), excess.shape)
    doses = [grid[step + 1] for grid, step in zip(plan.grids, place, strict=True)]
    return " + ".join(map(str, _doses(plan.drugs, doses)))


def _doses(drugs: Sequence[Drug], well: Sequence[float]) -> tuple[Dose, ...]:
    return tuple(Dose(d.id, nM=x) for d, x in zip(drugs, well, strict=True) if x > 0)


def _different(model: Model, names: Sequence[str]) -> tuple[Drug, ...]:
    drugs = tuple(drug_of(model, name) for name in names)
    if len({drug.species for drug in drugs}) < len(drugs):
        raise InvalidValue("the drugs of a combination", list(names), "different drugs")
    return drugs


def _grid(model: Model, drug: Drug, given: Sequence[float] | None, place: int) -> tuple[float, ...]:
    """Return the doses of one axis, 0 first."""
    if given is None:
        return matrix_doses(model, drug, _THIRD_DOSES if place > 1 else _PAIR_DOSES)
    # Dose 0 counts for a fit, as what is left there is known.
    return (0.0, *checked_doses(drug, given, LEAST_DOSES - 1))


def _alone_grid(grid: Sequence[float]) -> tuple[float, ...]:
    """Return doses of a drug alone, denser and wider than in the matrix."""
    low, high = grid[1] / _ALONE_BEYOND, grid[-1] * _ALONE_BEYOND
    steps = int(np.ceil(np.log10(high / low) * _ALONE_PER_DECADE))
    dense, own = np.geomspace(low, high, steps + 1), np.asarray(grid[1:])
    # Two doses that differ by rounding alone have no curve between them.
    apart = np.abs(np.log(dense[:, None] / own)).min(axis=1) > _SAME_DOSE
    return tuple(float(dose) for dose in np.union1d(dense[apart], own))


def _check_size(grids: Sequence[Sequence[float]], cells: Cells) -> None:
    wells = int(np.prod([len(grid) for grid in grids])) * len(cells.all)
    if wells > MOST_WELLS:
        raise InvalidValue(
            "the number of wells", wells, f"at most {MOST_WELLS}; give fewer doses or genotypes"
        )
