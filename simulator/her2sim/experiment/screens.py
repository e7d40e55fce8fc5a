"""Measures over the genes of a model: a virtual loss-of-function screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from her2sim.analysis.perturbation import knocked_down, perturbations, ranks
from her2sim.experiment.measures import Asked
from her2sim.experiment.readings import NoReading, Reading

if TYPE_CHECKING:
    from her2sim.experiment.readings import Readings
    from her2sim.model import Model
    from her2sim.scenario import Scenario

_SHOWN = 8
_SUFFIX = " knocked down, "


@dataclass(frozen=True)
class KnockdownRank:
    """The rank of a gene when each gene of the model is knocked down in turn.

    Rank 1 has the largest gain of the readout over the scenario without a knock-down.

    Parameters
    ----------
    gene
        The gene whose rank is asked for.
    readout
        What a hit raises, for example ``GR``.
    at_h
        When it is read, in hours.
    on
        The scenario that is screened, drug included.
    left
        What a knock-down leaves of a gene, as a fraction.
    """

    gene: str
    readout: str
    at_h: float
    on: Scenario
    left: float

    def asks(self) -> Asked:
        """Return the readout and hour it has to be given; the arms are its own."""
        return Asked(readouts=frozenset({self.readout}), times_h=frozenset({self.at_h}))

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return the screened scenario and one with each gene knocked down."""
        each = perturbations(model, None, self.left, pairs=False)
        return (self.on, *(self._without(str(one)) for one in each))

    def read(self, readings: Readings) -> Reading:
        """Return the rank, with the leading genes and their gains as detail."""
        gains = self._gains(readings)
        if self.gene not in gains:
            raise NoReading(f"the knock-down of {self.gene} gave no number")
        rank = ranks(gains)[self.gene]
        leaders = sorted(gains, key=lambda gene: -gains[gene])[:_SHOWN]
        shown = ", ".join(f"{gene} {gains[gene]:+.3g}" for gene in leaders)
        return Reading(float(rank), "1", f"of {len(gains)} genes; gain of {self.readout}: {shown}")

    def __str__(self) -> str:
        """Return it in words."""
        left = f"{self.left:.0%}"
        return f"rank of {self.gene} by gain of {self.readout}, genes at {left}, {self.on.name}"

    def _gains(self, readings: Readings) -> dict[str, float]:
        """Return the gain per gene; a gene the cell cannot spare has no steady state."""
        without = readings.at(self.on.name, self.readout, self.at_h).value
        gains = {}
        for arm in readings.arms():
            gene, found, screened = arm.partition(_SUFFIX)
            if found and screened == self.on.name and not readings.failed(arm):
                gains[gene] = readings.at(arm, self.readout, self.at_h).value - without
        return gains

    def _without(self, gene: str) -> Scenario:
        return knocked_down(self.on, (gene,), self.left, f"{gene}{_SUFFIX}{self.on.name}")
