"""Compiled: one model as machine code, with its state under full control.

Habits of the engine that shape this module: no reset undoes ``init(...)``, so it is never used;
attribute access to ids can be silently ignored or shadowed by methods, so values go by item or by
index vector; selections and tolerances stick, so each run sets its own; an instance crashes when
two threads use it, so each has a lock.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.conservation import conserved_totals
from her2sim.engine.machine import VERSION, ready, stoichiometry_of
from her2sim.engine.recent import Recent
from her2sim.engine.settings import SolverSettings
from her2sim.errors import InvalidModel

if TYPE_CHECKING:
    from her2sim.model import Model

Vector = NDArray[np.float64]
Table = NDArray[np.float64]
Values = tuple[tuple[str, float], ...]

_KEPT_MODELS = 8
_KEPT_STATES = 1024
_KEPT_REFERENCES = 16
# Share of the largest amount below which a species counts as absent.
_ABSENT = 1e-12


@dataclass(frozen=True, eq=False)
class State:
    """Where a model stands: ``variables`` in the order of :attr:`Compiled.state_ids`.

    Species are amounts, so that a change of a compartment's size moves no matter.
    """

    variables: Vector


class Compiled:
    """One model as machine code; use it inside :meth:`alone`, one thread at a time.

    Parameters
    ----------
    sbml
        Checked SBML text.
    """

    def __init__(self, sbml: str) -> None:
        self._lock = threading.RLock()
        try:
            machine = ready(sbml)
        except RuntimeError as error:
            raise InvalidModel(f"The engine cannot compile the model: {_first(error)}") from None
        self._engine: Any = machine.engine
        self._values: Any = self._engine.getModel()
        self._integrator: Any = self._engine.getIntegrator()
        self._initial = machine.initial
        self._known_stoichiometry = machine.stoichiometry
        ruled = tuple(self._engine.getRateRuleIds())
        floating = tuple(self._values.getFloatingSpeciesIds())
        self._ruled = ruled
        # Species under a rate rule come last in the engine's list and are set as ruled variables.
        self._species = tuple(name for name in floating if name not in ruled)
        self._species_at = np.arange(len(self._species), dtype=np.int32)
        parameters = self._values.getGlobalParameterIds()
        self._parameter_at = {name: index for index, name in enumerate(parameters)}
        boundary = self._values.getBoundarySpeciesIds()
        self._boundary_at = {name: index for index, name in enumerate(boundary)}
        self.steady_states: Recent[State] = Recent(_KEPT_STATES)
        self.references: Recent[Table] = Recent(_KEPT_REFERENCES)

    @property
    def state_ids(self) -> tuple[str, ...]:
        """The variables of a state: those under a rate rule, then the species that react."""
        return self._ruled + self._species

    @property
    def reaction_ids(self) -> tuple[str, ...]:
        """The reactions, in the order of :meth:`reaction_rates`."""
        return tuple(self._values.getReactionIds())

    @property
    def has_events(self) -> bool:
        """Whether the model has events, whose effects a state does not hold."""
        return bool(self._values.getNumEvents())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other thread off this instance."""
        with self._lock:
            yield

    def start(self, values: Values, state: State | None = None) -> None:
        """Go to time 0 with the values set, at a state or at the model's initial state.

        Initial values that depend on what is set follow it.
        """
        self._engine.resetToOrigin()
        given = dict(values)
        given |= self._initial.dependent_on(given)
        self._set(given)
        self._engine.reset()
        # For boundary species that reset() would put back.
        self._set_boundary(given)
        if state is not None:
            self.go_to(state)

    def go_to(self, state: State) -> None:
        """Put every variable where the state has it; nothing else changes."""
        split = len(self._ruled)
        for name, value in zip(self._ruled, state.variables[:split], strict=True):
            self._engine[name] = float(value)
        if self._species:
            self._values.setFloatingSpeciesAmounts(self._species_at, state.variables[split:])

    def put(self, index: int, value: float) -> None:
        """Put one variable, by its place in the state, where it is told."""
        split = len(self._ruled)
        if index < split:
            self._engine[self._ruled[index]] = float(value)
        else:
            at = self._species_at[index - split : index - split + 1]
            self._values.setFloatingSpeciesAmounts(at, np.array([value], dtype=float))

    def change(self, values: Values) -> None:
        """Set values without moving any variable or the time, as when a dose changes.

        What the engine holds constant from the start on follows the values here too.
        """
        given = dict(values)
        self._set(given | self._initial.dependent_on(given))

    def state(self) -> State:
        """Return where the model stands now."""
        ruled = [self._engine[name] for name in self._ruled]
        species = self._values.getFloatingSpeciesAmounts()[: len(self._species)]
        variables = np.concatenate([np.array(ruled, dtype=float), species])
        variables.setflags(write=False)
        return State(variables)

    def rates(self) -> Vector:
        """Return the rate of change of every variable of the state, per model time."""
        return np.asarray(self._engine.getRatesOfChange(), dtype=float)

    def reaction_rates(self) -> Vector:
        """Return the rate of every reaction, in amount per model time."""
        return np.asarray(self._values.getReactionRates(), dtype=float)

    @cached_property
    def stoichiometry(self) -> Table:
        """The stoichiometry of the reacting species (rows) in the reactions (columns)."""
        known = self._known_stoichiometry
        return stoichiometry_of(self._engine) if known is None else known

    @cached_property
    def conserved(self) -> dict[int, Vector]:
        """The totals that no reaction changes, as coefficients of the variables.

        Each is filed under a variable whose rate follows from the others by it.
        """
        ruled = len(self._ruled)
        found = conserved_totals(self.stoichiometry)
        return {row + ruled: np.r_[np.zeros(ruled), total] for row, total in found.items()}

    def value(self, name: str) -> float:
        """Return the current value of an id, or of ``[S]`` for a species' concentration."""
        return float(self._engine[name])

    def time(self) -> float:
        """Return the model time reached."""
        return float(self._engine.getCurrentTime())

    def integrate(
        self,
        times: Iterable[float],
        selections: Sequence[str],
        settings: SolverSettings,
        first_step: float = 0.0,
    ) -> Table:
        """Go on from where the model stands, through rising times that begin with the present.

        Returns
        -------
        numpy.ndarray
            One row per time, one column per selection.

        Raises
        ------
        RuntimeError
            If the integrator gives up; :meth:`time` then tells how far it came.
        """
        self._integrator.setValue("relative_tolerance", settings.relative)
        self._integrator.setValue("absolute_tolerance", self._absolute_tolerances(settings))
        self._integrator.setValue("maximum_num_steps", settings.max_steps)
        self._integrator.setValue("initial_time_step", first_step)
        columns = ["time", *selections]
        outcome = self._engine.simulate(times=[float(t) for t in times], selections=columns)
        # A copy: the engine reuses its memory for the next run.
        return np.array(outcome, dtype=float)[:, 1:]

    def _absolute_tolerances(self, settings: SolverSettings) -> list[float]:
        """Return what each variable may be wrong by, in the order of :attr:`state_ids`.

        The engine scales a single tolerance by the value of each variable at the start. One that
        starts at zero, such as a drug complex, then gets a tolerance of zero, the differences that
        the Jacobian is made of drown in rounding, and a run takes 100 times as long.
        """
        sizes = np.abs(self.state().variables)
        split = len(self._ruled)
        ruled, species = sizes[:split], sizes[split:]
        present = species[species > _ABSENT * species.max(initial=0.0)]
        usual = float(np.median(present)) if present.size else 1.0
        wide = np.concatenate([np.where(ruled > 0, ruled, 1.0), np.maximum(species, usual)])
        return [float(value) for value in settings.absolute * wide]

    def _set(self, given: Mapping[str, float]) -> None:
        """Set parameters by one vector call; the rest (compartments) by item."""
        at = [self._parameter_at[name] for name in given if name in self._parameter_at]
        if at:
            numbers = [value for name, value in given.items() if name in self._parameter_at]
            index = np.array(at, dtype=np.int32)
            self._values.setGlobalParameterValues(index, np.array(numbers, dtype=float))
        for name, value in given.items():
            if name not in self._parameter_at and name not in self._boundary_at:
                self._engine[name] = value
        self._set_boundary(given)

    def _set_boundary(self, given: Mapping[str, float]) -> None:
        at = [self._boundary_at[name] for name in given if name in self._boundary_at]
        if at:
            numbers = [value for name, value in given.items() if name in self._boundary_at]
            index = np.array(at, dtype=np.int32)
            self._values.setBoundarySpeciesConcentrations(index, np.array(numbers, dtype=float))


_models: OrderedDict[str, Compiled] = OrderedDict()
_models_lock = threading.Lock()


def compiled_model(model: Model) -> Compiled:
    """Return the model's compiled form: one per model and process, compiled on first use.

    Raises
    ------
    InvalidModel
        If the engine refuses the model.
    """
    with _models_lock:
        if model.sha256 not in _models:
            _models[model.sha256] = Compiled(model.sbml)
            if len(_models) > _KEPT_MODELS:
                _models.popitem(last=False)
        _models.move_to_end(model.sha256)
        return _models[model.sha256]


@cache
def versions() -> dict[str, str]:
    """Return the versions of the packages that a number depends on."""
    others = {name: version(name) for name in ("antimony", "numpy", "pandas")}
    return {"roadrunner": VERSION, **others}


def _first(error: RuntimeError) -> str:
    """Return the engine's message without the name of the C++ function at its end."""
    return str(error).partition("; In ")[0].partition(", at ")[0].strip()
