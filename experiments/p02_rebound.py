"""P02: under lasting lapatinib pHER3 and pAKT come partly back, HER2 stays off."""

from her2sim import Dose, Scenario
from her2sim.experiment import Experiment, Fold, Within

SOURCE = "Sergina 2007 (PMC3025857); Garrett 2011; Canonici 2013 (PMC3858548)"
WINDOW = f"{SOURCE} (direction); window: working target"

EXPERIMENT = Experiment(
    id="P02",
    claim="pHER3 and pAKT partly return under lapatinib while pHER2 stays low.",
    arms=(Scenario("lapatinib", treatment=(Dose("lapatinib", uM=1),)),),
    expect=(
        Within(
            Fold("pHER3", "lapatinib", at_h=48, over_h=0),
            at_least=0.30,
            at_most=0.80,
            source=WINDOW,
        ),
        Within(
            Fold("pAKT_S473", "lapatinib", at_h=48, over_h=0),
            at_least=0.20,
            at_most=0.60,
            source=WINDOW,
        ),
        Within(Fold("pHER3", "lapatinib", at_h=48, over_h=1), at_least=1.5, source=WINDOW),
        Within(Fold("pAKT_S473", "lapatinib", at_h=48, over_h=1), at_least=1.5, source=WINDOW),
        Within(Fold("pHER2", "lapatinib", at_h=48, over_h=0), at_most=0.20, source=WINDOW),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:pHER3", "time_course:pAKT_S473"),
)
