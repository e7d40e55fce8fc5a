"""sensitivity: which parameters, and which arms of the pathway, decide a readout."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from her2sim.analysis import local, morris, sobol
from her2sim.analysis.evaluation import Evaluation, Progress, in_parts, missing_share
from her2sim.analysis.factors import Factor, positive_factors, ranged_factors
from her2sim.analysis.growth import GR, Floats
from her2sim.analysis.indices import Index, growing, ordered
from her2sim.errors import InvalidValue, UserMistake
from her2sim.model import Model
from her2sim.resolution import spelled
from her2sim.scenario import Scenario, label

METHODS = ("local", "morris", "sobol")
RUNS = {"morris": 10_000, "sobol": 100_000}
LEADING = {"local": "slope", "morris": "mu_star", "sobol": "ST"}
SPREAD = 0.25
_BY = ("parameter", "arm")


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What :func:`sensitivity` returns.

    Attributes
    ----------
    table
        One row per parameter (or arm), readout and measure, the most influential first:
        ``parameter``, ``arm``, ``readout``, ``measure``, ``value``, ``lower``, ``upper``.
        Measures: ``elasticity`` (d ln y / d ln p) and ``slope`` (dy / d ln p, in the readout's
        unit) if local; ``mu_star``, ``mu`` and ``sigma`` (readout's unit, over the whole range)
        of Morris; ``ST`` and ``S1`` (shares of the variance) of Sobol. The interval is 95 % of
        the bootstrap, or for local ones the error of the finite difference.
    convergence
        The same columns and ``runs``: the measures from an eighth, a quarter, half and all of
        the simulations. Empty for the local method.
    provenance
        What is needed to get the numbers again; ``complete`` is false after an interrupt, and
        ``missing`` the share of parameter sets without a value.
    """

    table: pd.DataFrame
    convergence: pd.DataFrame
    provenance: dict[str, object]


def sensitivity(
    model: Model,
    scenario: Scenario | None = None,
    readout: str | Sequence[str] = GR,
    *,
    method: str = "local",
    by: str = "parameter",
    parameters: Iterable[str] | None = None,
    hours: float = 72.0,
    runs: int | None = None,
    spread: float = SPREAD,
    step: float = 0.1,
    seed: int = 1,
    start: str | None = None,
    progress: Progress | None = None,
    interim: Callable[[Sensitivity], None] | None = None,
) -> Sensitivity:
    """Tell which parameters decide a readout at the end of a scenario.

    Parameters
    ----------
    model
        From :func:`her2sim.load_model`.
    scenario
        The cell and its treatment; the untreated wild type if omitted.
    readout
        Ids of readouts, species or parameters.
    method
        ``"local"``: small changes of each parameter about its value. ``"morris"``: screening of
        whole ranges with few simulations. ``"sobol"``: shares of the variance over the ranges.
    by
        ``"parameter"``, or (Sobol only) ``"arm"``: the parameters of each arm moved together.
    parameters
        Which; by default all that are not conventions, for the methods over ranges those with
        ``lower`` and ``upper`` in the table.
    hours
        When the readouts are taken.
    runs
        About how many simulations; 10 000 for Morris and 100 000 for Sobol if omitted.
    spread
        The part of each range that is used, around the value and (above 0) on a log scale; 1 is
        the whole range. Ranges say what is known of one parameter; all of them at random make
        many cells that do not grow or do not need their oncogene, hence the smaller default.
    step
        Of the local method: the largest change of a parameter's logarithm.
    seed
        Of the design and the bootstrap.
    start
        As for :func:`her2sim.simulate`.
    progress
        Called with (simulations done, simulations in all). An interrupt (Ctrl-C) ends the
        simulations; the result is then that of those done.
    interim
        Of the methods over ranges: called now and then with the result of the simulations done
        so far, once there are enough for one.

    Returns
    -------
    Sensitivity
        ``table``, ``convergence`` and ``provenance``.

    Raises
    ------
    UserMistake
        If a name or option is not valid, no parameter can be varied, the readout does not move,
        or too many parameter sets have no value.
    """
    _check(method, by, runs, step)
    names = (readout,) if isinstance(readout, str) else tuple(dict.fromkeys(readout))
    if not names:
        raise InvalidValue("readout", readout, "one readout or more")
    cell = spelled(model, scenario or Scenario("untreated"))
    accuracy = local.ACCURACY if method == "local" else None
    evaluate = Evaluation(model, cell, names, hours, start, accuracy)
    asked: dict[str, object] = {"model": model.name, "sha256": model.sha256, "method": method}
    asked |= {"scenario": label(cell), "hours": hours, "seed": seed}
    if method == "local":
        factors = positive_factors(model, parameters, step)
        asked |= {"parameters": len(factors), "step": step}
        values = local.local_values(evaluate, factors, progress)
        return _told(_local(values, factors, step, names), asked)
    factors = ranged_factors(model, parameters, spread)
    asked |= {"parameters": len(factors), "spread": spread}
    design = _Design.make(method, factors, runs or RUNS[method], seed, by == "arm")

    def so_far(values: Floats) -> None:
        if interim is not None and (study := design.early(values, names)) is not None:
            interim(_told(study, asked))

    values = in_parts(evaluate, factors, design.places, design.block, progress, so_far)
    return _told(design.study(values, names), asked)


