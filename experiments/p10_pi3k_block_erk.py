"""P10: blocking PI3K raises ERK through HER2 and HER3; HER2 or MEK inhibitors stop it."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

PI3K = Scale("act_PI3K", 0.05)
BEZ235 = Dose("dactolisib", nM=500)
LAPATINIB = Dose("lapatinib", uM=1)
SOURCE = "Serra 2011 (PMC3107390)"
DIRECTION = f"{SOURCE} (direction; 10 % taken as the least that counts)"

EXPERIMENT = Experiment(
    id="P10",
    claim="PI3K inhibition turns AKT off and ERK up; a HER2 or MEK inhibitor stops the rise.",
    arms=(
        Scenario("PI3K block", acute=(PI3K,)),
        Scenario("dactolisib", treatment=(BEZ235,)),
        Scenario("PI3K block, lapatinib", treatment=(LAPATINIB,), acute=(PI3K,)),
        Scenario("PI3K and MEK block", acute=(PI3K, Scale("act_MEK", 0.02))),
    ),
    expect=(
        Within(
            Fold("pAKT_S473", "PI3K block", at_h=1, over_h=0),
            at_most=0.25,
            source=f"{SOURCE} (off); size: working target, as for lapatinib",
        ),
        Within(
            Fold("pAKT_S473", "dactolisib", at_h=1, over_h=0),
            at_most=0.25,
            source=f"{SOURCE} (off); size: working target, as for lapatinib",
        ),
        Within(Fold("pERK", "PI3K block", at_h=24, over_h=0), at_least=1.1, source=DIRECTION),
        Within(Fold("pERK", "dactolisib", at_h=24, over_h=0), at_least=1.1, source=DIRECTION),
        Within(Fold("pHER3", "PI3K block", at_h=24, over_h=0), at_least=1.1, source=DIRECTION),
        Within(Fold("HER3_total", "PI3K block", at_h=24, over_h=0), at_least=1.1, source=DIRECTION),
        Within(
            Fold("pERK", "PI3K block, lapatinib", at_h=24, over_h=0), at_most=1, source=DIRECTION
        ),
        Within(Fold("pERK", "PI3K and MEK block", at_h=24, over_h=0), at_most=1, source=DIRECTION),
    ),
    source=SOURCE,
    hours=48,
    figures=("time_course:pERK", "time_course:pHER3"),
)
