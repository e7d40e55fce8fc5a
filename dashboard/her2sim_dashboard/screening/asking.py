"""What the settings of the Screen page ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from her2sim import Model, Scenario
from her2sim.analysis.growth import GR
from her2sim.model import Readout

from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.state import AXES, State, to_query

GENES, PARAMETERS, SCAN = "genes", "parameters", "scan"
_LOCAL_RUNS = 4  # of each parameter


@dataclass(frozen=True)
class Perturbing:
    """What is done to each gene in turn: ``left`` of it remains, or ``over`` times as much."""

    left: float
    over: float | None

    @property
    def text(self) -> str:
        """In words, as in ``39 genes at 20 %``."""
        if self.over is not None:
            return f"over-expressed {plain(self.over)}-fold"
        return f"reduced to {plain(round(100 * self.left, 6))} %" if self.left else "knocked out"


def perturbing(state: State) -> Perturbing:
    """Return what the genes of the ranking undergo."""
    over = float(state.setting("scu")) if state.setting("scd") == "up" else None
    return Perturbing(round(float(state.setting("scl")) / 100, 6), over)


def readout_of(state: State, context: Context) -> Readout:
    """Return the readout compared; growth where none was chosen and the model has it."""
    known = context.catalogue.names("readout")
    usual = GR if GR in known else known[0]
    return context.catalogue.readout(state.setting("sco") or usual)


def label_of(readout: Readout) -> str:
    """Return what a readout is called."""
    return readout.label or readout.id


def unit_of(readout: Readout) -> str:
    """Return a readout's unit, empty where it is a mere number."""
    return "" if readout.unit[:1] == "1" else readout.unit


def scenario_of(state: State) -> Scenario:
    """Return the cell and treatment that are asked about."""
    return state.cell.scenario("screened")


def key_of(state: State, settings: Sequence[str]) -> str:
    """Return a text that is equal for states of which a job makes the same."""
    kept = tuple((key, text) for key, text in state.settings if key in settings)
    return to_query(replace(state, readouts=(), axis=AXES[0], others=(), settings=kept))


def sensitivity_runs(state: State, model: Model) -> int:
    """Return about how many simulations the sensitivity takes."""
    if state.setting("scs") == "local":
        return _LOCAL_RUNS * len(model.parameters)
    return int(state.setting("scr"))


def finite(value: float | None) -> float | None:
    """Return a number that JSON can hold, ``None`` for none."""
    return None if value is None or not math.isfinite(value) else float(value)
