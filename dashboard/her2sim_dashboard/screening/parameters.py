"""The ranking of parameters: sensitivity of a readout in the state's scenario."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd
from her2sim import Sensitivity, sensitivity
from her2sim.analysis.sensitivity import LEADING
from her2sim.rows import Parameter

from her2sim_dashboard.context import Context
from her2sim_dashboard.evidence import evidence_classes
from her2sim_dashboard.evidence import label_of as evidence_label
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.references import linked
from her2sim_dashboard.screening.asking import label_of, readout_of, scenario_of
from her2sim_dashboard.screening.wording import percent, signed
from her2sim_dashboard.state import State, to_query
from her2sim_dashboard.tables import Cell, Column, Part, Table, chip, inside, number
from her2sim_dashboard.wording import joined

MODEL = "/model"
_TONES = {"data": "good", "literature": "", "judgement": "warn", "convention": ""}
_MEASURES = {
    "slope": ("Slope", "change of the readout per e-fold of the parameter"),
    "elasticity": ("Elasticity", "relative change of the readout per relative change"),
    "mu_star": ("µ*", "mean size of the effect over the range"),
    "mu": ("µ", "mean effect over the range, with its sign"),
    "sigma": ("σ", "spread of the effect: interactions and curvature"),
    "ST": ("Total", "share of the variance, with all interactions (ST)"),
    "S1": ("Alone", "share of the variance by itself (S1)"),
}
_STEP = math.log(1.1)  # ten per cent more of a parameter
_ARMS_TOLD = 3


def ask(
    state: State,
    context: Context,
    progress: Callable[[int, int], None] | None = None,
    interim: Callable[[Sensitivity], None] | None = None,
) -> Sensitivity:
    """Return the sensitivity that a state asks for; see :func:`her2sim.sensitivity`."""
    method = state.setting("scs")
    return sensitivity(
        context.model,
        scenario_of(state),
        readout_of(state, context).id,
        method=method,
        by=state.setting("scb") if method == "sobol" else "parameter",
        hours=state.hours,
        runs=None if method == "local" else int(state.setting("scr")),
        spread=round(float(state.setting("scw")) / 100, 6),
        progress=progress,
        interim=interim,
    )


def leading_rows(found: Sensitivity) -> pd.DataFrame:
    """Return the rows of the leading measure, the largest first, without gaps."""
    table = found.table
    rows = table[table["measure"] == LEADING[str(found.provenance["method"])]]
    return pd.DataFrame(rows.dropna(subset="value").reset_index(drop=True))


def finding(found: Sensitivity, state: State, context: Context) -> str:
    """Return what the ranking of parameters says."""
    rows = leading_rows(found)
    shown = rows.head(int(state.setting("sck")))
    sentences = [_first(found, rows.iloc[0], context, label_of(readout_of(state, context)))]
    if not _by_arm(found):
        sentences += [_arms(shown), _grounds(shown, context)]
    return " ".join(sentences)


def _by_arm(found: Sensitivity) -> bool:
    return bool((found.table["parameter"] == found.table["arm"]).all())


def _first(found: Sensitivity, row: pd.Series, context: Context, name: str) -> str:
    what = _described(str(row["parameter"]), context)
    value, method = float(row["value"]), found.provenance["method"]
    if method == "local":
        return (
            f"{what} moves {name} most: 10 % more of it changes {name} by {signed(value * _STEP)}."
        )
    if method == "morris":
        reach = percent(float(str(found.provenance["spread"])))
        return (
            f"{what} moves {name} most: by {figures(value)} on average from one end to the other "
            f"of {reach} of its range."
        )
    alone = found.table[found.table["measure"] == "S1"].set_index("parameter")["value"]
    kind = f"The arm {row['arm']}" if _by_arm(found) else what
    return (
        f"{kind} accounts for {percent(value)} of the variance of {name}, "
        f"{percent(float(alone[row['parameter']]))} by itself and the rest together with others."
    )


def _described(name: str, context: Context) -> str:
    row = _rows(context).get(name)
    return f"{name} ({row.name})" if row is not None and row.name else name


def _arms(shown: pd.DataFrame) -> str:
    counts = Counter(shown["arm"]).most_common(_ARMS_TOLD)
    (arm, first), *others = counts
    told = joined([f"{first} belong to {arm}", *(f"{count} to {arm}" for arm, count in others)])
    return f"Of the {len(shown)} leading parameters {told}."


def _grounds(shown: pd.DataFrame, context: Context) -> str:
    weak = {each.id for each in evidence_classes() if each.strength == "judgement"}
    rows = _rows(context)
    count = sum(rows[name].evidence in weak for name in shown["parameter"] if name in rows)
    if not count:
        return "Each of them rests on data or on published models."
    verb = "rests" if count == 1 else "rest"
    return f"{count} of them {verb} on judgement rather than data: what to measure next."


def _rows(context: Context) -> dict[str, Parameter]:
    return {each.id: each for each in context.model.parameters}


def sensitivity_table(found: Sensitivity, state: State, context: Context) -> dict[str, Any]:
    """Return all parameters (or arms) with their measures, as ``70-tables.js`` takes them."""
    order = leading_rows(found)["parameter"].tolist()
    measures = [name for name in _MEASURES if name in set(found.table["measure"])]
    by_name = found.table.set_index(["parameter", "measure"]).sort_index()
    arms = dict(zip(found.table["parameter"], found.table["arm"], strict=True))
    method = str(found.provenance["method"])
    # Of the local method the interval is the error of a difference, too small to tell.
    leading = "" if method == "local" else LEADING[method]
    columns = [Column("rank", "Rank", "number"), *_measure_columns(measures, leading)]
    cells = []
    is_arms = _by_arm(found)
    for place, name in enumerate(order, start=1):
        row: list[Cell] = [name if is_arms else _linked(name, state), place]
        for measure in measures:
            row += _measured(by_name.loc[(name, measure)], measure == leading)
        cells.append(tuple(row + ([] if is_arms else _about(name, arms[name], context))))
    first = Column("id", "Arm" if is_arms else "Parameter", "id")
    about = [] if is_arms else _about_columns()
    return Table("Parameters by influence", (first, *columns, *about), tuple(cells)).content()


def _linked(name: str, state: State) -> Part:
    """Return a parameter's name as a link to its row on the page of the model."""
    there = state.with_settings(see="tables", tab="parameters", q=f'"{name}"')
    return inside(name, f"{MODEL}?{to_query(there)}")


