"""``python -m her2sim_dashboard``: serve the dashboard."""

from __future__ import annotations

import argparse
import sys

from her2sim.errors import UserMistake

from her2sim_dashboard.app import MODEL
from her2sim_dashboard.server import serve


def main() -> int:
    """Read the arguments and serve; return 2 for a mistake in them."""
    parser = argparse.ArgumentParser(prog="her2sim_dashboard", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8050, help="TCP port")
    parser.add_argument("--model", default=MODEL, help="name or path of the model")
    given = parser.parse_args()
    try:
        serve(given.host, given.port, given.model)
    except UserMistake as error:
        print(f"her2sim: error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
