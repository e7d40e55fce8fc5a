"""The table of the ranking, with a link of each gene to its scenario, and as CSV."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
from her2sim import Knockdown

from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import figures
from her2sim_dashboard.screening.asking import unit_of
from her2sim_dashboard.screening.ranking import Ranking, leading_shares
from her2sim_dashboard.screening.wording import effect_in_words, percent, signed
from her2sim_dashboard.state import State, to_query
from her2sim_dashboard.tables import Cell, Column, Part, Table, as_csv, inside, number

EXPLORE = "/explore"
_PAIR = " + "
_BEHIND = 3  # columns: gene, rank and effect stand before what many parameter sets say


def explore_link(genes: Sequence[str], state: State, ranking: Ranking, most: int) -> str | None:
    """Return the address of the scenario with genes knocked down, ``None`` where there is none.

    Over-expression and more than ``most`` knock-downs are nothing a scenario of the page can have.
    """
    if ranking.perturbing.over is not None:
        return None
    left = {each.gene: each.left for each in state.cell.knockdowns}
    left |= {gene: ranking.perturbing.left * left.get(gene, 1.0) for gene in genes}
    if len(left) > most:
        return None
    knockdowns = tuple(Knockdown(gene, round(part, 6)) for gene, part in left.items())
    cell = replace(state.cell, knockdowns=knockdowns)
    return f"{EXPLORE}?{to_query(replace(state, cell=cell))}"


def ranking_table(ranking: Ranking, state: State, context: Context) -> dict[str, Any]:
    """Return the rows of single genes, as ``70-tables.js`` takes them."""
    rows = ranking.table[~ranking.table["gene"].str.contains(_PAIR, regex=False)]
    shares = leading_shares(ranking, context.limits.screen_leading)
    link = partial(explore_link, state=state, ranking=ranking, most=context.limits.knockdowns_most)
    columns = _columns(ranking, state)
    columns[_BEHIND:_BEHIND] = _of_sets(context) if shares else []
    cells = []
    for row in rows.to_dict("records"):
        own = _cells(row, ranking, link)
        own[_BEHIND:_BEHIND] = _set_cells(row, shares) if shares else []
        cells.append(tuple(own))
    return Table("Genes by what their change does", tuple(columns), tuple(cells)).content()


def pairs_table(ranking: Ranking, state: State, context: Context, most: int) -> dict[str, Any]:
    """Return the pairs that go furthest beyond the sum of their genes, at most so many."""
    rows = ranking.table[ranking.table["gene"].str.contains(_PAIR, regex=False)]
    order = rows["interaction"].abs().sort_values(ascending=False, kind="stable").index[:most]
    link = partial(explore_link, state=state, ranking=ranking, most=context.limits.knockdowns_most)
    unit = unit_of(ranking.readout)
    columns = (
        Column("gene", "Pair", "id", "opens the scenario with both in Explore"),
        Column("effect", f"Effect {unit}".strip(), "number", "change with both"),
        Column("expected", "Sum of both", "number", "the two effects added up"),
        Column("interaction", "Beyond the sum", "number", "effect less the sum of both"),
        Column("words", "In words", "words"),
    )
    cells = tuple(
        (
            _named(str(row["gene"]), link),
            _number(row["effect"]),
            _number(row["expected"]),
            _number(row["interaction"]),
            effect_in_words(ranking, float(row["effect"])),
        )
        for row in rows.loc[order].to_dict("records")
    )
    return Table("Pairs by what goes beyond the sum", columns, cells).content()


def _columns(ranking: Ranking, state: State) -> list[Column]:
    unit = unit_of(ranking.readout)
    columns = [
        Column("gene", "Gene", "id", "opens the scenario with its knock-down in Explore"),
        Column("rank", "Rank", "number", "1 for the largest effect"),
        Column("effect", f"Effect {unit}".strip(), "number", "change of the readout"),
        Column("knockdown", "Readout", "number", "the readout with the gene changed"),
        Column("words", "In words", "words"),
    ]
    if ranking.is_treated:
        columns.append(
            Column("alone", "Effect untreated", "number", "the same change without the treatment")
        )
    if ranking.table["fitness"].notna().any():
        hint = "growth rate without the treatment, 1 with the gene as it is"
        columns.append(Column("fitness", "Growth untreated", "number", hint))
    return columns


def _of_sets(context: Context) -> list[Column]:
    first = context.limits.screen_leading
    return [
        Column("band", "95 % of sets", "number", "effect in 95 % of the parameter sets"),
        Column("agreement", "Same sign", "number", "share of sets in which it has this sign"),
        Column("ranks", "Ranks", "number", "ranks in 95 % of the parameter sets"),
        Column("leading", f"Among first {first}", "number", "share of sets in which it is"),
    ]


def _cells(row: dict[Any, Any], ranking: Ranking, link: Callable[..., str | None]) -> list[Cell]:
    effect = float(row["effect"])
    cells: list[Cell] = [
        _named(str(row["gene"]), link),
        int(row["rank"]),
        _number(effect),
        number(float(row["knockdown"]), figures(float(row["knockdown"]))),
        effect_in_words(ranking, effect),
    ]
    cells += [_number(row["alone"])] if ranking.is_treated else []
    if ranking.table["fitness"].notna().any():
        cells.append(number(float(row["fitness"]), figures(float(row["fitness"]))))
    return [_without_gaps(cell) for cell in cells]


def _set_cells(row: dict[Any, Any], shares: dict[str, float]) -> list[Cell]:
    low, high = float(row["rank_lower"]), float(row["rank_upper"])
    band = f"{signed(float(row['lower']))} to {signed(float(row['upper']))}"
    cells: list[Cell] = [
        number(float(row["lower"]), band),
        number(float(row["agreement"]), percent(float(row["agreement"]))),
        number(low, f"{low:.0f} to {high:.0f}"),
        number(shares[str(row["gene"])], percent(shares[str(row["gene"])])),
    ]
    return [_without_gaps(cell) for cell in cells]


def _named(gene: str, link: Callable[..., str | None]) -> Part:
    address = link(gene.split(_PAIR))
    return inside(gene, address) if address else gene


def _number(value: float) -> Part:
    return number(float(value), signed(float(value))) if math.isfinite(value) else None


def _without_gaps(cell: Cell) -> Cell:
    """Return a cell, empty where its number is none: JSON has no NaN."""
    value = cell.get("value") if isinstance(cell, dict) else None
    return None if isinstance(value, float) and not math.isfinite(value) else cell


def frame_csv(table: pd.DataFrame, told: Mapping[str, object]) -> str:
    """Return a table as CSV; what holds for all rows stands in columns at the end."""
    own = table.astype(object).where(table.notna(), "")
    columns = [*map(str, table.columns), *(name for name in told if name not in table)]
    rest = [value for name, value in told.items() if name not in table]
    return as_csv(columns, ([*row, *rest] for row in own.itertuples(index=False, name=None)))


def ranking_csv(ranking: Ranking, state: State) -> str:
    """Return the whole table of the screen as CSV, with what is needed to get it again."""
    asked = ranking.found.provenance
    names = ("genotype", "background", "treatment", "hours", "factor", "sample", "model", "sha256")
    knockdowns = " + ".join(str(each) for each in state.cell.knockdowns) or "none"
    told = {name: asked[name] for name in names} | {"knockdowns": knockdowns}
    return frame_csv(ranking.table, told)
