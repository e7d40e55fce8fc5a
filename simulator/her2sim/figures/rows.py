"""What every figure does first: take the rows it draws out of a tidy table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import pandas as pd

from her2sim.errors import InvalidValue, UnknownName
from her2sim.figures.colours import Style, styles
from her2sim.figures.labels import genotype_text, treatment_text


@runtime_checkable
class HasTable(Protocol):
    """A result of the simulator: anything that carries its tidy table."""

    @property
    def table(self) -> pd.DataFrame:
        """The tidy table."""


Tidy = pd.DataFrame | HasTable


@dataclass(frozen=True)
class Line:
    """One scenario's line: how it is named, grouped and drawn."""

    scenario: str
    label: str
    group: str
    style: Style
    dash: str


def table_of(data: Tidy, columns: Sequence[str]) -> pd.DataFrame:
    """Return the table of a result, or the table itself, after a look at its columns.

    Raises
    ------
    InvalidValue
        If a column that the figure needs is missing.
    """
    table = data if isinstance(data, pd.DataFrame) else data.table
    missing = [column for column in columns if column not in table.columns]
    if missing:
        given = ", ".join(str(column) for column in table.columns)
        raise InvalidValue("the table", given, f"one with the columns {', '.join(columns)}")
    return table


def only(table: pd.DataFrame, readouts: Iterable[str]) -> pd.DataFrame:
    """Return the rows of some readouts.

    Raises
    ------
    UnknownName
        If the table has no such readout.
    """
    wanted = list(readouts)
    known = list(table["readout"].unique())
    for readout in wanted:
        if readout not in known:
            raise UnknownName("readout", readout, known, "the table to draw")
    return table[table["readout"].isin(wanted)]


def unit_of(rows: pd.DataFrame) -> str:
    """Return the one unit of some rows, or an empty text if they have several."""
    units = list(rows["unit"].dropna().unique()) if "unit" in rows else []
    return str(units[0]) if len(units) == 1 else ""


def lines(table: pd.DataFrame) -> list[Line]:
    """Return how to draw each scenario of a table.

    Colour tells what differs: the treatment if there is one genotype, the genotype if there is
    one treatment, and the genotype with the treatment as dash if both differ. Scenarios that
    neither tells apart (knock-downs, other backgrounds) are coloured by their own names.
    """
    columns = ["scenario", "genotype", "treatment"]
    arms = table[columns].astype("object").fillna("").drop_duplicates("scenario")
    genotypes = list(dict.fromkeys(arms["genotype"]))
    treatments = list(dict.fromkeys(arms["treatment"]))
    if arms.duplicated(["genotype", "treatment"]).any() or "" in genotypes:
        found = styles(arms["scenario"])
        return [Line(name, name, "", found[name], found[name].dash) for name in arms["scenario"]]
    if len(genotypes) > 1 and len(treatments) > 1:
        return _both(arms, genotypes, treatments)
    by, text = ("treatment", treatment_text) if len(genotypes) == 1 else ("genotype", genotype_text)
    found = styles(arms[by])
    return [
        Line(scenario, text(value), "", found[value], found[value].dash)
        for scenario, value in zip(arms["scenario"], arms[by], strict=True)
    ]


_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def _both(arms: pd.DataFrame, genotypes: Sequence[str], treatments: Sequence[str]) -> list[Line]:
    found = styles(genotypes)
    dashes = {name: _DASHES[place % len(_DASHES)] for place, name in enumerate(treatments)}
    return [
        Line(
            str(arm["scenario"]),
            treatment_text(arm["treatment"]),
            genotype_text(arm["genotype"]),
            found[arm["genotype"]],
            dashes[arm["treatment"]],
        )
        for _, arm in arms.iterrows()
    ]


def common_text(table: pd.DataFrame) -> str:
    """Return what all scenarios of a table share, for a subtitle: genotype or treatment."""
    columns = (("genotype", genotype_text), ("treatment", treatment_text))
    found = [(list(table[column].unique()), text) for column, text in columns]
    return ", ".join(text(str(values[0])) for values, text in found if len(values) == 1)
