"""Simulates one model for thousands of parameter sets at once, in machine code made for it.

>>> model = BatchModel.from_sbml(text)  # doctest: +SKIP
>>> result = model.simulate({"drug": doses}, times, ["pAKT"], before={})  # doctest: +SKIP
"""

from her2sim.batch.ensemble import Accuracy, BatchModel, BatchResult
from her2sim.batch.layout import Status
from her2sim.batch.refusal import NotCovered
from her2sim.batch.steady import SteadyStates

__all__ = ["Accuracy", "BatchModel", "BatchResult", "NotCovered", "Status", "SteadyStates"]
