"""Context: what every page of one application shares and nothing ever changes."""

from __future__ import annotations

from dataclasses import dataclass

from her2sim import Model, load_model
from her2sim.pathway import Pathway, load_pathway

from her2sim_dashboard.catalogue import Catalogue, read_catalogue
from her2sim_dashboard.limits import Limits, read_limits
from her2sim_dashboard.verdict import Rule, read_rules


@dataclass(frozen=True, eq=False)
class Context:
    """A model with what it offers, how far one may go and how the outcome is judged.

    ``pathway`` is the model's map, ``None`` where it has none.
    """

    model: Model
    source: str
    catalogue: Catalogue
    limits: Limits
    rules: tuple[Rule, ...]
    pathway: Pathway | None = None

    @property
    def quantities(self) -> tuple[str, ...]:
        """The ids that every run records: readouts, and what the map shows beyond them."""
        names = [readout.id for readout in self.catalogue.readouts]
        return tuple(dict.fromkeys([*names, *(self.pathway.shown if self.pathway else ())]))

    @property
    def stamp(self) -> str:
        """The model's name and the beginning of its SBML's hash."""
        return f"{self.model.name} {self.model.sha256[:8]}"


def read_context(name_or_path: str) -> Context:
    """Load a model and everything the pages need beside it.

    Raises
    ------
    UnknownName
        If there is no such model.
    """
    model, limits, rules = load_model(name_or_path), read_limits(), read_rules()
    catalogue = read_catalogue(model, limits)
    return Context(model, name_or_path, catalogue, limits, rules, load_pathway(model))
