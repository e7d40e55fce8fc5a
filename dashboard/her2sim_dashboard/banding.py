"""Banding: what an ensemble of parameter sets says about the curves, the table and the verdict.

The sets are drawn from the ranges of the model's table and kept when the untreated wild type stays
physiological. They say what these ranges allow, not what data make likely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component
from her2sim import simulate_many
from her2sim.analysis.intervals import PERCENTILES, sampled
from her2sim.model import Readout
from numpy.typing import NDArray

from her2sim_dashboard import panels
from her2sim_dashboard.charts import LINES
from her2sim_dashboard.choices import pills
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import part
from her2sim_dashboard.jobs import Report
from her2sim_dashboard.kept import Kept
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.numbers import fold, plain
from her2sim_dashboard.runs import compared_scenarios, output_times
from her2sim_dashboard.state import State
from her2sim_dashboard.verdict import Ends, Verdict, judge, judged_readouts

PATH = "/explore/bands"
NAME = "bands"
SHOWN = "exu"
_SEED = 0
_FIGURES = 4
_WILD_TYPE = "wild_type_value"

Answer = dict[str, Any]
Floats = NDArray[np.float64]
_KEPT: Kept[Answer] = Kept(read_limits().cached_answers)


def bands_row(state: State) -> Component:
    """Return the choice whether uncertainty is shown, how far its work is, and what it means."""
    options = (("1", "shown"), ("0", "off"))
    choice = pills(part("setting", SHOWN), options, state.setting(SHOWN), label="Uncertainty")
    told = [panels.job_bar(NAME, "Uncertainty"), html.P(id="bands-note", className="hint")]
    return html.Div([choice, html.Div(told, className="bands-told")], className="bands-row")


def bands(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Return what the parameter sets span; the job behind :func:`bands_row`.

    Returns
    -------
    dict
        ``charts``: for each readout drawn, per line, its lower and upper ends over time.
        ``readouts``: for each readout of the table, the two folds as [text, whether the value
        itself lies outside]. ``verdict`` in words, ``legend`` and ``note``.
    """
    key = (context.model, state.cell, state.hours, state.readouts, state.axis)
    found = _KEPT.get(key)
    if found is None:
        found = _answer(state, context, report)
        _KEPT.put(key, found)
    return found


class _Sets:
    """The cells compared, simulated with every parameter set; the first is the model's own."""

    def __init__(self, state: State, context: Context, report: Report) -> None:
        scenarios = compared_scenarios(state.cell)
        self.sample = sampled(context.model, context.limits.band_sets, _SEED)
        self._fields = list(scenarios)
        self._readouts = [readout.id for readout in context.catalogue.readouts]
        found = simulate_many(
            context.model,
            list(scenarios.values()),
            self._readouts,
            output_times(state.hours),
            samples=self.sample.sets,
            threads=1,
            progress=report.progress,
            relative=False,
        )
        noise = context.limits.nothing_below
        values = found.values
        values[np.abs(values) < noise] = 0.0
        # A set that fails in one cell says nothing about how the cells compare.
        complete = np.flatnonzero(~np.isnan(values).any(axis=(0, 2, 3)))
        self._values = values[:, np.union1d([0], complete)]

    @property
    def number(self) -> int:
        """How many sets could be simulated, without the model's own."""
        return int(self._values.shape[1]) - 1

    def of(self, field: str, readout: str) -> Floats:
        """Return a readout in one of the cells: (sets, times)."""
        place = self._fields.index(field), self._readouts.index(readout)
        return np.asarray(self._values[place[0], :, place[1]])


def _answer(state: State, context: Context, report: Report) -> Answer:
    sets = _Sets(state, context, report)
    arms = context.catalogue.arms().values()
    table = [_folds(sets, readout) for readouts in arms for readout in readouts]
    return {
        "charts": [
            _chart(sets, context.catalogue.readout(name), state.axis) for name in state.readouts
        ],
        "readouts": table,
        "verdict": _verdict(sets, state, context),
        "legend": f"95 % of {sets.number} parameter sets",
        "note": _note(sets, table),
    }


