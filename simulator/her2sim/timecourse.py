"""The plain time course of any SBML model: nothing added, nothing left out, in its own units."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim import child
from her2sim.errors import InvalidValue, UnknownName, listing
from her2sim.intake import CheckedModel, read_checked

MOST_STEPS = 10_000

# At 1e-8 an oscillator is wrong by 4e-7 after one cycle; at 1e-10 by less than 1e-8, and the
# longer run is not felt beside the compilation.
_RELATIVE_TOLERANCE = 1e-10
_SECONDS = 300.0
# Below zero by more than the solver's noise: against the species' own peak, and against the
# largest amount of all for species that are nothing but noise.
_NOISE_OF_PEAK = 1e-8
_NOISE_OF_ALL = 1e-14


def timecourse(
    path: str | Path | bytes,
    *,
    end: float,
    steps: int,
    start: float = 0.0,
    variables: Sequence[str] | None = None,
    drop_fast: bool = False,
    relative_tolerance: float = _RELATIVE_TOLERANCE,
    seconds: float = _SECONDS,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Integrate a model from time 0 and return its values from ``start`` to ``end``.

    Parameters
    ----------
    path
        SBML (``.xml``, ``.sbml``, ``.omex``) or Antimony (``.ant``): a path, or the text.
    end
        Last time, in the model's unit of time.
    steps
        Number of equal intervals, 1 to 10 000.
    start
        First time of the table. The run itself always begins at 0, the time for which the
        model gives its start values.
    variables
        ``"a"`` for the amount of a species or the value of a parameter, compartment, reaction
        rate or named stoichiometry; ``"[a]"`` for the concentration of a species. None given:
        every species as a concentration.
    drop_fast
        Run reactions flagged ``fast`` at their written rates rather than refuse the model.
    relative_tolerance
        Of the solver. Its absolute tolerances follow from the size each variable reaches.
    seconds
        Time limit; the run is a process of its own and is killed then.

    Returns
    -------
    pandas.DataFrame
        ``steps + 1`` rows; ``time``, then a column per variable as it was named.
    tuple of str
        Warnings: what is odd in the model, amounts below zero, values that are not finite.

    Raises
    ------
    InvalidModel
        If the model cannot be read or is inconsistent.
    InvalidValue, UnknownName
        If times, steps or variables are impossible.
    SimulationFailed
        If the solver gives up or the time limit is reached.
    """
    _check_times(start, end, steps, relative_tolerance)
    model = read_checked(path, drop_fast=drop_fast)
    columns = _columns(model, variables)
    answer = child.call(
        "her2sim.engine.plain:run",
        {
            "sbml": model.sbml,
            "times": [float(start), float(end), int(steps)],
            "selections": list(columns),
            "amounts": list(model.species),
            "uses_time": model.uses_time,
            "relative_tolerance": relative_tolerance,
        },
        seconds=seconds,
        task=f"the time course of {model.name}",
    )
    values = answer.array[:, : len(columns)]
    times = np.linspace(start, end, steps + 1)
    warnings = [
        *model.warnings,
        *answer.data["warnings"],
        *_not_finite(times, values, columns),
        *_negative(times, answer.array[:, len(columns) :], model.species),
    ]
    # A species may itself be called `time`, so the labels go on by position.
    table = pd.DataFrame(np.column_stack([times, values]), columns=["time", *columns])
    return table, tuple(warnings)


def _check_times(start: float, end: float, steps: int, relative_tolerance: float) -> None:
    for what, given in (("start", start), ("end", end), ("relative_tolerance", relative_tolerance)):
        number = isinstance(given, (int, float, np.integer, np.floating))
        if not number or isinstance(given, bool) or not math.isfinite(given):
            raise InvalidValue(what, given, "a finite number")
    if start < 0:
        raise InvalidValue("start", start, "0 or more, since a model's start values hold at time 0")
    if end <= start:
        raise InvalidValue("end", end, f"more than start ({start:g})")
    whole = isinstance(steps, (int, np.integer)) and not isinstance(steps, bool)
    if not whole or not 1 <= steps <= MOST_STEPS:
        raise InvalidValue("steps", steps, f"a whole number from 1 to {MOST_STEPS}")
    if not 1e-13 <= relative_tolerance <= 1e-2:
        raise InvalidValue("relative_tolerance", relative_tolerance, "from 1e-13 to 0.01")


def _columns(model: CheckedModel, variables: Sequence[str] | None) -> tuple[str, ...]:
    if variables is None:
        if not model.species:
            raise InvalidValue(
                f"the list of variables for {model.name}, which has no species,",
                "empty",
                f"ids of it: {listing(model.valued) or 'it has none'}",
            )
        return tuple(f"[{name}]" for name in model.species)
    given = variables.split(",") if isinstance(variables, str) else list(variables)
    columns = tuple(str(name).strip() for name in given)
    if not any(columns):
        raise InvalidValue("variables", variables, "one id or more, such as a,[b]")
    for column in columns:
        _check_column(column, model)
    twice = [name for name in dict.fromkeys(columns) if columns.count(name) > 1]
    if twice:
        raise InvalidValue("variables", ",".join(columns), f"each named once ({twice[0]} is not)")
    return columns


def _check_column(column: str, model: CheckedModel) -> None:
    bracketed = column.startswith("[") and column.endswith("]")
    name = column[1:-1] if bracketed else column
    if bracketed and name not in model.species:
        if name in model.valued:
            raise InvalidValue(
                f"variable {column}", column, f"{name}; only species have a concentration"
            )
        raise UnknownName("species", name, model.species, model.name)
    if name == "time" and name not in model.valued:
        raise InvalidValue("variable", "time", "an id; the time is the first column anyway")
    if name not in model.valued:
        raise UnknownName("variable", name, model.valued, model.name)


def _not_finite(
    times: NDArray[np.float64], values: NDArray[np.float64], columns: Sequence[str]
) -> Iterator[str]:
    for index, column in enumerate(columns):
        rows = np.flatnonzero(~np.isfinite(values[:, index]))
        if rows.size:
            first = values[rows[0], index]
            yield f"{column} is not a finite number ({first:g}), first at time {times[rows[0]]:g}."


def _negative(
    times: NDArray[np.float64], amounts: NDArray[np.float64], species: Sequence[str]
) -> Iterator[str]:
    if not species:
        return
    peaks = np.nanmax(np.abs(np.where(np.isfinite(amounts), amounts, 0.0)), axis=0)
    noise = np.maximum(_NOISE_OF_PEAK * peaks, _NOISE_OF_ALL * peaks.max())
    for index, name in enumerate(species):
        rows = np.flatnonzero(amounts[:, index] < -noise[index])
        if rows.size:
            lowest = np.nanmin(amounts[:, index])
            yield (
                f"The amount of {name} falls below zero, first at time {times[rows[0]]:g} "
                f"(lowest {lowest:g})."
            )
