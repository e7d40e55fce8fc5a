"""Scenario: a cell, what was changed in it and what it is treated with, resolved to numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from her2sim.change import Change, Knockdown, Scale, Set
from her2sim.errors import InvalidValue
from her2sim.genotype import Genotype
from her2sim.model import Alteration, Model
from her2sim.treatment import Dose, concentrations

__all__ = [
    "UNTREATED",
    "Change",
    "Knockdown",
    "Resolved",
    "Scale",
    "Scenario",
    "Set",
    "label",
    "resolve",
    "spelled",
]

UNTREATED = "none"


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

    Raises
    ------
    InvalidValue
        If a part is not of the kind named above, or a drug or gene occurs twice.
    """

    name: str
    genotype: Genotype = field(default_factory=Genotype)
    background: str | None = None
    treatment: tuple[Dose, ...] = ()
    knockdowns: tuple[Knockdown, ...] = ()
    changes: tuple[Change, ...] = ()
    acute: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Check and normalise the fields."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise InvalidValue("the name of a scenario", self.name, "a text that is not empty")
        if isinstance(self.genotype, str):
            object.__setattr__(self, "genotype", Genotype.parse(self.genotype))
        elif not isinstance(self.genotype, Genotype):
            raise InvalidValue("genotype", self.genotype, "a Genotype")
        object.__setattr__(self, "treatment", _tuple_of(Dose, "treatment", self.treatment))
        knockdowns = _tuple_of(Knockdown, "knockdowns", self.knockdowns)
        object.__setattr__(self, "knockdowns", knockdowns)
        object.__setattr__(self, "changes", _tuple_of((Set, Scale), "changes", self.changes))
        object.__setattr__(self, "acute", _tuple_of((Set, Scale), "acute", self.acute))
        _once("drug", [dose.drug for dose in self.treatment])
        _once("gene of a knock-down", [knockdown.gene for knockdown in self.knockdowns])

    @property
    def treatment_label(self) -> str:
        """The doses as one text, ``none`` without any; the table's ``treatment`` column."""
        return " + ".join(str(dose) for dose in self.treatment) or UNTREATED

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
    parts.append(scenario.treatment_label if scenario.treatment else "untreated")
    return ", ".join(parts)


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


def spelled(model: Model, scenario: Scenario) -> Scenario:
    """Return the scenario with its names as the model's tables spell them, aliases replaced.

    Raises
    ------
    UnknownName
        If a mutation, background, gene or drug is not in the model.
    """
    genotype = [
        model.mutation(_spelling(name, model.mutations)).id for name in scenario.genotype.mutations
    ]
    background = scenario.background
    if background is not None:
        background = model.background(_spelling(background, model.backgrounds)).id
    return replace(
        scenario,
        genotype=Genotype(*genotype) if genotype else Genotype(),
        background=background,
        treatment=tuple(dose.of(model.drug(dose.drug).id) for dose in scenario.treatment),
        knockdowns=tuple(
            replace(knockdown, gene=model.gene(knockdown.gene).gene)
            for knockdown in scenario.knockdowns
        ),
    )


def _spelling(given: str, known: Iterable[Alteration]) -> str:
    """Return an id as the table spells it, given it in any letter case."""
    return next((each.id for each in known if each.id.casefold() == given.casefold()), given)


@dataclass(frozen=True)
class Resolved:
    """What a scenario sets, in numbers: pairs of id and final value, sorted by id.

    ``before`` holds until time 0, ``after`` from time 0 on. Parameters are in their own unit,
    boundary species as a concentration.
    """

    before: tuple[tuple[str, float], ...] = ()
    after: tuple[tuple[str, float], ...] = ()


_Sourced = tuple[str, Change]


