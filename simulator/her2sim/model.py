"""Model: an SBML text together with what may be set, read out, mutated and dosed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from her2sim.errors import UnknownName
from her2sim.tables import Drug, Gene, Parameter, Readout, Total

__all__ = [
    "Alteration",
    "AlterationChange",
    "Drug",
    "Gene",
    "Model",
    "Parameter",
    "Reaction",
    "Readout",
    "Species",
    "Total",
    "load_model",
    "load_sbml",
]


@dataclass(frozen=True)
class Species:
    """A species; ``initial`` is a number or the formula of its initial value, in ``unit``."""

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


@dataclass(frozen=True, eq=False)
class Model:
    """A model ready to be simulated.

    Two models are equal when their ``fingerprint`` (over the SBML and the tables beside it) is;
    ``sha256`` is over the SBML text alone. ``settable`` are the ids a scenario may change:
    global parameters that no rule or initial assignment determines, and boundary species
    (their concentration). ``slowest_hours`` is the slowest time scale of the model, if declared.
    """

    name: str
    title: str
    sbml: str
    sha256: str
    fingerprint: str
    time_unit: str = "s"
    treatment_switch: str | None = None
    default_start: str = "initial"
    default_background: str | None = None
    slowest_hours: float | None = None
    description: str = ""
    references: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    compartments: tuple[Parameter, ...] = ()
    species: tuple[Species, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    readouts: tuple[Readout, ...] = ()
    genes: tuple[Gene, ...] = ()
    mutations: tuple[Alteration, ...] = ()
    backgrounds: tuple[Alteration, ...] = ()
    drugs: tuple[Drug, ...] = ()
    totals: tuple[Total, ...] = ()
    settable: frozenset[str] = frozenset()


def load_model(name_or_path: str) -> Model:
    """Return the model of that name or at that path."""
    raise UnknownName("model", str(name_or_path))


def load_sbml(path_or_text: str) -> Model:
    """Return the model of an SBML file or text."""
    raise UnknownName("model", str(path_or_text))


_Named = TypeVar("_Named", bound="_HasId")


class _HasId(Protocol):
    @property
    def id(self) -> str: ...
