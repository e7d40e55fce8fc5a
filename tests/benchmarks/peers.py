"""COPASI, bngsim and AMICI, where they are installed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.problem import LOOP_TOLERANCE, MANY_STEPS, Floats, Missing, Problem


class Copasi:
    """COPASI's own objects, which basico stands on; basico's tables would cost seconds a set."""

    def __init__(self, problem: Problem, tolerance: tuple[float, float] = LOOP_TOLERANCE) -> None:
        try:
            import COPASI
        except ImportError as error:
            raise Missing(f"python-copasi is not installed ({error})") from None
        self.problem, self.vector = problem, COPASI.ObjectStdVector
        self.data = COPASI.CRootContainer.addDatamodel()
        if not self.data.importSBMLFromString(problem.sbml):
            raise Missing("COPASI cannot read the model")
        self.model = self.data.getModel()
        species = [self.model.getMetabolite(i) for i in range(self.model.getNumMetabs())]
        numbers = [self.model.getModelValue(i) for i in range(self.model.getNumModelValues())]
        self.species = {each.getSBMLId(): each for each in species}
        self.numbers = {each.getSBMLId(): each for each in numbers}
        # An initial expression would win over the number set.
        for each in (*species, *numbers):
            each.setInitialExpression("")
        self.places: list[int] = []
        self.task = self._task(COPASI.CTaskEnum.Task_timeCourse, tolerance)

    def _task(self, kind: int, tolerance: tuple[float, float]) -> object:
        task = self.data.getTask(kind)
        task.setMethodType(task.getValidMethods()[0])
        settings = task.getProblem()
        settings.setDuration(float(self.problem.times[-1]))
        settings.setStepNumber(len(self.problem.times) - 1)
        settings.setTimeSeriesRequested(True)
        method = task.getMethod()
        method.getParameter("Relative Tolerance").setDblValue(tolerance[0])
        method.getParameter("Absolute Tolerance").setDblValue(tolerance[1])
        method.getParameter("Max Internal Steps").setUIntValue(MANY_STEPS)
        return task

    def run(self, numbers: Sequence[int]) -> Floats:
        return np.stack([self._one(number) for number in numbers])

    def _one(self, number: int) -> Floats:
        problem, changed = self.problem, self.vector()
        for name, column in (problem.parameters | problem.ruled).items():
            self.numbers[name].setInitialValue(float(column[number]))
            changed.append(self.numbers[name].getInitialValueReference())
        for name, column in (problem.boundary | problem.species).items():
            self.species[name].setInitialConcentration(float(column[number]))
            changed.append(self.species[name].getInitialConcentrationReference())
        self.model.updateInitialValues(changed)
        if not self.task.process(True):
            raise RuntimeError("COPASI: the time course failed")
        series = self.task.getTimeSeries()
        if not self.places:
            places = {series.getSBMLId(i, self.data): i for i in range(series.getNumVariables())}
            self.places = [places[name] for name in problem.outputs]
        # Value by value: the calls for whole columns are for Python 2.
        rows, read = range(series.getRecordedSteps()), series.getConcentrationData
        return np.array([[read(row, place) for row in rows] for place in self.places])


class Bngsim:
    """bngsim with its code generation, values set by its bulk setters."""

    def __init__(self, problem: Problem, tolerance: tuple[float, float] = LOOP_TOLERANCE) -> None:
        try:
            import bngsim
        except ImportError as error:
            raise Missing(f"bngsim is not installed ({error})") from None
        self.problem, self.tolerance = problem, tolerance
        self.model = bngsim.Model.from_sbml_string(problem.sbml)
        self.simulator = bngsim.Simulator(self.model, codegen=True)
        names = list(self.model.species_names)
        self.starts = _starts(problem, names, self.model.get_state())
        self.places = [names.index(name) for name in problem.outputs]

    def run(self, numbers: Sequence[int]) -> Floats:
        return np.stack([self._one(number) for number in numbers])

    def _one(self, number: int) -> Floats:
        given = {name: float(column[number]) for name, column in self.problem.parameters.items()}
        self.model.set_params(given)
        self.model.set_state(self.starts[number])
        rtol, atol = self.tolerance
        result = self.simulator.run(
            sample_times=list(self.problem.times), rtol=rtol, atol=atol, max_steps=MANY_STEPS
        )
        return np.asarray(result.species).T[self.places]


class Amici:
    """AMICI with a compiled model, kept in the temporary folder; compiling takes minutes."""

    def __init__(self, problem: Problem, tolerance: tuple[float, float] = LOOP_TOLERANCE) -> None:
        try:
            import amici
            import amici.sim.sundials
            from amici.sim.sundials import run_simulation
        except ImportError as error:
            raise Missing(f"AMICI 1 is not installed ({error})") from None
        self.problem, self.simulate = problem, run_simulation
        self.model = _amici_model(amici, problem)
        self.model.set_timepoints(problem.times)
        self.solver = self.model.create_solver()
        self.solver.set_relative_tolerance(tolerance[0])
        self.solver.set_absolute_tolerance(tolerance[1])
        self.solver.set_max_steps(MANY_STEPS)
        names = list(self.model.get_state_ids())
        self.starts = _starts(problem, names, self.model.get_initial_state())
        self.places = [names.index(name) for name in problem.outputs]
        known = set(self.model.get_free_parameter_ids())
        self.given = {n: column for n, column in problem.parameters.items() if n in known}
        self.given |= {n: column for n, column in problem.boundary.items() if n in known}

    def run(self, numbers: Sequence[int]) -> Floats:
        return np.stack([self._one(number) for number in numbers])

    def _one(self, number: int) -> Floats:
        self.model.set_free_parameter_by_id({n: float(c[number]) for n, c in self.given.items()})
        self.model.set_initial_state(self.starts[number])
        return np.asarray(self.simulate(self.model, self.solver)["x"]).T[self.places]


def _starts(problem: Problem, names: Sequence[str], otherwise: Sequence[float]) -> Floats:
    """Return (sets, names) of start values; what the problem does not name stays as it is."""
    starts = problem.boundary | problem.species | problem.ruled
    columns = [
        starts.get(name, np.full(problem.sets, value))
        for name, value in zip(names, otherwise, strict=True)
    ]
    return np.stack(columns, axis=1)


def _amici_model(amici: object, problem: Problem) -> object:
    """Compile the model, or fetch what an earlier run compiled."""
    digest = hashlib.sha256(problem.sbml.encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"her2sim-benchmarks-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{problem.name}_{digest}"
    place, source = folder / name, folder / f"{name}.xml"
    if not (place / "done").is_file():
        source.write_text(problem.sbml, encoding="utf-8")
        print(f"  AMICI compiles {problem.name}; this takes minutes", flush=True)
        amici.SbmlImporter(str(source)).sbml2amici(
            name, str(place), generate_sensitivity_code=False, compute_conservation_laws=False,
            verbose=False,
        )  # fmt: skip
        (place / "done").touch()
    return amici.import_model_module(name, str(place)).get_model()
