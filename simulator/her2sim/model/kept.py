"""Built models kept on disk: the same text and tables are built once for all processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from her2sim import cache
from her2sim.model.parts import Contents, Reaction, Species
from her2sim.rows import Parameter
from her2sim.sources import ModelSource

# What decides what is built from a source; a change in any of it must count.
_BUILDERS = (
    "build",
    "lint",
    "structure.py",
    "antimony_text.py",
    "formula_nodes.py",
    "model",
    "rows.py",
    "sources.py",
)
_LIBRARIES = ("antimony", "python-libsbml")


def built(source: ModelSource) -> tuple[str, Contents]:
    """Build a model, or fetch what was built from the same text and tables.

    Returns
    -------
    tuple
        The SBML text, and what it consists of.

    Raises
    ------
    UserMistake
        If the model cannot be built.
    """
    content = repr(replace(source, folder=Path(source.name)))
    tools = (cache.source_digest(*_BUILDERS), *map(version, _LIBRARIES))
    name = cache.key("built model", *tools, content)
    kept = cache.read(name)
    if kept is not None:
        try:
            return _unpacked(json.loads(kept))
        except (ValueError, KeyError, TypeError):
            kept = None
    # Imported only where needed: translating Antimony and reading SBML take half a second.
    from her2sim.build import build_from
    from her2sim.model.contents import read_contents

    sbml = build_from(source)
    contents = read_contents(sbml)
    packed = {"sbml": sbml, **asdict(contents), "settable": sorted(contents.settable)}
    cache.write(name, json.dumps(packed).encode())
    return sbml, contents


def _unpacked(kept: Mapping[str, Any]) -> tuple[str, Contents]:
    contents = Contents(
        id=kept["id"],
        name=kept["name"],
        time_unit=kept["time_unit"],
        parameters=tuple(Parameter(**each) for each in kept["parameters"]),
        compartments=tuple(Parameter(**each) for each in kept["compartments"]),
        species=tuple(
            Species(**{**each, "identifiers": tuple(each["identifiers"])})
            for each in kept["species"]
        ),
        reactions=tuple(Reaction(**each) for each in kept["reactions"]),
        settable=frozenset(kept["settable"]),
    )
    return kept["sbml"], contents
