"""screen: every gene of a model knocked down (or over-expressed) in turn, under a treatment."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from her2sim.analysis import screen_table
from her2sim.analysis.growth import GR, NO_GROWTH, RATE, defined, has_rate
from her2sim.analysis.intervals import sampled
from her2sim.analysis.perturbation import Perturbation, perturbations
from her2sim.analysis.potency import checked_series, log2_crossing, series_around
from her2sim.change import Change, Knockdown
from her2sim.errors import InvalidValue, UserMistake
from her2sim.genotype import Genotype
from her2sim.many import Ensemble, simulate_many
from her2sim.model import Model
from her2sim.resolution import spelled
from her2sim.scenario import Scenario
from her2sim.treatment import Dose, concentrations

POTENCY = "log2_GR50"
_CONTROL = "control"


@dataclass(frozen=True, eq=False)
class Screen:
    """What :func:`screen` returns.

    Attributes
    ----------
    table
        One row per perturbation, the largest effect first: ``rank``, ``gene``, ``readout``,
        ``control`` (the readout under the treatment without the perturbation), ``knockdown``
        (with it), ``effect`` (their difference, in the readout's unit), ``lower`` and ``upper``
        (95 % of the parameter sets; NaN without an ensemble), ``alone`` (the same difference
        without the treatment; NaN for ``log2_GR50``) and ``fitness`` (net growth without the
        treatment, as a multiple of the control's; NaN if the model reads out none). With an
        ensemble also ``agreement`` (share of the sets in which the effect has this sign, of those
        in which it has a value) and ``rank_lower``, ``rank_upper``. For pairs also ``expected``
        (the sum of both effects alone) and ``interaction`` (what the effect has beyond it).
    effects
        The effect in each parameter set: rows in the order of the table, columns sets, of which
        0 is the model's own.
    failures
        ``gene`` and ``message`` of what gave no number.
    provenance
        What is needed to get the numbers again; ``compared`` is the share of parameter sets in
        which the control gives a finite number.
    """

    table: pd.DataFrame
    effects: pd.DataFrame
    failures: pd.DataFrame
    provenance: dict[str, object]

    def rank_of(self, gene: str) -> int:
        """Return the rank of a gene (or pair, ``A + B``) as the table names it."""
        found = self.table.loc[self.table["gene"] == gene, "rank"]
        if found.empty:
            raise InvalidValue("gene", gene, "one that was screened")
        return int(found.iloc[0])


def screen(
    model: Model,
    treatment: Dose | Sequence[Dose] = (),
    *,
    genotype: Genotype | str | None = None,
    background: str | None = None,
    left: float = 0.2,
    over: float | None = None,
    genes: Iterable[str] | None = None,
    pairs: bool = False,
    readout: str = GR,
    doses_nM: Sequence[float] | None = None,
    hours: float = 72.0,
    sample: int = 0,
    seed: int = 0,
    knockdowns: Iterable[Knockdown] = (),
    changes: Iterable[Change] = (),
    start: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Screen:
    """Knock every gene down in turn under a treatment: a virtual loss-of-function screen.

    Parameters
    ----------
    model
        From :func:`her2sim.load_model`, with a table ``genes.csv``.
    treatment
        The doses; without any the screen asks what the genes do by themselves.
    genotype, background
        The cell that is screened; the wild type of the model's default background if omitted.
    left
        What a knock-down leaves of a gene's product, from 0 (a knock-out) to below 1.
    over
        Over-express each gene by this factor above 1 instead.
    genes
        Which genes; all of the model if omitted.
    pairs
        Perturb each pair of the genes too.
    readout
        Id of a readout, species or parameter, read at the end; or ``"log2_GR50"``, the dose of
        the first drug that halves growth (log2 of nM).
    doses_nM
        The dose series for ``log2_GR50``; by default from a thousandth to a hundred times the
        given dose, three per decade.
    hours
        Length of the treatment.
    sample
        Number of parameter sets of the ensemble for ``lower`` and ``upper``; 0 for none.
    seed
        Of the ensemble's random numbers.
    knockdowns, changes
        What the cell that is screened has already.
    start
        As for :func:`her2sim.simulate`.
    progress
        Called with (simulations done, simulations in all).

    Returns
    -------
    Screen
        ``table``, ``effects``, ``failures`` and ``provenance``.

    Raises
    ------
    UserMistake
        If a name or number is not valid, or no perturbation moves the readout.
    """
    cell = Scenario(
        _CONTROL,
        _genotype(genotype),
        background,
        _doses(treatment),
        knockdowns=tuple(knockdowns),
        changes=tuple(changes),
    )
    base = spelled(model, cell)
    changed = perturbations(model, genes, _factor(left, over), pairs)
    question = _question(model, base, readout, doses_nM)
    cells = (base, *(each.on(base, model) for each in changed))
    drawn = sampled(model, sample, seed)
    found = simulate_many(
        model,
        [arm for each in cells for arm in question.arms(each)],
        question.readouts,
        (hours,),
        samples=drawn.sets,
        start=start,
        progress=progress,
        relative=False,
    )
    measured = question.read(found, len(cells))
    _check_control(measured, readout)
    table = screen_table.table(changed, readout, measured)
    _check_moves(table, readout, base)
    asked = {"readout": readout, "hours": hours, "factor": _factor(left, over), "sample": sample}
    asked |= {"genotype": str(base.genotype), "treatment": base.treatment_label}
    asked |= {"background": base.background or model.default_background or ""}
    asked["compared"] = float(np.isfinite(measured.treated[0]).mean())
    failures = _failures(changed, found, measured, len(question.arms(base)))
    effects = screen_table.over_sets(changed, measured).loc[table["gene"]]
    return Screen(table, effects, failures, found.provenance | drawn.origin | asked)


@dataclass(frozen=True)
class _Question:
    """What is read of each cell: ``measured`` at one treatment or over a dose series."""

    measured: str
    readouts: tuple[str, ...]
    drug: str = ""
    doses: tuple[float, ...] = ()

    def arms(self, cell: Scenario) -> list[Scenario]:
        """Return the cell untreated, then treated: once, or with each dose of the series."""
        untreated = replace(cell, name=f"{cell.name}, untreated", treatment=())
        if not self.doses:
            return [untreated, cell]
        others = tuple(dose for dose in cell.treatment if dose.drug != self.drug)
        return [
            untreated,
            *(
                replace(
                    cell,
                    name=f"{cell.name}, {dose:.6g} nM",
                    treatment=(Dose(self.drug, nM=dose), *others),
                )
                for dose in self.doses
            ),
        ]

    def read(self, found: Ensemble, cells: int) -> screen_table.Measured:
        """Return the numbers per cell and parameter set."""
        sets = found.at(self.measured).shape[1]
        values = found.at(self.measured).reshape(cells, -1, sets)
        rates = None
        if RATE in self.readouts:
            rates = found.at(RATE).reshape(values.shape)[:, 0]
        read = defined(self.measured, values, None if rates is None else rates[:, None])
        if self.doses:
            curves = read[:, 1:].swapaxes(1, 2)
            treated = log2_crossing(checked_series(self.doses), curves)
            return screen_table.Measured(treated, None, rates)
        return screen_table.Measured(read[:, 1], read[:, 0], rates)


def _question(
    model: Model, base: Scenario, readout: str, doses_nM: Sequence[float] | None
) -> _Question:
    if readout != POTENCY:
        if doses_nM is not None:
            raise InvalidValue("doses_nM", doses_nM, f"left out unless the readout is {POTENCY!r}")
        return _Question(readout, _with_rate(model, readout))
    if not base.treatment:
        raise InvalidValue("treatment", "none", f"at least one drug for {POTENCY!r}")
    first = base.treatment[0]
    if doses_nM is None:
        (dose,) = concentrations(model, [first]).values()
        if dose <= 0:
            raise InvalidValue(f"the dose of {first.drug}", str(first), "above 0")
        series = series_around(dose)
    else:
        series = checked_series(doses_nM)
    return _Question(GR, _with_rate(model, GR), first.drug, tuple(series.tolist()))


def _with_rate(model: Model, readout: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([readout, *([RATE] if has_rate(model) else [])]))


def _genotype(given: Genotype | str | None) -> Genotype:
    return given if isinstance(given, Genotype) else Genotype.parse(given or "WT")


def _doses(treatment: Dose | Sequence[Dose]) -> tuple[Dose, ...]:
    return (treatment,) if isinstance(treatment, Dose) else tuple(treatment)


def _factor(left: float, over: float | None) -> float:
    """Return what every gene's product is multiplied by."""
    if over is not None:
        if not 1 < over < math.inf:
            raise InvalidValue("over", over, "a factor above 1")
        return float(over)
    if not 0 <= left < 1:
        raise InvalidValue("left", left, "a fraction from 0 to below 1")
    return float(left)


def _check_control(measured: screen_table.Measured, readout: str) -> None:
    """Refuse a control with which nothing can be compared."""
    control = float(measured.treated[0, 0])
    if math.isnan(control):
        raise UserMistake(
            f"The control gives no {readout}: it failed, or {NO_GROWTH}. "
            f"Try another genotype, background or readout."
        )
    if math.isinf(control):
        raise UserMistake(
            f"The control never comes down to half of its growth at these doses, so {readout} "
            f"cannot be compared; give higher doses or the readout {GR!r}."
        )


def _check_moves(table: pd.DataFrame, readout: str, base: Scenario) -> None:
    """Refuse a readout that no perturbation moves."""
    least = 1e-6 * max(1e-9, abs(float(table["control"].iloc[0])))
    if (table["effect"].abs() > least).any():
        return
    hint = " Without a treatment it is 1 by definition." if readout == GR else ""
    treated = hint if not base.treatment else ""
    raise UserMistake(
        f"No gene moves {readout} here ({base.treatment_label}).{treated} "
        f"Choose another readout or treatment."
    )


def _failures(
    changed: Sequence[Perturbation], found: Ensemble, measured: screen_table.Measured, arms: int
) -> pd.DataFrame:
    """Return the perturbations without a number, at the table's own parameter values."""
    said = found.failures
    first = dict(zip(said["scenario"], said["message"], strict=True))
    rows = []
    for place, each in enumerate(changed, start=1):
        if not math.isnan(measured.treated[place, 0]):
            continue
        own = [arm.name for arm in found.scenarios[place * arms : (place + 1) * arms]]
        rows.append((str(each), next((first[n] for n in own if n in first), NO_GROWTH)))
    return pd.DataFrame(rows, columns=["gene", "message"])
