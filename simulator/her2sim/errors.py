"""The errors a user of her2sim can meet, each saying what was given, what is valid and where."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence

_LISTED_NAMES = 12


class Her2simError(Exception):
    """Base of every error that her2sim raises on purpose."""


class UserMistake(Her2simError):
    """Something the user gave cannot be used; the command line answers it with exit status 2."""


class UnknownName(UserMistake):
    """A name that does not exist where it was looked up.

    Parameters
    ----------
    kind
        What the name was taken for, as a noun (``"drug"``).
    given
        The name as it was given.
    valid
        The names that would have been accepted.
    where
        Where valid names are listed or can be added (``"models/drugs.csv"``).
    """

    def __init__(self, kind: str, given: str, valid: Iterable[str] = (), where: str = "") -> None:
        self.kind = kind
        self.given = given
        self.valid = tuple(valid)
        self.where = where
        # All arguments go to the base class: exceptions cross process borders by them.
        super().__init__(kind, given, self.valid, where)

    def __str__(self) -> str:
        """Return the sentence a user reads."""
        place = self.where or "known here"
        preposition = "in " if self.where else ""
        noun = self.kind[:1].upper() + self.kind[1:]
        return f"{noun} {self.given!r} is not {preposition}{place}.{suggestion(self)}"


class InvalidValue(UserMistake):
    """A value of the wrong kind or outside of what is possible.

    Parameters
    ----------
    what
        The quantity or option (``"hours"``).
    given
        The value as it was given.
    valid
        What is accepted, in words (``"a number above 0"``).
    where
        Where to change it; may be empty.
    """

    def __init__(self, what: str, given: object, valid: str, where: str = "") -> None:
        self.what = what
        self.given = given
        self.valid = valid
        self.where = where
        super().__init__(what, given, valid, where)

    def __str__(self) -> str:
        """Return the sentence a user reads."""
        place = f" Change it in {self.where}." if self.where else ""
        return f"{self.what} is {self.given!r}; it must be {self.valid}.{place}"


class InvalidTable(UserMistake):
    """A table of the models folder that cannot be read.

    Parameters
    ----------
    file
        The table's path as the user would type it.
    line
        The line counted from 1 (the header), or ``None`` for the table as a whole.
    column
        The column, or an empty string.
    problem
        What is wrong and what is valid, as a sentence.
    """

    def __init__(self, file: str, line: int | None, column: str, problem: str) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        super().__init__(file, line, column, problem)

    def __str__(self) -> str:
        """Return the sentence a user reads."""
        line = f", line {self.line}" if self.line is not None else ""
        column = f", column {self.column!r}" if self.column else ""
        return f"{self.file}{line}{column}: {self.problem}"


class InvalidModel(UserMistake):
    """A model (structure, SBML or Antimony text) that cannot be built or used."""


class SimulationFailed(Her2simError):
    """The solver could not finish a scenario that was validly described.

    Parameters
    ----------
    message
        What happened, and the most likely culprit.
    scenario
        Name of the scenario; empty if it is not known.
    time
        Model time reached, in the model's unit; NaN if the run never began.
    """

    def __init__(self, message: str, scenario: str = "", time: float = math.nan) -> None:
        self.message = message
        self.scenario = scenario
        self.time = time
        super().__init__(message, scenario, time)

    def __str__(self) -> str:
        """Return the sentence a user reads."""
        return f"Scenario {self.scenario!r}: {self.message}" if self.scenario else self.message


def closest(given: str, valid: Iterable[str]) -> str | None:
    """Return the valid name most like the given one, or ``None`` when none is close.

    Letter case is ignored in the comparison.
    """
    by_folded = {name.casefold(): name for name in valid}
    matches = difflib.get_close_matches(given.casefold(), by_folded, n=1, cutoff=0.5)
    return by_folded[matches[0]] if matches else None


def listing(names: Sequence[str]) -> str:
    """Join names for a message, cut to a readable number of them."""
    shown = ", ".join(names[:_LISTED_NAMES])
    rest = len(names) - _LISTED_NAMES
    return f"{shown} and {rest} more" if rest > 0 else shown


def suggestion(error: UnknownName) -> str:
    """Return the sentence that helps after an unknown name, with a leading blank, or nothing."""
    near = closest(error.given, error.valid)
    if near is not None:
        return f" Closest: {near!r}."
    return f" Valid: {listing(error.valid)}." if error.valid else ""
