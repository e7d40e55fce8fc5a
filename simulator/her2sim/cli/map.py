"""``her2sim map``: the pathway map of a model, coloured by what a cell under treatment does."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from her2sim.cli import output, parser
from her2sim.errors import InvalidValue

if TYPE_CHECKING:
    from her2sim.model import Model
    from her2sim.pathway import Pathway

_DRAWING, _SBGN = ".svg", ".sbgn"
_DESCRIPTION = """\
Show on the pathway map what a cell does under a treatment: every node as a multiple of the
untreated wild type of the same background. Written as .svg the map is drawn and coloured; as
.sbgn it is the bare network in SBGN-ML, for editors such as Newt."""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "map", help="draw a scenario on the pathway map", description=_DESCRIPTION
    )
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    own.add_argument(
        "--hours", metavar="H", default="24", help="hours after the first dose (default: 24)"
    )
    own.add_argument(
        "--start",
        choices=("steady", "initial"),
        help="begin at the drug-free steady state or at the model's initial values",
    )
    own.add_argument("--dark", action="store_true", help="draw the map on dark")
    own.add_argument("--format", choices=parser.FORMATS, help="what to print (default: text)")
    own.add_argument(
        "--out",
        metavar="FILE",
        help=f"write to a file: {_DRAWING} (drawing), {_SBGN} (SBGN-ML) or "
        f"{', '.join(output.TABLES)} (table)",
    )
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, others=(_DRAWING, _SBGN))
    hours = parser.number("--hours", given.hours)
    from her2sim import load_model
    from her2sim.cli.scenarios import one_cell
    from her2sim.pathway import coloured, doses_of, map_values, marks_of, sbgn_of

    model = load_model(given.model)
    pathway = _pathway_of(model)
    scenario = one_cell(model, given)
    ending = Path(given.out).suffix.lower() if given.out else ""
    if ending == _SBGN:
        output.write_text(sbgn_of(pathway), given.out)
        return 0
    table = map_values(model, pathway, scenario, hours, given.start)
    if ending == _DRAWING:
        folds = dict(zip(table["node"], table["fold"], strict=True))
        marks, doses = marks_of(model, pathway, scenario), doses_of(model, scenario)
        output.write_text(coloured(pathway, folds, marks, doses, given.dark), given.out)
    elif given.out:
        output.write_table(table, given.out)
    else:
        output.show(table, given.format or "text", output.plain_text)
    return 0


def _pathway_of(model: Model) -> Pathway:
    from her2sim.pathway import FILE, load_pathway

    pathway = load_pathway(model)
    if pathway is None:
        valid = f"one whose folder has a {FILE}; the project's is models/her2/{FILE}"
        raise InvalidValue("the model of a map", model.name, valid)
    return pathway
