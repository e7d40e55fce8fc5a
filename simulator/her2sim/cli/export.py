"""``her2sim export``: a scenario for other programs."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from her2sim.cli import output, parser
from her2sim.errors import InvalidValue

_ENDINGS = (".xml", ".sbml", ".omex")
_DESCRIPTION = """\
Write a cell and its treatment as SBML, or with the run described in SED-ML as a COMBINE archive.
Any program that reads these gets the numbers of 'her2sim run': initial values are the cell's
steady state without drugs, and the drugs are in the medium from time 0 on."""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "export", help="write a scenario as SBML or COMBINE archive", description=_DESCRIPTION
    )
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    own.add_argument(
        "--hours", metavar="H", default="72", help="length of the run of an archive (default: 72)"
    )
    own.add_argument(
        "--readout",
        metavar="ID[,ID...]",
        action="append",
        help="what the run of an archive reports (default: all readouts); repeatable",
    )
    own.add_argument(
        "--out", metavar="FILE", required=True, help=f"a file ending in {', '.join(_ENDINGS)}"
    )
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    target = Path(given.out)
    if target.suffix.lower() not in _ENDINGS or target.is_dir():
        raise InvalidValue("--out", given.out, f"a file name ending in {', '.join(_ENDINGS)}")
    hours, readouts = parser.number("--hours", given.hours), parser.names(given.readout)
    from her2sim import load_model
    from her2sim.cli.scenarios import one_cell
    from her2sim.export import scenario_archive, scenario_sbml

    model = load_model(given.model)
    scenario = one_cell(model, given)
    if target.suffix.lower() == ".omex":
        content = scenario_archive(model, scenario, hours, readouts)
    else:
        content = scenario_sbml(model, scenario).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    output.told(f"wrote {target}")
    return 0
