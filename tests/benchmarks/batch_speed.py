"""Speed of the batch engine against a plain libroadrunner loop, at measured accuracy.

Run from the project root: ``python tests/benchmarks/batch_speed.py MODEL.xml --end 1800``.
Prints, for each engine and tolerance, CPU milliseconds a simulation, the ratio to libroadrunner,
and the largest error relative to the peak of each output, against libroadrunner at a relative
tolerance of 1e-10. Read ratios, not times: machines are shared.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import roadrunner
from her2sim.batch import Accuracy, BatchModel
from numpy.typing import NDArray

SPREAD = 0.3
Setter = tuple[list[str], NDArray[np.int32], Callable[..., None]]
POINTS = 61
CHECKED = 8
LOOP_TOLERANCE = (1e-6, 1e-9)
REFERENCE_TOLERANCE = (1e-10, 1e-13)
ENGINE_TOLERANCES = (1e-4, 3e-5, 1e-5, 1e-6)


def main() -> None:
    """Read the options, measure, print."""
    options = _options()
    text = Path(options.model).read_text(encoding="utf-8")
    begin = time.perf_counter()
    model = BatchModel.from_sbml(text)
    print(f"compiled or fetched in {time.perf_counter() - begin:.2f} s")
    fixed = boundary_values(text) | dict(_pairs(options.set))
    sets = parameter_sets(model, options.sets, fixed)
    times = np.linspace(0.0, options.end, POINTS)
    names = model.compiled.description.states
    loop = Loop(text, tuple(sets), names)
    reference = np.stack([loop.run(sets, i, times, REFERENCE_TOLERANCE) for i in range(CHECKED)])
    count = min(options.sets, options.loop_sets)
    begin = time.process_time()
    courses = np.stack([loop.run(sets, i, times, LOOP_TOLERANCE) for i in range(count)])
    slow = (time.process_time() - begin) / count
    print(
        f"libroadrunner {LOOP_TOLERANCE[0]:g}  {slow * 1e3:8.3f} ms  ratio   1.0  "
        f"error {error(courses[:CHECKED], reference):.1e}"
    )
    for rtol in ENGINE_TOLERANCES:
        report(model, sets, times, rtol, slow, reference)
    scaling(model, sets, times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--end", type=float, default=1800.0)
    parser.add_argument("--sets", type=int, default=256)
    parser.add_argument("--loop-sets", type=int, default=32)
    parser.add_argument("--set", nargs="*", default=[], help="name=value, the same in every set")
    return parser.parse_args()


def _pairs(given: list[str]) -> list[tuple[str, float]]:
    return [(name, float(value)) for name, _, value in (text.partition("=") for text in given)]


def boundary_values(text: str) -> dict[str, float]:
    """Return the boundary species of a model with their values.

    libroadrunner keeps them as they were when a parameter of their initial assignment changes,
    so a fair comparison sets them in both engines.
    """
    runner = roadrunner.RoadRunner(text)
    raw = runner.model
    values = raw.getBoundarySpeciesConcentrations()
    return dict(zip(raw.getBoundarySpeciesIds(), map(float, values), strict=True))


def parameter_sets(
    model: BatchModel, count: int, fixed: dict[str, float]
) -> dict[str, NDArray[np.float64]]:
    """Draw log-normal values around the model's own for all but compartment sizes."""
    random = np.random.default_rng(20230601)
    known = model.compiled.description
    # libroadrunner's reset takes parameters with rate rules back to the model's own value.
    pairs = zip(known.states, known.nonnegative, strict=True)
    rated = {name for name, is_species in pairs if not is_species}
    sets = {}
    for name, value in model.defaults.items():
        held = name in known.compartments or "." in name or name in rated
        varied = not held and np.isfinite(value)
        if varied and name not in fixed:
            sets[name] = value * np.exp(SPREAD * random.standard_normal(count))
    return sets | {name: np.full(count, value) for name, value in fixed.items()}


