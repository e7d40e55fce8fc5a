"""Ligand: a growth factor of the medium that a user may add to a cell."""

from __future__ import annotations

from dataclasses import dataclass

from her2sim.errors import InvalidTable, closest
from her2sim.library import shown
from her2sim.model import Model
from her2sim.tables import read_table

FILE = "ligands.csv"


@dataclass(frozen=True)
class Ligand:
    """A row of ``ligands.csv``.

    ``parameter`` is the model's concentration in the medium, before and during treatment;
    ``low`` to ``high``, in ``unit``, is what is offered to a user.
    """

    id: str
    name: str
    parameter: str
    low: float
    high: float
    unit: str
    uniprot: str = ""
    evidence: str = ""
    source: str = ""
    note: str = ""


def ligands_of(model: Model) -> tuple[Ligand, ...]:
    """Return the ligands of a model, in the order of its table; none without a table.

    Raises
    ------
    InvalidTable
        If a row names a parameter that cannot be set, another unit than the parameter's, or a
        range that does not rise from above 0.
    """
    if model.folder is None or not (model.folder / FILE).is_file():
        return ()
    path = model.folder / FILE
    rows = read_table(path, Ligand)
    units = {each.id: each.unit for each in model.parameters if each.id in model.settable}
    for line, row in enumerate(rows, start=2):
        column, problem = _problem(row, units)
        if problem:
            raise InvalidTable(shown(path), line, column, problem)
    return rows


def _problem(row: Ligand, units: dict[str, str]) -> tuple[str, str]:
    if row.parameter not in units:
        near = closest(row.parameter, units)
        hint = f" Closest: {near!r}." if near else ""
        return "parameter", f"{row.parameter!r} is no parameter that can be set.{hint}"
    if row.unit != units[row.parameter]:
        return "unit", f"{row.unit!r} is not that of {row.parameter}, {units[row.parameter]!r}."
    if not 0 < row.low < row.high:
        return "low", f"the range {row.low:g} to {row.high:g} does not rise from above 0."
    return "", ""
