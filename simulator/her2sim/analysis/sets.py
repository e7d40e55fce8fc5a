"""The parameter sets that bands are made of: the table's own first, then an ensemble."""

from __future__ import annotations

import pandas as pd

from her2sim.errors import InvalidValue
from her2sim.model import Model
from her2sim.sampling import ensemble


def parameter_sets(
    model: Model, sample: int, seed: int = 0
) -> tuple[pd.DataFrame | None, dict[str, object]]:
    """Return the sets for :func:`her2sim.simulate_many`, and where they come from.

    Parameters
    ----------
    model
        The model; for a sample above 0 one with ranges and rules of physiology.
    sample
        Number of sets beside the table's own, which is the first row; 0 for none.
    seed
        Of the random numbers.

    Returns
    -------
    tuple
        The sets (``None`` for the table alone) and the provenance of the ensemble.
    """
    if isinstance(sample, bool) or not isinstance(sample, int) or sample < 0:
        raise InvalidValue("sample", sample, "a whole number, 0 or above")
    if sample == 0:
        return None, {}
    found = ensemble(model, sample, seed)
    own = {name: [model.default(str(name))] for name in found.samples.columns}
    sets = pd.concat([pd.DataFrame(own), found.samples], ignore_index=True)
    return sets, {f"ensemble_{key}": value for key, value in found.provenance.items()}
