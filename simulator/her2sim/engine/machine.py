"""The engine made ready for one model: compiled, or fetched from the cache.

Compiling takes half a second for a model of a hundred reactions, fetching a twentieth of that.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from typing import Any

# CVODE writes to the process's stdout and stderr past every logger; it reads these on loading.
os.environ.setdefault("SUNLOGGER_ERROR_FILENAME", os.devnull)
os.environ.setdefault("SUNLOGGER_WARNING_FILENAME", os.devnull)

import numpy as np
import roadrunner
from numpy.typing import NDArray
from roadrunner import Config, Logger, RoadRunner

from her2sim import cache
from her2sim.engine.initial import InitialValues

VERSION = str(roadrunner.__version__)

# Without the attributes that shadow methods; half the load time of the default compiler.
Config.setValue(Config.ROADRUNNER_DISABLE_PYTHON_DYNAMIC_PROPERTIES, True)
Config.setValue(Config.LLVM_BACKEND, Config.LLJIT)
Config.setValue(Config.LLJIT_OPTIMIZATION_LEVEL, Config.LESS)
Logger.setLevel(Logger.LOG_CRITICAL)

# What compiles faster is compiled again: the many small models of a test would fill the cache.
_SECONDS_WORTH_KEEPING = 0.1


@dataclass(frozen=True)
class Machine:
    """A compiled model.

    Attributes
    ----------
    engine
        The engine's instance, at the model's initial state.
    initial
        The initial values that the engine leaves stale.
    stoichiometry
        As of `stoichiometry_of`; ``None`` if not known yet.
    """

    engine: Any
    initial: InitialValues
    stoichiometry: NDArray[np.float64] | None = None


def ready(sbml: str) -> Machine:
    """Compile a model or fetch it.

    Raises
    ------
    RuntimeError
        If the engine refuses the model.
    """
    name = _name(sbml)
    found = None if name is None else _fetched(name, sbml)
    if found is not None:
        return found
    begin = time.perf_counter()
    made = _compiled(sbml)
    if name is not None and time.perf_counter() - begin > _SECONDS_WORTH_KEEPING:
        with contextlib.suppress(RuntimeError, KeyError):  # not every state can be kept
            cache.write(name, _packed(made))
    return made


def _compiled(sbml: str) -> Machine:
    return Machine(RoadRunner(sbml), InitialValues(sbml))


def _fetched(name: str, sbml: str) -> Machine | None:
    """Return what is kept under a name; ``None`` if there is nothing usable."""
    kept = cache.read(name)
    if kept is None:
        return None
    header, _, state = kept.partition(b"\n")
    try:
        facts = json.loads(header)
        engine: Any = RoadRunner()
        engine.loadStateS(state)
        matrix = np.zeros(facts["shape"])
        matrix[facts["rows"], facts["columns"]] = facts["entries"]
        return Machine(engine, InitialValues(sbml, facts["initial"]), matrix)
    except (ValueError, KeyError, TypeError, IndexError, RuntimeError):
        return None


def _packed(made: Machine) -> bytes:
    matrix = stoichiometry_of(made.engine)
    rows, columns = np.nonzero(matrix)
    facts = {
        "initial": made.initial.facts,
        "shape": matrix.shape,
        "rows": rows.tolist(),
        "columns": columns.tolist(),
        "entries": matrix[rows, columns].tolist(),
    }
    return json.dumps(facts).encode() + b"\n" + bytes(made.engine.saveStateS())


def stoichiometry_of(engine: Any) -> NDArray[np.float64]:  # noqa: ANN401
    """Return the stoichiometry: reacting species (rows, in the engine's order) by reactions."""
    named = engine.getFullStoichiometryMatrix()
    rows = {name: index for index, name in enumerate(named.rownames)}
    ruled = set(engine.getRateRuleIds())
    species = (name for name in engine.getModel().getFloatingSpeciesIds() if name not in ruled)
    return np.array(named, dtype=float)[[rows[name] for name in species]]


def _name(sbml: str) -> str | None:
    """Return the name of a model's entry: machine code is only good where it was made."""
    host = _host()
    if host is None:
        return None
    code = cache.source_digest("engine")
    return cache.key("engine state", code, host, hashlib.sha256(sbml.encode()).hexdigest())


@once
def _host() -> str | None:
    """Describe engine and processor; ``None`` where the processor cannot be told."""
    library = Path(roadrunner.__file__).parent
    sizes = [
        (file.name, file.stat().st_size, file.stat().st_mtime_ns)
        for file in sorted(library.glob("_roadrunner*"))
    ]
    processor = platform.processor()
    if platform.system() == "Linux":
        processor = ""
        with contextlib.suppress(OSError):
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            told = [line for line in lines if line.startswith(("model name", "flags", "Features"))]
            processor = "".join(sorted(set(told)))
    if not processor or not sizes:
        return None
    system = (platform.system(), platform.machine(), platform.python_version(), processor)
    return repr((system, VERSION, sizes))
