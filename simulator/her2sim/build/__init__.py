"""Builds annotated SBML Level 3 Version 2 from the Antimony text and the tables of a model."""

from __future__ import annotations

from pathlib import Path

import libsbml

from her2sim import library
from her2sim.build import annotation as mark
from her2sim.build.annotation import Element
from her2sim.build.identifiers import address
from her2sim.build.units import name_units, set_literal_units, set_units
from her2sim.errors import InvalidModel
from her2sim.lint import Issue, breaking, lint_structure
from her2sim.rows import Parameter
from her2sim.sources import ModelSource, read_source
from her2sim.structure import read_structure

__all__ = ["build_from", "build_sbml", "check_sbml", "sbml_path", "write_sbml"]

# Terms of the Systems Biology Ontology for what a table leaves open.
SBO_MODEL = "SBO:0000293"  # non-spatial continuous framework
SBO_COMPARTMENT = "SBO:0000290"
SBO_SPECIES = "SBO:0000240"  # material entity
SBO_PARAMETER = "SBO:0000002"  # quantitative systems description parameter
SBO_REACTION = "SBO:0000176"  # biochemical reaction
SBO_LAW = "SBO:0000001"  # rate law
SBO_FORMULA = "SBO:0000064"  # mathematical expression
_SHOWN_ISSUES = 3


def build_sbml(folder: Path) -> str:
    """Build the SBML text of a model folder; the same input gives the same bytes.

    Raises
    ------
    UserMistake
        If a table cannot be read or the model is not complete; the message names the file.
    """
    return build_from(read_source(folder))


def build_from(source: ModelSource) -> str:
    """Build the SBML text of what was read from a model folder (see `build_sbml`)."""
    structure = read_structure(source)
    _refuse_broken(source, breaking(lint_structure(source, structure)))
    document = libsbml.readSBMLFromString(structure.sbml)
    model = document.getModel()
    model.setId(source.name)
    _set_values(model, source)
    set_units(model, source)
    name_units(model, source)
    set_literal_units(model)
    _annotate_model(model, source)
    _annotate_quantities(model, source)
    _annotate_species(model, source)
    _annotate_reactions(model, source)
    _annotate_rules(model)
    return str(libsbml.writeSBMLToString(document))


def sbml_path(folder: Path) -> Path:
    """Return where the SBML of a model folder is kept.

    For a project's model that is ``sbml/<name>.xml``; a folder elsewhere keeps it inside.
    """
    if folder.resolve().parent == library.models_dir().resolve():
        return library.sbml_dir() / f"{folder.name}.xml"
    return folder / f"{folder.name}.xml"


def write_sbml(folder: Path) -> Path:
    """Build a model folder, write its SBML file and return its path."""
    text = build_sbml(folder)
    path = sbml_path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".xml.part")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
    return path


def check_sbml(folder: Path) -> str | None:
    """Compare the SBML file with what the folder builds now.

    Returns
    -------
    str or None
        What differs and the command that repairs it, or ``None`` when the file is current.
    """
    path = sbml_path(folder)
    shown, repair = library.shown(path), f"run 'her2sim build --model {_given(folder)}'"
    if not path.is_file():
        return f"{shown} does not exist; {repair}."
    kept = path.read_text(encoding="utf-8").splitlines()
    built = build_sbml(folder).splitlines()
    if kept == built:
        return None
    line = next(
        (n for n, (a, b) in enumerate(zip(kept, built, strict=False), 1) if a != b),
        min(len(kept), len(built)) + 1,
    )
    return f"{shown} is not what {library.shown(folder)} builds (from line {line} on); {repair}."


def _given(folder: Path) -> str:
    is_ours = folder.resolve().parent == library.models_dir().resolve()
    return folder.name if is_ours else library.shown(folder)


def _refuse_broken(source: ModelSource, found: tuple[Issue, ...]) -> None:
    if found:
        shown = "; ".join(str(issue) for issue in found[:_SHOWN_ISSUES])
        rest = len(found) - _SHOWN_ISSUES
        more = f" ({rest} more: her2sim lint --model {_given(source.folder)})" if rest > 0 else ""
        raise InvalidModel(f"{shown}{more}")


