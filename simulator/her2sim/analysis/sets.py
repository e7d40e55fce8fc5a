"""STUB: parameter sets of a screen."""
from __future__ import annotations
import pandas as pd
from her2sim.model import Model

def parameter_sets(model: Model, sample: int, background: str | None = None) -> pd.DataFrame | None:
    return None
