"""A part of a scan: its points simulated and written as one Parquet file's bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from her2sim.errors import Her2simError
from her2sim.many import simulate_many
from her2sim.request import Column, columns_of
from her2sim.scan.points import Block, Points
from her2sim.scenario import Scenario

OK, FAILED = "ok", "failed"
METADATA_KEY = b"her2sim"

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """A range of points that is simulated, written and kept as a whole.

    ``lost`` are points that are not to be simulated, as they end the process that tries, with
    the message to be recorded for them.
    """

    number: int
    first: int
    stop: int
    lost: Mapping[int, str] = field(default_factory=dict)


def part_bytes(points: Points, part: Part, fingerprint: str) -> bytes:
    """Simulate a part and return it as a Parquet file.

    Nothing that happens in a point stops the others: it becomes a row with a message.
    """
    blocks = [_block(points, block, part.lost) for block in points.blocks(part.first, part.stop)]
    table = pa.concat_tables(blocks)
    about = {"fingerprint": fingerprint, "first": part.first, "stop": part.stop}
    table = table.replace_schema_metadata({METADATA_KEY: json.dumps(about).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


@dataclass(frozen=True)
class _Outcome:
    """What the points of a block gave.

    ``absolute`` and ``relative`` are (sets, cells, readouts, times), ``messages`` (sets, cells)
    with an empty text where nothing failed.
    """

    absolute: Array
    relative: Array
    messages: NDArray[np.object_]


def _block(points: Points, block: Block, lost: Mapping[int, str]) -> pa.Table:
    arms = [points.scenario(cell) for cell in block.cells]
    outcome = None if lost else _together(points, block, arms)
    if outcome is None:
        outcome = _one_by_one(points, block, arms, lost)
    return _table(points, block, arms, outcome)


def _together(points: Points, block: Block, arms: Sequence[Scenario]) -> _Outcome | None:
    """Simulate all points of a block at once; ``None`` if one of them forbids that."""
    try:
        return _simulated(points, block.sets, arms)
    # A mistake that only some combinations hold, such as a value set by mutation and axis, or a
    # bug that only some meet, must not cost the others their result.
    except Exception:
        return None


def _one_by_one(
    points: Points, block: Block, arms: Sequence[Scenario], lost: Mapping[int, str]
) -> _Outcome:
    readouts, times = len(_readouts(points)), len(points.spec.times_h)
    shape = (len(block.sets), len(block.cells))
    absolute, relative = np.full((2, *shape, readouts, times), np.nan)
    messages = np.full(shape, "", dtype=object)
    for row, of_set in enumerate(block.sets):
        for place, cell in enumerate(block.cells):
            number = of_set * points.spec.cells + cell
            if number in lost:
                messages[row, place] = lost[number]
                continue
            try:
                one = _simulated(points, range(of_set, of_set + 1), [arms[place]])
            except Her2simError as error:
                messages[row, place] = str(error)
            except Exception as error:
                messages[row, place] = f"{type(error).__name__}: {error}"
            else:
                absolute[row, place], relative[row, place] = one.absolute[0, 0], one.relative[0, 0]
                messages[row, place] = one.messages[0, 0]
    return _Outcome(absolute, relative, messages)


def _simulated(points: Points, sets: range, arms: Sequence[Scenario]) -> _Outcome:
    found = simulate_many(
        points.model,
        arms,
        points.spec.readouts,
        points.spec.times_h,
        samples=points.samples(sets),
        start=points.spec.start,
        threads=1,
    )
    base = found.references[list(found.reference_of)]
    absolute = found.values  # noqa: PD011 - an array of the ensemble, not of pandas
    relative = absolute / np.where(base == 0.0, np.nan, base)
    messages = np.full((len(arms), len(sets)), "", dtype=object)
    places = {arm.name: place for place, arm in enumerate(arms)}
    for name, of_set, message in found.failures.itertuples(index=False, name=None):
        messages[places[name], int(of_set)] = message
    return _Outcome(absolute.swapaxes(0, 1), relative.swapaxes(0, 1), messages.T)


def _readouts(points: Points) -> tuple[Column, ...]:
    return columns_of(points.model, points.spec.readouts)


def _table(points: Points, block: Block, arms: Sequence[Scenario], outcome: _Outcome) -> pa.Table:
    """Return the rows of a block: point by point, readout by readout, time by time."""
    readouts, times = _readouts(points), np.array(points.spec.times_h)
    sets, cells = len(block.sets), len(block.cells)
    each = len(readouts) * len(times)
    of_cell = np.tile(np.repeat(np.arange(cells), each), sets)
    of_point = np.repeat(np.arange(sets * cells), each)
    of_readout = np.tile(np.repeat(np.arange(len(readouts)), len(times)), sets * cells)
    numbers = np.add.outer(np.array(block.sets) * points.spec.cells, np.array(block.cells))
    failed = np.array(outcome.messages != "", dtype=bool).ravel()
    columns: dict[str, Any] = {
        "point": np.repeat(numbers.ravel(), each),
        **_picked(_of_cells(points, block, arms), of_cell),
        **{
            name: np.repeat(values, cells * each)
            for name, values in points.sampled(block.sets).items()
        },
        "time_h": np.tile(times, sets * cells * len(readouts)),
        **_picked({"readout": [one.name for one in readouts]}, of_readout),
        "value": outcome.absolute.ravel(),
        **_picked({"unit": [one.unit for one in readouts]}, of_readout),
        "relative": outcome.relative.ravel(),
        **_picked({"status": np.where(failed, FAILED, OK).tolist()}, of_point),
        **_picked({"message": outcome.messages.ravel().tolist()}, of_point),
    }
    # Labels get the number of the parameter set, so that every point has a name of its own.
    if points.spec.sample:
        labels = pd.Series(columns["scenario"].to_pylist(), dtype="str")
        columns["scenario"] = pa.array(labels + ", sample " + columns["sample"].astype(str))
    return pa.table({name: columns[name] for name in points.columns()})


def _of_cells(
    points: Points, block: Block, arms: Sequence[Scenario]
) -> dict[str, Sequence[object]]:
    """Return the columns that are the same for every parameter set, one value a cell."""
    usual = points.model.default_background or ""
    coordinates = pd.DataFrame.from_records([points.coordinates(cell) for cell in block.cells])
    return {
        **{str(name): coordinates[name].tolist() for name in coordinates.columns},
        "scenario": [points.label(arm) for arm in arms],
        "genotype": [str(arm.genotype) for arm in arms],
        "background": [arm.background or usual for arm in arms],
        "treatment": [arm.treatment_label for arm in arms],
    }


def _picked(columns: Mapping[str, Sequence[object]], places: NDArray[np.intp]) -> dict[str, Any]:
    """Return columns with their values repeated by place."""
    return {name: pa.array(values).take(pa.array(places)) for name, values in columns.items()}
