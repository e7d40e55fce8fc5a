"""Contents: everything a model is made of, as tables for the Model page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from her2sim import Model
from her2sim.model import Parameter
from her2sim.rows import PhysiologyRow, Step
from her2sim.sources import table_path
from her2sim.tables import read_table

from her2sim_dashboard.pages.model import changes
from her2sim_dashboard.pages.model.cells import (
    ARM,
    EVIDENCE,
    FORMULA,
    ID,
    LABEL,
    NAME,
    NOTE,
    RANGE,
    SOURCE,
    UNIT,
    VALUE,
    exact,
    known_by,
    limits,
)
from her2sim_dashboard.references import linked
from her2sim_dashboard.tables import Cell, Column, Table, findable

Row = TypeVar("Row")


@lru_cache(maxsize=4)
def model_tables(model: Model) -> dict[str, Table]:
    """Return the tables of a model by name, in the order of their tabs; none is empty.

    Kept, so not to be changed.
    """
    tables = {name: make(model) for name, make in _MAKERS.items()}
    return {name: table for name, table in tables.items() if table.rows}


def _parameters(model: Model) -> Table:
    columns = (ID, NAME, VALUE, UNIT, RANGE, EVIDENCE, SOURCE, NOTE)
    rows = (_parameter(each) for each in (*model.parameters, *model.compartments))
    return Table("Parameters: every number of the model", columns, tuple(rows))


def _parameter(row: Parameter) -> tuple[Cell, ...]:
    return (
        findable(row.id),
        row.name,
        exact(row.value),
        row.unit,
        limits(row.lower, row.upper),
        known_by(row.evidence),
        linked(row.source),
        row.note,
    )


def _reactions(model: Model) -> Table:
    columns = (
        ID,
        NAME,
        Column("equation", "Equation", "code"),
        Column("law", "Rate law", "code", f"amount per {model.time_unit}"),
        ARM,
        SOURCE,
    )
    rows = (
        (findable(each.id), each.name, each.equation, each.law, each.arm, linked(each.source))
        for each in model.reactions
    )
    return Table("Reactions with their rate laws", columns, tuple(rows))


def _species(model: Model) -> Table:
    columns = (
        ID,
        NAME,
        Column("compartment", "Compartment"),
        Column("initial", "Starts from", "number", "value or parameter before the steady state"),
        UNIT,
        Column("held", "Held", "text", "a constant concentration, such as a drug in the medium"),
        Column("identifiers", "Identifiers", "source"),
        NOTE,
    )
    rows = (
        (
            findable(each.id),
            each.name,
            each.compartment,
            exact(each.initial),
            each.unit,
            "constant" if each.boundary else None,
            linked(" ".join(each.identifiers)),
            each.note,
        )
        for each in model.species
    )
    return Table("Species: what the model counts", columns, tuple(rows))


def _readouts(model: Model) -> Table:
    columns = (ID, LABEL, FORMULA, UNIT, ARM, NOTE)
    rows = (
        (findable(each.id), each.label, each.formula, each.unit, each.arm, each.note)
        for each in model.readouts
    )
    return Table("Readouts: what is compared with experiments", columns, tuple(rows))


def _totals(model: Model) -> Table:
    rows = ((findable(each.id), each.name, each.formula, each.note) for each in model.totals)
    columns = (ID, NAME, Column("formula", "Sum that no reaction changes", "code"), NOTE)
    return Table("Conserved totals, checked in the tests", columns, tuple(rows))


def _physiology(model: Model) -> Table:
    columns = (
        Column("readout", "Readout", "id"),
        Column("over", "Divided by", "id"),
        Column("range", "Has to lie in", "number"),
        UNIT,
        EVIDENCE,
        SOURCE,
        NOTE,
    )
    rows = (
        (
            findable(each.readout),
            findable(each.over) if each.over else None,
            limits(each.lower, each.upper),
            each.unit,
            known_by(each.evidence),
            linked(each.source),
            each.note,
        )
        for each in _own(model, "physiology.csv", PhysiologyRow)
    )
    return Table("Physiology: what every parameter set has to meet", columns, tuple(rows))


def _steps(model: Model) -> Table:
    columns = (
        ID,
        Column("view", "Part of", "text", "the way to growth, a route into readouts, or a loop"),
        LABEL,
        Column("signals", "Signals", "code"),
        Column("into", "Act on", "code"),
        SOURCE,
        NOTE,
    )
    rows = (
        (
            findable(each.id),
            each.view,
            each.label,
            ", ".join(each.signals),
            ", ".join(each.into),
            linked(each.source),
            each.note,
        )
        for each in _own(model, "steps.csv", Step)
    )
    return Table("Steps that an explanation goes along", columns, tuple(rows))


def _own(model: Model, file: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a table that only this page and one command read."""
    path = table_path(model.folder, file) if model.folder else None
    return read_table(path, kind) if path else ()


_MAKERS: Mapping[str, Callable[[Model], Table]] = {
    "parameters": _parameters,
    "reactions": _reactions,
    "species": _species,
    "readouts": _readouts,
    "genes": changes.genes,
    "mutations": lambda m: changes.alterations("Mutations and what they change", True, m.mutations),
    "backgrounds": lambda m: changes.alterations("Cell backgrounds", False, m.backgrounds),
    "drugs": changes.drugs,
    "ligands": changes.ligands,
    "totals": _totals,
    "physiology": _physiology,
    "steps": _steps,
}
