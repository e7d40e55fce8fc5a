"""From a readout to a fraction affected, the scale on which combinations are compared.

Growth-rate inhibition maps to ``(1 - GR) / 2``: 0 without effect, 1/2 at cytostasis, 1 when all
cells are lost at once. As ``GR = 2 ** (k / k0) - 1`` (Hafner et al. 2016,
doi:10.1038/nmeth.3853), what is left, ``(1 + GR) / 2 = 2 ** (k / k0 - 1)``, is the number of cells
relative to untreated ones after one division of the latter. Bliss independence on this scale is
therefore Bliss independence of relative cell numbers, whatever the length of the assay.

Any other readout maps to the part of it that is lost, ``1 - value / untreated``; for one that
rises under the drugs, to ``1 - untreated / value``. Independence then means that folds multiply.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InvalidValue

Floats: TypeAlias = NDArray[np.float64]

# The readout id that interface and figures reserve for growth-rate inhibition values.
GROWTH = "GR"


@dataclass(frozen=True)
class Scale:
    """How a readout is turned into a fraction affected, and back.

    Attributes
    ----------
    readout
        Its id.
    rises
        Whether the drugs raise it.
    """

    readout: str
    rises: bool = False

    @property
    def text(self) -> str:
        """The mapping as a formula."""
        if self.readout == GROWTH:
            return "(1 - GR) / 2"
        return "1 - untreated / value" if self.rises else "1 - value / untreated"

    def affected(self, values: Floats, untreated: Floats | float) -> Floats:
        """Return the fraction affected.

        Parameters
        ----------
        values
            The readout, any shape.
        untreated
            The readout without the drugs; not used for growth.
        """
        if self.readout == GROWTH:
            return np.asarray((1.0 - values) / 2.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = untreated / values if self.rises else values / untreated
        return np.asarray(1.0 - left)

    def value(self, affected: float, untreated: float) -> float:
        """Return the readout at a fraction affected."""
        if self.readout == GROWTH:
            return 1.0 - 2.0 * affected
        return untreated / (1.0 - affected) if self.rises else untreated * (1.0 - affected)


def scale_for(readout: str, values: Floats, untreated: Floats) -> Scale:
    """Return the scale of a readout, seeing how it moves.

    Parameters
    ----------
    readout
        Its id.
    values, untreated
        The readout under the drugs and without them; shapes that go together.

    Raises
    ------
    InvalidValue
        If the readout is not above 0 throughout, so that no part of it can be lost.
    """
    if readout == GROWTH:
        return Scale(readout)
    known = np.concatenate([values[np.isfinite(values)], untreated[np.isfinite(untreated)]])
    if known.size and float(known.min()) <= 0:
        raise InvalidValue(
            f"the least {readout}",
            float(f"{known.min():.3g}"),
            "above 0, as combinations are compared by the part of a readout that is lost; "
            "take one that stays above 0, or a growth-rate inhibition value",
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        folds = np.log(values / untreated)
    return Scale(readout, rises=bool(np.nansum(folds) > 0))
