"""resolve: the names of a scenario become the numbers that hold before and after time 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from her2sim.change import Change, Knockdown, Scale, Set
from her2sim.errors import InvalidValue
from her2sim.genotype import Genotype
from her2sim.model import Alteration, Model
from her2sim.scenario import Scenario
from her2sim.treatment import Dose, concentrations


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
        treatment=_spelled_doses(model, scenario.treatment),
        knockdowns=tuple(
            replace(knockdown, gene=model.gene(knockdown.gene).gene)
            for knockdown in scenario.knockdowns
        ),
        later=tuple(
            replace(period, treatment=_spelled_doses(model, period.treatment))
            for period in scenario.later
        ),
    )


def _spelled_doses(model: Model, treatment: Iterable[Dose]) -> tuple[Dose, ...]:
    return tuple(dose.of(model.drug(dose.drug).id) for dose in treatment)


def _spelling(given: str, known: Iterable[Alteration]) -> str:
    """Return an id as the table spells it, given it in any letter case."""
    return next((each.id for each in known if each.id.casefold() == given.casefold()), given)


@dataclass(frozen=True)
class Resolved:
    """What a scenario sets, in numbers: pairs of id and final value, sorted by id.

    ``before`` holds until time 0, ``after`` from time 0 on, until the first of ``later``, pairs of
    a time in hours and what holds from then on. Parameters are in their own unit, boundary species
    as a concentration.
    """

    before: tuple[tuple[str, float], ...] = ()
    after: tuple[tuple[str, float], ...] = ()
    later: tuple[tuple[float, tuple[tuple[str, float], ...]], ...] = ()


@dataclass(frozen=True)
class Sampled:
    """A value that follows a column of a table of samples, times a factor."""

    id: str
    factor: float = 1.0

    def __rmul__(self, factor: float) -> Sampled:
        """Multiply."""
        return Sampled(self.id, factor * self.factor)


Amount = float | Sampled
Amounts = dict[str, Amount]
_Sourced = tuple[str, Change]
_Values = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Sketch:
    """As :class:`Resolved`, for a table of samples: values may be :class:`Sampled`."""

    before: Amounts
    after: Amounts
    later: tuple[tuple[float, Amounts], ...]


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
    replaced = _Base(model, {}).changed_by(_of_changes(model, extra))
    found = _resolved(model, scenario, _Base(model, replaced))
    later = tuple((from_h, _sorted(values)) for from_h, values in found.later)
    return Resolved(_sorted(found.before), _sorted(found.after), later)


def sketch(model: Model, scenario: Scenario, columns: Iterable[str]) -> Sketch:
    """Resolve a scenario for all rows of a table of samples at once.

    Parameters
    ----------
    columns
        Ids whose values replace those of the model's table, row by row, as ``extra`` of
        :func:`resolve` does.

    Raises
    ------
    UnknownName, InvalidValue
        As :func:`resolve`.
    """
    settable = _of_changes(model, [Scale(name, 1.0) for name in columns])
    sampled: Amounts = {change.id: Sampled(change.id) for _, change in settable}
    return _resolved(model, scenario, _Base(model, sampled))


def _resolved(model: Model, scenario: Scenario, base: _Base) -> Sketch:
    lasting = [*_of_alterations(model, scenario), *_of_knockdowns(model, scenario.knockdowns)]
    lasting += _of_changes(model, scenario.changes)
    off = {drug.species: 0.0 for drug in model.drugs}
    switch = model.treatment_switch

    def treated(treatment: Sequence[Dose], acute: Sequence[Change]) -> Amounts:
        changes = _of_changes(model, acute)
        values = base.changed_by(_outlasted(lasting, changes) + changes)
        on = concentrations(model, treatment) | ({switch: 1.0} if switch else {})
        return values | off | on

    before = base.changed_by(lasting) | off | ({switch: 0.0} if switch else {})
    after = treated(scenario.treatment, scenario.acute)
    later, touched = [], set(after)
    for period in scenario.later:
        values = treated(period.treatment, period.acute)
        touched |= set(values)
        # What an acute change of an earlier period touched goes back to where it was.
        later.append((period.from_h, {name: value_of(model, name, values) for name in touched}))
    return Sketch(before, after, tuple(later))


def value_of(model: Model, name: str, changed: Mapping[str, Amount]) -> Amount:
    """Return a value that some were changed beside; boundary species follow what they start from.

    ``changed`` holds all replaced values of the table.
    """
    if name in changed:
        return changed[name]
    start = model.starts_from.get(name)
    return model.default(name) if start is None else value_of(model, start, changed)


def _sorted(values: Mapping[str, Amount]) -> _Values:
    # Without samples every value is a number.
    return tuple(sorted(cast("Mapping[str, float]", values).items()))


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

    def __init__(self, model: Model, replaced: Amounts) -> None:
        self._model = model
        self._replaced = replaced

    def changed_by(self, changes: Iterable[_Sourced]) -> Amounts:
        """Return the replaced and changed values: set by at most one source, times all factors."""
        setters: dict[str, str] = {}
        values: Amounts = {}
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
        changed: Amounts = self._replaced | values
        for name, factor in factors.items():
            changed[name] = factor * (
                changed[name] if name in changed else self._model.default(name)
            )
        return changed
