"""How the cost grows: with the number of simulations, of species, and of cores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tests.benchmarks import drawing
from tests.benchmarks.problem import Problem
from tests.benchmarks.racing import Entry, Lap, Stable, race, speed_up

Row = dict[str, object]
Show = Callable[[str], None]

LOOP = Entry("libroadrunner, vectors", "engines:Vectors", sets=6)
BATCH = Entry("her2sim batch", "engines:Batch", sets=128)
SERIES = (
    ("Brown2004_BIOMD0000000033", 60.0),
    ("Fujita2010_BIOMD0000000262", 3600.0),
    ("Bianconi2012_BIOMD0000000427", 100.0),
    ("Padala2017_BIOMD0000000648", 3600.0),
    ("Birtwistle2007_BIOMD0000000175", 1800.0),
)


def by_simulations(problem: Problem, rounds: int) -> list[Row]:
    """Return the cost of one simulation in batches of 1 and up (one thread, best of rounds)."""
    stable = Stable(BATCH, problem)
    rows: list[Row] = []
    counts = [count for count in (1, 8, 64, 512, 4096) if count <= 8 * problem.sets]
    for count in counts:
        numbers = np.resize(np.arange(problem.sets), count).tolist()
        laps = [stable.start(numbers).result() for _ in range(rounds)]
        cost = min(lap.cpu for lap in laps)
        rows.append({"simulations": count, "ms each": cost * 1e3, "s in all": cost * count})
    stable.close()
    return rows


def by_species(sets: int, rounds: int, show: Show) -> list[Row]:
    """Return costs and ratios over published models of rising size, and our own."""
    rows: list[Row] = []
    series = SERIES if rounds > 2 else SERIES[:2]
    drawn = [drawing.published(file, end, sets) for file, end in series]
    if not any(drawn):
        show(f"SKIPPED published models: {drawing.PUBLISHED} is not there")
    problems = [each for each in drawn if each is not None] + [drawing.own(sets)]
    for problem in sorted(problems, key=lambda each: len(each.outputs)):
        ours = replace(BATCH, sets=min(BATCH.sets, sets))
        try:
            loop, batch = race(problem, [LOOP, ours], rounds, 3)
        except RuntimeError as error:
            show(f"SKIPPED {problem.name}, no reference: {error}")
            continue
        if loop.reason or batch.reason:
            show(f"SKIPPED {problem.name}: {loop.reason or batch.reason}")
            continue
        slow, fast = loop.best("cpu"), batch.best("cpu")
        rows.append(
            {
                "model": problem.name, "states": len(problem.outputs),
                "loop ms": slow * 1e3, "batch ms": fast * 1e3, "ratio": slow / fast,
                "loop error": loop.error, "batch error": batch.error,
            }
        )  # fmt: skip
    return rows


def by_cores(problem: Problem, rounds: int) -> list[Row]:
    """Return how much faster two cores are than one: threads of ours, processes of the others.

    ``CPU of one`` is the CPU time of all threads together over that of one alone: what is above 1
    is lost to sharing, whatever else the machine does meanwhile.
    """
    rows: list[Row] = []
    stables = {
        threads: Stable(replace(BATCH, options={"threads": threads}), problem)
        for threads in (1, 2, 4)
    }
    numbers = np.resize(np.arange(problem.sets), 4 * problem.sets).tolist()
    for stable in stables.values():
        stable.start(numbers).result()
    laps: dict[int, list[Lap]] = {threads: [] for threads in stables}
    # Many short rounds: one in which no other job disturbs is what counts.
    for _ in range(4 * rounds):
        for threads, stable in stables.items():
            laps[threads].append(stable.start(numbers).result())
    wall = {threads: min(lap.wall for lap in laps[threads]) for threads in laps}
    cpu = {threads: min(lap.cpu for lap in laps[threads]) for threads in laps}
    for threads, stable in stables.items():
        stable.close()
        rows.append({"engine": f"her2sim batch, {threads} threads",
                     "times one": wall[1] / wall[threads],
                     "CPU of one": cpu[threads] / cpu[1]})  # fmt: skip
    for entry in (replace(LOOP, sets=16), Entry("bngsim", "peers:Bngsim", sets=32)):
        try:
            rows.append({"engine": f"{entry.label}, 2 processes",
                         "times one": speed_up(problem, entry, 4 * rounds)})  # fmt: skip
        except Exception as error:
            rows.append({"engine": f"{entry.label}: {error}", "times one": float("nan")})
    return rows
