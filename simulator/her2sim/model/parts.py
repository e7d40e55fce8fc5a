"""The parts of a model that are more than a row of one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from her2sim.rows import BackgroundRow, MutationRow, Parameter, ReactionRow, SpeciesRow


@dataclass(frozen=True)
class Species:
    """A species; ``initial`` is a number in ``unit`` or the formula of its initial value."""

    id: str
    name: str
    compartment: str
    boundary: bool
    initial: float | str
    unit: str = ""
    identifiers: tuple[str, ...] = ()
    sbo: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reaction:
    """A reaction; ``equation`` such as ``A + B -> C``, ``law`` its rate in amount per time."""

    id: str
    name: str
    equation: str
    law: str
    arm: str = ""
    sbo: str = ""
    source: str = ""


@dataclass(frozen=True)
class Contents:
    """What an SBML text says by itself, without any table.

    ``parameters`` are the global ones that no rule or initial assignment determines; ``settable``
    are their ids and those of boundary species without a rule.
    """

    id: str
    name: str
    time_unit: str
    parameters: tuple[Parameter, ...]
    compartments: tuple[Parameter, ...]
    species: tuple[Species, ...]
    reactions: tuple[Reaction, ...]
    settable: frozenset[str]


@dataclass(frozen=True)
class AlterationChange:
    """One change of an alteration: ``effect`` is ``set`` (value in ``unit``) or ``scale``."""

    target: str
    effect: str
    value: float
    unit: str = ""
    lower: float | None = None
    upper: float | None = None
    evidence: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Alteration:
    """A mutation (with its gene) or a background (without): a named set of changes."""

    id: str
    gene: str
    label: str
    changes: tuple[AlterationChange, ...]


def alterations(
    rows: Iterable[MutationRow | BackgroundRow], targets: frozenset[str]
) -> tuple[Alteration, ...]:
    """Group the rows of a table by id, in the order of the file.

    Rows that change something the model does not have are dropped, and so is an alteration of
    which nothing is left. One that only declares its id (an empty target) stays, without changes.
    """
    grouped: dict[str, list[MutationRow | BackgroundRow]] = {}
    for row in rows:
        if not row.target or row.target in targets:
            grouped.setdefault(row.id, []).append(row)
    return tuple(
        Alteration(
            id=name,
            gene=next((row.gene for row in group if isinstance(row, MutationRow)), ""),
            label=next((row.label for row in group if row.label), name),
            changes=tuple(_change(row) for row in group if row.target),
        )
        for name, group in grouped.items()
    )


def described_species(
    species: Iterable[Species], rows: Iterable[SpeciesRow]
) -> tuple[Species, ...]:
    """Add to species what the rows of ``species.csv`` say beyond the SBML."""
    by_id = {row.id: row for row in rows}
    return tuple(
        replace(one, identifiers=by_id[one.id].identifiers, note=by_id[one.id].note)
        if one.id in by_id
        else one
        for one in species
    )


def described_reactions(
    reactions: Iterable[Reaction], rows: Iterable[ReactionRow]
) -> tuple[Reaction, ...]:
    """Add to reactions what the rows of ``reactions.csv`` say beyond the SBML."""
    by_id = {row.id: row for row in rows}
    return tuple(
        replace(one, arm=by_id[one.id].arm, source=by_id[one.id].source) if one.id in by_id else one
        for one in reactions
    )


def _change(row: MutationRow | BackgroundRow) -> AlterationChange:
    # The lint refuses rows with a target and no value before a model is made of them.
    value = float("nan") if row.value is None else row.value
    return AlterationChange(
        row.target,
        row.effect,
        value,
        row.unit,
        row.lower,
        row.upper,
        row.evidence,
        row.source,
        row.note,
    )
