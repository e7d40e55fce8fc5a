"""Experiments: claims about the model, tested against their sources.

A file of ``experiments/`` holds one `Experiment`: arms, and expectations made of a measure
(`Value`, `Fold`, `Ratio`, ...) and what is required of it (`Within`, `Ordered`, `Unchanged`,
`Spread`, `Disputed`), each with its source. `run_experiments` answers with a table.
"""

from her2sim.experiment.combinations import SynergyExcess
from her2sim.experiment.definition import KINDS, AtBound, Experiment
from her2sim.experiment.discovery import BrokenExperiment, find_experiments, load_experiment
from her2sim.experiment.doses import AreaOverCurve, DoseSeries, Potency
from her2sim.experiment.evidence import Disputed, Position, Spread, Target
from her2sim.experiment.expectations import Expectation, Ordered, Unchanged, Within
from her2sim.experiment.measures import (
    Asked,
    Difference,
    Fold,
    Log2,
    Measure,
    Product,
    Ratio,
    Scaled,
    Value,
)
from her2sim.experiment.readings import NoReading, Reading, Readings
from her2sim.experiment.runner import (
    COLUMNS,
    judge,
    run_experiments,
    simulate_arms,
    verdict_table,
)
from her2sim.experiment.screens import KnockdownRank
from her2sim.experiment.verdicts import Status, Verdict, Window

__all__ = [
    "COLUMNS",
    "KINDS",
    "AreaOverCurve",
    "Asked",
    "AtBound",
    "BrokenExperiment",
    "Difference",
    "Disputed",
    "DoseSeries",
    "Expectation",
    "Experiment",
    "Fold",
    "KnockdownRank",
    "Log2",
    "Measure",
    "NoReading",
    "Ordered",
    "Position",
    "Potency",
    "Product",
    "Ratio",
    "Reading",
    "Readings",
    "Scaled",
    "Spread",
    "Status",
    "SynergyExcess",
    "Target",
    "Unchanged",
    "Value",
    "Verdict",
    "Window",
    "Within",
    "find_experiments",
    "judge",
    "load_experiment",
    "run_experiments",
    "simulate_arms",
    "verdict_table",
]
