"""Measures over a matrix of doses of two drugs: synergy as an excess over no interaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from her2sim.analysis.effect import scale_for
from her2sim.analysis.synergy import REFERENCES, excesses
from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment.doses import DoseSeries
from her2sim.experiment.measures import Asked
from her2sim.experiment.readings import NoReading, Reading

if TYPE_CHECKING:
    from her2sim.experiment.readings import Readings
    from her2sim.model import Model
    from her2sim.scenario import Scenario

# Loewe's reference inverts each drug's curve, which fewer doses do not draw.
_LEAST_DOSES = 3


@dataclass(frozen=True)
class SynergyExcess:
    """Mean excess of the fraction affected over a reference, over all wells with both drugs.

    The fraction affected is that of :mod:`her2sim.analysis.effect`, for ``GR`` (1 - GR) / 2.
    Positive is synergy, negative antagonism; 1 is the whole scale.

    Parameters
    ----------
    readout
        What is read, for example ``GR``.
    series
        The first drug, with its doses, the cell and the hour.
    partner
        The second drug: id or alias of ``models/drugs.csv``.
    partner_nM
        Its doses in nM, rising, without the zero dose.
    reference
        ``hsa``, ``bliss``, ``loewe`` or ``zip``.

    Raises
    ------
    UnknownName
        When there is no such reference.
    InvalidValue
        When a drug has fewer than three doses, or they do not rise from above zero.
    """

    readout: str
    series: DoseSeries
    partner: str
    partner_nM: tuple[float, ...]
    reference: str = "loewe"

    def __post_init__(self) -> None:
        """Check the fields."""
        if self.reference not in REFERENCES:
            raise UnknownName("reference", self.reference, REFERENCES, "SynergyExcess")
        for drug, doses in ((self.series.drug, self.series.nM), (self.partner, self.partner_nM)):
            if len(doses) < _LEAST_DOSES:
                raise InvalidValue(f"the doses of {drug}", doses, f"{_LEAST_DOSES} or more")
        self._rows()

    def asks(self) -> Asked:
        """Return the readout and hour it has to be given; the arms are its own."""
        return Asked(readouts=frozenset({self.readout}), times_h=frozenset({self.series.at_h}))

    def own_arms(self, model: Model) -> tuple[Scenario, ...]:
        """Return one scenario per well, those of one drug and of none included."""
        return tuple(arm for row in self._rows() for arm in row.arms())

    def read(self, readings: Readings) -> Reading:
        """Return the mean excess, with the largest and its doses as detail."""
        values = np.array([row.response(self.readout, readings) for row in self._rows()])
        scale = scale_for(self.readout, values, values[:1, :1])
        grids = ((0.0, *self.series.nM), (0.0, *self.partner_nM))
        effects = scale.affected(values, float(values[0, 0]))
        inner = excesses(grids, effects)[self.reference][1:, 1:]
        if not np.isfinite(inner).all():
            raise NoReading(f"the effects on {self.readout} give no {self.reference} reference")
        first, second = np.unravel_index(int(np.argmax(inner)), inner.shape)
        most = f"largest {inner.max():+.3g} at {self.series.drug} {self.series.nM[first]:g} nM"
        detail = f"{most} with {self.partner} {self.partner_nM[second]:g} nM"
        return Reading(float(inner.mean()), "1", detail)

    def __str__(self) -> str:
        """Return it in words."""
        pair = f"{self.series.drug} with {self.partner}"
        where = f"{self.series.on.name} at {self.series.at_h:g} h"
        return f"{self.reference} excess of {pair} on {self.readout}, {where}"

    def _rows(self) -> tuple[DoseSeries, ...]:
        """Return the partner's doses on top of each dose of the first drug."""
        return tuple(
            DoseSeries(self.partner, self.partner_nM, arm, self.series.at_h)
            for arm in self.series.arms()
        )
