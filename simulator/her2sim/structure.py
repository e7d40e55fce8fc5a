"""What an Antimony structure defines and uses, found by translating it without any numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import libsbml

from her2sim import library
from her2sim.antimony_text import AntimonyError, append, to_sbml, tokens
from her2sim.errors import InvalidModel
from her2sim.rows import UnitRow
from her2sim.sources import ModelSource

# Ids by which SBML and Antimony know units without a definition.
BASE_UNITS = frozenset({"dimensionless", "second", "mole", "litre", "metre", "gram", "kilogram"})
# The model-wide units: amounts in zmol and volumes in pL make nM of their ratio exactly.
MODEL_UNITS = {
    "substance": "1e-21 mole",
    "volume": "1e-12 litre",
    "extent": "1e-21 mole",
    "time_unit": "second",
}


class StructureError(InvalidModel):
    """A syntax error in the Antimony text (with its line), or in a formula of a table (line 0)."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file = file
        self.line = line
        self.problem = problem
        super().__init__(file, line, problem)

    def __str__(self) -> str:
        """Return place and problem as one line."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.problem}"


@dataclass(frozen=True)
class Structure:
    """The ids of a model before its numbers are known.

    ``sbml`` is the translated text. ``needs_value`` are the quantities that neither a rule nor an
    initial assignment determines; ``started`` those with an initial assignment; ``rates`` those
    that a rate rule drives (their value is where they start); ``ruled`` those that an assignment
    rule computes.
    """

    sbml: str
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
    StructureError
        If the Antimony text or a readout's formula has a syntax error; the message names the file
        and the line or row.
    """
    _refuse_shared_ids(source)
    sbml = _translate(source, unit_lines(source), readout_lines(source))
    # The document owns the model: it must outlive every use of it.
    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    rates = frozenset(r.getVariable() for r in model.getListOfRules() if r.isRate())
    ruled = frozenset(r.getVariable() for r in model.getListOfRules() if r.isAssignment())
    started = frozenset(a.getSymbol() for a in model.getListOfInitialAssignments())
    compartments = _ids(model.getListOfCompartments())
    species = _ids(model.getListOfSpecies())
    parameters = _ids(model.getListOfParameters())
    return Structure(
        sbml=sbml,
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


def unit_lines(source: ModelSource) -> list[str]:
    """Return the Antimony unit definitions: those of the model, then those its tables use."""
    return [
        *(f"  unit {name} = {text}" for name, text in MODEL_UNITS.items()),
        *(f"  unit {row.id} = {row.antimony}" for row in _used_units(source)),
    ]


def _used_units(source: ModelSource) -> list[UnitRow]:
    symbols = {unit for _, unit in quantities(source)}
    used = [
        row
        for row in source.units
        if row.symbol in symbols or re.search(rf"\bhas\s+{re.escape(row.id)}\b", source.antimony)
    ]
    return [row for row in used if row.id not in BASE_UNITS and row.id not in MODEL_UNITS]


def quantities(source: ModelSource) -> list[tuple[str, str]]:
    """Return (id, unit symbol) of every row whose quantity has a unit."""
    return [
        *((row.id, row.unit) for row in source.parameters),
        *((row.id, row.unit) for row in source.readouts),
    ]


def readout_lines(source: ModelSource) -> list[str]:
    """Return one Antimony assignment rule per readout, in the order of the table."""
    return [f"  {row.id} := {row.formula}" for row in source.readouts]


def _refuse_shared_ids(source: ModelSource) -> None:
    """Refuse an id that is both a unit and a quantity: Antimony keeps them in one name space."""
    words = tokens(" ".join(row.formula for row in source.readouts)) + tokens(source.antimony)
    named = {name for name, _ in quantities(source)}
    named |= {word.text for before, word in pairwise(words) if before.text != "has"}
    for row in _used_units(source):
        if row.id in named:
            problem = f"the unit id {row.id!r} is also an id of the model; rename one of the two."
            raise StructureError(source.place("units.csv"), 0, problem)


def _translate(source: ModelSource, units: list[str], readouts: list[str]) -> str:
    """Translate the structure with units and readouts behind it into SBML text."""
    statements = [*units, *readouts]
    text, first = append(source.antimony, statements, source.name)
    try:
        return to_sbml(text)
    except AntimonyError as error:
        index = error.line - first
        if not 0 <= index < len(statements):
            file = library.shown(source.antimony_path)
            raise StructureError(file, error.line, error.problem) from None
        file = "units.csv" if index < len(units) else "readouts.csv"
        wrong = f"{statements[index].strip()!r}: {error.problem}"
        raise StructureError(source.place(file), 0, wrong) from None


def _ids(elements: object) -> frozenset[str]:
    return frozenset(element.getId() for element in elements)  # type: ignore[attr-defined]
