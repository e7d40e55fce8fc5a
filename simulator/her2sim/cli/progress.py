"""Progress: a bar on stderr while something long runs, on a terminal only."""

from __future__ import annotations

import sys
import time
from types import TracebackType

_WIDTH = 30


class Progress:
    """A bar that is redrawn by :meth:`show` and wiped at the end."""

    def __init__(self, what: str, time_left: bool = False) -> None:
        self._what = what
        self._time_left = time_left
        self._drawn = 0
        self._begun: tuple[int, float] | None = None

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
        line += self._left(done, total) if self._time_left else ""
        self._drawn = max(self._drawn, len(line))
        print(f"\r{line:<{self._drawn}}", end="", file=sys.stderr, flush=True)

    def _left(self, done: int, total: int) -> str:
        """Return how long the rest takes at the speed so far; what was there before counts not."""
        now = time.monotonic()
        if self._begun is None:
            self._begun = done, now
        before, start = self._begun
        if done in (before, total):
            return ""
        seconds = (now - start) / (done - before) * (total - done)
        minutes, hours = seconds / 60, seconds / 3600
        if hours >= 2:
            return f", {hours:.1f} h left"
        return f", {minutes:.0f} min left" if minutes >= 2 else f", {seconds:.0f} s left"
