"""The kinds of rows in the tables of the models folder; the fields are the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

EVIDENCE = (
    "measured",
    "literature_model",
    "model_range",
    "secondary",
    "derived",
    "general",
    "assumed",
    "fitted",
    "convention",
)
EFFECTS = ("set", "scale")


@dataclass(frozen=True)
class Parameter:
    """One number of a model: a row of ``parameters.csv`` or a parameter of foreign SBML.

    ``value``, ``lower`` and ``upper`` are in ``unit``; ``lower`` and ``upper`` bound what the
    evidence allows and are ``None`` where nothing is known.
    """

    id: str
    value: float
    unit: str
    lower: float | None = None
    upper: float | None = None
    evidence: str = ""
    source: str = ""
    sbo: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class SpeciesRow:
    """A row of ``species.csv``; ``identifiers`` such as ``uniprot:P04626``."""

    id: str
    name: str = ""
    sbo: str = ""
    identifiers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ReactionRow:
    """A row of ``reactions.csv``; ``arm`` is the branch of the pathway it belongs to."""

    id: str
    name: str = ""
    sbo: str = ""
    arm: str = ""
    source: str = ""


@dataclass(frozen=True)
class Readout:
    """A row of ``readouts.csv``: an observable defined by a formula over species, in ``unit``."""

    id: str
    label: str = ""
    formula: str = ""
    unit: str = ""
    arm: str = ""
    note: str = ""


@dataclass(frozen=True)
class Gene:
    """A row of ``genes.csv``: leaving a fraction f of the gene scales each target by f."""

    KEY: ClassVar[str] = "gene"
    gene: str
    uniprot: str = ""
    targets: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Total:
    """A row of ``totals.csv``: a sum over species that no reaction changes."""

    id: str
    name: str = ""
    formula: str = ""
    note: str = ""


VIEWS = ("step", "route", "loop")


@dataclass(frozen=True)
class Step:
    """A row of ``steps.csv``: a link of the network that an explanation can hold.

    ``signals`` are ids of species or rules, ``into`` the reactions and rules that use them.
    ``view`` says what the row is part of: ``step`` (the way from receptor to growth, in the order
    of the file), ``route`` (parallel ways into readouts) or ``loop`` (feedback). It counts for
    readouts of these ``arms``, for all without any. ``text`` may hold ``{fold ID}``,
    ``{asked ID}``, ``{reference ID}`` and ``{reference}``.
    """

    id: str
    view: str
    label: str
    signals: tuple[str, ...]
    into: tuple[str, ...]
    arms: tuple[str, ...] = ()
    text: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class UnitRow:
    """A row of ``units.csv``: the symbol of the tables, its SBML id, its Antimony definition."""

    KEY: ClassVar[str] = "symbol"
    symbol: str
    id: str
    antimony: str


@dataclass(frozen=True)
class MutationRow:
    """A row of ``mutations.csv``: one change of one target; a mutation may have several."""

    KEY: ClassVar[str] = ""
    id: str
    gene: str
    label: str
    target: str
    effect: str
    value: float | None
    unit: str
    lower: float | None
    upper: float | None
    evidence: str
    source: str
    note: str


@dataclass(frozen=True)
class BackgroundRow:
    """A row of ``backgrounds.csv``; an empty target only declares the background."""

    KEY: ClassVar[str] = ""
    id: str
    label: str
    target: str
    effect: str
    value: float | None
    unit: str
    lower: float | None
    upper: float | None
    evidence: str
    source: str
    note: str


@dataclass(frozen=True)
class Drug:
    """A row of ``drugs.csv``.

    ``species`` is the boundary species that holds the nominal concentration in the medium (nM);
    ``molar_mass`` is in ``molar_mass_unit`` (g/mol). The clinical range is that of the unbound
    concentration in plasma, in ``clinical_unit``; ``free_fraction`` is the parameter that says
    what share of the nominal concentration is unbound in the medium (all of it without one).
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    species: str
    molar_mass: float | None
    molar_mass_unit: str
    chebi: str
    identifiers: tuple[str, ...]
    clinical_low: float | None
    clinical_high: float | None
    clinical_unit: str
    free_fraction: str
    evidence: str
    source: str
    note: str


@dataclass(frozen=True)
class PhysiologyRow:
    """A row of ``physiology.csv``: where a readout of an untreated wild type has to lie.

    With ``over`` the bounds are on the readout divided by that readout or parameter.
    """

    KEY: ClassVar[str] = "readout"
    readout: str
    over: str
    lower: float | None
    upper: float | None
    unit: str
    evidence: str
    source: str
    note: str
