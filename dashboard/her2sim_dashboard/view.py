"""View: everything a page shows of a state, computed in one place."""

from __future__ import annotations

from dataclasses import dataclass

from her2sim.errors import Her2simError

from her2sim_dashboard.charts import Chart, time_course
from her2sim_dashboard.context import Context
from her2sim_dashboard.parsing import Parsed
from her2sim_dashboard.runs import Comparison, compare
from her2sim_dashboard.state import State, to_query
from her2sim_dashboard.verdict import UNKNOWN, Ends, Verdict, judge


@dataclass(frozen=True)
class View:
    """What is shown of a state.

    ``compared`` is ``None`` when the model could not be solved; ``problems`` then says why.
    """

    state: State
    query: str
    problems: tuple[str, ...]
    compared: Comparison | None
    ends: Ends | None
    verdict: Verdict
    charts: tuple[Chart, ...]


def view_of(parsed: Parsed, context: Context) -> View:
    """Return what to show for what a visitor sent; never raises for a visitor's mistake."""
    state, problems = parsed.state, parsed.problems
    try:
        compared = compare(context, state.cell, state.hours)
    except Her2simError as error:
        failed = f"The model could not be solved for this scenario. {error}"
        return View(state, to_query(state), (*problems, failed), None, None, UNKNOWN, ())
    ends = Ends(
        doses=len(state.cell.doses),
        cell=compared.cell.ends(),
        untreated=compared.untreated.ends(),
        wild_type=compared.wild_type.ends(),
        reference=compared.reference.ends(),
    )
    charts = tuple(
        time_course(context.catalogue.readout(name), compared, state.axis)
        for name in state.readouts
    )
    verdict = judge(ends, context.rules)
    return View(state, to_query(state), problems, compared, ends, verdict, charts)
