"""Antimony to SBML and back; for a child process, as the library is one crashable global state."""

from __future__ import annotations

import re
from collections.abc import Mapping

import antimony

from her2sim.child import Answer
from her2sim.errors import InvalidModel

_IMPORT = re.compile(r"^\s*import\b", re.MULTILINE)


def to_sbml(request: Mapping[str, str]) -> Answer:
    """Translate ``request["antimony"]``; the answer's data holds ``sbml``.

    Raises
    ------
    InvalidModel
        If Antimony cannot read it, with the line; or if it imports another file.
    """
    text, name = request["antimony"], request["name"]
    found = _IMPORT.search(text)
    if found:
        line = text[: found.end()].count("\n") + 1
        raise InvalidModel(
            f"{name}, line {line}: 'import' is not followed. Put everything into one file."
        )
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(text) < 0:
        raise InvalidModel(f"{name}: {_explained(antimony.getLastError())}")
    main = antimony.getMainModuleName()
    sbml = antimony.getSBMLString(main)
    if not sbml:
        raise InvalidModel(f"{name}: {_explained(antimony.getLastError())}")
    # The declaration goes, as from any other text.
    return Answer({"sbml": sbml.partition("?>")[2]})


def from_sbml(request: Mapping[str, str]) -> Answer:
    """Translate ``request["sbml"]`` back; the answer's data holds ``antimony``.

    Raises
    ------
    InvalidModel
        If Antimony cannot read it.
    """
    antimony.clearPreviousLoads()
    if antimony.loadSBMLString(request["sbml"]) < 0:
        raise InvalidModel(f"{request['name']}: {_explained(antimony.getLastError())}")
    return Answer({"antimony": antimony.getAntimonyString(antimony.getMainModuleName())})


def _explained(error: str) -> str:
    return " ".join(error.replace("Error in model string, ", "").split())
