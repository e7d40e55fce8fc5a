"""What the dashboard's tests share: applications, a way to post to them, a running server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from her2sim_dashboard.app import create_app
from her2sim_dashboard.context import read_context

ROOT = Path(__file__).resolve().parents[2]
TOY = str(ROOT / "tests" / "toy" / "models" / "toy")
START_SECONDS = 120


@pytest.fixture(scope="session")
def toy():
    """The toy model's context."""
    return read_context(TOY)


@pytest.fixture(scope="session")
def her2():
    """The project's model's context."""
    return read_context("her2")


@pytest.fixture(scope="session")
def app():
    """An application on the toy model."""
    return create_app(TOY)


@pytest.fixture
def client(app):
    """A client of the application without a server."""
    return app.server.test_client()


@pytest.fixture(scope="session")
def body_for(app):
    """Return the body of a callback request, as the browser sends it."""

    def make(output_holding: str, *values: object) -> dict[str, object]:
        name = next(
            each
            for each, entry in app.callback_map.items()
            if output_holding in each and "callback" in entry
        )
        parts = name.strip(".").split("...")
        split = [part.rsplit(".", 1) for part in parts]
        outputs = [{"id": each, "property": prop} for each, prop in split]
        inputs = [
            {**spec, "value": value}
            for spec, value in zip(app.callback_map[name]["inputs"], values, strict=True)
        ]
        return {
            "output": name,
            "outputs": outputs if name.startswith("..") else outputs[0],
            "inputs": inputs,
            "changedPropIds": [f"{each['id']}.{each['property']}" for each in inputs],
        }

    return make


@pytest.fixture
def ask(client):
    """Ask a page for its answer, with a query or whatever else is sent instead of one."""

    def send(path: str, query: object, **more):
        return client.post(f"{path}.json", json={"query": query}, **more)

    return send


@pytest.fixture
def post(client):
    """Post a body (or a text, as it is) to the callback address."""

    def send(body: object):
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return client.post("/_dash-update-component", data=text, content_type="application/json")

    return send


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Address of the real server, gunicorn and all, on a free port."""
    address = f"http://127.0.0.1:{(port := _free_port())}"
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "her2sim_dashboard", "--port", str(port)]
    with log.open("w", encoding="utf-8") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, start_new_session=True)
    try:
        for _ in range(START_SECONDS * 5):
            if process.poll() is not None or _healthy(address):
                break
            time.sleep(0.2)
        assert _healthy(address), log.read_text(encoding="utf-8")
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
    assert "reference" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def browser(chromium):
    """A running browser; skips, with the reason, where Playwright is missing."""
    reason = "BROWSER TESTS SKIPPED: playwright is not installed (pip install 'her2sim[dev]')"
    api = pytest.importorskip("playwright.sync_api", reason=reason)
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


class Visit:
    """A page of the served dashboard and everything that went wrong on it."""

    def __init__(self, page, server: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_MS)
        self.server = server
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.off_origin: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.off_origin.append(request.url)

    def open(self, address: str = "/explore"):
        """Go to an address and wait until its charts are drawn."""
        self.page.goto(self.server + address)
        self.page.wait_for_selector("#verdict-label")
        self.page.wait_for_selector("#chart-0 .main-svg >> nth=0")
        self.page.wait_for_url("**v=1")
        return self.page

    @property
    def verdict(self) -> str:
        """The verdict shown."""
        return self.page.inner_text("#verdict-label")

    @property
    def query(self) -> str:
        """The settings in the address."""
        return self.page.url.partition("?")[2]

    def input(self, part: str, name: str = ""):
        """Locate an input by the parts of its id."""
        place = json.dumps({"name": name, "part": part}, separators=(",", ":"))
        return self.page.locator(f"[id='{place}']")

    def dose(self, drug: str, amount: str, unit: str = "") -> None:
        """Type a dose and wait until it is in the address."""
        if unit:
            self.input("dose-unit", drug).get_by_text(unit, exact=True).click()
        box = self.input("dose-amount", drug)
        box.fill(amount)
        box.press("Tab")
        self.page.wait_for_url(f"**{drug}:{amount}*")

    def choose(self, gene: str, label: str) -> None:
        """Choose a mutation."""
        self.gene(gene).get_by_text(label, exact=True).click()

    def gene(self, gene: str):
        """Locate the choice of a gene's mutation."""
        return self.page.get_by_role("radiogroup", name=gene, exact=True)


@pytest.fixture
def visit(browser, server):
    """Visit the dashboard; fails on any console error and any request to another origin."""
    open_pages = []

    def start(**options) -> Visit:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = browser.new_context(accept_downloads=True, **options)
        open_pages.append((context, made := Visit(context.new_page(), server)))
        return made

    yield start
    for context, made in open_pages:
        context.close()
        assert made.errors == []
        assert made.off_origin == []


@pytest.fixture(scope="session")
def no_violations():
    """Assert that axe finds nothing on a page; skips, with the reason, where axe is missing."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="BROWSER TESTS SKIPPED: axe-playwright-python is not installed",
    )

    def check(page) -> None:
        results = axe.Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