def _told(study: Sensitivity, asked: Mapping[str, object]) -> Sensitivity:
    """Return a study that says what was asked."""
    return replace(study, provenance={**asked, **study.provenance})


def _local(
    values: Floats, factors: Sequence[Factor], step: float, names: Sequence[str]
) -> Sensitivity:
    tables = []
    for place, name in enumerate(names):
        indices = local.local_indices(values[:, place], factors, step, name)
        tables.append(ordered(indices, name, LEADING["local"]))
    table = pd.concat(tables, ignore_index=True)
    whole = len(values) > 4 * len(factors)
    kept = {"runs": len(values), "complete": whole, "missing": float(np.isnan(values).mean())}
    return Sensitivity(table, table.iloc[:0].assign(runs=0), dict(kept))


@dataclass(frozen=True)
class _Design:
    """Parameter sets of a global method: whole blocks, of which any first part is a design."""

    method: str
    factors: tuple[Factor, ...]
    places: Floats
    block: int
    seed: int
    by_arm: bool

    @classmethod
    def make(
        cls, method: str, factors: tuple[Factor, ...], runs: int, seed: int, by_arm: bool
    ) -> _Design:
        if method == "morris":
            block = len(factors) + 1
            places = morris.morris_design(factors, max(morris.LEAST, runs // block), seed)
        else:
            block = len(sobol.groups(factors, by_arm)) + 2
            # Sobol's sequence is balanced at powers of two only.
            blocks = max(sobol.LEAST, 2 ** round(math.log2(max(1.0, runs / block))))
            places = sobol.sobol_design(factors, blocks, seed, by_arm)
        return cls(method, factors, places, block, seed, by_arm)

    @property
    def least(self) -> int:
        """The fewest blocks that say anything."""
        return morris.LEAST if self.method == "morris" else sobol.LEAST

    def early(self, values: Floats, names: Sequence[str]) -> Sensitivity | None:
        """Return what the first values say, ``None`` where they do not say anything yet."""
        if len(values) < self.least * self.block:
            return None
        try:
            return self.study(values, names)
        except UserMistake:
            # Too many gaps so far; whether it is too many in the end shows then.
            return None

    def study(self, values: Floats, names: Sequence[str]) -> Sensitivity:
        tables, courses, missing = [], [], 0.0
        blocks = len(values) // self.block
        for place, name in enumerate(names):
            own = values[:, place]
            missing = max(missing, missing_share(own, name))
            for part in growing(blocks, self.least):
                table = ordered(self._indices(own, part), name, LEADING[self.method])
                courses.append(table.assign(runs=part * self.block))
            tables.append(table)
        kept: dict[str, object] = {"runs": len(values), "missing": missing}
        kept["complete"] = len(values) == len(self.places)
        return Sensitivity(
            pd.concat(tables, ignore_index=True), pd.concat(courses, ignore_index=True), kept
        )

    def _indices(self, values: Floats, blocks: int) -> list[Index]:
        end = blocks * self.block
        if self.method == "morris":
            return morris.morris_indices(self.places[:end], values[:end], self.factors, self.seed)
        return sobol.sobol_indices(values[:end], self.factors, self.seed, self.by_arm)


def _check(method: str, by: str, runs: int | None, step: float) -> None:
    if method not in METHODS:
        raise InvalidValue("method", method, " or ".join(METHODS))
    if by not in _BY or (by == "arm" and method != "sobol"):
        valid = "'parameter', or with the method 'sobol' 'arm'"
        raise InvalidValue("by", by, valid)
    if runs is not None and (isinstance(runs, bool) or not isinstance(runs, int) or runs < 1):
        raise InvalidValue("runs", runs, "a whole number above 0")
    if not 0 < step <= 1:
        raise InvalidValue("step", step, "above 0 and at most 1")
