"""Together: the cells of a state, simulated at once and judged one by one."""

from __future__ import annotations

from dataclasses import dataclass

from her2sim_dashboard.context import Context
from her2sim_dashboard.runs import Course, compared_cells, courses
from her2sim_dashboard.state import OTHERS, Cell, State
from her2sim_dashboard.verdict import UNKNOWN, Ends, Verdict, judge

LETTERS = "ABCDEFGH"[: 1 + len(OTHERS)]


@dataclass(frozen=True)
class Member:
    """One of the cells: its letter, time course and verdict.

    ``course`` and ``ends`` are ``None`` when the model could not be solved; ``problem`` says why.
    """

    letter: str
    cell: Cell
    course: Course | None
    ends: Ends | None
    verdict: Verdict
    problem: str = ""


@dataclass(frozen=True)
class Together:
    """The cells compared and the one reference of everything drawn.

    ``reference`` is the untreated wild type of the first cell's background. A verdict compares
    with the wild type of the cell's own background instead, under the cell's own treatment.
    """

    state: State
    members: tuple[Member, ...]
    reference: Course | None

    @property
    def solved(self) -> tuple[Member, ...]:
        """The cells that have a time course."""
        return tuple(member for member in self.members if member.course)

    def of(self, letter: str) -> Member | None:
        """Return the cell of a letter, ``None`` where there is none."""
        return next((each for each in self.members if each.letter == letter), None)


def together(state: State, context: Context) -> Together:
    """Simulate all cells of a state and those they are judged by, each only once.

    A cell that cannot be solved keeps its place and says so; the others are shown all the same.
    """
    origin = Cell(background=state.cell.background)
    wanted = [cell for each in state.cells for _, cell in compared_cells(each).values()]
    found = courses(context, [origin, *wanted], state.hours)
    members = tuple(
        _member(letter, cell, found, context)
        for letter, cell in zip(LETTERS, state.cells, strict=False)
    )
    reference = found[origin]
    return Together(state, members, reference if isinstance(reference, Course) else None)


def _member(letter: str, cell: Cell, found: dict[Cell, Course | str], context: Context) -> Member:
    runs = {field: found[each] for field, (_, each) in compared_cells(cell).items()}
    solved = {field: run for field, run in runs.items() if isinstance(run, Course)}
    course = solved.get("cell")
    if len(solved) < len(runs):
        failed = next(run for run in runs.values() if isinstance(run, str))
        problem = f"The model could not be solved for cell {letter}. {failed}"
        return Member(letter, cell, course, None, UNKNOWN, problem)
    ends = Ends(doses=len(cell.doses), **{field: run.ends() for field, run in solved.items()})
    return Member(letter, cell, course, ends, judge(ends, context.rules))
