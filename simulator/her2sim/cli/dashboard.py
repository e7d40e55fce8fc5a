"""``her2sim dashboard``: serves the web front end."""

from __future__ import annotations

from argparse import Namespace

from her2sim.cli import parser
from her2sim.errors import InvalidValue, UserMistake

_GROUP, _NAME = "her2sim.serve", "dashboard"
_PORTS = range(1, 65536)


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "dashboard", help="serve the web front end", description="Serve the web front end."
    )
    own.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    own.add_argument("--port", default="8050", help="port to listen on (default 8050)")
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    port = parser.whole("--port", given.port)
    if port not in _PORTS:
        raise InvalidValue("--port", port, f"from {_PORTS[0]} to {_PORTS[-1]}")
    # The front end is found, not imported: the simulator knows nothing of it.
    from importlib.metadata import entry_points

    found = entry_points(group=_GROUP, name=_NAME)
    if not found:
        raise UserMistake("The web front end is not installed; run 'pip install her2sim'.")
    next(iter(found)).load()(given.host, port)
    return 0
