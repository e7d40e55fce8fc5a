"""Model: an SBML text together with what may be set, read out, mutated and dosed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from her2sim import library
from her2sim.errors import InvalidModel, UnknownName
from her2sim.model.parts import (
    Alteration,
    Reaction,
    Species,
)
from her2sim.rows import Drug, Gene, Parameter, Readout, Total
from her2sim.sources import table_path

Named = TypeVar("Named", Alteration, Parameter, Reaction, Readout, Species, Total)


@dataclass(frozen=True, eq=False)
class Model:
    """A model ready to be simulated.

    Two models are equal when their ``fingerprint`` (over the SBML and the tables beside it) is;
    ``sha256`` is over the SBML text alone. ``settable`` are the ids a scenario may change:
    global parameters that no rule or initial assignment determines, and boundary species
    (their concentration). ``slowest_hours`` is the slowest time scale of the model, if declared.
    ``folder`` is where its tables lie, ``None`` for foreign SBML; ``warnings`` are sentences about
    what is odd in a foreign model but can be run.
    """

    name: str
    title: str
    sbml: str
    sha256: str
    fingerprint: str
    folder: Path | None = None
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
    warnings: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Tell whether SBML and tables are the same."""
        return isinstance(other, Model) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        """Hash the fingerprint, which is cheap."""
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        """Name the model; its text would fill pages."""
        return f"Model({self.name!r}, sha256={self.sha256[:12]!r})"

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by id; every lookup raises `UnknownName` with the closest id."""
        return self._named("parameter", name, self.parameters, "parameters.csv")

    def get_species(self, name: str) -> Species:
        """Return a species by id."""
        return self._named("species", name, self.species, "species.csv")

    def reaction(self, name: str) -> Reaction:
        """Return a reaction by id."""
        return self._named("reaction", name, self.reactions, "reactions.csv")

    def readout(self, name: str) -> Readout:
        """Return a readout by id."""
        return self._named("readout", name, self.readouts, "readouts.csv")

    def total(self, name: str) -> Total:
        """Return a conserved total by id."""
        return self._named("total", name, self.totals, "totals.csv")

    def mutation(self, name: str) -> Alteration:
        """Return a mutation by id."""
        return self._named("mutation", name, self.mutations, "mutations.csv")

    def background(self, name: str) -> Alteration:
        """Return a background by id."""
        return self._named("background", name, self.backgrounds, "backgrounds.csv")

    def gene(self, name: str) -> Gene:
        """Return a gene by its symbol, in whatever case."""
        by_symbol = {gene.gene.casefold(): gene for gene in self.genes}
        if name.casefold() not in by_symbol:
            valid = tuple(gene.gene for gene in self.genes)
            raise UnknownName("gene", name, valid, self.where("genes.csv"))
        return by_symbol[name.casefold()]

    def drug(self, name: str) -> Drug:
        """Return a drug by id, name or alias, in whatever case."""
        known = {
            text.casefold(): drug
            for drug in self.drugs
            for text in (*drug.aliases, drug.name, drug.id)
        }
        if name.casefold() not in known:
            valid = [text for drug in self.drugs for text in (drug.id, *drug.aliases)]
            raise UnknownName("drug", name, valid, self.where("drugs.csv"))
        return known[name.casefold()]

    def default(self, name: str) -> float:
        """Return the value of a settable id in the model's own units.

        For a boundary species it is the initial concentration.

        Raises
        ------
        UnknownName
            If the id cannot be set.
        """
        if name not in self.settable:
            valid = sorted(self.settable)
            raise UnknownName("id", name, valid, f"what can be set in model {self.name!r}")
        if name in self._defaults:
            return self._defaults[name]
        initial = self.get_species(name).initial
        if not isinstance(initial, str):
            return initial
        if initial not in self._defaults:
            raise InvalidModel(
                f"The initial value of {name!r} is the formula {initial!r}; "
                "start a boundary species from one parameter."
            )
        return self._defaults[initial]

    def unit(self, name: str) -> str:
        """Return the unit symbol of a parameter, compartment, species or readout; may be empty."""
        if name not in self._units:
            raise UnknownName("id", name, self._units, f"model {self.name!r}")
        return self._units[name]

    def where(self, file: str) -> str:
        """Return where a table of this model lies, as the user would type it."""
        if self.folder is None:
            return f"model {self.name!r}, which comes without tables"
        return library.shown(table_path(self.folder, file) or self.folder / file)

    @cached_property
    def starts_from(self) -> dict[str, str]:
        """The parameter that gives a settable boundary species its value, by species."""
        ids = self.settable & self._defaults.keys()
        settable = (each for each in self.species if each.id in self.settable)
        return {
            each.id: each.initial
            for each in settable
            if isinstance(each.initial, str) and each.initial in ids
        }

    @cached_property
    def _defaults(self) -> dict[str, float]:
        return {parameter.id: parameter.value for parameter in self.parameters}

    @cached_property
    def _units(self) -> dict[str, str]:
        return {
            **{part.id: part.unit for part in (*self.parameters, *self.compartments)},
            **{one.id: one.unit for one in self.species},
            **{readout.id: readout.unit for readout in self.readouts},
        }

    def _named(self, kind: str, name: str, parts: Iterable[Named], file: str) -> Named:
        by_id = {part.id: part for part in parts}
        if name not in by_id:
            raise UnknownName(kind, name, by_id, self.where(file))
        return by_id[name]
