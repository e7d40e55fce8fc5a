"""``her2sim screen``: every gene knocked down in turn under a treatment."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import output, parser
from her2sim.cli.progress import Progress
from her2sim.errors import InvalidValue

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from her2sim.analysis.screen import Screen
    from her2sim.model import Model

_DESCRIPTION = """\
Knock every gene of the model down in turn under a treatment (a virtual loss-of-function screen)
and rank the genes by how much the response changes. The largest effect comes first: for GR, the
gene whose loss costs the treatment most."""
_SHOWN = 60
_FIGURES = ("waterfall", "volcano")


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "screen", help="knock down every gene under a treatment", description=_DESCRIPTION
    )
    parser.add_model(own)
    own.add_argument("--genotype", metavar="IDS", help="WT (default) or mutations joined by +")
    own.add_argument("--background", metavar="ID", help="the cell context (default: the first)")
    parser.add_changes(own)
    parser.add_drugs(own)
    own.add_argument("--left", metavar="F", help="what a knock-down leaves (default: 0.2)")
    own.add_argument("--over", metavar="F", help="over-express each gene by a factor instead")
    own.add_argument("--gene", metavar="NAME[,NAME...]", action="append", help="default: all")
    own.add_argument("--pairs", action="store_true", help="perturb pairs of genes too")
    own.add_argument(
        "--readout",
        metavar="ID",
        default="GR",
        help="a readout, or log2_GR50 for a dose series of the first drug (default: GR)",
    )
    own.add_argument("--hours", metavar="H", default="72", help="treated time (default: 72)")
    parser.add_sample(own)
    own.add_argument("--figure", choices=_FIGURES, help="what --out FILE.svg or .png shows")
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    if given.left is not None and given.over is not None:
        raise InvalidValue("--left with --over", given.over, "one of the two only")
    sample, hours = parser.whole("--sample", given.sample), parser.number("--hours", given.hours)
    left = parser.number("--left", given.left or "0.2")
    over = None if given.over is None else parser.number("--over", given.over)
    from her2sim import Dose, Knockdown, Scale, Set, load_model
    from her2sim import screen as screened

    model = load_model(given.model)
    with Progress("simulations") as progress:
        found = screened(
            model,
            [Dose.parse(text) for text in given.drug],
            genotype=given.genotype,
            background=given.background,
            left=left,
            over=over,
            genes=parser.names(given.gene),
            pairs=given.pairs,
            readout=given.readout,
            hours=hours,
            sample=sample,
            seed=parser.whole("--seed", given.seed),
            knockdowns=[Knockdown.parse(text) for text in given.knockdown],
            changes=[*map(Set.parse, given.set), *map(Scale.parse, given.scale)],
            progress=progress.show,
        )
    for failure in found.failures.itertuples():
        output.warned(f"{failure.gene}: {failure.message}.")
    compared = float(str(found.provenance["compared"]))
    if compared < 1:
        output.warned(
            f"in {1 - compared:.0%} of the parameter sets the control gives no finite "
            f"{given.readout}; lower and upper leave them out."
        )
    head = _headline(found, model)
    output.show(found.table, given.format or "text", lambda table: f"{head}\n\n{_text(table)}")
    if given.out:
        _write(found, model, given.out, given.figure)
    return 0


def _headline(found: Screen, model: Model) -> str:
    """Say what was screened, and of which kind the parameter sets are."""
    first = found.table.iloc[0]
    singles = int((~found.table["gene"].str.contains(" + ", regex=False)).sum())
    lines = [
        f"{model.title or model.name}: {singles} genes {_change(found)}, {_cell(found)}",
        f"{first['readout']} of the control is {first['control']:.4g}; "
        "alone: the same change without treatment; fitness: growth without treatment, control 1",
    ]
    kind = found.provenance.get("ensemble_kind")
    if kind:
        lines.append(
            f"lower, upper: 95 % of {found.provenance['sample']} parameter sets ({kind}, "
            f"{found.provenance['ensemble_spread']:.0%} of each range)"
        )
    return "\n".join(lines)


def _change(found: Screen) -> str:
    factor = float(str(found.provenance["factor"]))
    if factor == 0:
        return "knocked out in turn"
    return f"over-expressed {factor:g}-fold in turn" if factor > 1 else f"at {factor:.0%} in turn"


def _cell(found: Screen) -> str:
    asked = found.provenance
    return f"{asked['genotype']}, {asked['background']}, {asked['treatment']}, {asked['hours']:g} h"


def _text(table: pd.DataFrame) -> str:
    """Return the table without what is the same in all rows; of many rows both ends."""
    shown = table.drop(columns=["readout", "control"]).dropna(axis="columns", how="all")
    if len(shown) <= _SHOWN:
        return output.plain_text(shown)
    half = _SHOWN // 2
    ends = output.plain_text(shown.head(half)), output.plain_text(shown.tail(half))
    return f"{ends[0]}\n({len(shown) - 2 * half} more)\n{ends[1]}"


def _write(found: Screen, model: Model, out: str, wanted: str | None) -> None:
    if not output.is_figure(out):
        table = found.table.copy()
        table.attrs = {name: value for name, value in found.provenance.items()}
        output.write_table(table, out)
        return
    drawn = _figures(found, model, wanted)
    output.write_figures(drawn, out, f"Screen: {_cell(found)}")


def _figures(found: Screen, model: Model, wanted: str | None) -> list[go.Figure]:
    """Return the figures: both where the screen has an ensemble, or the wanted one."""
    from her2sim import figures

    labels = {readout.id: readout.label for readout in model.readouts}
    said = f"{_cell(found)}; genes {_change(found)}"
    drawn = (
        []
        if wanted == "volcano"
        else [figures.screen_waterfall(found, subtitle=said, labels=labels)]
    )
    if wanted == "volcano" or (wanted is None and "agreement" in found.table):
        drawn.append(figures.volcano(found, subtitle=said, labels=labels))
    return drawn
