"""Set up her2sim and run it, with nothing but a Python on the machine.

    python3 start.py               a short result in the terminal, then the dashboard
    python3 start.py --no-serve    the same without the dashboard (also HER2SIM_NO_SERVE=1)
    python3 start.py test [...]    the tests, browser tests included; [...] goes to pytest
    python3 start.py setup         only the set-up; --extras dev adds what developers need
    python3 start.py where         the folder with the environment's commands

The first call makes a virtual environment and installs the project into it; later calls see
that this is done and go straight on. Variables: HER2SIM_VENV (folder of the environment,
default .venv), HER2SIM_CHROMIUM (browser for the tests), HER2SIM_NO_SERVE.
"""

import sys

SUPPORTED = ((3, 11), (3, 13))


def unsupported(version: "tuple[int, ...]") -> str:
    """Return why this Python cannot be used, or an empty text; runs on Python 3.8 and later."""
    if SUPPORTED[0] <= tuple(version[:2]) <= SUPPORTED[1]:
        return ""
    return (
        f"start.py: error: this is Python {version[0]}.{version[1]}; "
        "her2sim needs Python 3.11, 3.12 or 3.13.\n"
        "Call it with one of those, for example: python3.13 start.py"
    )


if __name__ == "__main__" and unsupported(sys.version_info[:2]):
    sys.exit(unsupported(sys.version_info[:2]))

