"""P21: heregulin rescues growth from HER2 or AKT and MEK inhibitors; HER3 carries it."""

from her2sim import Dose, Knockdown, Scale, Scenario, Set
from her2sim.experiment import Difference, Experiment, Ordered, Value

LAPATINIB = (Dose("lapatinib", uM=1),)
HRG = Set("HRG", 10)
AKT_MEK = (Scale("act_AKT", 0.05), Scale("act_MEK", 0.02))
NO_HER3 = (Knockdown("ERBB3", left=0.1),)
SOURCE = "Kirouac 2013"

EXPERIMENT = Experiment(
    id="P21",
    claim="Heregulin rescues growth from HER2 or AKT and MEK inhibitors unless HER3 is blocked.",
    arms=(
        Scenario("lapatinib", treatment=LAPATINIB),
        Scenario("lapatinib, HRG", treatment=LAPATINIB, acute=(HRG,)),
        Scenario("AKT and MEK block", acute=AKT_MEK),
        Scenario("AKT and MEK block, HRG", acute=(*AKT_MEK, HRG)),
        Scenario("no HER3, lapatinib", treatment=LAPATINIB, knockdowns=NO_HER3),
        Scenario("no HER3, lapatinib, HRG", treatment=LAPATINIB, knockdowns=NO_HER3, acute=(HRG,)),
    ),
    expect=(
        Ordered(
            (
                Value("growth_rate", "lapatinib", at_h=72),
                Value("growth_rate", "lapatinib, HRG", at_h=72),
            ),
            source=f"{SOURCE} (direction)",
        ),
        Ordered(
            (
                Value("growth_rate", "AKT and MEK block", at_h=72),
                Value("growth_rate", "AKT and MEK block, HRG", at_h=72),
            ),
            source=f"{SOURCE} (direction)",
        ),
        Ordered(
            (
                Difference(
                    Value("growth_rate", "no HER3, lapatinib, HRG", at_h=72),
                    minus=Value("growth_rate", "no HER3, lapatinib", at_h=72),
                ),
                Difference(
                    Value("growth_rate", "lapatinib, HRG", at_h=72),
                    minus=Value("growth_rate", "lapatinib", at_h=72),
                ),
            ),
            source=f"{SOURCE} (HER3 block needed, direction)",
        ),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:growth_rate",),
)
