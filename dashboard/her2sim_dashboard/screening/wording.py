"""The ranking of genes in words."""

from __future__ import annotations

import math

import pandas as pd

from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import read_limits
from her2sim_dashboard.numbers import figures
from her2sim_dashboard.screening.asking import label_of, unit_of
from her2sim_dashboard.screening.ranking import Ranking, leading_shares
from her2sim_dashboard.state import State


def amount(value: float, unit: str) -> str:
    """Return a readout's value with its unit."""
    return f"{figures(value)} {unit}".strip()


def signed(value: float) -> str:
    """Return a change with its sign; the solver's noise is no change."""
    if abs(value) < read_limits().nothing_below:
        return "0"
    return f"+{figures(value)}" if value > 0 else figures(value)


def percent(share: float) -> str:
    """Return a share as whole per cent."""
    return f"{round(100 * share)} %"


def effect_in_words(ranking: Ranking, effect: float) -> str:
    """Return what an effect means: for the treatment, or without one for the cell."""
    if not math.isfinite(effect):
        return "gives no number"
    share, name = ranking.share(effect), label_of(ranking.readout)
    if not math.isfinite(share):
        return f"changes {name} by {signed(effect)}"
    if abs(share) <= ranking.band:
        return "makes hardly any difference"
    if not ranking.is_treated:
        return f"{'raises' if share > 0 else 'lowers'} {name} by {percent(abs(share))}"
    if share < 0:
        return f"adds {percent(-share)} to the treatment's effect"
    if share >= 1:
        return "takes away the whole effect of the treatment"
    return f"takes away {percent(share)} of the treatment's effect"


def finding(ranking: Ranking, state: State, context: Context) -> str:
    """Return what the ranking says, in a few sentences."""
    rows = ranking.table[~ranking.table["gene"].str.contains(" + ", regex=False)]
    rows = rows.dropna(subset="effect")
    kinds = rows["effect"].map(ranking.kind)
    up, down = int((kinds == "up").sum()), int((kinds == "down").sum())
    first, last = rows.iloc[0], rows.iloc[-1]
    name = label_of(ranking.readout)
    screened = f"Of {len(rows)} genes {ranking.perturbing.text} one at a time"
    sentences = [f"{screened}, {_counts(ranking, up, down)}."]
    if up:
        sentences.append(_of_gene(first, ranking, f"{first['gene']} comes first: {name} goes"))
    if down:
        sentences.append(_of_gene(last, ranking, f"At the other end stands {last['gene']}:"))
    return " ".join(sentences)


def _counts(ranking: Ranking, up: int, down: int) -> str:
    name = label_of(ranking.readout)
    if ranking.is_growth:
        return f"{up} leave the cell more growth under the treatment and {down} leave it less"
    return f"{up} raise {name} and {down} lower it"


def _of_gene(row: pd.Series, ranking: Ranking, begin: str) -> str:
    control, changed = float(row["control"]), float(row["knockdown"])
    unit = unit_of(ranking.readout)
    said = effect_in_words(ranking, float(row["effect"]))
    return f"{begin} from {figures(control)} to {amount(changed, unit)}, which {said}."


def place_in_words(ranking: Ranking, gene: str) -> str:
    """Return where a gene stands, such as ``PTEN ranks 1 of 39``."""
    singles = int((~ranking.table["gene"].str.contains(" + ", regex=False)).sum())
    return f"{gene} ranks {ranking.found.rank_of(gene)} of {singles}"


def sets_in_words(ranking: Ranking, context: Context) -> str:
    """Return how sure the first gene is and where intervals come from, empty without any."""
    asked = ranking.found.provenance
    if not asked.get("sample"):
        return ""
    first, most = str(ranking.table["gene"].iloc[0]), context.limits.screen_leading
    share = leading_shares(ranking, most).get(first)
    leads = "" if share is None else f"{first} is among the first {most} in {percent(share)} of "
    compared = float(str(asked["compared"]))
    left_out = "" if compared == 1 else f"; {percent(1 - compared)} of them give no number"
    spread = percent(float(str(asked["ensemble_spread"])))
    return (
        f"{leads}{asked['sample']} parameter sets. Intervals hold 95 % of them; they are not "
        f"fitted to data ({asked['ensemble_kind']}, {spread} of each range{left_out})."
    )
