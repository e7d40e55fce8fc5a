"""``python -m her2sim`` is the command ``her2sim``."""

import sys

from her2sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
