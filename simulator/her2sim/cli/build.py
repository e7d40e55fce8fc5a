"""``her2sim build``: tables and Antimony to SBML."""

from __future__ import annotations

from argparse import Namespace

from her2sim.cli import output, parser


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "build",
        help="make the SBML files from Antimony and tables",
        description="Make the annotated SBML of the project's models, or of one model.",
    )
    own.add_argument("--model", metavar="NAME|FOLDER", help="one model (default: all)")
    own.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file is not up to date"
    )
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    from her2sim import build, library

    names = [given.model] if given.model else library.model_names()
    folders = [library.model_folder(name) for name in names]
    if not given.check:
        for folder in folders:
            print(f"wrote {library.shown(build.write_sbml(folder))}")
        return 0
    stale = [problem for folder in folders if (problem := build.check_sbml(folder))]
    for problem in stale:
        print(problem)
    output.told(f"{len(folders) - len(stale)} of {len(folders)} SBML files are up to date")
    return 1 if stale else 0
