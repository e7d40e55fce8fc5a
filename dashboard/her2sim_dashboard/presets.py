"""Presets: the stories of the Start page, from ``presets.csv``, told by the model's own numbers."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock

from her2sim.errors import Her2simError
from her2sim.model import Readout
from her2sim.tables import read_table

from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import HERE
from her2sim_dashboard.numbers import figures, fold
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.runs import Comparison, compare
from her2sim_dashboard.state import State, to_query
from her2sim_dashboard.verdict import Ends, Verdict, judge

_YES = "yes"


@dataclass(frozen=True)
class PresetRow:
    """A row of ``presets.csv``.

    ``cell`` and ``other`` are queries of addresses, named ``cell_name`` and ``other_name`` on the
    card, which compares them by ``readouts``. With ``verdict`` ``yes`` the card gives that of the
    cell. ``claims`` are ids of experiments, ``source`` is the paper behind them.
    """

    id: str
    title: str
    text: str
    cell: str
    cell_name: str
    other: str
    other_name: str
    readouts: tuple[str, ...]
    verdict: str
    claims: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Bar:
    """One value on a card: ``start`` and ``length`` are shares of the track's width."""

    name: str
    text: str
    start: float
    length: float


@dataclass(frozen=True)
class Gauge:
    """A readout in both cells.

    ``zero`` and ``mark`` are where nothing and the untreated wild type lie on the track.
    """

    readout: Readout
    zero: float
    mark: float
    bars: tuple[Bar, Bar]


@dataclass(frozen=True, eq=False)
class Story:
    """A preset with what the model says about it; ``compared`` belongs to its cell."""

    row: PresetRow
    state: State
    other: State
    compared: Comparison
    verdict: Verdict | None
    gauges: tuple[Gauge, ...]

    @property
    def query(self) -> str:
        """The cell as the query of an address."""
        return to_query(self.state)

    @property
    def query_of_both(self) -> str:
        """Both cells as the query of the page that compares."""
        return to_query(replace(self.state, others=(self.other.cell,)))


@cache
def read_presets() -> tuple[PresetRow, ...]:
    """Return the rows of ``presets.csv``."""
    return read_table(HERE / "presets.csv", PresetRow)


def stories(context: Context) -> tuple[Story, ...]:
    """Return the presets that a model can tell, simulated once for each application.

    A preset that names what the model does not have, or that cannot be solved, is left out.
    """
    with _LOCK:
        if context not in _TOLD:
            found = (_story(row, context) for row in read_presets())
            _TOLD[context] = tuple(each for each in found if each is not None)
            while len(_TOLD) > _MOST_APPLICATIONS:
                _TOLD.popitem(last=False)
        return _TOLD[context]


_TOLD: OrderedDict[Context, tuple[Story, ...]] = OrderedDict()
_MOST_APPLICATIONS = 4
_LOCK = Lock()


def _story(row: PresetRow, context: Context) -> Story | None:
    cell, other = parse_scenario(row.cell, context), parse_scenario(row.other, context)
    known = {readout.id: readout for readout in context.catalogue.readouts}
    if cell.problems or other.problems or not set(row.readouts) <= known.keys():
        return None
    state = cell.state
    try:
        compared = compare(context, state.cell, state.hours)
        beside = compare(context, other.state.cell, other.state.hours)
    except Her2simError:
        return None
    ends = Ends(
        doses=len(state.cell.doses),
        cell=compared.cell.ends(),
        untreated=compared.untreated.ends(),
        wild_type=compared.wild_type.ends(),
        reference=compared.reference.ends(),
    )
    verdict = judge(ends, context.rules) if row.verdict == _YES else None
    gauges = tuple(_gauge(known[name], row, compared, beside) for name in row.readouts)
    return Story(row, state, other.state, compared, verdict, gauges)


def _gauge(readout: Readout, row: PresetRow, cell: Comparison, other: Comparison) -> Gauge:
    """Return a readout's bars: amounts as multiples of the untreated wild type, others as is."""
    values = [each.cell.ends()[readout.id] for each in (cell, other)]
    bases = [each.reference.ends()[readout.id] for each in (cell, other)]
    as_is = readout.unit[:1] == "1" or min(bases) <= 0
    shown = values if as_is else [v / base for v, base in zip(values, bases, strict=True)]
    texts = [figures(value, 2) if as_is else fold(value) for value in shown]
    low, high = min(0.0, *shown), max(1.0, *shown)
    span = high - low
    bars = [
        Bar(name, text, (min(0.0, value) - low) / span, abs(value) / span)
        for name, text, value in zip((row.cell_name, row.other_name), texts, shown, strict=True)
    ]
    return Gauge(readout, -low / span, (1.0 - low) / span, (bars[0], bars[1]))
