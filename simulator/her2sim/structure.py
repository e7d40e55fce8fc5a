"""What an Antimony structure defines and uses, found by translating it without any numbers."""

from __future__ import annotations

from dataclasses import dataclass

import libsbml

from her2sim import library
from her2sim.antimony_text import AntimonyError, append, to_sbml
from her2sim.errors import InvalidModel
from her2sim.sources import ModelSource


@dataclass(frozen=True)
class Structure:
    """The ids of a model before its numbers are known.

    ``needs_value`` are the quantities that neither a rule nor an initial assignment determines;
    ``rates`` those that a rate rule drives (their value is where they start); ``ruled`` those
    that an assignment rule computes.
    """

    compartments: frozenset[str]
    species: frozenset[str]
    boundary: frozenset[str]
    reactions: frozenset[str]
    parameters: frozenset[str]
    needs_value: frozenset[str]
    started: frozenset[str]
    rates: frozenset[str]
    ruled: frozenset[str]

    @property
    def all_ids(self) -> frozenset[str]:
        """Every id of the model."""
        return self.compartments | self.species | self.reactions | self.parameters


def read_structure(source: ModelSource) -> Structure:
    """Translate structure and readouts, without numbers, and list what they define.

    Raises
    ------
    InvalidModel
        If the Antimony text or a readout's formula has a syntax error; the message names the file
        and the line or row.
    """
    model = libsbml.readSBMLFromString(translate(source, readout_lines(source))).getModel()
    rates = frozenset(r.getVariable() for r in model.getListOfRules() if r.isRate())
    ruled = frozenset(r.getVariable() for r in model.getListOfRules() if r.isAssignment())
    started = frozenset(a.getSymbol() for a in model.getListOfInitialAssignments())
    compartments = _ids(model.getListOfCompartments())
    species = _ids(model.getListOfSpecies())
    parameters = _ids(model.getListOfParameters())
    return Structure(
        compartments=compartments,
        species=species,
        boundary=frozenset(s.getId() for s in model.getListOfSpecies() if s.getBoundaryCondition()),
        reactions=_ids(model.getListOfReactions()),
        parameters=parameters,
        needs_value=(compartments | species | parameters) - ruled - started,
        started=started,
        rates=rates,
        ruled=ruled,
    )


def readout_lines(source: ModelSource) -> list[str]:
    """Return one Antimony assignment rule per readout, in the order of the table."""
    return [f"  {row.id} := {row.formula}" for row in source.readouts]


def translate(source: ModelSource, statements: list[str]) -> str:
    """Translate the structure with further statements behind it into SBML text.

    Raises
    ------
    InvalidModel
        For a syntax error, naming the line of the ``.ant`` or the statement at fault.
    """
    text, first = append(source.antimony, statements, source.name)
    try:
        return to_sbml(text)
    except AntimonyError as error:
        where = library.shown(source.antimony_path)
        index = error.line - first
        if 0 <= index < len(statements):
            where = f"{source.folder.name}: the tables' line {statements[index].strip()!r}"
        elif error.line:
            where = f"{where}, line {error.line}"
        raise InvalidModel(f"{where}: {error.problem}") from None


def _ids(elements: object) -> frozenset[str]:
    return frozenset(element.getId() for element in elements)  # type: ignore[attr-defined]
