"""H06: dactolisib raises ERK through HER2 and HER3; lapatinib or a MEK block stops it."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

BEZ235 = Dose("dactolisib", nM=500)
PI3K = Scale("act_PI3K", 0.05)
SERRA = "Serra 2011 (PMC3107390; direction, 10 % taken as the least that counts)"

EXPERIMENT = Experiment(
    id="H06",
    claim="PI3K block raises pERK by HER2 and HER3; a HER2 or MEK block stops it.",
    arms=(
        Scenario("dactolisib", treatment=(BEZ235,)),
        Scenario("dactolisib, lapatinib", treatment=(BEZ235, Dose("lapatinib", uM=1))),
        Scenario("dactolisib, MEK block", treatment=(BEZ235,), acute=(Scale("act_MEK", 0.02),)),
        Scenario("dactolisib, no HER2 kinase", treatment=(BEZ235,), acute=(Scale("act_HER2", 0),)),
        Scenario("PI3K block", acute=(PI3K,)),
    ),
    expect=(
        Within(Fold("pERK", "dactolisib", at_h=24, over_h=0), at_least=1.1, source=SERRA),
        Within(Fold("pERK", "PI3K block", at_h=24, over_h=0), at_least=1.1, source=SERRA),
        Within(Fold("pHER3", "dactolisib", at_h=24, over_h=0), at_least=1.1, source=SERRA),
        Within(Fold("pERK", "dactolisib, lapatinib", at_h=24, over_h=0), at_most=1, source=SERRA),
        Within(Fold("pERK", "dactolisib, MEK block", at_h=24, over_h=0), at_most=1, source=SERRA),
        Within(
            Fold("pERK", "dactolisib, no HER2 kinase", at_h=24, over_h=0), at_most=1, source=SERRA
        ),
    ),
    source="Serra 2011 (PMC3107390)",
    hours=48,
    figures=("time_course:pERK", "time_course:pHER3"),
)