def _chart(sets: _Sets, readout: Readout, axis: str) -> Answer:
    """Return the band of each line of a chart, on the axis that the chart has."""
    reference = sets.of("reference", readout.id)
    as_fold = axis == "fold" and readout.unit[:1] != "1" and bool(np.min(reference[0]) > 0)
    base = reference if as_fold else np.ones_like(reference)
    return {line.field: _band(sets.of(line.field, readout.id), base) for line in LINES}


def _band(values: Floats, base: Floats) -> list[list[float | None]]:
    """Return the lower and the upper ends over time, each set divided by its own base."""
    return [[_rounded(end) for end in ends] for ends in _ends(_ratio(values, base)[1:])]


def _ratio(values: Floats, base: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base != 0, values / base, np.nan)


def _ends(drawn: Floats) -> Floats:
    """Return the percentiles over the sets: (2, times). They are observed values."""
    if not len(drawn):
        return np.full((2, drawn.shape[1]), np.nan)
    return np.percentile(drawn, PERCENTILES, axis=0, method="nearest")


def _rounded(value: float) -> float | None:
    return float(f"{value:.{_FIGURES}g}") if np.isfinite(value) else None


def _folds(sets: _Sets, readout: Readout) -> list[list[Any]]:
    """Return the interval of both folds of the table, and whether the value lies outside of it."""
    cell = sets.of("cell", readout.id)[:, -1:]
    return [
        _interval(_ratio(cell, sets.of(field, readout.id)[:, -1:])[:, 0])
        for field in ("reference", "untreated")
    ]


def _interval(ratios: Floats) -> list[Any]:
    own, drawn = ratios[0], ratios[1:]
    if not np.isfinite(own) or own < 0 or not len(drawn) or not np.isfinite(drawn).all():
        return ["", False]
    low, high = (float(end[0]) for end in _ends(drawn[:, None]))
    text = [fold(end).removesuffix("×") for end in (low, high)]
    # An interval of no width is that of a ratio of a cell to itself.
    return ["–".join(text) if low < high else "", not low <= own <= high]


def _verdict(sets: _Sets, state: State, context: Context) -> str:
    """Return how many of the sets lead to which verdict.

    In many sets the drug hardly acts on the wild type. These say nothing about a resistance, so
    the verdicts are counted among the others.
    """
    names = judged_readouts(context.rules)
    if not state.cell.doses or not sets.number or not set(names) <= set(context.quantities):
        return ""
    idle = {rule.verdict for rule in context.rules if rule.quantity == _WILD_TYPE}
    given = [_judged(sets, place, names, state, context) for place in range(1, sets.number + 1)]
    telling = Counter(verdict.label for verdict in given if verdict.id not in idle)
    silent = Counter(verdict.label for verdict in given if verdict.id in idle)
    told = "".join(
        f"{label} in {count} of {sets.number} parameter sets, which says nothing about resistance. "
        for label, count in silent.items()
    )
    total = telling.total()
    shares = [
        f"{label} in {count} ({plain(round(100 * count / total))}\u00a0%)"
        for label, count in telling.most_common()
    ]
    which = f"the other {total}" if silent else f"{total} parameter sets"
    return f"{told}In {which}: {', '.join(shares)}." if shares else told.strip()


def _judged(
    sets: _Sets, place: int, names: tuple[str, ...], state: State, context: Context
) -> Verdict:
    """Return the verdict of one parameter set."""
    ends = {
        field: {name: float(sets.of(field, name)[place, -1]) for name in names}
        for field in compared_scenarios(state.cell)
    }
    return judge(Ends(doses=len(state.cell.doses), **ends), context.rules)


def _note(sets: _Sets, table: list[list[list[Any]]]) -> str:
    """Say what the sets are, and where the model's own value is none of theirs."""
    origin = sets.sample.origin
    spread = plain(round(100 * float(str(origin["ensemble_spread"]))))
    outside = sum(any(is_outside for _, is_outside in folds) for folds in table)
    told = (
        f"Bands hold 95 % of {sets.number} parameter sets. They are drawn from "
        f"{spread}\u00a0% of the ranges in the model's table and kept when the "
        f"untreated wild type stays physiological ({origin['ensemble_kept_share']:.2g} of those "
        "drawn do). They are not calibrated to data: they say what the ranges allow."
    )
    if outside:
        told += (
            f" † marks where the model's own value lies outside of the interval ({outside} of "
            f"{len(table)} readouts): there the table's own set is an unusual one among them."
        )
    return told
