"""Verdict: does the cell respond as the wild type does? Judged by the rows of ``verdict.csv``.

The verdicts of the table are tried from the top; the first whose conditions all hold is given.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from her2sim.errors import InvalidTable, listing
from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE

Values = Mapping[str, float]


@dataclass(frozen=True)
class Rule:
    """A row of ``verdict.csv``: one condition of a verdict, or none for the last one."""

    id: str
    verdict: str
    label: str
    tone: str
    quantity: str
    readout: str
    test: str
    threshold: float | None
    reads: str
    note: str


@dataclass(frozen=True)
class Ends:
    """The readouts at the end of the treatment, by id, in the four cells compared."""

    doses: int
    cell: Values
    untreated: Values
    wild_type: Values
    reference: Values


@dataclass(frozen=True)
class Check:
    """One condition with what was measured; ``measured`` is NaN where it cannot be."""

    rule: Rule
    measured: float
    holds: bool


@dataclass(frozen=True)
class Verdict:
    """The verdict given, and every condition looked at on the way."""

    id: str
    label: str
    tone: str
    checks: tuple[Check, ...]

    @property
    def grounds(self) -> tuple[Check, ...]:
        """The conditions of the verdict given; for the last one, what kept it from the others."""
        own = tuple(check for check in self.checks if check.rule.verdict == self.id)
        return own or tuple(
            check for check in self.checks if not check.holds and check.rule.tone != "neutral"
        )


UNKNOWN = Verdict("unknown", "No verdict", "neutral", ())


def _share(ends: Ends, readout: str) -> float:
    wild_type = ends.reference[readout] - ends.wild_type[readout]
    cell = ends.untreated[readout] - ends.cell[readout]
    return cell / wild_type if wild_type else math.nan


def _excess(ends: Ends, readout: str) -> float:
    reference = ends.reference[readout]
    difference = ends.cell[readout] - ends.wild_type[readout]
    return difference / reference if reference else math.nan


_QUANTITIES: dict[str, Callable[[Ends, str], float]] = {
    "doses": lambda ends, readout: float(ends.doses),
    "value": lambda ends, readout: ends.cell[readout],
    "wild_type_value": lambda ends, readout: ends.wild_type[readout],
    "share_of_wild_type_effect": _share,
    "excess_over_wild_type": _excess,
}
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}
SIGNS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


@cache
def read_rules() -> tuple[Rule, ...]:
    """Return the rows of ``verdict.csv``.

    Raises
    ------
    InvalidTable
        If a row names a quantity or test that does not exist.
    """
    path = HERE / "verdict.csv"
    rules = read_table(path, Rule)
    for line, rule in enumerate(rules, start=2):
        for column, given, valid in (
            ("quantity", rule.quantity, _QUANTITIES),
            ("test", rule.test, _TESTS),
        ):
            if given and given not in valid:
                problem = f"{given!r} is not known. Valid: {listing(tuple(valid))}."
                raise InvalidTable(str(path), line, column, problem)
    return rules


def judged_readouts(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """Return the readouts the verdict rests on."""
    return tuple(dict.fromkeys(rule.readout for rule in rules if rule.readout))


def judge(ends: Ends, rules: tuple[Rule, ...]) -> Verdict:
    """Return the first verdict whose conditions all hold.

    A condition on a readout that the model lacks, or on a value that is not finite, leads to
    :data:`UNKNOWN`.
    """
    checks: list[Check] = []
    for name, group in groupby(rules, key=lambda rule: rule.verdict):
        rows = tuple(group)
        own = tuple(_check(rule, ends) for rule in rows if rule.quantity)
        if any(math.isnan(check.measured) for check in own):
            return UNKNOWN
        checks += own
        if all(check.holds for check in own):
            return Verdict(name, rows[0].label, rows[0].tone, tuple(checks))
    return UNKNOWN


def _check(rule: Rule, ends: Ends) -> Check:
    """Return what a condition measures and whether it holds."""
    try:
        measured = _QUANTITIES[rule.quantity](ends, rule.readout)
    except KeyError:
        measured = math.nan
    if not math.isfinite(measured) or rule.threshold is None:
        return Check(rule, math.nan, False)
    return Check(rule, measured, _TESTS[rule.test](measured, rule.threshold))
