"""The nouns of a lesson: its cells, steps, questions, and the rules by which the model judges."""

from __future__ import annotations

from dataclasses import dataclass

PREDICT, RUN, OBSERVE, EXPLAIN, CHECK = KINDS = ("predict", "run", "observe", "explain", "check")
CURVES, BARS = SHOWS = ("curves", "bars")
TESTS = ("at_least", "at_most", "above", "below")


@dataclass(frozen=True)
class Source:
    """A row of ``sources.csv``: where an explanation can be read; ``link`` may be empty."""

    id: str
    label: str
    title: str
    identifier: str
    link: str
    note: str


@dataclass(frozen=True)
class Arm:
    """A cell and its treatment under a name: ``scenario`` is the query of an address."""

    id: str
    label: str
    scenario: str


@dataclass(frozen=True)
class Number:
    """A number read off the simulation, under a name by which rules and texts refer to it.

    Attributes
    ----------
    id
        The name.
    readout, cell
        Which readout in which of the lesson's cells. Amounts are multiples of the untreated wild
        type of the same background; rates and numbers without unit are taken as they are.
    hours
        Time of reading (h); ``None`` is the end of the treatment.
    over
        Divide by the same readout in this cell instead, both in the readout's own unit.
    over_hours
        Divide by the same cell's value at this time (h) instead.
    minus
        Take away the same number in this cell.
    """

    id: str
    readout: str
    cell: str
    hours: float | None = None
    over: str = ""
    over_hours: float | None = None
    minus: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells it needs."""
        return tuple(name for name in (self.cell, self.over, self.minus) if name)


@dataclass(frozen=True)
class Rule:
    """A condition on a number; ``test`` is one of :data:`TESTS`."""

    number: Number
    test: str
    threshold: float


@dataclass(frozen=True)
class Choice:
    """An answer on offer. It is right when all rules hold; ``because`` answers who chose it."""

    text: str
    rules: tuple[Rule, ...]
    because: str = ""


@dataclass(frozen=True)
class Slider:
    """A number to guess, right within ``close`` of the simulated one.

    All are in ``unit``; the simulated number times ``scale`` is, too: 100 for per cent.
    """

    number: Number
    low: float
    high: float
    step: float
    close: float
    unit: str = "×"
    scale: float = 1.0


@dataclass(frozen=True)
class Question:
    """What is asked: either choices or a slider. ``after`` is told once it has been answered."""

    ask: str
    choices: tuple[Choice, ...] = ()
    slider: Slider | None = None
    after: str = ""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all choices."""
        return tuple(rule for choice in self.choices for rule in choice.rules)


@dataclass(frozen=True)
class Holding:
    """A statement of the lesson about the model, and the rules that must hold for it."""

    text: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Dispute:
    """Where the field disagrees with the model or with itself."""

    text: str
    sources: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step: text, the cells and readouts shown, a question, what it rests on.

    Attributes
    ----------
    kind
        One of :data:`KINDS`. A question of ``predict`` is answered by the following ``run``;
        those of other steps at once.
    show
        ``curves`` over time or ``bars`` at one time (``hours``; the end if ``None``).
    nodes, loops
        Nodes and feedback loops of the pathway map to point out.
    """

    kind: str
    title: str
    text: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    readouts: tuple[str, ...] = ()
    show: str = CURVES
    hours: float | None = None
    nodes: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    question: Question | None = None
    holds: tuple[Holding, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def statements(self) -> tuple[Holding | Dispute, ...]:
        """What the step says about the model."""
        return (*self.holds, *self.disputes)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the step."""
        asked = self.question.rules if self.question else ()
        held = tuple(rule for each in self.statements for rule in each.rules)
        return asked + held

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of the step that may hold numbers."""
        question = self.question
        asked = (question.ask, question.after) if question else ()
        answers = tuple(each.because for each in question.choices) if question else ()
        rested = tuple(each.text for each in self.statements)
        return (*self.text, *asked, *answers, *rested)


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson as its file describes it; ``id`` is the file's name without number and ending.

    Compared by identity, because a cache is asked for it many times a page.
    """

    id: str
    file: str
    title: str
    question: str
    minutes: int
    model: str
    learn: tuple[str, ...]
    takeaway: tuple[str, ...]
    cells: tuple[Arm, ...]
    numbers: tuple[Number, ...]
    steps: tuple[Step, ...]

    def cell(self, name: str) -> Arm:
        """Return a cell by its id."""
        return next(cell for cell in self.cells if cell.id == name)

    def prediction_of(self, place: int) -> int | None:
        """Return the place of the ``predict`` step that a ``run`` step answers."""
        if self.steps[place].kind != RUN:
            return None
        return next(each for each in range(place, -1, -1) if self.steps[each].kind == PREDICT)
