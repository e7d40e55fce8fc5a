"""What libSBML has to say about an SBML text; to be called in a child process.

The engine runs many inconsistent models silently (a reactant that does not exist is left out), so
each error of libSBML that touches the numbers ends here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import libsbml

from her2sim.child import Answer
from her2sim.errors import InvalidModel
from her2sim.intake import limits, symbols, values

_SHOWN = 4
# Units, SBO terms, notes, annotations, metaids: no engine reads them, and published models have
# errors there. 21121: a species in a rate that is not listed as a modifier runs as it is written.
_HARMLESS = (
    *range(10308, 10314), *range(10401, 10405), *range(10501, 10600), *range(10701, 10800),
    *range(10801, 10805), *range(20401, 20422), 10307, 21121,
)  # fmt: skip
_CHECKED = (
    libsbml.LIBSBML_CAT_GENERAL_CONSISTENCY,
    libsbml.LIBSBML_CAT_IDENTIFIER_CONSISTENCY,
    libsbml.LIBSBML_CAT_MATHML_CONSISTENCY,
    libsbml.LIBSBML_CAT_OVERDETERMINED_MODEL,
)
_UNCHECKED = (
    libsbml.LIBSBML_CAT_UNITS_CONSISTENCY,
    libsbml.LIBSBML_CAT_SBO_CONSISTENCY,
    libsbml.LIBSBML_CAT_MODELING_PRACTICE,
)
# Said better, with the names, by `symbols.undefined`.
_UNDEFINED = (10214, 10215)


def check(request: Mapping[str, Any]) -> Answer:
    """Check ``request["sbml"]``.

    Returns
    -------
    Answer
        Data with ``sbml`` (flattened, ``fast`` dropped where ``request["drop_fast"]``),
        ``warnings``, ``uses_time`` and the id lists of a `CheckedModel`.

    Raises
    ------
    InvalidModel
        Naming up to four elements that are wrong.
    """
    name = request["name"]
    document = libsbml.readSBMLFromString(request["sbml"])
    problems = list(_errors(document))
    if not problems:
        problems = _inconsistencies(document)
    if problems:
        raise InvalidModel(_joined(name, problems))
    if document.getPlugin("comp"):
        _flatten(document, name)
    model = document.getModel()
    notes = values.findings(model)
    fast = limits.slow_down(model) if request["drop_fast"] else []
    refused = [*limits.exceeded(model), *limits.unsupported(model), *notes.errors]
    if refused:
        raise InvalidModel(_joined(name, refused))
    return Answer(
        {
            "sbml": libsbml.writeSBMLToString(document),
            "warnings": [*_harmless(document), *fast, *notes.warnings],
            "uses_time": symbols.uses_time(model),
            **symbols.ids(model),
        }
    )


def _joined(name: str, problems: list[str]) -> str:
    unique = list(dict.fromkeys(problems))
    rest = len(unique) - _SHOWN
    more = f" And {rest} more." if rest > 0 else ""
    return f"{name}: {' '.join(unique[:_SHOWN])}{more}"


def _inconsistencies(document: libsbml.SBMLDocument) -> list[str]:
    if document.getModel() is None:
        return ["There is no model in it."]
    for category in _CHECKED:
        document.setConsistencyChecks(category, True)
    for category in _UNCHECKED:
        document.setConsistencyChecks(category, False)
    document.checkInternalConsistency()
    document.checkConsistency()
    undefined = list(symbols.undefined(document.getModel()))
    return undefined + list(_errors(document, skip=_UNDEFINED if undefined else ()))


def _logged(document: libsbml.SBMLDocument) -> Iterator[libsbml.SBMLError]:
    for index in range(document.getNumErrors()):
        yield document.getError(index)


def _errors(document: libsbml.SBMLDocument, skip: tuple[int, ...] = ()) -> Iterator[str]:
    for error in _logged(document):
        if error.getSeverity() < libsbml.LIBSBML_SEV_ERROR:
            continue
        if error.getErrorId() not in (*_HARMLESS, *skip):
            yield _sentence(error)


def _harmless(document: libsbml.SBMLDocument) -> Iterator[str]:
    for error in _logged(document):
        wrong = error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR
        if wrong and error.getErrorId() in _HARMLESS:
            yield _sentence(error)


def _sentence(error: libsbml.SBMLError) -> str:
    """Return the part of libSBML's message that names the element, with line and rule number."""
    text = error.getMessage().strip()
    special = re.split(r"\nReference: [^\n]*\n?", text)[-1]
    wording = special if special.strip() else text.split("\nReference: ")[0]
    wording = re.sub(r"\s+", " ", wording).strip().rstrip(".")
    rule = f"rule {error.getErrorId()}"
    return f"Line {error.getLine()}: {wording[:1].upper()}{wording[1:]} ({rule})."


def _flatten(document: libsbml.SBMLDocument, name: str) -> None:
    """Replace sub-models by their content, and check the whole once more."""
    options = libsbml.ConversionProperties()
    options.addOption("flatten comp", True)
    options.addOption("performValidation", False)
    done = document.convert(options) == libsbml.LIBSBML_OPERATION_SUCCESS
    problems = list(_errors(document)) or ([] if done else ["Its sub-models cannot be flattened."])
    if not problems:
        problems = _inconsistencies(document)
    if problems:
        raise InvalidModel(_joined(name, problems))