def _set_values(model: Element, source: ModelSource) -> None:
    for row in source.parameters:
        parameter = model.getParameter(row.id)
        if parameter is None:
            model.getCompartment(row.id).setSize(row.value)
        else:
            parameter.setValue(row.value)


def _annotate_model(model: Element, source: ModelSource) -> None:
    card = source.card
    model.setName(card.title)
    model.setTimeUnits("second")
    # Antimony gives the model its old id as metaid; ours follows the other elements.
    model.setMetaId(f"meta_{source.name}")
    mark.classify(model, "", SBO_MODEL)
    mark.note(model, card.description)
    mark.write_history(model, card)
    if card.taxon:
        taxon = card.taxon if ":" in card.taxon else f"taxonomy:{card.taxon}"
        mark.relate(model, mark.HAS_TAXON, [address(taxon)])
    mark.cite_model(model, " ; ".join(card.references))


def _annotate_quantities(model: Element, source: ModelSource) -> None:
    for row in source.parameters:
        parameter = model.getParameter(row.id)
        element = parameter or model.getCompartment(row.id)
        if row.name:
            element.setName(row.name)
        mark.classify(element, row.sbo, SBO_PARAMETER if parameter else SBO_COMPARTMENT)
        mark.note(element, _provenance(row), row.note)
        mark.cite_model(element, row.source)
    for readout in source.readouts:
        element = model.getParameter(readout.id)
        element.setName(readout.label or readout.id)
        mark.classify(element, "", SBO_PARAMETER)
        mark.note(element, f"Readout, {readout.arm}." if readout.arm else "Readout.", readout.note)
    for element in (*model.getListOfParameters(), *model.getListOfCompartments()):
        if not element.isSetSBOTerm():
            is_volume = model.getCompartment(element.getId()) is not None
            mark.classify(element, "", SBO_COMPARTMENT if is_volume else SBO_PARAMETER)


def _provenance(row: Parameter) -> str:
    parts = [f"Evidence: {row.evidence.replace('_', ' ')}."] if row.evidence else []
    if row.source:
        parts.append(f"Source: {row.source}.")
    if row.lower is not None and row.upper is not None:
        unit = "" if row.unit == "1" else f" {row.unit}"
        parts.append(f"Range: {row.lower:g} to {row.upper:g}{unit}.")
    return " ".join(parts)


def _annotate_species(model: Element, source: ModelSource) -> None:
    for row in source.species:
        species = model.getSpecies(row.id)
        element = species or model.getCompartment(row.id)
        if row.name:
            element.setName(row.name)
        mark.classify(element, row.sbo, SBO_SPECIES if species else SBO_COMPARTMENT)
        if row.note:
            mark.note(element, row.note)
        mark.identify(element, row.identifiers)
    for element in model.getListOfSpecies():
        if not element.isSetSBOTerm():
            mark.classify(element, "", SBO_SPECIES)


def _annotate_reactions(model: Element, source: ModelSource) -> None:
    for row in source.reactions:
        reaction = model.getReaction(row.id)
        if row.name:
            reaction.setName(row.name)
        mark.classify(reaction, row.sbo, SBO_REACTION)
        origin = f"Source: {row.source}." if row.source else ""
        mark.note(reaction, f"Arm: {row.arm}." if row.arm else "", origin)
        mark.cite(reaction, row.source)
    for reaction in model.getListOfReactions():
        if not reaction.isSetSBOTerm():
            mark.classify(reaction, "", SBO_REACTION)
        if reaction.isSetKineticLaw():
            mark.classify(reaction.getKineticLaw(), "", SBO_LAW)


def _annotate_rules(model: Element) -> None:
    for element in (*model.getListOfRules(), *model.getListOfInitialAssignments()):
        mark.classify(element, "", SBO_FORMULA)
