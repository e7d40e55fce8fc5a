"""One command for all figures: ``python -m tests.benchmarks`` from the project's root."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import drawing, interaction, pages, scaling
from tests.benchmarks.problem import Problem
from tests.benchmarks.racing import Entry, Finish, race

Row = dict[str, object]

PLAIN = "tellurium, by name"
GOAL = 1e-5
BIRTWISTLE = ("Birtwistle2007_BIOMD0000000175", 1800.0)


@dataclass(frozen=True)
class Size:
    """How much to measure."""

    sets: int
    rounds: int
    checked: int
    cells: int
    full: bool


FULL = Size(sets=128, rounds=7, checked=6, cells=10_000, full=True)
QUICK = Size(sets=32, rounds=2, checked=2, cells=100, full=False)


def entries(size: Size) -> list[Entry]:
    """Return the engines of a race; the plain loop comes first, ratios are to it."""
    finer = {"tolerance": (1e-7, 1e-10)}
    found = [
        Entry(PLAIN, "engines:ByName", sets=6),
        Entry("libroadrunner, vectors", "engines:Vectors", sets=8),
        Entry("COPASI objects", "peers:Copasi", sets=2),
        Entry("bngsim, compiled", "peers:Bngsim", sets=16),
        Entry("her2sim single, 1e-8", "engines:OwnLoop", sets=4),
    ]
    if size.full:
        found += [
            Entry("libroadrunner, vectors 1e-7", "engines:Vectors", finer),
            Entry("bngsim, compiled 1e-7", "peers:Bngsim", finer, sets=16),
            Entry("AMICI, compiled", "peers:Amici", sets=4),
        ]
    for tolerance in (1e-4, 1e-5, 1e-6) if size.full else (1e-5,):
        label, options = f"her2sim batch, {tolerance:g}", {"tolerance": tolerance}
        found.append(Entry(label, "engines:Batch", options, sets=size.sets))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for and print tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a rough look in about a minute")
    parser.add_argument("--only", choices=list(PARTS), action="append", help="one part, or more")
    parser.add_argument("--json", type=Path, help="write the numbers to this file as well")
    options = parser.parse_args(arguments)
    size = QUICK if options.quick else FULL
    chosen = options.only or list(PARTS)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {_load()}")
    print("Best of interleaved rounds; CPU time on one core. On a shared machine read ratios.")
    results = {name: PARTS[name](size) for name in chosen}
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, default=str), encoding="utf-8")


def _race(problem: Problem, size: Size) -> list[Row]:
    hours = f"{len(problem.outputs)} states, {problem.sets} sets, {len(problem.times)} points"
    _title(f"{problem.name}: {hours}; error against libroadrunner at 1e-10")
    finishes = race(problem, entries(size), size.rounds, size.checked)
    running = [each for each in finishes if not each.reason]
    base = next((each.best("cpu") for each in running), float("nan"))
    rows = [_row(each, base) for each in running]
    _table(rows)
    for each in finishes:
        if each.reason:
            print(f"SKIPPED {each.entry.label}: {each.reason}")
    if size.full:
        _verdict(running)
    return [*rows, *({"engine": each.entry.label, "skipped": each.reason}
                     for each in finishes if each.reason)]  # fmt: skip


def _row(finish: Finish, base: float) -> Row:
    cpu, wall = finish.best("cpu"), finish.best("wall")
    return {
        "engine": finish.entry.label, "CPU ms": cpu * 1e3, "median": finish.median("cpu") * 1e3,
        "wall ms": wall * 1e3, "times plain": base / cpu, "largest error": finish.error,
        "cold s": finish.cold,
    }  # fmt: skip


def _verdict(finishes: Sequence[Finish]) -> None:
    """Say what the fastest of ours and of the others are that reach the goal of accuracy."""
    exact = [each for each in finishes if each.error <= GOAL]
    ours = [each for each in exact if each.entry.maker == "engines:Batch"]
    others = [each for each in exact if not each.entry.label.startswith("her2sim")]
    if not ours or not others:
        print(f"no pair of engines within {GOAL:g} of the peak")
        return
    mine, theirs = (min(each, key=lambda one: one.best("cpu")) for each in (ours, others))
    ratio = theirs.best("cpu") / mine.best("cpu")
    print(
        f"within {GOAL:g} of the peak: {mine.entry.label} is {ratio:.1f} times as fast as "
        f"{theirs.entry.label}, the fastest other"
    )


def _own(size: Size) -> list[Row]:
    return _race(drawing.own(size.sets), size)


def _birtwistle(size: Size) -> list[Row]:
    problem = drawing.published(*BIRTWISTLE, size.sets)
    if problem is None:
        print(f"SKIPPED Birtwistle 2007: {drawing.PUBLISHED} is not there")
        return []
    return _race(problem, size)


def _simulations(size: Size) -> list[Row]:
    _title("her2, batch engine: cost against the number of simulations, one core")
    return _table(scaling.by_simulations(drawing.own(size.sets), size.rounds))


def _species(size: Size) -> list[Row]:
    _title("Cost against the size of the model, one core")
    return _table(scaling.by_species(size.sets, size.rounds, print))


def _cores(size: Size) -> list[Row]:
    _title("her2: speed on more cores (wall clock)")
    return _table(scaling.by_cores(drawing.own(size.sets), size.rounds))


def _interaction(size: Size) -> list[Row]:
    _title("What a user waits for (wall clock)")
    return _table(interaction.measure(size.cells))


def _pages(size: Size) -> list[Row]:
    _title("What a visitor of the pages waits for (wall clock; the server on the same machine)")
    return _table(pages.measure(size.full))


PARTS: dict[str, Callable[[Size], list[Row]]] = {
    "her2": _own,
    "birtwistle": _birtwistle,
    "simulations": _simulations,
    "species": _species,
    "cores": _cores,
    "interaction": _interaction,
    "pages": _pages,
}


def _title(text: str) -> None:
    print(f"\n{text}", flush=True)


def _table(rows: list[Row]) -> list[Row]:
    """Print rows with the columns of all of them, numbers to three digits."""
    if not rows:
        return rows
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [columns, *([_shown(row.get(key, "")) for key in columns] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    for line in cells:
        shown = [line[0].ljust(widths[0])]
        shown += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join(shown).rstrip(), flush=True)
    return rows


def _shown(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.1e}" if 0 < abs(value) < 1e-3 else f"{value:.3g}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
