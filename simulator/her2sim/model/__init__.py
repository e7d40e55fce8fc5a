"""Model: an SBML text together with what may be set, read out, mutated and dosed in it."""

from __future__ import annotations

from her2sim.model.core import Model
from her2sim.model.loading import load_model, load_sbml
from her2sim.model.parts import Alteration, AlterationChange, Reaction, Species
from her2sim.rows import Drug, Gene, Parameter, Readout, Total

__all__ = [
    "Alteration",
    "AlterationChange",
    "Drug",
    "Gene",
    "Model",
    "Parameter",
    "Reaction",
    "Readout",
    "Species",
    "Total",
    "load_model",
    "load_sbml",
]
