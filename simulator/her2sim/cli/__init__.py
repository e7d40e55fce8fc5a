"""The command ``her2sim``: one small module per command, each a thin layer over one function.

Nothing here imports the engine, pandas or plotly before a command runs, so that ``--help`` is
immediate. A new command is a module with ``add(commands)`` and its place in ``COMMANDS``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from her2sim._version import __version__
from her2sim.cli import (
    build,
    combine,
    dashboard,
    dose,
    experiments,
    export,
    lint,
    map,
    reverse,
    run,
    scan,
    screen,
    sensitivity,
    story,
    timecourse,
    why,
)
from her2sim.cli.parser import Parser
from her2sim.errors import Her2simError

COMMANDS = (
    run,
    story,
    dose,
    combine,
    screen,
    sensitivity,
    why,
    reverse,
    map,
    timecourse,
    scan,
    export,
    experiments,
    build,
    lint,
    dashboard,
)
DONE, CHECK_FAILED, MISTAKE = 0, 1, 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_PIPE_CLOSED = 141  # 128 + SIGPIPE

_DESCRIPTION = "Simulate how HER2-positive tumour cells resist HER2 drugs, and what reverses it."
_EXAMPLES = """\
examples:
  her2sim run --genotype WT --genotype PTEN_loss --drug lapatinib=1uM --readout pAKT_S473
  her2sim run --genotype PTEN_loss --drug lapatinib=1uM --drug NVP-BEZ235=100nM --out arms.html
  her2sim timecourse model.xml --end 100 --steps 50 --variables A,[B] --out course.csv
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Returns
    -------
    int
        0 done, 1 a check did not hold, 2 the user's mistake, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that lacks a sign shows a question mark; it must not end the program.
            stream.reconfigure(errors="replace")
    try:
        given = _parser().parse_args(argv)
        status: int = given.command(given)
        sys.stdout.flush()
    except Her2simError as error:
        return _mistake(str(error))
    except BrokenPipeError:
        # The reader (say, `head`) has seen enough; Python's flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except OSError as error:
        return _mistake(f"{error.filename or 'a file'}: {error.strerror or error}")
    except KeyboardInterrupt:
        print("her2sim: interrupted", file=sys.stderr)
        return INTERRUPTED
    return status


def _mistake(message: str) -> int:
    print(f"her2sim: error: {message}", file=sys.stderr)
    return MISTAKE


def _parser() -> Parser:
    parser = Parser(prog="her2sim", description=_DESCRIPTION, epilog=_EXAMPLES)
    parser.add_argument("--version", action="version", version=f"her2sim {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser
