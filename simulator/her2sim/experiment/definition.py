"""Experiment: one claim, the arms that test it and what is expected of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal, TypeVar

from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment.expectations import Expectation, answer
from her2sim.experiment.measures import Asked
from her2sim.experiment.readings import Readings
from her2sim.experiment.verdicts import Verdict
from her2sim.model import AlterationChange, Model, Parameter
from her2sim.result import Result
from her2sim.scenario import Scale, Scenario

KINDS = ("claim", "negative control", "conflict", "effect size")
Kind = Literal["claim", "negative control", "conflict", "effect size"]
_ID = re.compile(r"[A-Z]+[0-9]+[a-z]?")


@dataclass(frozen=True)
class AtBound:
    """An arm with one uncertain number moved to the end of its range in the tables.

    Parameters
    ----------
    scenario
        The arm.
    target
        The parameter to move.
    side
        Which end of the range, ``lower`` or ``upper``.
    mutation
        Id of ``models/mutations.csv`` when the range is that of the mutation's effect on the
        target; the scenario's genotype then carries it. Otherwise the range is the parameter's.
    """

    scenario: Scenario
    target: str
    side: Literal["lower", "upper"]
    mutation: str = ""

    @property
    def name(self) -> str:
        """The arm's name."""
        return self.scenario.name

    def resolve(self, model: Model) -> Scenario:
        """Return the arm as a scenario.

        Raises
        ------
        UnknownName
            When the tables have no such mutation or target.
        InvalidValue
            When that row has no range.
        """
        row, where = self._row(model)
        bound = row.lower if self.side == "lower" else row.upper
        if bound is None or row.value == 0:
            valid = f"a row with a value other than 0 and a {self.side} end of its range"
            raise InvalidValue(f"the value of {self.target}", row.value, valid, where)
        # A second Set of one id would be refused as a contradiction; a Scale acts on the first.
        scale = Scale(self.target, bound / row.value)
        return replace(self.scenario, changes=(*self.scenario.changes, scale))

    def _row(self, model: Model) -> tuple[Parameter | AlterationChange, str]:
        """Return the table row that holds the range, and the table's name."""
        if not self.mutation:
            parameters = {parameter.id: parameter for parameter in model.parameters}
            where = f"models/{model.name}/parameters.csv"
            return _found("parameter", self.target, parameters, where), where
        where = "models/mutations.csv"
        mutations = {mutation.id: mutation for mutation in model.mutations}
        mutation = _found("mutation", self.mutation, mutations, where)
        changes = {change.target: change for change in mutation.changes}
        return _found(f"target of {self.mutation}", self.target, changes, where), where


@dataclass(frozen=True)
class Experiment:
    """One claim about the model, put to the test.

    Parameters
    ----------
    id
        Short and unique, as in ``C05``; the file's name begins with it in lower case.
    claim
        What should be the case, as a sentence.
    arms
        The scenarios compared; their names are what expectations refer to.
    expect
        The expectations, one or more.
    source
        Where the claim comes from.
    kind
        One of ``KINDS``.
    model
        Name of the model.
    hours
        Length of a full time course, for figures; the expectations know their own times.
    figures
        Figures that belong to it, as ``"time_course:READOUT"``.

    Raises
    ------
    InvalidValue, UnknownName
        When a part is missing, a name occurs twice, or an expectation names an unknown arm.
    """

    id: str
    claim: str
    arms: tuple[Scenario | AtBound, ...]
    expect: tuple[Expectation, ...]
    source: str
    kind: Kind = "claim"
    model: str = "her2"
    hours: float = 24.0
    figures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the fields."""
        where = f"experiment {self.id}"
        if not _ID.fullmatch(self.id):
            raise InvalidValue("the id of an experiment", self.id, "letters and a number, as C05")
        if self.kind not in KINDS:
            raise UnknownName("kind", self.kind, KINDS, where)
        for what, text in (("claim", self.claim), ("source", self.source)):
            if not text.strip():
                raise InvalidValue(f"the {what} of {self.id}", text, "a text")
        if not self.expect:
            raise InvalidValue(f"the expectations of {self.id}", (), "one or more")
        names = [arm.name for arm in self.arms]
        for name in names:
            if names.count(name) > 1:
                raise InvalidValue(f"an arm of {self.id}", name, "a name given once")
        for name in sorted(self.asks().arms - set(names)):
            raise UnknownName("arm", name, names, where)

    def asks(self) -> Asked:
        """Return the arms, readouts and hours that the expectations refer to."""
        asked = (measure.asks() for each in self.expect for measure in each.measures())
        return reduce(Asked.__or__, asked, Asked())

    def arm_hours(self, model: Model) -> dict[Scenario, frozenset[float]]:
        """Return every scenario to simulate with the hours at which it is read.

        These are the experiment's arms and those that measures bring along.

        Raises
        ------
        InvalidValue
            When two different arms have one name.
        """
        declared = {arm.name: self._scenario(arm, model) for arm in self.arms}
        wanted: dict[Scenario, frozenset[float]] = {}
        for measure in (measure for each in self.expect for measure in each.measures()):
            asked = measure.asks()
            for arm in (*(declared[name] for name in asked.arms), *measure.own_arms(model)):
                if declared.setdefault(arm.name, arm) != arm:
                    raise InvalidValue(f"an arm of {self.id}", arm.name, "a name for one scenario")
                wanted[arm] = wanted.get(arm, frozenset()) | asked.times_h
        return wanted

    def scenarios(self, model: Model) -> tuple[Scenario, ...]:
        """Return the declared arms as scenarios, for a time course or a figure."""
        return tuple(self._scenario(arm, model) for arm in self.arms)

    def check(self, result: Result | Readings) -> tuple[Verdict, ...]:
        """Return one verdict per expectation, in their order."""
        readings = Readings.of(result) if isinstance(result, Result) else result
        return tuple(answer(expectation, readings) for expectation in self.expect)

    def _scenario(self, arm: Scenario | AtBound, model: Model) -> Scenario:
        return arm.resolve(model) if isinstance(arm, AtBound) else arm


_Row = TypeVar("_Row")


def _found(kind: str, name: str, rows: Mapping[str, _Row], where: str) -> _Row:
    if name not in rows:
        raise UnknownName(kind, name, rows, where)
    return rows[name]
