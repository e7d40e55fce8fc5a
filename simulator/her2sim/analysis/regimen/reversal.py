"""Reversal: what a search for treatments found."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from her2sim.analysis.regimen.candidates import KNOCKED_OUT


@dataclass(frozen=True, eq=False)
class Reversal:
    """What :func:`her2sim.reverse` found.

    Attributes
    ----------
    readout, unit, hours
        What was to be restored, in which unit, how long after the first dose.
    asked, reference, normal
        The resistant cell, the one whose response is the goal, and the one to be spared (empty
        without any), in words.
    asked_value, goal
        The readout in the resistant cell and the one to come to.
    table
        One row for each set of drugs or knocked-out gene, at its least exposure that restores the
        response, or else its most effective doses: ``rank``, ``treatment``, ``kind`` (``added`` to
        the treatment that is resisted, ``instead`` of it, ``knock-out``), ``gene`` (knocked out,
        empty for drugs), ``readout``, ``value``, ``unit``, ``goal``, ``recovered`` (of the way from
        the resistant value, 0, to the goal, 1), ``restored``, ``exposure`` (unbound concentrations
        over the highest that patients reach, summed over all drugs), ``new_exposure`` (without
        those of the treatment that is resisted), ``reached`` (whether patients reach each),
        ``normal`` (readout of the cells to be spared over their own untreated one), ``spared``
        (whether they keep half of it; neither is said of knock-outs) and ``text``; with samples
        also ``lower`` and ``upper`` of the value and ``restored_share`` of the sets.
    searched
        The same without rank and text for every treatment that was looked at, and ``front``:
        whether no other of its kind does at least as much with less new exposure.
    headline
        The finding in one sentence.
    ranges
        The clinical ranges that were searched, in words, with their evidence.
    ensemble
        Which parameter sets were used, in words.
    """

    readout: str
    unit: str
    hours: float
    asked: str
    reference: str
    normal: str
    asked_value: float
    goal: float
    table: pd.DataFrame
    searched: pd.DataFrame
    headline: str
    ranges: str
    ensemble: str

    @property
    def drugs(self) -> pd.DataFrame:
        """The rows of the table that are drugs, not knock-outs."""
        return self.table[self.table["kind"] != KNOCKED_OUT]

    @property
    def best(self) -> str | None:
        """The first treatment with drugs that restores the response, if there is one."""
        restored = self.drugs.loc[self.drugs["restored"], "treatment"]
        return None if restored.empty else str(restored.iloc[0])

    def text(self) -> str:
        """Return the finding for a terminal: the headline and a sentence per treatment."""
        lines = [f"{row['rank']}. {row['text']}" for row in self.table.to_dict("records")]
        return "\n".join([self.headline, *lines, self.ranges, f"Parameters: {self.ensemble}."])
