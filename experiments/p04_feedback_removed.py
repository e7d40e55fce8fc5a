"""P04: without the feedback arm lapatinib goes deeper and lasts."""

from her2sim import Dose, Knockdown, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
SOURCE = "Sergina 2007 (PMC3025857); Garrett 2011"
DIRECTION = f"{SOURCE} (direction; 10 % taken as the least that counts)"

EXPERIMENT = Experiment(
    id="P04",
    claim="With FOXO feedback or HER3 removed, the rebound under lapatinib is lost.",
    arms=(
        Scenario("lapatinib", treatment=LAPATINIB),
        Scenario("no FOXO feedback", treatment=LAPATINIB, acute=(Scale("act_FOXO", 0),)),
        Scenario("no HER3", treatment=LAPATINIB, knockdowns=(Knockdown("ERBB3", left=0.1),)),
    ),
    expect=(
        Within(
            Fold("pAKT_S473", "no FOXO feedback", at_h=48, over_h=1),
            at_most=1.1,
            source=DIRECTION,
        ),
        Ordered(
            (
                Value("pAKT_S473", "no FOXO feedback", at_h=48),
                Value("pAKT_S473", "lapatinib", at_h=48),
            ),
            factor=1.1,
            source=DIRECTION,
        ),
        Ordered(
            (Value("pAKT_S473", "no HER3", at_h=48), Value("pAKT_S473", "lapatinib", at_h=48)),
            factor=1.1,
            source=DIRECTION,
        ),
        Ordered(
            (
                Value("growth_rate", "no FOXO feedback", at_h=72),
                Value("growth_rate", "lapatinib", at_h=72),
            ),
            source=f"{SOURCE} (more death, direction)",
        ),
        Ordered(
            (
                Value("growth_rate", "no HER3", at_h=72),
                Value("growth_rate", "lapatinib", at_h=72),
            ),
            source=f"{SOURCE} (more death, direction)",
        ),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:pAKT_S473",),
)
