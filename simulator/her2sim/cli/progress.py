"""Progress: a bar on stderr while something long runs, on a terminal only."""

from __future__ import annotations

import sys
from types import TracebackType

_WIDTH = 30


class Progress:
    """A bar that is redrawn by :meth:`show` and wiped at the end."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._drawn = 0

    def __enter__(self) -> Progress:
        """Begin without drawing: short work needs no bar."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wipe the bar."""
        if self._drawn:
            print(f"\r{' ' * self._drawn}\r", end="", file=sys.stderr, flush=True)

    def show(self, done: int, total: int) -> None:
        """Draw how much is done."""
        if not sys.stderr.isatty():
            return
        filled = _WIDTH * done // max(total, 1)
        line = f"{self._what} [{'#' * filled}{' ' * (_WIDTH - filled)}] {done} of {total}"
        self._drawn = max(self._drawn, len(line))
        print(f"\r{line}", end="", file=sys.stderr, flush=True)
