"""Parameter sets within the ranges of the table, and those among them that stay physiological.

This is a prior, not a posterior: it says what the ranges allow, not what data make likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.errors import InvalidTable, InvalidValue, SimulationFailed
from her2sim.many import simulate_many
from her2sim.many.running import Progress
from her2sim.model import Model, Parameter
from her2sim.rows import PhysiologyRow
from her2sim.scenario import Scenario
from her2sim.tables import read_table

Floats = NDArray[np.float64]
TABLE = "physiology.csv"
KIND = "latin hypercube over table ranges"
SETTLED = "has a steady state"
# A range is sampled in logarithms when it spans more than this factor.
LOG_SPAN = 3.0
# Shares of each range, in logarithms around the table's value, that are tried one after the other
# until enough sets are physiological.
SPREADS = (1.0, 0.75, 0.5, 0.35, 0.25, 0.15)
LEAST_KEPT = 0.01
# Sets drawn at a time: fixed, so that a larger ensemble begins with the smaller one.
_ROUND = 1024
_MOST_ROUNDS = 1000


@dataclass(frozen=True, eq=False)
class ParameterEnsemble:
    """Parameter sets that stay physiological.

    Attributes
    ----------
    samples
        One row for each set, one column for each sampled parameter, in the unit of the table;
        what ``samples`` of :func:`her2sim.simulate_many` takes.
    provenance
        ``kind``, ``model``, ``sha256``, ``seed``, ``spread`` (share of each range that was
        sampled, around the table's value), ``drawn``, ``kept`` (sets) and ``kept_share``.
    """

    samples: pd.DataFrame
    provenance: dict[str, object]


def sampled_parameters(model: Model) -> tuple[Parameter, ...]:
    """Return the parameters that are sampled.

    Those with a range that is more than a point. Conventions stay as they are, and so does what
    is 0 in the table: it is absent from the cell, not uncertain.
    """
    return tuple(
        row
        for row in model.parameters
        if row.id in model.settable
        and row.evidence != "convention"
        and row.value != 0.0
        and row.lower is not None
        and row.upper is not None
        and row.lower < row.upper
    )


def sample_parameters(model: Model, n: int, seed: int, spread: float = 1.0) -> pd.DataFrame:
    """Draw parameter sets from the ranges of ``parameters.csv`` by a Latin hypercube.

    A range of positive numbers that spans more than a factor of 3 is sampled evenly in
    logarithms, any other evenly in the values themselves.

    Parameters
    ----------
    model
        A model with tables.
    n
        Number of sets.
    seed
        The same seed gives the same sets.
    spread
        Share of each range to use, shrunk towards the table's value; 1 is the whole range.

    Returns
    -------
    pandas.DataFrame
        ``n`` rows; one column for each parameter of :func:`sampled_parameters`.

    Raises
    ------
    InvalidValue
        If a number is not possible, or no parameter of the model has a range.
    """
    _check_count("n", n)
    if not 0.0 < spread <= 1.0:
        raise InvalidValue("spread", spread, "above 0 and at most 1")
    rows = sampled_parameters(model)
    if not rows:
        raise InvalidValue(
            "the number of parameters with a range", 0, "1 or more", model.where("parameters.csv")
        )
    from scipy.stats import qmc  # takes longer to import than a simulation

    units = qmc.LatinHypercube(d=len(rows), rng=np.random.default_rng(seed)).random(n)
    return pd.DataFrame(
        {row.id: _spread_over(row, units[:, place], spread) for place, row in enumerate(rows)}
    )


def _spread_over(row: Parameter, units: Floats, spread: float) -> Floats:
    """Return values of one parameter from numbers between 0 and 1."""
    lower, upper = float(row.lower or 0.0), float(row.upper or 0.0)
    if lower > 0.0 and upper > LOG_SPAN * lower:
        ends = np.log([lower, row.value, upper])
        low, high = ends[1] + spread * (ends[[0, 2]] - ends[1])
        return np.asarray(np.clip(np.exp(low + units * (high - low)), lower, upper))
    low, high = (row.value + spread * (end - row.value) for end in (lower, upper))
    return np.asarray(np.clip(low + units * (high - low), lower, upper))


def physiology(model: Model) -> tuple[PhysiologyRow, ...]:
    """Return the rules of ``physiology.csv`` of a model.

    Raises
    ------
    UserMistake
        If the model has no such table, or a row names what the model has not or another unit.
    """
    if model.folder is None:
        raise InvalidValue("the model", model.name, f"one of a folder with {TABLE}")
    rows = read_table(model.folder / TABLE, PhysiologyRow)
    for line, row in enumerate(rows, start=2):
        own = model.unit(row.readout)
        unit = "1" if row.over and model.unit(row.over) == own else own
        if row.unit != unit:
            problem = f"{row.unit!r} where the readout is in {unit!r}; convert the bounds."
            raise InvalidTable(model.where(TABLE), line, "unit", problem)
    return rows


def judged(
    model: Model,
    samples: pd.DataFrame,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Tell which parameter sets fulfil which rule of ``physiology.csv``.

    Parameters
    ----------
    model
        A model with that table.
    samples
        Parameter sets, as of :func:`sample_parameters`.
    threads, progress
        As of :func:`her2sim.simulate_many`.

    Returns
    -------
    pandas.DataFrame
        Truths: a row for each set (its index), a column for each rule (``readout``, or
        ``readout/over``), and first ``has a steady state``.
    """
    rules = physiology(model)
    names = list(dict.fromkeys(name for row in rules for name in (row.readout, row.over) if name))
    found = simulate_many(
        model,
        Scenario("untreated wild type"),
        names,
        (0.0,),
        samples=samples,
        start="steady",
        threads=threads,
        progress=progress,
        relative=False,
    )
    verdicts = {SETTLED: ~found.failed[0]}
    for row in rules:
        value = found.at(row.readout)[0]
        if row.over:
            with np.errstate(divide="ignore", invalid="ignore"):
                value = value / found.at(row.over)[0]
        low = -np.inf if row.lower is None else row.lower
        high = np.inf if row.upper is None else row.upper
        name = f"{row.readout}/{row.over}" if row.over else row.readout
        verdicts[name] = (value >= low) & (value <= high)
    return pd.DataFrame(verdicts, index=samples.index)


def physiological(
    model: Model,
    samples: pd.DataFrame,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return the parameter sets whose untreated wild type fulfils every rule (see `judged`)."""
    verdicts = judged(model, samples, threads=threads, progress=progress)
    return samples[verdicts.all(axis=1)]


def ensemble(
    model: Model,
    n: int,
    seed: int = 0,
    *,
    spread: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ParameterEnsemble:
    """Return parameter sets within the table's ranges that stay physiological.

    Parameters
    ----------
    model
        A model with ranges and ``physiology.csv``.
    n
        Number of sets. With one seed, a larger ensemble begins with the smaller one.
    seed
        The same seed gives the same sets.
    spread
        Share of each range to use. If omitted, the whole range, or the first of 0.75, 0.5, 0.35,
        0.25 and 0.15 for which 1 in 100 sets is physiological; the provenance says which.
    threads
        As of :func:`her2sim.simulate_many`.
    progress
        Called with the number of sets kept and ``n``.

    Raises
    ------
    UserMistake
        If a number is not possible or a table is missing.
    SimulationFailed
        If hardly any set is physiological.
    """
    _check_count("n", n)
    chosen, rounds = _spread_for(model, seed, (spread,) if spread else SPREADS, threads)
    kept, drawn = [next(rounds)], _ROUND
    while (count := sum(map(len, kept))) < n and drawn < _ROUND * _MOST_ROUNDS:
        if progress is not None:
            progress(count, n)
        kept.append(next(rounds))
        drawn += _ROUND
    samples = pd.concat(kept, ignore_index=True)
    if len(samples) < n:
        raise SimulationFailed(
            f"Only {len(samples)} of {drawn} parameter sets are physiological by the rules of "
            f"{model.where(TABLE)}; {n} were asked for. Widen the rules or narrow the ranges."
        )
    provenance = {
        "kind": KIND,
        "model": model.name,
        "sha256": model.sha256,
        "seed": seed,
        "spread": chosen,
        "drawn": drawn,
        "kept": len(samples),
        "kept_share": len(samples) / drawn,
    }
    return ParameterEnsemble(samples.iloc[:n].reset_index(drop=True), provenance)


def _spread_for(
    model: Model, seed: int, spreads: tuple[float, ...], threads: int | None
) -> tuple[float, Iterator[pd.DataFrame]]:
    """Return the widest spread that keeps enough, and its kept sets, round by round."""
    for spread in spreads:
        rounds = _rounds(model, seed, spread, threads)
        first = next(rounds)
        if len(first) >= LEAST_KEPT * _ROUND or spread == spreads[-1]:
            break
    return spread, _again(first, rounds)


def _rounds(model: Model, seed: int, spread: float, threads: int | None) -> Iterator[pd.DataFrame]:
    for place in range(_MOST_ROUNDS):
        own = int(np.random.SeedSequence([seed, place]).generate_state(1)[0])
        yield physiological(model, sample_parameters(model, _ROUND, own, spread), threads=threads)


def _again(first: pd.DataFrame, rest: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    yield first
    yield from rest


def _check_count(what: str, given: object) -> None:
    whole = isinstance(given, int | np.integer) and not isinstance(given, bool)
    if not whole or given < 1:  # type: ignore[operator]
        raise InvalidValue(what, given, "a whole number, 1 or more")
