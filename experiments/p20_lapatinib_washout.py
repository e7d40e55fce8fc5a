"""P20: after washout HER2 comes back with the off-rate of lapatinib, in hours."""

from her2sim import Scenario, Set
from her2sim.experiment import Difference, Experiment, Ratio, Value, Within

SOURCE = "Wood 2004; Telesco 2011 (koff 3.83e-5 /s, half-life 5.0 h)"


def recovered(at_h: float) -> Ratio:
    """Return the part of the final recovery that is reached by a time."""
    start = Value("pHER2", "washout", at_h=0)
    return Ratio(
        Difference(Value("pHER2", "washout", at_h), minus=start),
        over=Difference(Value("pHER2", "washout", at_h=72), minus=start),
    )


EXPERIMENT = Experiment(
    id="P20",
    claim="pHER2 recovers from lapatinib with a half-time of about 5 h, not of minutes.",
    arms=(Scenario("washout", changes=(Set("lapatinib", 1000),), acute=(Set("lapatinib", 0),)),),
    expect=(
        Within(recovered(0.5), at_most=0.25, source=f"{SOURCE}; window: working target"),
        Within(
            recovered(5), at_least=0.25, at_most=0.75, source=f"{SOURCE}; window: working target"
        ),
    ),
    source=SOURCE,
    figures=("time_course:pHER2",),
)
