"""A memory of the last things computed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Keeps what was asked for last; safe to use from several threads.

    Parameters
    ----------
    most
        Number of things kept; what was not asked for the longest goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[object, T] = OrderedDict()

    def get(self, key: object) -> T | None:
        """Return what is kept under a key, if anything."""
        with self._lock:
            if key not in self._known:
                return None
            self._known.move_to_end(key)
            return self._known[key]

    def keep(self, key: object, value: T) -> None:
        """Keep something."""
        with self._lock:
            self._known[key] = value
            self._known.move_to_end(key)
            if len(self._known) > self._most:
                self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        """Return how many things are kept."""
        return len(self._known)
