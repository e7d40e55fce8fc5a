"""Scenario: a cell, what was changed in it and what it is treated with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from her2sim.change import Change, Knockdown, Scale, Set
from her2sim.errors import InvalidValue
from her2sim.genotype import Genotype
from her2sim.treatment import Dose

__all__ = ["UNTREATED", "Change", "Knockdown", "Period", "Scale", "Scenario", "Set", "label"]

UNTREATED = "none"


@dataclass(frozen=True)
class Period:
    """A later part of a treatment: what replaces the doses and acute changes from a time on.

    Parameters
    ----------
    from_h
        When it begins, in hours after the first dose; above 0.
    treatment
        The doses given from then on. Without any the drugs are washed out.
    acute
        :class:`Set` and :class:`Scale` in force from then on, instead of those before.

    Raises
    ------
    InvalidValue
        If the time is not a finite number above 0, or a part is not of the kind named above.
    """

    from_h: float
    treatment: tuple[Dose, ...] = ()
    acute: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Check and normalise the fields."""
        number = isinstance(self.from_h, int | float) and not isinstance(self.from_h, bool)
        if not number or not math.isfinite(self.from_h) or self.from_h <= 0:
            raise InvalidValue("the start of a period", self.from_h, "a number of hours above 0")
        _normalise_treatment(self)

    def __str__(self) -> str:
        """Return the period as a short text, such as ``from 24 h: none``."""
        return f"from {self.from_h:.12g} h: {_doses(self.treatment)}"


@dataclass(frozen=True)
class Scenario:
    """One cell in one experiment.

    Parameters
    ----------
    name
        What the scenario is called in tables and figures.
    genotype
        The mutations; the wild type if omitted. A text such as ``"PTEN_loss"`` is read too.
    background
        Id of ``models/backgrounds.csv``; the model's default if omitted.
    treatment
        The doses given from time 0 on, at most one per drug.
    knockdowns
        Genes reduced before and after time 0, at most one per gene.
    changes
        :class:`Set` and :class:`Scale` that act before and after time 0.
    acute
        :class:`Set` and :class:`Scale` that act from time 0 on only, as doses do.
    later
        Periods with another treatment, such as a wash-out, each later than the one before.

    Raises
    ------
    InvalidValue
        If a part is not of the kind named above, a drug or gene occurs twice, or the periods do
        not follow each other.
    """

    name: str
    genotype: Genotype = field(default_factory=Genotype)
    background: str | None = None
    treatment: tuple[Dose, ...] = ()
    knockdowns: tuple[Knockdown, ...] = ()
    changes: tuple[Change, ...] = ()
    acute: tuple[Change, ...] = ()
    later: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        """Check and normalise the fields."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise InvalidValue("the name of a scenario", self.name, "a text that is not empty")
        if isinstance(self.genotype, str):
            object.__setattr__(self, "genotype", Genotype.parse(self.genotype))
        elif not isinstance(self.genotype, Genotype):
            raise InvalidValue("genotype", self.genotype, "a Genotype")
        _normalise_treatment(self)
        knockdowns = _tuple_of(Knockdown, "knockdowns", self.knockdowns)
        object.__setattr__(self, "knockdowns", knockdowns)
        object.__setattr__(self, "changes", _tuple_of((Set, Scale), "changes", self.changes))
        object.__setattr__(self, "later", _tuple_of(Period, "later", self.later))
        starts = [period.from_h for period in self.later]
        if starts != sorted(set(starts)):
            raise InvalidValue("the starts of the periods", starts, "rising")
        _once("gene of a knock-down", [knockdown.gene for knockdown in self.knockdowns])

    @property
    def treatment_label(self) -> str:
        """The doses as one text, ``none`` without any; the table's ``treatment`` column."""
        return "; ".join([_doses(self.treatment), *map(str, self.later)])

    def control(self) -> Scenario:
        """Return the untreated wild type of the same background, which ``relative`` refers to."""
        return Scenario("untreated wild type", background=self.background)


def label(scenario: Scenario) -> str:
    """Return a name for a scenario made of all that distinguishes it, e.g. for a legend."""
    parts = [str(scenario.genotype)]
    parts += [scenario.background] if scenario.background else []
    parts += [str(knockdown) for knockdown in scenario.knockdowns]
    parts += [str(change) for change in scenario.changes]
    parts += [f"{change} from 0 h" for change in scenario.acute]
    treated = scenario.treatment or scenario.later
    parts.append(scenario.treatment_label if treated else "untreated")
    return ", ".join(parts)


def _doses(treatment: Sequence[Dose]) -> str:
    return " + ".join(str(dose) for dose in treatment) or UNTREATED


def _normalise_treatment(given: Scenario | Period) -> None:
    """Make tuples of doses and acute changes, each drug once."""
    object.__setattr__(given, "treatment", _tuple_of(Dose, "treatment", given.treatment))
    object.__setattr__(given, "acute", _tuple_of((Set, Scale), "acute", given.acute))
    _once("drug", [dose.drug for dose in given.treatment])


_Part = TypeVar("_Part")


def _tuple_of(
    kind: type[_Part] | tuple[type[_Part], ...], what: str, given: object
) -> tuple[_Part, ...]:
    """Return the given parts as a tuple of one kind; a single part counts as one."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    valid = f"a sequence of {' or '.join(each.__name__ for each in kinds)}"
    if isinstance(given, kinds):
        return (given,)
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidValue(what, given, valid)
    parts = tuple(given)
    for part in parts:
        if not isinstance(part, kinds):
            raise InvalidValue(what, part, valid)
    return parts


def _once(kind: str, names: Sequence[str]) -> None:
    """Refuse a name that occurs twice in any letter case."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise InvalidValue(kind, name, "given once in a scenario")
        seen.add(name.casefold())
