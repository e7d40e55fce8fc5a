"""Tables of input values: from what users write to the arrays the driver reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from her2sim.batch.compiled import Description
from her2sim.batch.running import Floats
from her2sim.errors import InvalidValue, UnknownName

Values = Mapping[str, ArrayLike]
"""Input name to one number for all simulations, or to one number for each."""

Truths = NDArray[np.bool_]


def count(tables: Sequence[Values]) -> int:
    """Return the number of simulations that tables of values describe.

    Raises
    ------
    InvalidValue
        When two entries disagree, or one is not a number or a list of numbers.
    """
    lengths: dict[int, str] = {}
    for table in tables:
        for name, value in table.items():
            shape = np.shape(value)
            if len(shape) > 1 or not _are_numbers(value):
                raise InvalidValue(f"the value of {name!r}", value, "one number or a list of them")
            if shape:
                lengths.setdefault(shape[0], name)
    if len(lengths) > 1:
        shown = ", ".join(f"{name}: {length}" for length, name in lengths.items())
        raise InvalidValue("the number of values", shown, "the same for all lists")
    return next(iter(lengths), 1)


def _are_numbers(value: ArrayLike) -> bool:
    return np.asarray(value).dtype.kind in "fiub"


def fill(known: Description, table: Values, base: Floats) -> tuple[Floats, Truths]:
    """Put given values over others.

    Parameters
    ----------
    known
        The model.
    table
        The given values.
    base
        (simulations, inputs): what holds where nothing is given.

    Returns
    -------
    tuple
        The filled copy, and for each simulation whether all given values are finite.
    """
    filled, finite = base.copy(), np.ones(len(base), dtype=np.bool_)
    places = known.places
    for name in table:
        if name not in places:
            raise UnknownName("input", name, known.inputs, "the model's inputs")
    if table:
        columns = np.empty((len(table), len(base)))
        for column, value in zip(columns, table.values(), strict=True):
            column[:] = value
        filled[:, [places[name] for name in table]] = columns.T
        finite &= np.isfinite(columns).all(axis=0)
    return filled, finite


def defaults(known: Description, simulations: int) -> Floats:
    """Return (simulations, inputs) with the values of the model, NaN where it computes them."""
    row = [np.nan if value is None else value for value in known.defaults]
    return np.tile(np.array(row, dtype=np.float64), (simulations, 1))


def refuse_new_sizes(known: Description, rows: Sequence[Floats]) -> None:
    """Refuse a compartment whose size changes from period to period.

    States are concentrations; what they become in a new volume would have to be guessed.
    """
    for name in known.compartments:
        place = known.inputs.index(name)
        for row in rows[1:]:
            if not np.array_equal(row[:, place], rows[0][:, place], equal_nan=True):
                raise InvalidValue(f"the size of {name!r}", "different", "the same in all periods")
