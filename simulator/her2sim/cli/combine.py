"""``her2sim combine``: a matrix of doses, synergy, and what it reverses."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import cells, output, parser
from her2sim.cli.progress import Progress
from her2sim.errors import InvalidValue

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.analysis.combination import Combination
    from her2sim.model import Model

_DESCRIPTION = """\
Simulate every combination of the doses of two drugs (or three) in one genotype or several. Excess
over HSA, Bliss, Loewe and ZIP: positive is synergy. Also says which doses of the second drug
restore the wild type's response to the first."""
_TABLES = ("matrix", "summary", "isobole", "reversal")
_REFERENCES = ("hsa", "bliss", "loewe", "zip")
_MOST_DRUGS = 3


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "combine", help="dose matrix and synergy of drugs", description=_DESCRIPTION
    )
    own.add_argument("dosed", metavar="DRUG", nargs="+", help="two drugs, or three")
    own.add_argument(
        "--doses",
        metavar="LIST",
        action="append",
        default=[],
        help="rising doses of one drug, e.g. 1,10,100nM; once per drug in their order\n"
        "(default: seven over three decades, and none)",
    )
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    cells.add_question(own)
    own.add_argument(
        "--reference", choices=_REFERENCES, default="bliss", help="drawn in the figure"
    )
    own.add_argument("--table", choices=_TABLES, default="matrix", help="what to print or write")
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    drugs, lists = given.dosed, given.doses
    if not 2 <= len(drugs) <= _MOST_DRUGS:
        raise InvalidValue("the number of drugs", len(drugs), "two or three")
    if len(lists) not in (0, len(drugs)):
        raise InvalidValue("the number of --doses", len(lists), f"none, or {len(drugs)}")
    from her2sim import combine, load_model

    model = load_model(given.model)
    texts = [*lists, *[None] * (_MOST_DRUGS - len(lists))]
    levels = [cells.doses(model, *each) for each in zip(drugs, texts, strict=False)]
    third = {"third": drugs[2], "doses_c_nM": levels[2]} if len(drugs) == _MOST_DRUGS else {}
    asked = cells.options(given) | third
    with Progress("simulating") as progress:
        result = combine(
            model, drugs[0], drugs[1], levels[0], levels[1], progress=progress.show, **asked
        )
    output.show(_table(result, given), given.format or "text", lambda _: result.conclusion())
    if given.out:
        _write(result, model, given)
    return 0 if result.failures.empty else 1


def _table(result: Combination, given: Namespace) -> pd.DataFrame:
    tables = (result.table, result.summary, result.isobole, result.reversal)
    return dict(zip(_TABLES, tables, strict=True))[given.table]


def _write(result: Combination, model: Model, given: Namespace) -> None:
    if not output.is_figure(given.out):
        table = _table(result, given).copy()
        table.attrs = {name: value for name, value in result.provenance.items()}
        output.write_table(table, given.out)
        return
    from her2sim.figures import DARK, LIGHT, combination

    table, note = result.table, cells.NOTE.format(model=model.name)
    if "dose_c_nM" in table:
        most = table["dose_c_nM"].max()
        table = table[table["dose_c_nM"] == most]
        note = f"With {most:g} nM {result.drugs[2].id}. {note}"
    figure = combination(
        table,
        result.isobole,
        reference=given.reference,
        labels={readout.id: readout.label for readout in model.readouts},
        note=note,
        theme=DARK if given.dark else LIGHT,
    )
    output.write_figure(figure, given.out)
