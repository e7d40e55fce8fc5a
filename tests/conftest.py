"""What all tests share: the browser, found once, and its absence said aloud."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Whatever starts a command in the background makes it deaf to Ctrl-C, and its children with it;
# what these tests say about Ctrl-C must not depend on who started them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _start():
    """Load start.py, which lies outside every package."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("start", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def start():
    """The module start.py."""
    return _start()


@pytest.fixture(scope="session")
def chromium(start) -> str:
    """Path of a Chromium or Chrome; skips, with the reason, where there is none."""
    found = start.first_browser(os.environ)
    if not found:
        why = os.environ.get("HER2SIM_CHROMIUM_MISSING") or "no Chromium or Chrome found"
        pytest.skip(f"BROWSER TESTS SKIPPED: {why}")
    return found
