"""``her2sim reverse``: what restores the response of a resistant cell."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import output, parser
from her2sim.cli.progress import Progress

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from her2sim.analysis.reverse import Reversal

_DESCRIPTION = """\
Search single drugs and combinations, at unbound concentrations that patients reach, for what
makes a resistant cell respond at least as the wild type does: added to the treatment that is
resisted, and instead of it. Says what it takes and whether normal cells are spared."""
_CAP = "10"
_MARKED = 8


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "reverse", help="search what reverses a resistance", description=_DESCRIPTION
    )
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    parser.add_question(own)
    own.add_argument(
        "--with",
        dest="search",
        metavar="NAME[,NAME...]",
        action="append",
        help="drugs to search (default: all with a clinical range)",
    )
    own.add_argument(
        "--max-drugs", metavar="N", default="2", help="drugs to combine at most (default: 2)"
    )
    own.add_argument(
        "--any-dose",
        metavar="FACTOR",
        nargs="?",
        const=_CAP,
        default="1",
        help="search beyond what patients reach, up to so many times their highest\n"
        f"concentration (without a number: {_CAP})",
    )
    own.add_argument(
        "--knockouts", action="store_true", help="look at the knock-out of each gene as well"
    )
    own.add_argument(
        "--normal", metavar="ID", help="background to be spared (default: the model's second)"
    )
    parser.add_sample(own)
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    numbers = {"--hours": given.hours, "--any-dose": given.any_dose}
    hours, beyond = (parser.number(name, text) for name, text in numbers.items())
    counts = {"--max-drugs": given.max_drugs, "--sample": given.sample, "--seed": given.seed}
    most, sample, seed = (parser.whole(name, text) for name, text in counts.items())
    from her2sim import load_model, reverse
    from her2sim.cli.scenarios import one_cell

    model = load_model(given.model)
    with Progress("simulating") as progress:
        found = reverse(
            model,
            one_cell(model, given),
            readout=given.readout,
            hours=hours,
            drugs=parser.names(given.search),
            knockouts=given.knockouts,
            max_drugs=most,
            beyond=beyond,
            normal=given.normal,
            sample=sample,
            seed=seed,
            progress=progress.show,
        )
    output.show(found.table, given.format or "text", lambda _: found.text())
    if given.out and output.is_figure(given.out):
        output.write_figure(_figure(found), given.out)
    elif given.out:
        output.write_table(found.table, given.out)
    return 0


def _figure(found: Reversal) -> go.Figure:
    from her2sim.figures import effect_against_exposure
    from her2sim.figures.labels import cell_text, treatment_text

    best = found.best
    told = "No treatment that was searched restores the response"
    if best is not None:
        told = f"Least that restores the response: {treatment_text(best)}"
    return effect_against_exposure(
        found.searched,
        asked_value=found.asked_value,
        named=found.drugs["treatment"].tolist()[:_MARKED],
        title=told,
        subtitle=f"{found.readout} after {found.hours:g} h in {cell_text(found.asked)}",
        note=f"Numbers: the first sets of drugs in the table. Parameters: {found.ensemble}.",
    )
