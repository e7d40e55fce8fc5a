"""Antimony text: to SBML, its numbers, its words; the only module that calls Antimony."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

import antimony

from her2sim.errors import InvalidModel

# Antimony keeps its models in global state, so one caller at a time.
_LOCK = threading.Lock()
_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|#[^\n]*|/\*.*?\*/', re.DOTALL)
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>\S)|(?P<end>\n)"
)
_LINE = re.compile(r"line (\d+):\s*(.*)", re.DOTALL)
_CREATED_BY = re.compile(r"<!-- Created by libAntimony[^\n]*-->\n")
_OPENING = re.compile(r"^\s*model\s+\*?\w+\s*(\([^)]*\))?", re.MULTILINE)
_CLOSING = re.compile(r"^\s*end\b", re.MULTILINE)


class AntimonyError(InvalidModel):
    """Antimony refused a text; ``line`` counts from 1 in that text, 0 if it is not known."""

    def __init__(self, line: int, problem: str) -> None:
        self.line = line
        self.problem = problem
        super().__init__(line, problem)

    def __str__(self) -> str:
        """Return the problem with its line."""
        return f"line {self.line}: {self.problem}" if self.line else self.problem


@dataclass(frozen=True)
class Token:
    """A word, number or sign of an Antimony text with its line (from 1)."""

    kind: str
    text: str
    line: int


def to_sbml(text: str) -> str:
    """Translate Antimony text into SBML text (its main, that is last, model).

    Raises
    ------
    AntimonyError
        If the text is not valid Antimony.
    """
    with _LOCK:
        antimony.clearPreviousLoads()
        try:
            if antimony.loadAntimonyString(text) < 0:
                raise _error(str(antimony.getLastError()))
            sbml = str(antimony.getSBMLString(antimony.getMainModuleName()))
        finally:
            antimony.clearPreviousLoads()
    # The line names library versions; with it every upgrade would change every file.
    return _CREATED_BY.sub("", sbml)


def append(structure: str, statements: list[str], name: str) -> tuple[str, int]:
    """Put statements behind a structure, inside of its model.

    Returns
    -------
    tuple of str and int
        The joined text and the line (from 1) of the first statement. Lines before it are those
        of the structure, so that line numbers in messages stay those of the file.
    """
    plain = blank_comments(structure)
    ends = list(_CLOSING.finditer(plain))
    if _OPENING.search(plain) and ends:
        start = ends[-1].start()
        head, tail = structure[:start].rstrip(), structure[start:].lstrip()
    else:
        head, tail = f"model {name}(); {structure.rstrip()}", "end\n"
    first = head.count("\n") + 2
    return "\n".join([head, *statements, tail]), first


def blank_comments(text: str) -> str:
    """Replace comments and quoted texts by blanks; every line stays where it is."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text without comments; a line's end is a token of kind ``end``."""
    found: list[Token] = []
    line = 1
    for match in _TOKEN.finditer(blank_comments(text)):
        found.append(Token(str(match.lastgroup), match.group(), line))
        line += match.lastgroup == "end"
    return found


def _error(message: str) -> AntimonyError:
    match = _LINE.search(message)
    if match is None:
        return AntimonyError(0, " ".join(message.split()))
    return AntimonyError(int(match.group(1)), " ".join(match.group(2).split()))
