"""A mechanistic simulator of how HER2-positive tumours resist HER2 drugs, and what reverses it.

>>> from her2sim import Dose, Genotype, Scenario, load_model, simulate
>>> model = load_model("her2")
>>> drug = Scenario("drug", Genotype("PTEN_loss"), treatment=(Dose("lapatinib", uM=1),))
>>> result = simulate(model, [Scenario("vehicle", Genotype("PTEN_loss")), drug], hours=24)
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from her2sim._version import __version__

if TYPE_CHECKING:
    from her2sim.analysis.combination import Combination, combine
    from her2sim.analysis.dose_response import DoseResponse, dose_response
    from her2sim.analysis.reverse import Reversal, reverse
    from her2sim.analysis.screen import Screen, screen
    from her2sim.analysis.sensitivity import Sensitivity, sensitivity
    from her2sim.analysis.why import Explanation, why
    from her2sim.engine import SolverSettings
    from her2sim.experiment import run_experiments
    from her2sim.genotype import Genotype
    from her2sim.many import Accuracy, Ensemble, simulate_many
    from her2sim.model import Model, load_model, load_sbml
    from her2sim.result import Result
    from her2sim.scan import ScanSpec, ScanView, open_scan, scan
    from her2sim.scenario import Knockdown, Period, Scale, Scenario, Set
    from her2sim.simulate import simulate
    from her2sim.timecourse import timecourse
    from her2sim.treatment import Dose

__all__ = [
    "Accuracy",
    "Combination",
    "Dose",
    "DoseResponse",
    "Ensemble",
    "Explanation",
    "Genotype",
    "Knockdown",
    "Model",
    "Period",
    "Result",
    "Reversal",
    "Scale",
    "ScanSpec",
    "ScanView",
    "Scenario",
    "Screen",
    "Sensitivity",
    "Set",
    "SolverSettings",
    "__version__",
    "combine",
    "dose_response",
    "load_model",
    "load_sbml",
    "open_scan",
    "reverse",
    "run_experiments",
    "scan",
    "screen",
    "sensitivity",
    "simulate",
    "simulate_many",
    "timecourse",
    "why",
]

# Imported on first use: the engine and pandas take a second, which `her2sim --help` need not pay.
_HOMES = {
    "Accuracy": "many",
    "Combination": "analysis.combination",
    "Dose": "treatment",
    "DoseResponse": "analysis.dose_response",
    "Ensemble": "many",
    "Explanation": "analysis.why",
    "Genotype": "genotype",
    "Knockdown": "scenario",
    "Model": "model",
    "Period": "scenario",
    "Result": "result",
    "Reversal": "analysis.reverse",
    "Scale": "scenario",
    "ScanSpec": "scan",
    "ScanView": "scan",
    "Scenario": "scenario",
    "Screen": "analysis.screen",
    "Sensitivity": "analysis.sensitivity",
    "Set": "scenario",
    "SolverSettings": "engine",
    "combine": "analysis.combination",
    "dose_response": "analysis.dose_response",
    "load_model": "model",
    "load_sbml": "model",
    "open_scan": "scan",
    "reverse": "analysis.reverse",
    "run_experiments": "experiment",
    "scan": "scan",
    "screen": "analysis.screen",
    "sensitivity": "analysis.sensitivity",
    "simulate": "simulate",
    "simulate_many": "many",
    "timecourse": "timecourse",
    "why": "analysis.why",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *_HOMES})


class _Package(ModuleType):
    """A package whose public functions are not hidden by the modules they are named after."""

    def __setattr__(self, name: str, value: object) -> None:
        """Bind a name; a module that is imported takes no public function's place."""
        if isinstance(value, ModuleType) and _HOMES.get(name) == name:
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
