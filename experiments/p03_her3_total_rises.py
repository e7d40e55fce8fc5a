"""P03: HER3 rises when HER2, PI3K or AKT is blocked, through FOXO."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Value, Within

SOURCE = "Garrett 2011; Chandarlapaty 2011"
WINDOW = f"{SOURCE} (direction); window: working target"

EXPERIMENT = Experiment(
    id="P03",
    claim="HER3 protein rises 2 to 5 fold under a HER2, PI3K or AKT inhibitor, by way of FOXO.",
    arms=(
        Scenario("lapatinib", treatment=(Dose("lapatinib", uM=1),)),
        Scenario("PI3K block", acute=(Scale("act_PI3K", 0.05),)),
        Scenario("AKT block", acute=(Scale("act_AKT", 0.05),)),
    ),
    expect=(
        Within(
            Fold("HER3_total", "lapatinib", at_h=48, over_h=0),
            at_least=2,
            at_most=5,
            source=WINDOW,
        ),
        Within(
            Fold("HER3_total", "PI3K block", at_h=48, over_h=0),
            at_least=2,
            at_most=5,
            source=WINDOW,
        ),
        Within(
            Fold("HER3_total", "AKT block", at_h=48, over_h=0),
            at_least=2,
            at_most=5,
            source=WINDOW,
        ),
        Ordered(
            (Value("FOXO_nuclear", "lapatinib", 0), Value("FOXO_nuclear", "lapatinib", 4)),
            source=f"{SOURCE} (direction)",
        ),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:HER3_total", "time_course:FOXO_nuclear"),
)
