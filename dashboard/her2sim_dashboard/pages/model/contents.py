"""Contents: everything a model is made of, as tables for the Model page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from her2sim import Model
from her2sim.ligand import ligands_of
from her2sim.model import Alteration, Parameter
from her2sim.rows import PhysiologyRow, Step
from her2sim.sources import table_path
from her2sim.tables import read_table

from her2sim_dashboard.evidence import label_of
from her2sim_dashboard.references import linked
from her2sim_dashboard.tables import Cell, Column, Table, chip, findable, number

Row = TypeVar("Row")

ID = Column("id", "Id", "id")
NAME = Column("name", "Name", "words")
VALUE = Column("value", "Value", "number")
UNIT = Column("unit", "Unit")
RANGE = Column("range", "Range", "number", "what the evidence allows")
EVIDENCE = Column("evidence", "Evidence", "text", "how the number is known")
SOURCE = Column("source", "Source", "source")
NOTE = Column("note", "Note", "words")
ARM = Column("arm", "Arm", "text", "branch of the pathway")
LABEL = Column("label", "Label", "words")
FORMULA = Column("formula", "Formula", "code")
TARGET = Column("target", "Changes", "id", "the parameter that is changed")


@lru_cache(maxsize=4)
def model_tables(model: Model) -> dict[str, Table]:
    """Return the tables of a model by name, in the order of their tabs; none is empty.

    Kept, so not to be changed.
    """
    tables = {name: make(model) for name, make in _MAKERS.items()}
    return {name: table for name, table in tables.items() if table.rows}


def exact(value: float | str | None) -> Cell:
    """Return a number as its table writes it, in full."""
    if value is None or isinstance(value, str):
        return value or None
    return number(value, f"{value:.6g}".replace("e+", "e").replace("-", "−"))


def _range(low: float | None, high: float | None) -> Cell:
    if low is None and high is None:
        return None
    ends = [f"{end:.4g}".replace("-", "−") if end is not None else "…" for end in (low, high)]
    return number(low if low is not None else float(high or 0.0), " to ".join(ends))


def _evidence(evidence: str) -> Cell:
    return chip(label_of(evidence), f"evidence {evidence}") if evidence else None


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
        _range(row.lower, row.upper),
        _evidence(row.evidence),
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


def _genes(model: Model) -> Table:
    columns = (
        Column("gene", "Gene", "id"),
        Column("uniprot", "UniProt", "source"),
        Column("targets", "Knocking it down scales", "code"),
        NOTE,
    )
    rows = (
        (
            findable(each.gene),
            linked(f"uniprot:{each.uniprot}") if each.uniprot else None,
            ", ".join(each.targets),
            each.note,
        )
        for each in model.genes
    )
    return Table("Genes that can be knocked down", columns, tuple(rows))


def _alterations(caption: str, with_gene: bool, found: Iterable[Alteration]) -> Table:
    """Return one row per change; an alteration without any has a row of its own."""
    gene = (Column("gene", "Gene", "id"),) if with_gene else ()
    change = Column("change", "By", "number", "set to a value, or multiplied by a factor (×)")
    columns = (ID, *gene, LABEL, TARGET, change, UNIT, RANGE, EVIDENCE, SOURCE, NOTE)
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        lead = (findable(each.id), *((each.gene,) if with_gene else ()), each.label)
        rows.extend(
            (
                *lead,
                findable(one.target),
                number(one.value, f"{'×' if one.effect == 'scale' else ''}{one.value:g}"),
                one.unit,
                _range(one.lower, one.upper),
                _evidence(one.evidence),
                linked(one.source),
                one.note,
            )
            for one in each.changes
        )
        if not each.changes:
            blank = (None,) * (len(columns) - len(lead) - 1)
            rows.append((*lead, *blank, "as the parameter table says"))
    return Table(caption, columns, tuple(rows))


def _drugs(model: Model) -> Table:
    columns = (
        ID,
        NAME,
        Column("aliases", "Also called", "words"),
        Column("mass", "Molar mass", "number"),
        Column("mass_unit", "Unit"),
        Column("clinical", "Reached unbound in plasma", "number"),
        UNIT,
        Column("free", "Unbound share", "id", "parameter: share of a dose that is unbound"),
        Column("identifiers", "Identifiers", "source"),
        EVIDENCE,
        SOURCE,
        NOTE,
    )
    rows = (
        (
            findable(each.id),
            each.name,
            ", ".join(each.aliases),
            exact(each.molar_mass),
            each.molar_mass_unit,
            _range(each.clinical_low, each.clinical_high),
            each.clinical_unit,
            findable(each.free_fraction) if each.free_fraction else None,
            linked(" ".join(each.identifiers)),
            _evidence(each.evidence),
            linked(each.source),
            each.note,
        )
        for each in model.drugs
    )
    return Table("Drugs and what patients reach", columns, tuple(rows))


def _ligands(model: Model) -> Table:
    columns = (
        ID,
        NAME,
        Column("parameter", "Concentration", "id", "the parameter that is set"),
        Column("range", "Offered", "number", "range offered to a user"),
        UNIT,
        Column("uniprot", "UniProt", "source"),
        EVIDENCE,
        SOURCE,
        NOTE,
    )
    rows = (
        (
            findable(each.id),
            each.name,
            findable(each.parameter),
            _range(each.low, each.high),
            each.unit,
            linked(f"uniprot:{each.uniprot}") if each.uniprot else None,
            _evidence(each.evidence),
            linked(each.source),
            each.note,
        )
        for each in ligands_of(model)
    )
    return Table("Ligands of the medium", columns, tuple(rows))


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
            _range(each.lower, each.upper),
            each.unit,
            _evidence(each.evidence),
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
    "genes": _genes,
    "mutations": lambda m: _alterations("Mutations and what they change", True, m.mutations),
    "backgrounds": lambda m: _alterations("Cell backgrounds", False, m.backgrounds),
    "drugs": _drugs,
    "ligands": _ligands,
    "totals": _totals,
    "physiology": _physiology,
    "steps": _steps,
}