def _measure_columns(measures: list[str], leading: str) -> list[Column]:
    columns = []
    for name in measures:
        columns.append(Column(name, _MEASURES[name][0], "number", _MEASURES[name][1]))
        if name == leading:
            columns.append(Column("band", "Interval", "number", "95 % of resamples"))
    return columns


def _about_columns() -> list[Column]:
    return [
        Column("name", "What it is", "words"),
        Column("arm", "Arm"),
        Column("value", "Value", "number"),
        Column("unit", "Unit"),
        Column("evidence", "Evidence"),
        Column("source", "Source", "source"),
    ]


def _measured(row: pd.Series, has_band: bool) -> list[Cell]:
    value, low = float(row["value"]), float(row["lower"])
    cells: list[Cell] = [number(value, figures(value)) if math.isfinite(value) else None]
    if has_band:
        band = f"{figures(low)} to {figures(row['upper'])}"
        cells.append(number(low, band) if math.isfinite(low) else None)
    return cells


def _about(name: str, arm: str, context: Context) -> list[Cell]:
    row = _rows(context).get(name)
    if row is None:
        return ["", arm, None, "", "", ""]
    strength = {each.id: each.strength for each in evidence_classes()}.get(row.evidence, "")
    return [
        row.name,
        arm,
        number(row.value, figures(row.value)),
        row.unit,
        chip(evidence_label(row.evidence), _TONES.get(strength, "")),
        linked(row.source),
    ]


def done_text(found: Sensitivity, state: State) -> str:
    """Return how many simulations a result is from, and whether that is all."""
    kept = found.provenance
    runs = f"{kept['runs']:,}".replace(",", "\u202f")
    so_far = "" if kept["complete"] else " so far"
    missing = float(str(kept["missing"]))
    gaps = f" {percent(missing)} of them give no value." if missing >= 0.005 else ""
    spread = (
        ""
        if kept["method"] == "local"
        else f" over {plain(float(state.setting('scw')))} % of each range"
    )
    return f"From {runs} simulations{so_far}, {kept['parameters']} parameters{spread}.{gaps}"
