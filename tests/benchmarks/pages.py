"""What a visitor of the pages waits for: alone, among ten others, and beside long work."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

Row = dict[str, object]

STEPS = 60
VISITORS = 10
# A person who drags a slider sees the last picture before asking for the next.
THINKING_SECONDS = 0.1
PAGE = "/explore"
# From a key press to the map and to the first chart that show its answer.
_WATCH = """() => {
  window.steps = { map: [], chart: [] };
  let begun = 0, mapped = false;
  const since = (name) => window.steps[name].push(performance.now() - begun);
  document.addEventListener("keydown", () => { begun = performance.now(); mapped = false; }, true);
  const show = her2sim.map.show;
  her2sim.map.show = function () {
    const shown = show.apply(this, arguments);
    if (begun && !mapped) { mapped = true; since("map"); }
    return shown;
  };
  const react = Plotly.react;
  Plotly.react = function () {
    const drawn = react.apply(this, arguments);
    if (begun && mapped) { since("chart"); begun = 0; }
    return drawn;
  };
}"""


def measure(long: bool) -> list[Row]:
    """Return what pages take on the real server; ``long`` measures the crowd longer."""
    with served() as address:
        rows = [*_in_browser(address)]
        seconds = 10.0 if long else 3.0
        rows.append(_crowd(address, "1 visitor, answers only", 1, seconds))
        rows.append(_crowd(address, f"{VISITORS} visitors dragging", VISITORS, seconds))
        with _long_work(address):
            rows.append(_crowd(address, "1 visitor beside two long jobs", 1, seconds))
    return rows


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Start the server of a public instance on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "her2sim_dashboard", "--port", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health")
            yield f"127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise TimeoutError(f"nothing answers at {address}")


def _query(step: int) -> str:
    """Return a cell that nobody has asked for yet: no cache may answer."""
    other, first = divmod(step, 900)
    return f"g=PTEN_loss&d=lapatinib:{100 + first}nM,everolimus:{1 + other / 100:.2f}nM"


def _body(query: str) -> bytes:
    return json.dumps({"query": query}).encode()


def _crowd(address: str, what: str, visitors: int, seconds: float) -> Row:
    """Let visitors ask one after another, each waiting for its answer, and time the answers."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    def visit(number: int) -> None:
        connection = HTTPConnection(address, timeout=60)
        step = number * 10_000
        while time.perf_counter() < until:
            step += 1
            begun = time.perf_counter()
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"{PAGE}.json", _body(_query(step)), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"status {answer.status}")
            times.append(time.perf_counter() - begun)
            time.sleep(THINKING_SECONDS)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _summary(
        what, [1000 * each for each in times], {"answers a second": len(times) / seconds}
    )


@contextlib.contextmanager
def _long_work(address: str) -> Iterator[None]:
    """Keep two long jobs running meanwhile."""
    ended = threading.Event()

    def work(number: int) -> None:
        step = 0
        while not ended.is_set():
            step += 1
            query = _query(777_000 + 1000 * number + step)
            with urllib.request.urlopen(
                f"http://{address}{PAGE}/bands.stream?{query}", timeout=60
            ) as answer:
                for _ in answer:
                    if ended.is_set():
                        break

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _summary(what: str, milliseconds: list[float], more: Row) -> Row:
    ordered = sorted(milliseconds)
    if not ordered:
        return {"what": what, "note": "SKIPPED: no answer"}
    return {
        "what": what,
        "p50 ms": statistics.median(ordered),
        "p95 ms": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
        "count": len(ordered),
        **more,
    }


def _in_browser(address: str) -> Iterator[Row]:
    """Time slider to picture and weigh the first visit, in a real browser if there is one."""
    path = browser_path()
    if not path or not importlib.util.find_spec("playwright"):
        yield {"what": "slider to picture", "note": "SKIPPED: no browser, or no playwright"}
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        sizes: list[float] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"])
        )
        page.goto(f"http://{address}{PAGE}?g=PTEN_loss")
        page.wait_for_selector("#chart-0 .main-svg >> nth=0")
        page.wait_for_timeout(2000)
        yield {"what": "first visit", "MB": sum(sizes) / 1e6, "requests": len(sizes)}
        yield from _slider(page)
        browser.close()


def _slider(page: Any) -> Iterator[Row]:
    page.evaluate(_WATCH)
    page.locator("[role=slider]").first.focus()
    for step in range(STEPS):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("count => window.steps.chart.length > count", arg=step)
    steps = page.evaluate("window.steps")
    # The first steps still warm caches of the browser's own compiler.
    for name, what in (("map", "slider to map"), ("chart", "slider to first chart")):
        yield _summary(f"{what}, 1 visitor", steps[name][5:], {})


def browser_path() -> str:
    """Return the browser that start.py finds; empty where there is none."""
    return _start().first_browser(os.environ) or ""


def _start() -> Any:
    """Load start.py, which knows where browsers are."""
    path = Path(__file__).resolve().parents[2] / "start.py"
    spec = importlib.util.spec_from_file_location("start", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("start", module)
    spec.loader.exec_module(module)
    return module
