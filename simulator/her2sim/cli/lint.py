"""``her2sim lint``: checks on the models' text and tables."""

from __future__ import annotations

from argparse import Namespace

from her2sim.cli import output, parser


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "lint",
        help="check the models' text and tables",
        description="Check ids, units, ranges and sources of the project's models, or of one.",
    )
    own.add_argument("--model", metavar="NAME|FOLDER", help="one model (default: all)")
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    from her2sim import library, lint

    names = [given.model] if given.model else library.model_names()
    issues = [issue for name in names for issue in lint.lint(library.model_folder(name))]
    for issue in issues:
        print(issue)
    output.told(f"{len(issues)} issues in {len(names)} models")
    return 1 if issues else 0