# The imports stand below the check because an older Python must reach the message first.
import argparse  # noqa: E402
import hashlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import socket  # noqa: E402
import subprocess  # noqa: E402
from collections.abc import Iterable, Mapping, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
STAMP = "her2sim-installed.json"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_FILES = (
    "/usr/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


class SetUpFailed(Exception):
    """The set-up cannot go on; the message says why and what helps."""


def say(text: str) -> None:
    """Print one line about what is being done."""
    print(f"start.py: {text}", flush=True)


# --- the environment -------------------------------------------------------------------------


def venv_folder(environ: Mapping[str, str], root: Path = ROOT) -> Path:
    """Return the folder of the virtual environment."""
    return root / environ.get("HER2SIM_VENV", ".venv")


def venv_python(venv: Path, windows: bool = WINDOWS) -> Path:
    """Return the Python of an environment."""
    return venv / ("Scripts/python.exe" if windows else "bin/python")


def fingerprint(root: Path, version: Sequence[int]) -> str:
    """Return a hash that changes when an installation no longer fits the project.

    The folder is part of it: an editable installation points to where the project was.
    """
    declared = (root / "pyproject.toml").read_bytes()
    where = f"{root}|{'.'.join(str(part) for part in version[:2])}".encode()
    return hashlib.sha256(declared + where).hexdigest()


def is_installed(stamp: Path, wanted: str, extras: Sequence[str]) -> bool:
    """Say whether a stamp file declares this fingerprint and at least these extras."""
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
        return found["fingerprint"] == wanted and set(extras) <= set(found["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def create_venv(venv: Path) -> None:
    """Create the environment, or replace one that has no Python in it."""
    say(f"creating the environment {venv.name} with Python {sys.version.split()[0]}")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=False)
    if done.returncode:
        raise SetUpFailed(
            f"could not create {venv}. On Debian or Ubuntu: apt-get install python3-venv"
        )


def python_version(python: Path) -> tuple[int, ...]:
    """Ask an interpreter for its version."""
    code = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in done.stdout.split())


def set_up(environ: Mapping[str, str], extras: Sequence[str] = ()) -> Path:
    """Make sure the project is installed with these extras; return the environment's Python."""
    venv = venv_folder(environ)
    python = venv_python(venv)
    version = python_version(python) if python.exists() else ()
    if not version:
        create_venv(venv)
        version = python_version(python)
    if why := unsupported(version):
        raise SetUpFailed(f"{venv} was made with another Python; delete it.\n{why}")
    wanted = fingerprint(ROOT, version)
    if not is_installed(venv / STAMP, wanted, extras):
        install(python, extras)
        record = {"fingerprint": wanted, "extras": list(extras)}
        (venv / STAMP).write_text(json.dumps(record), encoding="utf-8")
    return python


def install(python: Path, extras: Sequence[str]) -> None:
    """Install the project, editable, into the environment of this Python."""
    names = f" with {', '.join(extras)}" if extras else ""
    say(f"installing her2sim{names} and what it needs; a few minutes the first time")
    what = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done = subprocess.run([*command, "--editable", what], check=False)
    if done.returncode:
        raise SetUpFailed("the installation failed; pip's message is above. Is there a network?")


# --- a browser for the tests -----------------------------------------------------------------


def first_browser(environ: Mapping[str, str], also: Iterable[str] = ()) -> str:
    """Return the first Chromium or Chrome that is there, or an empty text.

    Raises
    ------
    SetUpFailed
        If HER2SIM_CHROMIUM is set to a file that does not exist.
    """
    if chosen := environ.get("HER2SIM_CHROMIUM", ""):
        if not Path(chosen).is_file():
            raise SetUpFailed(f"HER2SIM_CHROMIUM is {chosen}, which is not a file")
        return chosen
    path = environ.get("PATH", "")
    on_path = (shutil.which(name, path=path) or "" for name in BROWSERS)
    for candidate in (*on_path, *BROWSER_FILES, *also):
        if candidate and Path(candidate).is_file():
            return candidate
    return ""


def playwright_browser(python: Path) -> str:
    """Return where Playwright keeps its own Chromium, whether it is there or not."""
    code = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def browser_installers(python: Path) -> list[list[list[str]]]:
    """Return the ways to install a browser on this machine, each a list of commands."""
    ways = []
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        fetch = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        ways.append([["apt-get", "update", "--quiet"], fetch])
    ways.append([[str(python), "-m", "playwright", "install", "chromium"]])
    return ways


def find_browser(python: Path, environ: Mapping[str, str]) -> tuple[str, str]:
    """Find or install a browser; return its path, and why there is none."""
    own = playwright_browser(python)
    if found := first_browser(environ, [own]):
        return found, ""
    tried = []
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commands in browser_installers(python):
        say(f"no Chromium found; trying: {' '.join(commands[-1])}")
        for command in commands:
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
        if found := first_browser(environ, [own]):
            return found, ""
        tried.append(" ".join(commands[-1]))
    why = f"no Chromium found, and not installed by: {'; '.join(tried)}"
    return "", f"{why}. Install Chromium or Chrome, or set HER2SIM_CHROMIUM to its path."


# --- the two jobs ----------------------------------------------------------------------------


def free_port(host: str, wanted: int) -> int:
    """Return the wanted port, or one that is free if something listens there already."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if not WINDOWS:
                # A port just left by a stopped server counts as free, as it does for servers.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SetUpFailed(f"no free port on {host}")


def run_story(options: argparse.Namespace) -> int:
    """Set up, print the short result, and serve the dashboard unless told not to."""
    python = set_up(os.environ)
    status = subprocess.run([str(python), "-m", "her2sim", "story"], cwd=ROOT, check=False)
    if status.returncode or options.no_serve or os.environ.get("HER2SIM_NO_SERVE", "0") != "0":
        return status.returncode
    port = free_port(options.host, options.port)
    say(f"serving the dashboard at http://{options.host}:{port} (Ctrl-C stops it)")
    serve = [str(python), "-m", "her2sim", "dashboard", "--host", options.host, "--port", str(port)]
    if WINDOWS:
        return subprocess.run(serve, cwd=ROOT, check=False).returncode
    os.chdir(ROOT)
    # The server takes this process's place, so that a signal to it reaches the server.
    os.execv(serve[0], serve)


def run_tests(pytest_arguments: Sequence[str]) -> int:
    """Set up with everything the tests need, find a browser and run pytest."""
    python = set_up(os.environ, ["dev"])
    browser, why_not = find_browser(python, os.environ)
    if browser:
        say(f"browser tests use {browser}")
    else:
        say(f"BROWSER TESTS WILL BE SKIPPED: {why_not}")
    environ = {**os.environ, "HER2SIM_CHROMIUM": browser, "HER2SIM_CHROMIUM_MISSING": why_not}
    command = [str(python), "-m", "pytest", *pytest_arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


def parser() -> argparse.ArgumentParser:
    """Return the parser of everything but the arguments of pytest."""
    top = argparse.ArgumentParser("start.py", description=__doc__, allow_abbrev=False)
    top.formatter_class = argparse.RawDescriptionHelpFormatter
    top.add_argument("job", nargs="?", choices=["run", "test", "setup", "where"], default="run")
    top.add_argument("--no-serve", action="store_true", help="do not serve the dashboard")
    top.add_argument("--host", default="127.0.0.1", help="address to serve at")
    top.add_argument("--port", type=int, default=8050, help="port to serve at")
    top.add_argument("--extras", default="", help="with setup: extras, as in pyproject.toml")
    return top


def main(arguments: Sequence[str]) -> int:
    """Do one job and return the exit status."""
    try:
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
        options = parser().parse_args(arguments)
        if options.job == "where":
            print(venv_python(venv_folder(os.environ)).parent)
            return 0
        if options.job == "setup":
            say(f"ready: {set_up(os.environ, options.extras.split(',') if options.extras else [])}")
            return 0
        return run_story(options)
    except SetUpFailed as problem:
        print(f"start.py: error: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstart.py: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
