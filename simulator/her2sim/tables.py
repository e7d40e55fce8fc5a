"""Reads the CSV tables of the models folder into frozen rows, strictly, and writes them back."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import TypeVar, get_type_hints

from her2sim.errors import InvalidTable, closest, listing
from her2sim.library import shown

Row = TypeVar("Row")


def columns_of(kind: type[object]) -> tuple[str, ...]:
    """Return the columns of a kind of row, in the order of the file."""
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type]


def read_table(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Read a CSV file into rows of one kind.

    Raises
    ------
    InvalidTable
        If a column is missing or unknown, a cell is not a number where one is needed, or an id
        is empty or occurs twice; the message names file, line and column.
    """
    lines = _lines(path)
    if not lines:
        raise InvalidTable(shown(path), 1, "", f"The header is missing: {_header(kind)}.")
    _check_header(path, lines[0][1], kind)
    body, hints = _body(path, lines), _hints(kind)
    rows = [
        _row(path, number, dict(zip(lines[0][1], cells, strict=True)), kind, hints)
        for number, cells in body
    ]
    _check_unique(path, [number for number, _ in body], rows, kind)
    return tuple(rows)


def write_table(path: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    """Write rows as the CSV file that `read_table` reads back to equal rows."""
    path.write_text(format_table(kind, rows), encoding="utf-8", newline="")


def format_table(kind: type[Row], rows: Iterable[Row]) -> str:
    """Return rows as CSV text with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns_of(kind))
    for row in rows:
        writer.writerow([_cell(getattr(row, column)) for column in columns_of(kind)])
    return text.getvalue()


def _header(kind: type[object]) -> str:
    return ",".join(columns_of(kind))


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return (line number, cells) of every non-blank line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InvalidTable(shown(path), None, "", "The file does not exist.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InvalidTable(shown(path), line, "", "The text is not UTF-8; save it so.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InvalidTable(shown(path), start, "", f"Not valid CSV: {error}.") from None
    return lines


def _check_header(path: Path, header: list[str], kind: type[object]) -> None:
    valid = columns_of(kind)
    for column in header:
        if column not in valid:
            near = closest(column, valid)
            hint = f"Closest: {near!r}." if near else f"Valid: {listing(valid)}."
            raise InvalidTable(shown(path), 1, column, f"Unknown column. {hint}")
        if header.count(column) > 1:
            raise InvalidTable(shown(path), 1, column, "The column occurs twice; keep one.")
    for column in valid:
        if column not in header:
            raise InvalidTable(shown(path), 1, column, "The column is missing; add it.")


def _body(path: Path, lines: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    width = len(lines[0][1])
    for number, cells in lines[1:]:
        if len(cells) != width:
            raise InvalidTable(
                shown(path),
                number,
                "",
                f"{len(cells)} cells where the header has {width}; "
                "put text with commas into double quotes.",
            )
    return lines[1:]


def _hints(kind: type[object]) -> dict[str, str]:
    hints = get_type_hints(kind)
    return {column: str(hints[column]) for column in columns_of(kind)}


def _row(
    path: Path, line: int, cells: dict[str, str], kind: type[Row], hints: dict[str, str]
) -> Row:
    values = {column: _value(path, line, column, cells[column], hints[column]) for column in hints}
    return kind(**values)


def _value(path: Path, line: int, column: str, cell: str, hint: str) -> object:
    if "tuple" in hint:
        return tuple(part.strip() for part in cell.split(";") if part.strip())
    if "float" not in hint:
        return cell
    if not cell and "None" in hint:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidTable(shown(path), line, column, f"{cell!r} is not a finite number.")
    return number


def _check_unique(path: Path, lines: list[int], rows: list[Row], kind: type[Row]) -> None:
    column = getattr(kind, "KEY", "id")
    seen: dict[str, int] = {}
    for line, row in zip(lines, rows, strict=True):
        key = str(getattr(row, column or "id"))
        if not key:
            raise InvalidTable(shown(path), line, column or "id", "The cell is empty.")
        if column and key in seen:
            raise InvalidTable(
                shown(path), line, column, f"{key!r} stands already in line {seen[key]}; keep one."
            )
        seen[key] = line


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    return repr(value) if isinstance(value, float) else str(value)
