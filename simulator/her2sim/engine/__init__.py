"""The simulation engine: compiles a model, finds its steady state and follows it over time.

The only package that imports ``roadrunner``. Times here are in the model's own time unit and
values are what :func:`her2sim.resolution.resolve` returns.
"""

from her2sim.engine.clock import clock_of, slowest_of, units_per_hour
from her2sim.engine.compiled import Compiled, State, Table, Values, Vector, compiled_model, versions
from her2sim.engine.run import trajectory
from her2sim.engine.settings import SolverSettings
from her2sim.engine.steady import steady_state

__all__ = [
    "Compiled",
    "SolverSettings",
    "State",
    "Table",
    "Values",
    "Vector",
    "clock_of",
    "compiled_model",
    "slowest_of",
    "steady_state",
    "trajectory",
    "units_per_hour",
    "versions",
]
