"""Rows of numbers for scenarios times samples: what each simulation sets, period by period."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.model import Model
from her2sim.resolution import Amount, Sampled, Sketch, sketch, value_of
from her2sim.scenario import Scenario

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Formulae:
    """The values of several arms as numbers, or as a factor times a column of the samples.

    Attributes
    ----------
    constant
        (arms, names): the value where it does not follow the samples.
    factor
        (arms, names): what the sample is multiplied with; NaN where the value is constant.
    """

    constant: Floats
    factor: Floats

    def rows(self, sampled: Floats) -> Floats:
        """Return (arms, samples, names) for samples given as (samples, names)."""
        wide = np.repeat(self.constant[:, None, :], len(sampled), axis=1)
        follows = ~np.isnan(self.factor)
        columns = np.flatnonzero(follows.any(axis=0))
        if columns.size:
            product = self.factor[:, None, columns] * sampled[None, :, columns]
            mask = follows[:, None, columns]
            wide[:, :, columns] = np.where(mask, product, wide[:, :, columns])
        return wide


@dataclass(frozen=True)
class Group:
    """Arms whose periods begin at the same times.

    Attributes
    ----------
    arms
        Their places.
    starts_h
        When the later periods begin (hours).
    periods
        What holds from time 0 on, then in each later period.
    """

    arms: Places
    starts_h: tuple[float, ...]
    periods: tuple[Formulae, ...]


@dataclass(frozen=True)
class Plan:
    """All arms of an ensemble.

    Attributes
    ----------
    names
        The ids that any simulation sets; every row of numbers is in this order.
    before
        What holds before time 0, for all arms.
    groups
        The arms by the times of their periods.
    columns
        For each name, the column of the samples that it may follow, or -1.
    """

    names: tuple[str, ...]
    before: Formulae
    groups: tuple[Group, ...]
    columns: Places

    def sampled(self, samples: Floats) -> Floats:
        """Return (samples, names) from (samples, columns); NaN for what is not sampled."""
        wide = np.full((len(samples), len(self.names)), math.nan)
        there = self.columns >= 0
        wide[:, there] = samples[:, self.columns[there]]
        return wide


def make_plan(
    model: Model, arms: Sequence[Scenario], columns: Sequence[str], shown: Iterable[str] = ()
) -> Plan:
    """Resolve arms for all samples at once.

    Parameters
    ----------
    arms
        Scenarios.
    columns
        The ids that samples give.
    shown
        Further settable ids whose values are wanted in every row.

    Raises
    ------
    UserMistake
        As :func:`her2sim.resolution.resolve`.
    """
    sketches = [sketch(model, arm, columns) for arm in arms]
    names = tuple(sorted({*shown, *columns}.union(*map(_named, sketches))))
    fallback = _Fallback(model, names)
    by_starts: dict[tuple[float, ...], list[int]] = {}
    for place, found in enumerate(sketches):
        by_starts.setdefault(tuple(from_h for from_h, _ in found.later), []).append(place)
    groups = []
    for starts, places in by_starts.items():
        periods = [fallback.formulae([sketches[place].after for place in places])]
        for index in range(len(starts)):
            later = [sketches[place].later[index][1] for place in places]
            periods.append(fallback.formulae(later))
        groups.append(Group(np.array(places, dtype=np.intp), starts, tuple(periods)))
    before = fallback.formulae([found.before for found in sketches])
    at = {name: place for place, name in enumerate(columns)}
    # What starts from a sampled parameter follows its column, unless it has one of its own.
    column_of = [at.get(name, at.get(model.starts_from.get(name, name), -1)) for name in names]
    return Plan(names, before, tuple(groups), np.array(column_of, dtype=np.intp))


def _named(found: Sketch) -> Iterator[str]:
    yield from found.before
    yield from found.after
    for _, values in found.later:
        yield from values


class _Fallback:
    """The values of names that an arm leaves alone."""

    def __init__(self, model: Model, names: Sequence[str]) -> None:
        self._model = model
        self._names = names
        self._at = {name: place for place, name in enumerate(names)}
        self._follows = [name for name in names if name in model.starts_from]
        following = set(self._follows)
        self._usual = np.array(
            [math.nan if name in following else model.default(name) for name in names]
        )

    def formulae(self, arms: Sequence[Mapping[str, Amount]]) -> Formulae:
        constant = np.tile(self._usual, (len(arms), 1))
        factor = np.full(constant.shape, math.nan)
        for row, values in enumerate(arms):
            for name, value in self._whole(values):
                place = self._at[name]
                if isinstance(value, Sampled):
                    factor[row, place] = value.factor
                else:
                    constant[row, place] = value
        return Formulae(constant, factor)

    def _whole(self, values: Mapping[str, Amount]) -> Iterator[tuple[str, Amount]]:
        yield from values.items()
        for name in self._follows:
            if name not in values:
                yield name, value_of(self._model, name, values)
