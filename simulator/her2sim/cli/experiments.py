"""``her2sim experiments``: every claim about the model, tested."""

from __future__ import annotations

import math
import textwrap
from argparse import Namespace
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from her2sim.cli import output, parser
from her2sim.cli.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

_DESCRIPTION = """\
Simulate the project's experiments and compare each claim with its source. The exit status is 1
when a claim fails; a known gap is one that is recorded as not yet met."""
_VERDICTS = ("holds", "fails", "known_gap", "disputed")
_INDENT = " " * 13
_WIDTH = 100


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "experiments", help="test every claim about the model", description=_DESCRIPTION
    )
    own.add_argument("ids", metavar="ID", nargs="*", help="experiments (default: all)")
    parser.add_output(own)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out)
    from her2sim import run_experiments

    with Progress("experiments") as progress:
        table = run_experiments(given.ids or None, progress=progress.show)
    if given.out:
        output.write_table(table, given.out)
    if given.format or not given.out:
        output.show(table, given.format or "text", _text)
    return 1 if (table["verdict"] == "fails").any() else 0


def _text(table: pd.DataFrame) -> str:
    """Return one block per experiment: the claim, then each expectation with its verdict."""
    blocks = [
        "\n".join([f"{name}: {rows['claim'].iloc[0]}", *_by_source(rows.to_dict("records"))])
        for name, rows in table.groupby("id", sort=False)
    ]
    counts = table["verdict"].value_counts()
    total = ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in _VERDICTS)
    return "\n\n".join([*blocks, total if blocks else "(no experiments)"])


def _by_source(rows: Sequence[Mapping[Hashable, Any]]) -> Iterator[str]:
    """Return the lines of one experiment; a source stands above the expectations from it."""
    for source, group in groupby(rows, key=itemgetter("source")):
        yield f"  source: {source}"
        for row in group:
            yield from _lines(row)


def _lines(row: Mapping[Hashable, Any]) -> Iterator[str]:
    """Return the verdict, what was expected, measured and required, and what explains it."""
    from her2sim.experiment.verdicts import PARTS

    unit = f" {row['unit']}" if row["unit"] and row["unit"] != "1" else ""
    measured = row["measured"]
    number = "-" if measured is None or math.isnan(measured) else f"{measured:.4g}{unit}"
    required, detail = row["required"].split(PARTS), (row["detail"] or "").split(PARTS)
    line = f"  {row['verdict']:<9}  {row['expectation']}: {number}"
    below = [f"why: {detail.pop(0)}"] if row["verdict"] == "known_gap" else []
    if len(required) == 1:
        line += f", required {required.pop()}"
    if len(detail) == 1 and detail[0] and not required:
        line += f" ({detail.pop()})"
    yield line
    for text in filter(None, (*below, *required, *detail)):
        yield textwrap.fill(text, _WIDTH, initial_indent=_INDENT, subsequent_indent=f"{_INDENT}  ")
