"""Many scenarios times many parameter sets, simulated together."""

from __future__ import annotations

from her2sim.batch import Accuracy
from her2sim.many.ensemble import Ensemble
from her2sim.many.running import ENGINES, simulate_many

__all__ = ["ENGINES", "Accuracy", "Ensemble", "simulate_many"]
