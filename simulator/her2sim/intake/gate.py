"""The first look at an SBML text, in pure Python, before any library that it could crash.

What ends the process elsewhere is stopped here: entities (any DOCTYPE), deep nesting, floods of
elements; and what libraries read silently as something else: numbers with a comma, levels that do
not exist, required packages that the engine ignores, models kept in other files.
"""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

from her2sim.errors import InvalidModel

DEPTH = 200
ELEMENTS = 2_000_000

_SBML = "http://www.sbml.org/sbml/level"
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_VERSIONS = {1: (1, 2), 2: (1, 2, 3, 4, 5), 3: (1, 2)}
_CORE = re.compile(r"^http://www\.sbml\.org/sbml/level(\d+)(?:/version(\d+)(?:/core)?)?$")
# comp is flattened; the two others only add ways of writing what core has.
_PACKAGES = ("comp", "groups", "l3v2extendedmath")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN")
_NUMERIC = {
    "species": ("initialAmount", "initialConcentration"),
    "specie": ("initialAmount",),
    "parameter": ("value",),
    "localParameter": ("value",),
    "compartment": ("size", "volume"),
    "speciesReference": ("stoichiometry",),
}


def admit(text: str, name: str) -> str:
    """Return the text with one plain XML declaration if it may be handed to libSBML.

    Parameters
    ----------
    text
        SBML without an XML declaration.
    name
        What to call it in messages.

    Raises
    ------
    InvalidModel
        If it is damaged, hostile, or no SBML; the message has the line.
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidModel(f"{name} holds characters that are no text (lone surrogates).") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InvalidModel(
            f"{name}, line {line}: a NUL character; the bytes do not match the encoding. "
            "Save the file as UTF-8."
        )
    _Gate(name).check(content)
    return '<?xml version="1.0" encoding="UTF-8"?>' + text


class _Gate:
    """The handlers of one pass over the elements."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._count = 0
        self._core = ""
        self._parser = expat.ParserCreate("UTF-8", namespace_separator=" ")

    def check(self, content: bytes) -> None:
        parser = self._parser
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            problem = expat.ErrorString(error.code)
            raise InvalidModel(
                f"{self._name}, line {error.lineno}, column {error.offset + 1}: "
                f"not well-formed XML ({problem}). The file is damaged or cut short."
            ) from None

    def _refuse(self, problem: str) -> NoReturn:
        raise InvalidModel(f"{self._name}, line {self._parser.CurrentLineNumber}: {problem}")

    def _doctype(self, *_: object) -> NoReturn:
        self._refuse("a DOCTYPE; SBML has none, and it is not accepted. Remove it.")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEPTH:
            self._refuse(f"elements are nested more than {DEPTH} deep.")
        if self._count > ELEMENTS:
            self._refuse(f"more than {ELEMENTS} elements.")
        namespace, _, local = tag.rpartition(" ")
        if self._count == 1:
            self._root(namespace, local, attributes)
        elif namespace == self._core:
            self._numbers(local, attributes)
        elif local == "externalModelDefinition":
            self._refuse(
                f"the sub-model {attributes.get('id', _qualified(attributes, 'id'))!r} is kept in "
                "another file, which is not read. Merge the files into one model first."
            )
        elif namespace == _XINCLUDE:
            self._refuse("XInclude, which is not followed. Paste the included text in.")

    def _root(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        if local != "sbml":
            self._refuse(f"the root element is <{local}>; an SBML file begins with <sbml>.")
        level, version = attributes.get("level", ""), attributes.get("version", "")
        known = level.isdecimal() and version.isdecimal()
        if not known or int(version) not in _VERSIONS.get(int(level), ()):
            valid = "; ".join(f"L{n} V{v[0]}-{v[-1]}" for n, v in _VERSIONS.items())
            self._refuse(f"there is no SBML Level {level!r} Version {version!r}. Valid: {valid}.")
        if namespace != _namespace(int(level), int(version)):
            self._refuse(
                f"the name space {namespace!r} is not that of Level {level} Version {version} "
                f"({_namespace(int(level), int(version))!r})."
            )
        self._core = namespace
        self._packages(attributes)

    def _packages(self, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            namespace, _, local = key.rpartition(" ")
            if local != "required" or value.strip().lower() not in ("true", "1"):
                continue
            match = re.match(_SBML + r"\d/version\d/([a-z0-9]+)/version\d$", namespace)
            package = match.group(1) if match else namespace
            if package not in _PACKAGES:
                self._refuse(
                    f"the model requires the SBML package {package!r}, without which it means "
                    "something else and which her2sim cannot run."
                )

    def _numbers(self, local: str, attributes: dict[str, str]) -> None:
        for attribute in _NUMERIC.get(local, ()):
            value = attributes.get(attribute)
            if value is not None and not _NUMBER.fullmatch(value.strip()):
                owner = attributes.get("id") or attributes.get("name") or attributes.get("species")
                self._refuse(f"{attribute} of the {local} {owner!r} is {value!r}, no number.")


def _qualified(attributes: dict[str, str], local: str) -> str:
    return next((v for k, v in attributes.items() if k.rpartition(" ")[2] == local), "")


def _namespace(level: int, version: int) -> str:
    if level == 1 or (level, version) == (2, 1):
        return f"{_SBML}{level}"
    return f"{_SBML}{level}/version{version}" + ("/core" if level == 3 else "")
