"""X06: how many HER2 receptors an amplified cell carries, and what that does to lapatinib.

Counts of amplified lines lie 2 to 10 fold apart between sources; the response is shown at both
ends of the range in the parameter table.
"""

from her2sim import Dose, Scenario
from her2sim.experiment import AtBound, Disputed, Experiment, Position, Value

LAPATINIB = (Dose("lapatinib", uM=1),)

EXPERIMENT = Experiment(
    id="X06",
    claim="HER2 copies of amplified cells are disputed, and so is what lapatinib meets.",
    arms=(
        Scenario("table value", treatment=LAPATINIB),
        AtBound(Scenario("fewest copies", treatment=LAPATINIB), target="HER2_tot", side="lower"),
        AtBound(Scenario("most copies", treatment=LAPATINIB), target="HER2_tot", side="upper"),
    ),
    expect=(
        Disputed(
            Value("GR", "table value", at_h=72),
            positions=(
                Position(
                    "5.0e5 copies in BT474; sensitive lines reach cytostasis",
                    at_most=0.5,
                    source="Larson 2010 table; Heiser 2012 panel",
                ),
                Position(
                    "2.1e5 copies in MDA-MB-361, a line that lapatinib slows little",
                    at_least=0.3,
                    source="Larson 2010 table; Heiser 2012 panel (GRmax 0.30)",
                ),
            ),
            span=(
                Value("GR", "fewest copies", at_h=72),
                Value("GR", "most copies", at_h=72),
            ),
        ),
    ),
    source="Larson 2010 table; quantitative IHC of 123 primaries (1996)",
    kind="conflict",
    hours=72,
    figures=("time_course:GR",),
)
