"""``her2sim timecourse``: the plain time course of any SBML."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from her2sim.cli import output, parser

_DESCRIPTION = """\
The time course of any SBML, nothing added: start values, units and time are the model's own."""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "timecourse", help="the plain time course of any SBML", description=_DESCRIPTION
    )
    own.add_argument("model", metavar="MODEL", help="SBML (.xml, .omex), Antimony (.ant) or a name")
    own.add_argument(
        "--start", metavar="T", default="0", help="first time of the table (default 0)"
    )
    own.add_argument("--end", metavar="T", required=True, help="last time")
    own.add_argument(
        "--steps", metavar="N", required=True, help="intervals; the table has N+1 rows"
    )
    own.add_argument(
        "--variables",
        metavar="a,[b]",
        action="append",
        help="a is an amount (or a parameter's or compartment's value), [b] a concentration\n"
        "(default: every species as a concentration)",
    )
    own.add_argument(
        "--drop-fast",
        action="store_true",
        help="run reactions marked 'fast' at their written rates rather than refuse the model",
    )
    parser.add_output(own)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out)
    start, end = parser.number("--start", given.start), parser.number("--end", given.end)
    steps = parser.whole("--steps", given.steps)
    from her2sim import timecourse

    table, warnings = timecourse(
        _source(given.model),
        start=start,
        end=end,
        steps=steps,
        variables=parser.names(given.variables),
        drop_fast=given.drop_fast,
    )
    for warning in warnings:
        output.warned(warning)
    if given.out:
        output.write_table(table, given.out)
    if given.format or not given.out:
        output.show(table, given.format or "text", output.plain_text)
    return 0


def _source(model: str) -> str | Path:
    """Return the SBML of a project's model by its name, or else the path as given."""
    from her2sim import library, load_model

    if model in library.model_names() or Path(model).is_dir():
        return load_model(model).sbml
    return Path(model)
