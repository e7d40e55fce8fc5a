"""Changes: what can be done to the cell, as tables for the Model page."""

from __future__ import annotations

from collections.abc import Iterable

from her2sim import Model
from her2sim.ligand import ligands_of
from her2sim.model import Alteration

from her2sim_dashboard.pages.model.cells import (
    EVIDENCE,
    ID,
    LABEL,
    NAME,
    NOTE,
    RANGE,
    SOURCE,
    TARGET,
    UNIT,
    exact,
    known_by,
    limits,
)
from her2sim_dashboard.references import linked
from her2sim_dashboard.tables import Cell, Column, Table, findable, number


def genes(model: Model) -> Table:
    """Return the genes that can be knocked down."""
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


def alterations(caption: str, with_gene: bool, found: Iterable[Alteration]) -> Table:
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
                limits(one.lower, one.upper),
                known_by(one.evidence),
                linked(one.source),
                one.note,
            )
            for one in each.changes
        )
        if not each.changes:
            blank = (None,) * (len(columns) - len(lead) - 1)
            rows.append((*lead, *blank, "as the parameter table says"))
    return Table(caption, columns, tuple(rows))


def drugs(model: Model) -> Table:
    """Return the drugs with what patients reach."""
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
            limits(each.clinical_low, each.clinical_high),
            each.clinical_unit,
            findable(each.free_fraction) if each.free_fraction else None,
            linked(" ".join(each.identifiers)),
            known_by(each.evidence),
            linked(each.source),
            each.note,
        )
        for each in model.drugs
    )
    return Table("Drugs and what patients reach", columns, tuple(rows))


def ligands(model: Model) -> Table:
    """Return the ligands of the medium."""
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
            limits(each.low, each.high),
            each.unit,
            linked(f"uniprot:{each.uniprot}") if each.uniprot else None,
            known_by(each.evidence),
            linked(each.source),
            each.note,
        )
        for each in ligands_of(model)
    )
    return Table("Ligands of the medium", columns, tuple(rows))
