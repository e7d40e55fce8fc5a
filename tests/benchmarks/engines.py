"""Our two engines and libroadrunner, plain and at its best, behind one face."""

from __future__ import annotations

from collections.abc import Sequence

import libsbml
import numpy as np
import roadrunner
from her2sim.batch import Accuracy, BatchModel
from her2sim.engine import SolverSettings, State, trajectory
from her2sim.engine.compiled import Compiled

from tests.benchmarks.problem import LOOP_TOLERANCE, MANY_STEPS, Floats, Missing, Problem


class Vectors:
    """libroadrunner at its best: LLJIT, values set by index arrays."""

    def __init__(self, problem: Problem, tolerance: tuple[float, float] = LOOP_TOLERANCE) -> None:
        settings = roadrunner.Config
        settings.setValue(settings.LLVM_BACKEND, settings.LLJIT)
        settings.setValue(settings.LLJIT_OPTIMIZATION_LEVEL, settings.LESS)
        self.problem, self.runner = problem, roadrunner.RoadRunner(problem.sbml)
        tune(self.runner, tolerance)
        raw = self.runner.model
        self.raw = raw
        parameters = raw.getGlobalParameterIds()
        self.parameters = _table(problem.parameters, parameters)
        self.ruled = _table(problem.ruled, parameters)
        self.boundary = _table(problem.boundary, raw.getBoundarySpeciesIds())
        self.species = _table(problem.species, raw.getFloatingSpeciesIds())
        self.runner.timeCourseSelections = selections(problem)

    def run(self, numbers: Sequence[int]) -> Floats:
        return np.stack([self._one(number) for number in numbers])

    def _one(self, number: int) -> Floats:
        raw, times = self.raw, self.problem.times
        raw.setGlobalParameterValues(self.parameters[0], self.parameters[1][number])
        # Only a reset after the parameters brings initial assignments up to date.
        self.runner.reset()
        for (index, values), setter in (
            (self.boundary, raw.setBoundarySpeciesConcentrations),
            (self.species, raw.setFloatingSpeciesConcentrations),
            (self.ruled, raw.setGlobalParameterValues),
        ):
            if len(index):
                setter(index, values[number])
        return np.array(self.runner.simulate(times[0], times[-1], len(times))).T


class ByName:
    """A loop as tutorials write it: tellurium, its default compiler, values set by name."""

    def __init__(self, problem: Problem, tolerance: tuple[float, float] = LOOP_TOLERANCE) -> None:
        try:
            import tellurium
        except ImportError as error:
            raise Missing(f"tellurium is not installed ({error})") from None
        settings = roadrunner.Config
        settings.setValue(settings.LLVM_BACKEND, settings.MCJIT)
        self.problem, self.runner = problem, tellurium.loadSBMLModel(problem.sbml)
        tune(self.runner, tolerance)

    def run(self, numbers: Sequence[int]) -> Floats:
        return np.stack([self._one(number) for number in numbers])

    def _one(self, number: int) -> Floats:
        problem, runner = self.problem, self.runner
        for name, column in problem.parameters.items():
            runner[name] = column[number]
        runner.reset()
        for group in (problem.boundary, problem.species):
            for name, column in group.items():
                runner[f"[{name}]"] = column[number]
        for name, column in problem.ruled.items():
            runner[name] = column[number]
        times = problem.times
        return np.array(runner.simulate(times[0], times[-1], len(times), selections(problem))).T


class OwnLoop:
    """Our engine for single runs: libroadrunner with states and checks, at a tolerance of 1e-8."""

    def __init__(self, problem: Problem, tolerance: float = 1e-8) -> None:
        self.problem, self.compiled = problem, Compiled(problem.sbml)
        self.settings = SolverSettings(relative=tolerance, absolute=tolerance / 10)
        document = libsbml.readSBMLFromString(problem.sbml)  # owns all that is read from it
        model = document.getModel()
        self.sizes = {
            name: model.getCompartment(model.getSpecies(name).getCompartment()).getSize()
            for name in problem.species
        }

    def run(self, numbers: Sequence[int]) -> Floats:
        return np.stack([self._one(number) for number in numbers])

    def _one(self, number: int) -> Floats:
        problem = self.problem
        amounts = {n: column[number] * self.sizes[n] for n, column in problem.species.items()}
        amounts |= {n: column[number] for n, column in problem.ruled.items()}
        state = State(np.array([amounts[name] for name in self.compiled.state_ids]))
        given = problem.parameters | problem.boundary
        values = tuple((name, float(column[number])) for name, column in given.items())
        columns = selections(problem)
        table = trajectory(self.compiled, state, values, problem.times, columns, self.settings)
        return table.T


class Batch:
    """Our batch engine."""

    def __init__(self, problem: Problem, tolerance: float = 1e-5, threads: int = 1) -> None:
        self.problem, self.threads = problem, threads
        self.model = BatchModel.from_sbml(problem.sbml)
        self.accuracy = Accuracy(rtol=tolerance, atol=tolerance * 1e-2)

    def run(self, numbers: Sequence[int]) -> Floats:
        result = self.model.simulate(
            self.problem.everything(numbers), self.problem.times, self.problem.outputs,
            pre_equilibrate=False, accuracy=self.accuracy, threads=self.threads,
        )  # fmt: skip
        return result.values


def tune(runner: roadrunner.RoadRunner, tolerance: tuple[float, float]) -> None:
    integrator = runner.getIntegrator()
    integrator.setValue("relative_tolerance", tolerance[0])
    integrator.setValue("absolute_tolerance", tolerance[1])
    integrator.setValue("maximum_num_steps", MANY_STEPS)


def selections(problem: Problem) -> list[str]:
    return [f"[{name}]" for name in problem.species] + list(problem.ruled)


def _table(group: dict[str, Floats], ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return libroadrunner's indices of a group of values, and (sets, values)."""
    place = {name: index for index, name in enumerate(ids)}
    index = np.array([place[name] for name in group], dtype=np.int32)
    return index, np.stack(list(group.values()), axis=1) if group else np.empty((0, 0))
