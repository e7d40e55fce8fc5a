"""Steps: the states that one press of a button leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from her2sim_dashboard.comparing.together import LETTERS
from her2sim_dashboard.state import Cell, State


def with_cells(state: State, cells: Sequence[Cell]) -> State:
    """Return the state with other cells, the first of which leads."""
    return replace(state, cell=cells[0], others=tuple(cells[1 : len(LETTERS)]))


def room(state: State) -> int:
    """Return how many more cells can be compared."""
    return len(LETTERS) - len(state.cells)


def added(state: State, *cells: Cell) -> State:
    """Return the state with further cells, as many as there is room for."""
    return with_cells(state, [*state.cells, *cells])


def copied(state: State, place: int) -> State | None:
    """Return the state with a copy of a cell at its end, ``None`` without room."""
    return added(state, state.cells[place]) if room(state) else None


def without(state: State, place: int) -> State | None:
    """Return the state without the cell at a place, ``None`` for the last one."""
    cells = [cell for index, cell in enumerate(state.cells) if index != place]
    return with_cells(state, cells) if cells else None


def moved(state: State, place: int, to: int) -> State | None:
    """Return the state with a cell at another place, ``None`` where there is no such place."""
    cells = list(state.cells)
    if not 0 <= to < len(cells):
        return None
    cells.insert(to, cells.pop(place))
    return with_cells(state, cells)


def leading(state: State, place: int) -> State:
    """Return the state with the cell at a place as the first, which the other pages show."""
    return moved(state, place, 0) or state


def pinned(state: State) -> State | None:
    """Return the state with its first cell kept beside it; ``None`` if that cannot be.

    It cannot where the cell is kept already, or where there is no room.
    """
    return added(state, state.cell) if room(state) and state.cell not in state.others else None
