"""A fixed elimination order for a sparse matrix, and the pattern of its factors.

The order is Markowitz's greedy one on the diagonal (Markowitz, Management Science 3:255, 1957).
It is found once for a model; no pivoting happens afterwards, which is safe enough because the
matrices are ``I/(h gamma) - J`` and the step size falls when a solution is not finite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Factors:
    """The pattern of ``L`` and ``U`` in elimination order.

    Attributes
    ----------
    order
        ``order[k]`` is the row and column of the matrix that is eliminated as number ``k``.
    lower
        For each ``k`` the positions below ``k`` present in row ``k`` of ``L``, ascending.
    upper
        For each ``k`` the positions above ``k`` present in row ``k`` of ``U``, ascending.
    slots
        Where the entry (row, column), in elimination order, is stored.
    """

    order: tuple[int, ...]
    lower: tuple[tuple[int, ...], ...]
    upper: tuple[tuple[int, ...], ...]
    slots: dict[tuple[int, int], int]


def factor_pattern(size: int, entries: Iterable[tuple[int, int]]) -> Factors:
    """Choose the elimination order and find the fill-in.

    Parameters
    ----------
    size
        Number of rows.
    entries
        The non-zero (row, column) pairs; the diagonal is always taken as non-zero.
    """
    rows: list[set[int]] = [{i} for i in range(size)]
    columns: list[set[int]] = [{i} for i in range(size)]
    for i, j in entries:
        rows[i].add(j)
        columns[j].add(i)
    order, left_of, right_of = _eliminate(rows, columns)
    place = {pivot: k for k, pivot in enumerate(order)}
    lower = tuple(tuple(sorted(place[j] for j in left_of[i])) for i in order)
    upper = tuple(tuple(sorted(place[j] for j in right_of[i])) for i in order)
    return Factors(tuple(order), lower, upper, _slots(lower, upper))


def _eliminate(
    rows: list[set[int]], columns: list[set[int]]
) -> tuple[list[int], list[set[int]], list[set[int]]]:
    left = set(range(len(rows)))
    order: list[int] = []
    left_of: list[set[int]] = [set() for _ in rows]
    right_of: list[set[int]] = [set() for _ in rows]
    while left:
        pivot = min(left, key=lambda i: ((len(rows[i]) - 1) * (len(columns[i]) - 1), i))
        left.remove(pivot)
        order.append(pivot)
        right_of[pivot] = rows[pivot] - {pivot}
        below = columns[pivot] - {pivot}
        for i in below:
            left_of[i].add(pivot)
            rows[i].discard(pivot)
            rows[i] |= right_of[pivot]
        for j in right_of[pivot]:
            columns[j].discard(pivot)
            columns[j] |= below
    return order, left_of, right_of


def _slots(
    lower: tuple[tuple[int, ...], ...], upper: tuple[tuple[int, ...], ...]
) -> dict[tuple[int, int], int]:
    slots: dict[tuple[int, int], int] = {}
    for k, (left, right) in enumerate(zip(lower, upper, strict=True)):
        for j in (*left, k, *right):
            slots[k, j] = len(slots)
    return slots
