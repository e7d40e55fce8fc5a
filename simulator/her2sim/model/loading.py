"""Loads a model: a project's, one in a folder of the same form, or foreign SBML."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from her2sim import library
from her2sim.model.core import Model
from her2sim.model.kept import built
from her2sim.model.parts import Contents, alterations, described_reactions, described_species
from her2sim.sources import ModelSource, input_files, read_source

Stamp = tuple[tuple[Path, int, int], ...]


def load_model(name_or_path: str | os.PathLike[str]) -> Model:
    """Load a model by the name of a project's model, or from a folder or file.

    A folder is built from its Antimony text and tables, so that an edited number counts at once;
    within a process the same content is built once.

    Parameters
    ----------
    name_or_path
        A name such as ``"her2"``, a folder in the form of ``models/her2/``, or an SBML
        (``.xml``, ``.sbml``), COMBINE (``.omex``) or Antimony (``.ant``) file.

    Raises
    ------
    UserMistake
        If there is no such model, or it cannot be built or used.
    """
    given = os.fspath(name_or_path)
    if given not in library.model_names() and Path(given).expanduser().is_file():
        return load_sbml(Path(given).expanduser())
    folder = library.model_folder(given)
    return _built(folder, _stamp(folder))


def load_sbml(path_or_text: str | os.PathLike[str]) -> Model:
    """Load foreign SBML or Antimony from a file or a text, after checking it.

    The model has no tables: no readouts, genes, mutations or drugs. It starts from its initial
    state, and units are those that the SBML names.

    Raises
    ------
    InvalidModel
        If the text cannot be simulated as it is meant; the message says why.
    """
    # Only foreign models need libSBML and a process to be read in.
    from her2sim.intake import read_checked
    from her2sim.model.contents import read_contents

    source = path_or_text if isinstance(path_or_text, str) else Path(path_or_text)
    checked = read_checked(source)
    contents = read_contents(checked.sbml)
    digest = _sha256(checked.sbml)
    is_text = isinstance(source, str) and ("<" in source or "\n" in source)
    return Model(
        name=contents.id or "model" if is_text else Path(source).stem,
        title=contents.name or contents.id,
        sbml=checked.sbml,
        sha256=digest,
        fingerprint=digest,
        time_unit=contents.time_unit,
        parameters=contents.parameters,
        compartments=contents.compartments,
        species=contents.species,
        reactions=contents.reactions,
        settable=contents.settable,
        warnings=checked.warnings,
    )


def _stamp(folder: Path) -> Stamp:
    """Tell apart the states of a folder without reading it."""
    states = ((path, path.stat()) for path in input_files(folder))
    return tuple((path, state.st_mtime_ns, state.st_size) for path, state in states)


@lru_cache(maxsize=16)
def _built(folder: Path, stamp: Stamp) -> Model:
    """Build a model; the stamp is there to key the cache."""
    source = read_source(folder)
    return _from_source(source, *built(source))


def _from_source(source: ModelSource, sbml: str, contents: Contents) -> Model:
    card = source.card
    rows = {row.id: row for row in source.parameters}
    free = {parameter.id for parameter in contents.parameters}
    backgrounds = alterations(source.backgrounds, contents.settable)
    return Model(
        name=source.name,
        title=card.title,
        sbml=sbml,
        sha256=_sha256(sbml),
        fingerprint=_sha256(sbml + repr(replace(source, folder=Path(), antimony=""))),
        folder=source.folder,
        time_unit=card.time_unit,
        treatment_switch=card.treatment_switch,
        default_start=card.default_start,
        default_background=backgrounds[0].id if backgrounds else None,
        slowest_hours=card.slowest_hours,
        description=card.description,
        references=card.references,
        parameters=tuple(row for row in source.parameters if row.id in free),
        compartments=tuple(rows[part.id] for part in contents.compartments),
        species=described_species(contents.species, source.species),
        reactions=described_reactions(contents.reactions, source.reactions),
        readouts=source.readouts,
        genes=source.genes,
        mutations=alterations(source.mutations, contents.settable),
        backgrounds=backgrounds,
        drugs=tuple(row for row in source.drugs if row.species in contents.settable),
        totals=source.totals,
        settable=contents.settable,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