def resolve(model: Model, scenario: Scenario, extra: Sequence[Change] = ()) -> Resolved:
    """Turn the names of a scenario into numbers: the one place where that happens.

    A value is what the table holds, or what one source sets instead, times every factor that
    background, mutations, knock-downs and changes put on it, in whatever order. ``extra``
    replaces values of the table itself, before all of that.

    Raises
    ------
    UnknownName
        If a mutation, background, gene, drug or id is not in the model; names the closest.
    InvalidValue
        If two sources set one id, two doses are of one drug, a mass dose has no molar mass, or
        a change acts on what doses and time 0 determine.
    """
    base = _Base(model, _of_changes(model, extra))
    lasting = [*_of_alterations(model, scenario), *_of_knockdowns(model, scenario.knockdowns)]
    lasting += _of_changes(model, scenario.changes)
    acute = _of_changes(model, scenario.acute)
    before = base.changed_by(lasting)
    after = base.changed_by(_outlasted(lasting, acute) + acute)
    switch = model.treatment_switch
    off = {drug.species: 0.0 for drug in model.drugs} | ({switch: 0.0} if switch else {})
    on = concentrations(model, scenario.treatment) | ({switch: 1.0} if switch else {})
    return Resolved(_sorted(before | off), _sorted(after | off | on))


def _sorted(values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(values.items()))


def _of_alterations(model: Model, scenario: Scenario) -> list[_Sourced]:
    """Return the changes of the background and of each mutation, with their source."""
    changes: list[_Sourced] = []
    background = scenario.background or model.default_background
    if background is not None:
        found = model.background(_spelling(background, model.backgrounds))
        changes += _sourced(f"background {found.id}", found)
    for name in scenario.genotype.mutations:
        found = model.mutation(_spelling(name, model.mutations))
        changes += _sourced(f"mutation {found.id}", found)
    return changes


def _sourced(source: str, alteration: Alteration) -> Iterator[_Sourced]:
    for change in alteration.changes:
        kind = Set if change.effect == "set" else Scale
        yield source, kind(change.target, change.value)


def _of_knockdowns(model: Model, knockdowns: Iterable[Knockdown]) -> Iterator[_Sourced]:
    for knockdown in knockdowns:
        gene = model.gene(knockdown.gene)
        for target in gene.targets:
            yield f"knock-down of {gene.gene}", Scale(target, knockdown.left)


def _of_changes(model: Model, changes: Iterable[Change]) -> list[_Sourced]:
    """Return explicit changes with their source, after a check that their ids may be set."""
    reserved = {drug.species: f"Dose({drug.id!r}, ...)" for drug in model.drugs}
    if model.treatment_switch:
        reserved[model.treatment_switch] = "the start of the treatment"
    found = []
    for change in changes:
        if change.id in reserved:
            raise InvalidValue("the change", str(change), f"left to {reserved[change.id]}")
        model.default(change.id)  # raises for what cannot be set
        found.append((f"change {change}", change))
    return found


def _outlasted(lasting: Iterable[_Sourced], acute: Iterable[_Sourced]) -> list[_Sourced]:
    """Return the lasting changes without those explicit values that an acute one replaces."""
    replaced = {change.id for _, change in acute if isinstance(change, Set)}
    return [
        (source, change)
        for source, change in lasting
        if not (isinstance(change, Set) and change.id in replaced)
    ]


class _Base:
    """The values of a model's tables, some of them replaced."""

    def __init__(self, model: Model, extra: Iterable[_Sourced]) -> None:
        self._model = model
        self._replaced: dict[str, float] = {}
        self._replaced = self.changed_by(extra)

    def changed_by(self, changes: Iterable[_Sourced]) -> dict[str, float]:
        """Return the replaced and changed values: set by at most one source, times all factors."""
        setters: dict[str, str] = {}
        values: dict[str, float] = {}
        factors: dict[str, float] = {}
        for source, change in changes:
            if isinstance(change, Scale):
                factors[change.id] = factors.get(change.id, 1.0) * change.factor
            elif change.id in setters:
                both = f"{setters[change.id]} and {source}"
                raise InvalidValue(f"the value of {change.id}", both, "set by one of them only")
            else:
                setters[change.id] = source
                values[change.id] = change.value
        changed = self._replaced | values
        for name, factor in factors.items():
            changed[name] = factor * (
                changed[name] if name in changed else self._model.default(name)
            )
        return changed
