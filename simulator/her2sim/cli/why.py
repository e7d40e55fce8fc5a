"""``her2sim why``: which steps carry a resistance."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import output, parser
from her2sim.cli.progress import Progress

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from her2sim.analysis.why import Explanation

_DESCRIPTION = """\
Explain why a cell responds otherwise than the wild type under the same treatment, in shares that
add up to the difference, each with its numbers and its source. A wild type under a drug is
compared with itself untreated: what does feedback do to the response?"""
_TITLES = {
    "step": "Where the difference arises",
    "route": "How the difference gets there",
    "loop": "What feedback does most",
    "alteration": "Which alteration makes the difference",
}


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser("why", help="explain a resistance", description=_DESCRIPTION)
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    parser.add_question(own)
    own.add_argument(
        "--by",
        choices=tuple(_TITLES),
        help="where on the way from receptor to growth the difference arises (step), by which\n"
        "parallel ways it comes to the readout (route), what feedback does (loop), or which\n"
        "altered values make it (alteration)",
    )
    parser.add_sample(own)
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    hours, sample = parser.number("--hours", given.hours), parser.whole("--sample", given.sample)
    from her2sim import load_model, why
    from her2sim.cli.scenarios import one_cell

    model = load_model(given.model)
    with Progress("simulating") as progress:
        found = why(
            model,
            one_cell(model, given),
            readout=given.readout,
            hours=hours,
            by=given.by,
            sample=sample,
            seed=parser.whole("--seed", given.seed),
            progress=progress.show,
        )
    output.show(found.table, given.format or "text", lambda _: found.text())
    if given.out and output.is_figure(given.out):
        output.write_figure(_figure(found), given.out)
    elif given.out:
        output.write_table(found.table, given.out)
    return 0


def _figure(found: Explanation) -> go.Figure:
    from her2sim.figures import Ends, waterfall
    from her2sim.figures.labels import cell_text

    ends = Ends(found.reference, found.reference_value, found.asked, found.asked_value)
    return waterfall(
        found.table,
        ends,
        readout=f"{found.readout} after {found.hours:g} h",
        unit=found.unit,
        title=f"{_TITLES[found.view]}: {found.main['step']}",
        subtitle=f"{cell_text(found.asked)} against {cell_text(found.reference)}",
        note=f"Parameters: {found.ensemble}.",
    )
