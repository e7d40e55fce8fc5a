"""Rules over the rows of the tables: units, provenance, targets and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from her2sim import library
from her2sim.errors import closest
from her2sim.lint.issue import Issue, misnamed
from her2sim.rows import EFFECTS, EVIDENCE, BackgroundRow, MutationRow, Parameter
from her2sim.sources import ModelSource, read_source
from her2sim.structure import Structure

UNSOURCED_EVIDENCE = ("assumed", "convention")


def units_known(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find unit symbols that units.csv does not define."""
    symbols = {row.symbol for row in source.units}
    rows: list[tuple[str, str, str]] = [
        *(("parameters.csv", row.id, row.unit) for row in source.parameters),
        *(("readouts.csv", row.id, row.unit) for row in source.readouts),
        *(("mutations.csv", row.id, row.unit) for row in source.mutations),
        *(("backgrounds.csv", row.id, row.unit) for row in source.backgrounds if row.target),
    ]
    for file, name, unit in rows:
        if unit not in symbols:
            near = closest(unit, symbols)
            hint = f" Closest: {near!r}." if near else ""
            yield Issue(
                "units_known",
                source.place(file),
                0,
                f"the unit {unit!r} of {name!r} is not in {source.place('units.csv')}; "
                f"add it there.{hint}",
            )


def sources_present(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find numbers whose evidence is unknown, or neither assumed nor convention but unsourced."""
    rows = [
        *(("parameters.csv", row.id, row.evidence, row.source) for row in source.parameters),
        *(("mutations.csv", row.id, row.evidence, row.source) for row in source.mutations),
        *(
            ("backgrounds.csv", row.id, row.evidence, row.source)
            for row in source.backgrounds
            if row.target
        ),
    ]
    for file, name, evidence, origin in rows:
        if evidence not in EVIDENCE:
            near = closest(evidence, EVIDENCE) or ", ".join(EVIDENCE)
            yield Issue(
                "sources_present",
                source.place(file),
                0,
                f"the evidence {evidence!r} of {name!r} is unknown. Closest: {near!r}.",
                breaks=False,
            )
        elif evidence not in UNSOURCED_EVIDENCE and not origin:
            yield Issue(
                "sources_present",
                source.place(file),
                0,
                f"{name!r} is {evidence} but names no source.",
                breaks=False,
            )


def ranges_contain_value(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find values outside of their own range."""
    tables: list[tuple[str, Iterable[Parameter | MutationRow | BackgroundRow]]] = [
        ("parameters.csv", source.parameters),
        ("mutations.csv", source.mutations),
        ("backgrounds.csv", [row for row in source.backgrounds if row.target]),
    ]
    for file, rows in tables:
        for row in rows:
            if row.value is None:
                continue
            if (row.lower is not None and row.value < row.lower) or (
                row.upper is not None and row.value > row.upper
            ):
                yield Issue(
                    "ranges_contain_value",
                    source.place(file),
                    0,
                    f"the value {row.value:g} of {row.id!r} lies outside of its range "
                    f"{row.lower} to {row.upper}.",
                    breaks=False,
                )


def alterations_complete(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find mutations and backgrounds with an unknown effect, no value or an unknown target."""
    known = _targets(source, structure)
    for file, rows in (
        ("mutations.csv", source.mutations),
        ("backgrounds.csv", source.backgrounds),
    ):
        for row in rows:
            if not row.target and file == "backgrounds.csv":
                continue
            if row.target not in known:
                yield misnamed(
                    "alterations_complete",
                    source,
                    file,
                    row.target,
                    known,
                    f"(target of {row.id!r}) is in no model",
                )
            if row.effect not in EFFECTS or row.value is None:
                yield Issue(
                    "alterations_complete",
                    source.place(file),
                    0,
                    f"{row.id!r} on {row.target!r} needs an effect "
                    f"({' or '.join(EFFECTS)}) and a value.",
                )


def genes_have_targets(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find genes without targets or with targets that are no settable parameter."""
    known = {row.id for row in source.parameters}
    for gene in source.genes:
        if not gene.targets:
            yield Issue(
                "genes_have_targets",
                source.place("genes.csv"),
                0,
                f"{gene.gene!r} has no target; name the parameters it scales.",
            )
        for target in gene.targets:
            if target not in known:
                yield misnamed(
                    "genes_have_targets",
                    source,
                    "genes.csv",
                    target,
                    known,
                    f"(target of {gene.gene!r}) is not in the parameter table",
                )


def drugs_have_species(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find drugs whose slot is in no model, or is here not a boundary species."""
    known = _targets(source, structure) - {row.id for row in source.parameters}
    for drug in source.drugs:
        if drug.species not in known:
            yield misnamed(
                "drugs_have_species",
                source,
                "drugs.csv",
                drug.species,
                known,
                f"(species of {drug.id!r}) is in no model",
            )
        elif drug.species in structure.species - structure.boundary:
            yield Issue(
                "drugs_have_species",
                source.place("drugs.csv"),
                0,
                f"{drug.species!r} of {drug.id!r} must be a boundary species; "
                f"write '${drug.species}' in {library.shown(source.antimony_path)}.",
            )


def free_fractions_exist(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find drugs whose unbound share is not a parameter of a model that has their slot."""
    known = {row.id for row in source.parameters}
    # A model without the drug's slot drops the drug, so its free fraction may be missing too.
    given = [drug for drug in source.drugs if drug.free_fraction]
    for drug in given:
        if drug.species in structure.species and drug.free_fraction not in known:
            yield misnamed(
                "free_fractions_exist",
                source,
                "drugs.csv",
                drug.free_fraction,
                known,
                f"(free_fraction of {drug.id!r}) is no parameter",
            )


def drug_names_unique(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find two drugs that answer to one name, in whatever case."""
    owner: dict[str, str] = {}
    for drug in source.drugs:
        for name in {text.casefold() for text in (drug.id, drug.name, *drug.aliases) if text}:
            if owner.setdefault(name, drug.id) != drug.id:
                yield Issue(
                    "drug_names_unique",
                    source.place("drugs.csv"),
                    0,
                    f"{name!r} names both {owner[name]!r} and {drug.id!r}; keep one.",
                )


def _targets(source: ModelSource, structure: Structure) -> set[str]:
    """Return what shared tables may point to: ids of this model and of those beside it."""
    known = set(structure.all_ids)
    for sibling in source.folder.parent.iterdir():
        if sibling != source.folder and library.is_model(sibling):
            other = read_source(sibling)
            known |= {row.id for row in other.parameters} | {row.id for row in other.species}
    return known
