"""Discovery: finds the experiments, one ``EXPERIMENT`` per file of ``experiments/``."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from her2sim.errors import Her2simError, InvalidValue, UnknownName, UserMistake
from her2sim.experiment.definition import Experiment
from her2sim.library import experiments_dir

_FILES = "[a-z]*.py"


class BrokenExperiment(UserMistake):
    """An experiment file that cannot be used."""


def find_experiments(
    ids: Iterable[str] | None = None, folder: Path | None = None
) -> tuple[Experiment, ...]:
    """Return the experiments, ordered by id.

    Parameters
    ----------
    ids
        Which ones, in any letter case; all if omitted.
    folder
        Where to look; the project's ``experiments/`` if omitted.

    Raises
    ------
    UnknownName
        When there is no experiment of that id.
    BrokenExperiment
        When a file cannot be run or holds no valid ``EXPERIMENT``.
    """
    place = experiments_dir() if folder is None else folder
    found: dict[str, Experiment] = {}
    for path in sorted(place.glob(_FILES)):
        experiment = load_experiment(path)
        if experiment.id in found:
            raise InvalidValue(f"the id in experiments/{path.name}", experiment.id, "used once")
        found[experiment.id] = experiment
    ordered = sorted(found, key=_natural)
    if ids is None:
        return tuple(found[name] for name in ordered)
    # One id given as a plain text would otherwise be taken letter by letter.
    wanted = (ids,) if isinstance(ids, str) else tuple(ids)
    return tuple(found[name] for name in dict.fromkeys(_known(each, ordered) for each in wanted))


def load_experiment(path: Path) -> Experiment:
    """Return the ``EXPERIMENT`` of one file.

    Raises
    ------
    BrokenExperiment
        When the file cannot be run, holds no ``EXPERIMENT``, or is not named after its id.
    """
    shown = f"experiments/{path.name}"
    try:
        experiment = getattr(_run(path), "EXPERIMENT", None)
    except Her2simError as error:
        raise BrokenExperiment(f"{shown}: {error}") from error
    except Exception as error:
        # Whatever the file raises is its author's mistake, not a fault of the program.
        line = _line_of(error, path)
        raise BrokenExperiment(f"{shown}{line}: {type(error).__name__}: {error}") from error
    if not isinstance(experiment, Experiment):
        raise BrokenExperiment(f"{shown} must define EXPERIMENT = Experiment(...).")
    if path.stem.split("_")[0] != experiment.id.lower():
        raise BrokenExperiment(f"{shown} holds {experiment.id}; its name must begin with that id.")
    return experiment


def _run(path: Path) -> ModuleType:
    """Run a file as a module of its own that no import can reach by accident."""
    name = f"her2sim_experiment_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BrokenExperiment("it cannot be read as Python.")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses defined in the file look their module up by name while they are made.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules.pop(name, None)
    return module


def _line_of(error: Exception, path: Path) -> str:
    if isinstance(error, SyntaxError):
        return f", line {error.lineno}"
    trace, line = error.__traceback__, ""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = f", line {trace.tb_lineno}"
        trace = trace.tb_next
    return line


def _known(given: str, valid: list[str]) -> str:
    by_folded = {name.casefold(): name for name in valid}
    name = by_folded.get(given.strip().casefold())
    if name is None:
        raise UnknownName("experiment", given, valid, "experiments/")
    return name


def _natural(name: str) -> tuple[str, int, str]:
    """Sort C4 before C10."""
    letters = name.rstrip("abcdefghijklmnopqrstuvwxyz")
    stem = letters.rstrip("0123456789")
    return stem, int(letters[len(stem) :]), name[len(letters) :]