class Loop:
    """libroadrunner as a plain loop uses it at its best: LLJIT, values set by index arrays."""

    def __init__(self, text: str, names: tuple[str, ...], outputs: tuple[str, ...]) -> None:
        settings = roadrunner.Config
        settings.setValue(settings.LLVM_BACKEND, settings.LLJIT)
        self.runner = roadrunner.RoadRunner(text)
        raw = self.runner.model
        groups = {
            "parameter": (raw.getGlobalParameterIds(), raw.setGlobalParameterValues),
            "boundary": (raw.getBoundarySpeciesIds(), raw.setBoundarySpeciesConcentrations),
            "species": (raw.getFloatingSpeciesIds(), raw.setFloatingSpeciesConcentrations),
        }
        self.setters: list[Setter] = []
        for ids, setter in groups.values():
            shared = [name for name in ids if name in names]
            index = np.array([list(ids).index(name) for name in shared], dtype=np.int32)
            self.setters.append((shared, index, setter))
        floating = set(raw.getFloatingSpeciesIds())
        self.runner.timeCourseSelections = [
            f"[{name}]" if name in floating else name for name in outputs
        ]

    def run(
        self,
        sets: dict[str, NDArray[np.float64]],
        number: int,
        times: NDArray[np.float64],
        tolerance: tuple[float, float],
    ) -> NDArray[np.float64]:
        """Simulate one set; returns (outputs, times)."""
        integrator = self.runner.getIntegrator()
        integrator.setValue("relative_tolerance", tolerance[0])
        integrator.setValue("absolute_tolerance", tolerance[1])
        integrator.setValue("maximum_num_steps", 1_000_000)
        self._set(self.setters[:1], sets, number)
        # Only a reset after the parameters brings initial assignments up to date.
        self.runner.reset()
        self._set(self.setters[1:], sets, number)
        return np.array(self.runner.simulate(times[0], times[-1], len(times))).T

    @staticmethod
    def _set(setters: list[Setter], sets: dict[str, NDArray[np.float64]], number: int) -> None:
        for names, index, setter in setters:
            if names:
                setter(index, np.array([sets[name][number] for name in names], dtype=float))


def error(courses: NDArray[np.float64], reference: NDArray[np.float64]) -> float:
    """Return the largest error relative to the peak of each output of each simulation."""
    peak = np.abs(reference).max(axis=2, keepdims=True)
    seen = peak > 1e-9 * peak.max(axis=1, keepdims=True)
    relative = np.abs(courses - reference) / np.where(seen, peak, np.inf)
    return float(relative.max())


def report(
    model: BatchModel,
    sets: dict[str, NDArray[np.float64]],
    times: NDArray[np.float64],
    rtol: float,
    slow: float,
    reference: NDArray[np.float64],
) -> None:
    """Measure one tolerance on one thread and print a line."""
    accuracy = Accuracy(rtol=rtol, atol=rtol * 1e-2)
    begin = time.process_time()
    result = model.simulate(
        sets, times, model.compiled.description.states,
        pre_equilibrate=False, accuracy=accuracy, threads=1,
    )  # fmt: skip
    cost = (time.process_time() - begin) / len(result.status)
    print(
        f"batch         {rtol:g}  {cost * 1e3:8.3f} ms  ratio {slow / cost:5.1f}  "
        f"error {error(result.values[: len(reference)], reference):.1e}  "
        f"steps {result.steps.sum(axis=1).mean():.0f}  failed {(~result.ok).sum()}"
    )


def scaling(
    model: BatchModel, sets: dict[str, NDArray[np.float64]], times: NDArray[np.float64]
) -> None:
    """Print how much faster two threads are than one (wall clock, best of three)."""
    taken = {}
    for threads in (1, 2):
        laps = []
        for _ in range(3):
            begin = time.perf_counter()
            model.simulate(sets, times, model.outputs[:5], pre_equilibrate=False, threads=threads)
            laps.append(time.perf_counter() - begin)
        taken[threads] = min(laps)
    print(f"two threads   {taken[1] / taken[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main()
