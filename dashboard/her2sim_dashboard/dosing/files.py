"""Files: the tables of the page as CSV, stamped with what made them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from flask import Flask, Response, request
from her2sim import __version__
from her2sim.errors import Her2simError

from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.experiments import matrix, responses
from her2sim_dashboard.dosing.question import Pair, Question, pair_of, question_of
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.state import State
from her2sim_dashboard.tables import as_csv
from her2sim_dashboard.wording import stem_of

_REFUSED = 422
_NO_PAIR = "The model has fewer than two drugs, so there is no matrix of two."
_NO_DRUG = "The model has no drugs, so there is no dose-response."


def add_files(server: Flask, path: str, context: Context) -> None:
    """Add the downloads: curves, potencies, wells and scores."""
    tables: dict[str, Callable[[State, Context], pd.DataFrame]] = {
        f"{path}.csv": curves_table,
        f"{path}/potency.csv": potency_table,
        "/matrix.csv": wells_table,
        f"{path}/scores.csv": scores_table,
    }
    for address, table in tables.items():
        server.add_url_rule(address, address, _download(table, address, context))


def curves_table(state: State, context: Context) -> pd.DataFrame:
    """Return the readout at every dose in every genotype."""
    found = responses(context, _question(state, context)).found
    return _stamped(found.table.assign(time_h=found.hours), context)


def potency_table(state: State, context: Context) -> pd.DataFrame:
    """Return the summary of every genotype's curve."""
    found = responses(context, _question(state, context)).found
    return _stamped(found.summary.assign(time_h=found.hours), context)


def wells_table(state: State, context: Context) -> pd.DataFrame:
    """Return every well of every genotype's matrix, with the excess over each reference."""
    pair = _pair(state, context)
    found = [matrix(context, pair, name).table for name in pair.genotypes]
    return _stamped(pd.concat(found, ignore_index=True).assign(time_h=pair.hours), context)


def scores_table(state: State, context: Context) -> pd.DataFrame:
    """Return the summary of every genotype's matrix."""
    pair = _pair(state, context)
    found = [matrix(context, pair, name).summary for name in pair.genotypes]
    return _stamped(pd.concat(found, ignore_index=True).assign(time_h=pair.hours), context)


class _Nothing(Her2simError):
    """A table that a model cannot have."""


def _question(state: State, context: Context) -> Question:
    question = question_of(state, context)
    if question is None:
        raise _Nothing(_NO_DRUG)
    return question


def _pair(state: State, context: Context) -> Pair:
    pair = pair_of(state, context)
    if pair is None:
        raise _Nothing(_NO_PAIR)
    return pair


def _stamped(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return a table without what was not asked for (intervals), with model and versions."""
    stamp = {
        "model": context.model.name,
        "model_sha256": context.model.sha256,
        "her2sim": __version__,
    }
    return table.dropna(axis=1, how="all").assign(**stamp)


def _download(
    table: Callable[[State, Context], pd.DataFrame], address: str, context: Context
) -> Callable[[], Response]:
    def answer() -> Response:
        query = request.query_string.decode("utf-8", "replace")
        state = parse_scenario(query, context).state
        try:
            found = table(state, context)
        except Her2simError as error:
            return Response(str(error), _REFUSED, mimetype="text/plain")
        # A number that is missing in a row is told as such, not left empty.
        rows = found.astype(object).where(found.notna(), "unknown").itertuples(index=False)
        name = stem_of(address.removesuffix(".csv"))
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(as_csv(list(found.columns), rows), mimetype="text/csv", headers=headers)

    return answer
