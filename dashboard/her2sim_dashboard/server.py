"""Server: the application on a socket, with the settings of a public instance."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from flask import Flask
from her2sim.errors import InvalidValue

from her2sim_dashboard.app import MODEL, create_app, warm_up
from her2sim_dashboard.pages import PAGES

THREADS = 8
_MOST_WORKERS = 4
_SECONDS = 60
_RUNS_PER_WORKER = 50_000


def serve(host: str = "127.0.0.1", port: int = 8050, model: str = MODEL) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    host
        Address to listen on; ``0.0.0.0`` for all of this machine's.
    port
        TCP port.
    model
        Name or path of the model.

    Raises
    ------
    InvalidValue
        If the address cannot be used, for instance because something listens there already.
    UnknownName
        If there is no such model.
    """
    _check_address(host, port)
    where = f"http://{f'[{host}]' if ':' in host else host}:{port}{PAGES[0].PATH}"
    print(f"her2sim dashboard: {where} (Ctrl-C stops it)", flush=True)
    if sys.platform == "win32":
        _serve_simply(host, port, model)
    else:
        _serve_with_gunicorn(host, port, model)


def _check_address(host: str, port: int) -> None:
    """Refuse an address that is taken or not this machine's, before workers start."""
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536:
        raise InvalidValue("port", port, "a whole number from 1 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            valid = f"free on this machine ({error.strerror or error}); choose another --port"
            raise InvalidValue("address", f"{host}:{port}", valid) from None


def _serve_with_gunicorn(host: str, port: int, model: str) -> None:
    """Serve with worker processes, each with its own compiled model and cache."""
    from gunicorn.app.base import BaseApplication

    class Dashboard(BaseApplication):  # type: ignore[misc]
        """gunicorn's own way to be started from Python."""

        def load_config(self) -> None:
            for name, value in settings(host, port).items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            app = create_app(model)
            warm_up(app)
            server: Flask = app.server
            return server

    Dashboard().run()


def settings(host: str, port: int) -> dict[str, Any]:
    """Return gunicorn's settings."""
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker_class": "gthread",
        "workers": max(1, min(_MOST_WORKERS, os.cpu_count() or 1)),
        "threads": THREADS,
        "timeout": _SECONDS,
        "graceful_timeout": 10,
        # The engine gains about a hundred bytes a run.
        "max_requests": _RUNS_PER_WORKER,
        "max_requests_jitter": _RUNS_PER_WORKER // 10,
        "control_socket_disable": True,
        "loglevel": "warning",
        "proc_name": "her2sim",
    }


def _serve_simply(host: str, port: int, model: str) -> None:
    """Serve with threads in one process, where gunicorn does not exist."""
    from werkzeug.serving import make_server

    print(
        "her2sim dashboard: gunicorn does not run on Windows; serving with one process, "
        "which suits this computer and a class, not the public internet.",
        flush=True,
    )
    app = create_app(model)
    warm_up(app)
    server = make_server(host, port, app.server, threaded=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
