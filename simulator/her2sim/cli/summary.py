"""The short text that ``her2sim run`` prints: where each readout ends, in each scenario."""

from __future__ import annotations

import math

import pandas as pd

from her2sim.model import Model
from her2sim.result import Result

_WIDTH = 20
_CELLS_AT_ONE = 10


def summary(result: Result, model: Model) -> str:
    """Return the last value of every readout, scenario by scenario.

    ``relative`` is drawn as a bar on which ten cells are the untreated wild type.
    """
    final = result.final()
    if final.empty:
        return "No scenario could be simulated."
    width = max(map(len, final["scenario"]))
    backgrounds = ", ".join(dict.fromkeys(name for name in final["background"] if name))
    context = f", background {backgrounds}" if backgrounds else ""
    lines = [f"{model.title or model.name}{context}: after {final['time_h'].max():g} h"]
    has_relative = bool(final["relative"].notna().any())
    if "lower" in final:
        kind = result.provenance.get("ensemble_kind", "an ensemble")
        lines.append(f"in brackets: 95 % of parameter sets ({kind}, not fitted to data)")
    if has_relative:
        lines.append("value, and its ratio to the untreated wild type of the same background")
    for readout, rows in final.groupby("readout", sort=False):
        unit = rows["unit"].iloc[0]
        lines += ["", f"{readout} ({unit})" if unit and unit != "1" else str(readout)]
        columns = (rows[name].tolist() for name in ("scenario", "value", "relative"))
        for scenario, value, relative, span in zip(*columns, _spans(rows), strict=True):
            ratio = _ratio(relative) if has_relative else ""
            lines.append(f"  {scenario:<{width}}  {value:>10.4g}{span}{ratio}".rstrip())
    return "\n".join(lines)


def _spans(rows: pd.DataFrame) -> list[str]:
    """Return the interval of each row in brackets, nothing without an ensemble."""
    if "lower" not in rows:
        return [""] * len(rows)
    spans = zip(rows["lower"].tolist(), rows["upper"].tolist(), strict=True)
    return [f"{f'[{low:.3g} to {high:.3g}]':>22}" for low, high in spans]


def _ratio(relative: float) -> str:
    if math.isnan(relative):
        return f"  {'-':>7}"
    cells = min(_WIDTH, max(0, round(relative * _CELLS_AT_ONE)))
    more = "+" if relative * _CELLS_AT_ONE > _WIDTH + 0.5 else ""
    return f"  {relative:>6.2f}x  {'█' * cells}{more}"
