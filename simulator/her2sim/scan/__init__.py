"""scan: any grid or sample of genotypes, doses and parameters, simulated and kept in a folder.

>>> spec = {"axes": {"genotype": ["WT", "PTEN_loss"]}, "readouts": ["GR"]}
>>> view = scan(spec, "results/pten")  # doctest: +SKIP
>>> table = view.to_pandas(filter={"readout": "GR"})  # doctest: +SKIP
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from her2sim.errors import InvalidValue
from her2sim.model import Model, load_model
from her2sim.scan.cluster import ClusterLost, DaskCluster
from her2sim.scan.folder import ScanFolder, open_folder, start_folder
from her2sim.scan.points import Points, checked_points
from her2sim.scan.processes import Processes
from her2sim.scan.running import ProgressCall, run_missing
from her2sim.scan.sample import ENSEMBLE
from her2sim.scan.spec import ScanSpec, parse_spec, read_spec
from her2sim.scan.view import ScanView
from her2sim.scan.worker import ThisProcess, Work, Workers

__all__ = ["ClusterLost", "ScanSpec", "ScanView", "open_scan", "parse_spec", "read_spec", "scan"]


def scan(
    spec: ScanSpec | Mapping[str, object] | str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    model: Model | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    resume: bool = False,
    chunk: int | None = None,
    progress: ProgressCall | None = None,
) -> ScanView:
    """Simulate a scan and keep its results in a folder.

    Results do not depend on who simulates them, nor on interruptions: a scan that was stopped, by
    whatever, and resumed has the rows of one that ran through.

    Parameters
    ----------
    spec
        A :class:`ScanSpec`, the path of a TOML file, or the same as a mapping.
    out
        A folder that is new or empty; a temporary one, gone with the view, if omitted.
    model
        Instead of the one that the specification names.
    workers
        Number of processes; one for each processor if omitted. 0 simulates in this process, which
        saves the second or two that starting others takes, but ends if the engine crashes.
    scheduler
        Address of a running Dask scheduler whose workers to use instead of processes here.
    resume
        Go on with the scan that ``out`` holds.
    chunk
        Number of points that are simulated, and kept, as a whole.
    progress
        Called with the number of points done and their total.

    Returns
    -------
    ScanView
        The table, read only as far as asked for; see there for its columns.

    Raises
    ------
    UserMistake
        If something in the specification is not valid, ``out`` is in use or holds another scan.
    ClusterLost
        If the cluster's scheduler is gone; what is done is kept.
    KeyboardInterrupt
        What is done is kept.
    """
    known = _spec(spec)
    for what, given, lowest in (("workers", workers, 0), ("chunk", chunk, 1)):
        if given is not None and (isinstance(given, bool) or given < lowest):
            raise InvalidValue(what, given, f"a whole number, {lowest} or above")
    points = checked_points(known, model or load_model(known.model))
    if out is not None:
        folder = start_folder(Path(out), points, chunk, resume)
        _run(folder, points, workers, scheduler, progress)
        return ScanView(folder.path, folder)
    path = Path(tempfile.mkdtemp(prefix="her2sim-scan-"))
    try:
        folder = start_folder(path, points, chunk, resume)
        _run(folder, points, workers, scheduler, progress)
        view = ScanView(path, folder)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    weakref.finalize(view, shutil.rmtree, path, ignore_errors=True)
    return view


def open_scan(path: str | os.PathLike[str]) -> ScanView:
    """Return the results that a scan left in a folder, complete or not.

    Raises
    ------
    InvalidValue
        If the folder is not that of a scan.
    """
    return ScanView(Path(path), open_folder(Path(path)))


def _spec(given: ScanSpec | Mapping[str, object] | str | os.PathLike[str]) -> ScanSpec:
    if isinstance(given, ScanSpec):
        return given
    return parse_spec(given) if isinstance(given, Mapping) else read_spec(given)


def _run(
    folder: ScanFolder,
    points: Points,
    number: int | None,
    scheduler: str | None,
    progress: ProgressCall | None,
) -> None:
    """Simulate what is missing in a folder."""
    with folder.locked():
        folder.clear()
        if points.spec.sample and points.spec.sample.method == ENSEMBLE:
            points = replace(points, ensemble=folder.ensemble(points))
        work = Work(points, folder.identity.fingerprint)
        workers = _workers(work, number, scheduler, folder.parts)
        try:
            run_missing(folder, workers, progress)
        finally:
            workers.close()


def _workers(work: Work, number: int | None, scheduler: str | None, parts: int) -> Workers:
    if scheduler is not None:
        if number is not None:
            valid = "given without workers: the cluster has its own"
            raise InvalidValue("the scheduler", scheduler, valid)
        return DaskCluster(work, scheduler)
    if number == 0:
        return ThisProcess(work)
    return Processes(work, min(number or _processors(), parts))


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
