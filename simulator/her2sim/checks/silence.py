"""Zero in, zero out: without its inputs the network says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from her2sim.checks.finding import Finding
from her2sim.model import Model
from her2sim.scenario import Scenario, Set
from her2sim.simulate import simulate

_CHECK = "zero in, zero out"
_NOTHING = 1e-9


def nothing_without_input(
    model: Model,
    inputs: Sequence[str],
    outputs: Sequence[str],
    hours: float,
    background: str | None = None,
) -> list[Finding]:
    """Check that readouts are zero when the inputs are.

    Parameters
    ----------
    inputs
        Ids set to zero throughout.
    outputs
        Readouts or species that must then be below 1e-9 of what they are with the inputs.
    hours
        How long to wait.
    """
    off = tuple(Set(name, 0.0) for name in inputs)
    arms = (
        Scenario("with", background=background),
        Scenario("without", background=background, changes=off),
    )
    result = simulate(model, arms, hours=hours, readouts=outputs, on_failure="raise")
    peaks = result.table.groupby(["readout", "scenario"], sort=False)["value"].max().unstack()
    return [
        Finding(_CHECK, str(name), f"is {row['without']:.3g} without any of {', '.join(inputs)}")
        for name, row in peaks.iterrows()
        if row["without"] > _NOTHING * row["with"]
    ]
