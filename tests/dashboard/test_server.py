"""The server starts with the settings of a public instance or says why it cannot."""

from __future__ import annotations

import json
import socket
import urllib.request
from types import SimpleNamespace

import pytest
from her2sim.errors import InvalidValue
from her2sim_dashboard import server as server_module
from her2sim_dashboard.__main__ import main
from her2sim_dashboard.server import serve, settings


def test_settings_are_those_of_a_public_instance():
    given = settings("127.0.0.1", 8050)
    assert given["worker_class"] == "gthread"
    assert given["control_socket_disable"] is True
    assert given["bind"] == "127.0.0.1:8050"
    assert settings("::1", 80)["bind"] == "[::1]:80"


def test_gunicorn_knows_every_setting():
    config = pytest.importorskip("gunicorn.config").Config()
    for name, value in settings("127.0.0.1", 8050).items():
        config.set(name, value)


def test_a_port_in_use_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InvalidValue, match="--port"):
            serve("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("port", [0, -1, 70_000, "8050", True])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(InvalidValue, match="port"):
        serve("127.0.0.1", port)


def test_where_gunicorn_does_not_run_another_server_does_and_says_so(monkeypatch, capsys):
    started = []

    class Stub:
        def serve_forever(self):
            started.append("serving")
            raise KeyboardInterrupt

        def server_close(self):
            started.append("closed")

    monkeypatch.setattr(server_module.sys, "platform", "win32")
    monkeypatch.setattr(server_module, "create_app", lambda _: SimpleNamespace(server=None))
    monkeypatch.setattr(server_module, "warm_up", lambda _: None)
    monkeypatch.setattr("werkzeug.serving.make_server", lambda *_, **__: Stub())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve("127.0.0.1", port)
    assert started == ["serving", "closed"]
    said = capsys.readouterr().out
    assert f"http://127.0.0.1:{port}/ " in said
    assert "not the public internet" in said


def test_a_mistake_in_the_arguments_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["her2sim_dashboard", "--port", "99999"])
    assert main() == 2
    assert capsys.readouterr().err.startswith("her2sim: error: port is 99999")


@pytest.mark.slow
def test_the_real_server_answers(server):
    with urllib.request.urlopen(f"{server}/health", timeout=10) as answer:
        assert answer.status == 200
        assert json.load(answer)["status"] == "ok"
        assert answer.headers["Content-Security-Policy"]
    request = urllib.request.Request(
        f"{server}/assets/00-plotly-cartesian-4.1.1.min.js", headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.read()) < 600_000
