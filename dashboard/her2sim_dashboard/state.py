"""State: everything the pages show, and its one spelling as the query of an address.

Each page reads the same state, and every callback begins with
:func:`her2sim_dashboard.parsing.parse_scenario`. What cannot be used becomes a message beside the
page; the rest of the address still counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from her2sim import Dose, Genotype, Knockdown, Scenario, Set

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.settings import read_settings

VERSION = "1"
AXES = ("fold", "unit")
# Within a value these need no escape, and browsers leave them as they are.
_SAFE = ",:/;=+"
CELL_KEYS = {
    "g": "mutations, e.g. g=A,B",
    "b": "background",
    "k": "knock-downs with the fraction left, e.g. k=GENE:0.1",
    "l": "ligands in the medium, e.g. l=NAME:1nM",
    "d": "doses, e.g. d=drug:100nM",
}
OTHERS = ("c2", "c3", "c4")
KEYS = {
    **CELL_KEYS,
    "t": "hours of treatment",
    "r": "readouts shown",
    "y": "what the vertical axis shows: fold or unit",
    **dict.fromkeys(OTHERS, "another cell to compare with, e.g. c2=g=A;d=drug:100nM"),
    "v": "version of this form of address",
}


@dataclass(frozen=True)
class Supply:
    """A ligand in the medium, in the unit of its table, before and during treatment."""

    ligand: str
    parameter: str
    amount: float
    unit: str


@dataclass(frozen=True)
class Cell:
    """A cell and its treatment; all parts are in the order of the model's tables."""

    genotype: tuple[str, ...] = ()
    background: str | None = None
    knockdowns: tuple[Knockdown, ...] = ()
    ligands: tuple[Supply, ...] = ()
    doses: tuple[Dose, ...] = ()

    def dose(self, drug: str) -> Dose | None:
        """Return the dose of a drug, ``None`` when it is not given."""
        return next((dose for dose in self.doses if dose.drug == drug), None)

    def supply(self, ligand: str) -> Supply | None:
        """Return what is given of a ligand, ``None`` when the model's own level holds."""
        return next((each for each in self.ligands if each.ligand == ligand), None)

    def untreated(self) -> Cell:
        """Return the same cell without drugs."""
        return replace(self, doses=())

    def wild_type(self) -> Cell:
        """Return the cell without mutations and knock-downs, in the same medium, as treated."""
        return replace(self, genotype=(), knockdowns=())

    def scenario(self, name: str) -> Scenario:
        """Return the scenario that is described."""
        return Scenario(
            name,
            genotype=Genotype(*self.genotype),
            background=self.background,
            treatment=self.doses,
            knockdowns=self.knockdowns,
            changes=tuple(Set(each.parameter, each.amount) for each in self.ligands),
        )


@dataclass(frozen=True)
class State:
    """What the pages show.

    ``others`` are the cells compared with ``cell``. ``axis`` is ``fold`` (of the untreated wild
    type) or ``unit`` (that of each readout). ``settings`` are the pages' own, as pairs of key and
    text, without those at their default.
    """

    cell: Cell
    hours: float
    readouts: tuple[str, ...]
    axis: str = AXES[0]
    others: tuple[Cell, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cell and the others."""
        return (self.cell, *self.others)

    def setting(self, key: str) -> str:
        """Return a setting of ``settings.csv``; its default where none was chosen."""
        return dict(self.settings).get(key, read_settings()[key].default)

    def switched_on(self, key: str) -> bool:
        """Return whether a choice between 0 and 1 is 1."""
        return self.setting(key) == "1"

    def with_settings(self, **values: str) -> State:
        """Return the state with other settings; an empty text brings back the default."""
        rows = read_settings()
        merged = dict(self.settings) | values
        kept = {
            key: merged[key] for key in rows if merged.get(key, "") not in ("", rows[key].default)
        }
        return replace(self, settings=tuple(kept.items()))


def fresh_state(catalogue: Catalogue, hours: float) -> State:
    """Return the state of a page opened without any setting."""
    cell = Cell(background=catalogue.default_background)
    return State(cell, hours, catalogue.default_readouts)


def to_query(state: State) -> str:
    """Return the state as the query of an address, without the question mark.

    :func:`her2sim_dashboard.parsing.parse_scenario` reads it back to an equal state.
    """
    parts: dict[str, str] = {
        **_cell_parts(state.cell),
        "t": plain(state.hours),
        "r": ",".join(state.readouts),
        "y": state.axis,
    }
    for key, other in zip(OTHERS, state.others, strict=False):
        spelled = [f"{name}={text}" for name, text in _filled(_cell_parts(other))]
        # A cell without anything set is still a cell.
        parts[key] = ";".join(spelled) or "g="
    parts |= dict(state.settings) | {"v": VERSION}
    return "&".join(f"{key}={quote(text, safe=_SAFE)}" for key, text in _filled(parts))


def _cell_parts(cell: Cell) -> dict[str, str]:
    return {
        "g": ",".join(cell.genotype),
        "b": cell.background or "",
        "d": ",".join(f"{dose.drug}:{plain(dose.amount)}{dose.unit}" for dose in cell.doses),
        "k": ",".join(f"{each.gene}:{plain(each.left)}" for each in cell.knockdowns),
        "l": ",".join(f"{each.ligand}:{plain(each.amount)}{each.unit}" for each in cell.ligands),
    }


def _filled(parts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, text) for key, text in parts.items() if text]
