"""P01: lapatinib takes the whole receptor signal down within an hour."""

from her2sim import Dose, Scenario
from her2sim.experiment import Experiment, Fold, Within

WINDOW = "working target; direction: Konecny 2006, Sergina 2007 (PMC3025857)"

EXPERIMENT = Experiment(
    id="P01",
    claim="Lapatinib 1 uM takes pHER2, pHER3, pAKT and pERK down within an hour.",
    arms=(Scenario("lapatinib", treatment=(Dose("lapatinib", uM=1),)),),
    expect=(
        Within(Fold("pHER2", "lapatinib", at_h=1, over_h=0), at_most=0.20, source=WINDOW),
        Within(Fold("pHER3", "lapatinib", at_h=1, over_h=0), at_most=0.20, source=WINDOW),
        Within(Fold("pAKT_S473", "lapatinib", at_h=1, over_h=0), at_most=0.25, source=WINDOW),
        Within(Fold("pERK", "lapatinib", at_h=1, over_h=0), at_most=0.30, source=WINDOW),
    ),
    source="Konecny 2006 Cancer Res; Sergina 2007 (PMC3025857)",
    hours=4,
    figures=("time_course:pAKT_S473", "time_course:pERK"),
)
