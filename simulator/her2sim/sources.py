"""Reads the folder of a model: its card, its Antimony text and every table that belongs to it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from her2sim import library
from her2sim.errors import InvalidModel, InvalidTable, InvalidValue, closest
from her2sim.rows import (
    BackgroundRow,
    Drug,
    Gene,
    MutationRow,
    Parameter,
    ReactionRow,
    Readout,
    SpeciesRow,
    Total,
    UnitRow,
)
from her2sim.tables import read_table

SHARED = ("units.csv", "mutations.csv", "backgrounds.csv", "drugs.csv")
STARTS = ("steady", "initial")
_OWN = ("parameters.csv", "species.csv", "reactions.csv", "readouts.csv", "genes.csv", "totals.csv")
_CARD_KEYS = (
    "title",
    "description",
    "default_start",
    "treatment_switch",
    "time_unit",
    "taxon",
    "creators",
    "references",
    "slowest_hours",
    "created",
)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Creator:
    """A person or, with ``family`` empty, a group that made the model."""

    given: str = ""
    family: str = ""
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True)
class ModelCard:
    """What ``model.toml`` says; ``slowest_hours`` in hours, ``created`` a date as text."""

    title: str
    description: str = ""
    default_start: str = "steady"
    treatment_switch: str | None = None
    time_unit: str = "s"
    taxon: str = ""
    creators: tuple[Creator, ...] = ()
    references: tuple[str, ...] = ()
    slowest_hours: float | None = None
    created: str = ""


@dataclass(frozen=True)
class ModelSource:
    """Everything a model is built from, as read from its folder."""

    folder: Path
    card: ModelCard
    antimony: str
    units: tuple[UnitRow, ...]
    parameters: tuple[Parameter, ...]
    species: tuple[SpeciesRow, ...]
    reactions: tuple[ReactionRow, ...]
    readouts: tuple[Readout, ...]
    genes: tuple[Gene, ...]
    totals: tuple[Total, ...]
    mutations: tuple[MutationRow, ...]
    backgrounds: tuple[BackgroundRow, ...]
    drugs: tuple[Drug, ...]

    @property
    def name(self) -> str:
        """The model's name: that of its folder."""
        return self.folder.name

    @property
    def antimony_path(self) -> Path:
        """The file of the structure."""
        return self.folder / f"{self.name}.ant"

    def place(self, file: str) -> str:
        """Return the table's path as the user would type it."""
        return library.shown(table_path(self.folder, file) or self.folder / file)


def table_path(folder: Path, file: str) -> Path | None:
    """Return where a model takes a table from, or ``None`` if it has none."""
    if file in SHARED:
        return library.shared_table(folder, file)
    return folder / file if (folder / file).is_file() else None


def input_files(folder: Path) -> tuple[Path, ...]:
    """Return every file that a model is built from."""
    tables = (table_path(folder, file) for file in (*_OWN, *SHARED))
    present = [path for path in tables if path is not None]
    return (folder / "model.toml", folder / f"{folder.name}.ant", *present)


def read_source(folder: Path) -> ModelSource:
    """Read a model folder.

    Raises
    ------
    UserMistake
        If a file cannot be read; the message names file, line and column.
    """
    if not (folder / "parameters.csv").is_file():
        raise InvalidTable(
            library.shown(folder / "parameters.csv"),
            None,
            "",
            "The file does not exist; it holds every number of the model.",
        )
    return ModelSource(
        folder=folder,
        card=read_card(folder / "model.toml"),
        antimony=_read_text(folder / f"{folder.name}.ant"),
        units=_rows(folder, "units.csv", UnitRow),
        parameters=_rows(folder, "parameters.csv", Parameter),
        species=_rows(folder, "species.csv", SpeciesRow),
        reactions=_rows(folder, "reactions.csv", ReactionRow),
        readouts=_rows(folder, "readouts.csv", Readout),
        genes=_rows(folder, "genes.csv", Gene),
        totals=_rows(folder, "totals.csv", Total),
        mutations=_rows(folder, "mutations.csv", MutationRow),
        backgrounds=_rows(folder, "backgrounds.csv", BackgroundRow),
        drugs=_rows(folder, "drugs.csv", Drug),
    )


def read_card(path: Path) -> ModelCard:
    """Read ``model.toml``.

    Raises
    ------
    InvalidModel, InvalidValue
        If it is not TOML, has an unknown key or a value of the wrong kind.
    """
    where = library.shown(path)
    try:
        content = tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InvalidModel(f"{where}: not valid TOML: {error}.") from None
    for key in content:
        if key not in _CARD_KEYS:
            near = closest(key, _CARD_KEYS) or ", ".join(_CARD_KEYS)
            raise InvalidModel(f"{where}: unknown key {key!r}. Closest: {near!r}.")
    start = content.get("default_start", "steady")
    if start not in STARTS:
        raise InvalidValue("default_start", start, " or ".join(map(repr, STARTS)), where)
    return ModelCard(
        title=_text(content, "title", path.parent.name, where),
        description=_text(content, "description", "", where),
        default_start=start,
        treatment_switch=_text(content, "treatment_switch", "", where) or None,
        time_unit=_text(content, "time_unit", "s", where),
        taxon=str(content.get("taxon", "")),
        creators=tuple(_creator(entry, where) for entry in content.get("creators", ())),
        references=tuple(str(entry) for entry in content.get("references", ())),
        slowest_hours=_hours(content, where),
        created=str(content.get("created", "")),
    )


def _text(content: Mapping[str, object], key: str, default: str, where: str) -> str:
    value = content.get(key, default)
    if not isinstance(value, str):
        raise InvalidValue(key, value, "a text in quotes", where)
    return " ".join(value.split())


def _hours(content: Mapping[str, object], where: str) -> float | None:
    value = content.get("slowest_hours")
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
        raise InvalidValue("slowest_hours", value, "a number of hours above 0", where)
    return float(value)


def _creator(entry: object, where: str) -> Creator:
    if isinstance(entry, str):
        return Creator(organisation=entry)
    if not isinstance(entry, dict):
        raise InvalidValue("creators", entry, "a list of names or of tables", where)
    valid = ("given", "family", "organisation", "email")
    for key in entry:
        if key not in valid:
            raise InvalidValue("a creator's key", key, f"one of {', '.join(valid)}", where)
    return Creator(**{key: str(value) for key, value in entry.items()})


def _rows(folder: Path, file: str, kind: type[Row]) -> tuple[Row, ...]:
    path = table_path(folder, file)
    return () if path is None else read_table(path, kind)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidModel(f"{library.shown(path)} is not UTF-8 text; save it so.") from None
    except FileNotFoundError:
        raise InvalidModel(f"{library.shown(path)} does not exist.") from None
