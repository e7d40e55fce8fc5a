"""P09: an mTOR kinase inhibitor abolishes S473 for good, T308 only for hours."""

from her2sim import Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

SOURCE = "Rodrik-Outmezguine 2011 (PMC3227125)"
WINDOW = f"{SOURCE} (direction); size: working target"

EXPERIMENT = Experiment(
    id="P09",
    claim="An mTOR kinase inhibitor keeps S473 off; T308 drops at once and returns by 24 h.",
    arms=(
        Scenario("mTOR kinase block", acute=(Scale("act_mTORC1", 0.05), Scale("act_mTORC2", 0.05))),
    ),
    expect=(
        Within(Fold("pAKT_S473", "mTOR kinase block", 1, over_h=0), at_most=0.2, source=WINDOW),
        Within(Fold("pAKT_S473", "mTOR kinase block", 24, over_h=0), at_most=0.2, source=WINDOW),
        Within(Fold("pAKT_T308", "mTOR kinase block", 1, over_h=0), at_most=0.8, source=WINDOW),
        Within(Fold("pAKT_T308", "mTOR kinase block", 24, over_h=1), at_least=1.2, source=WINDOW),
        Within(Fold("pS6", "mTOR kinase block", 24, over_h=0), at_most=0.2, source=WINDOW),
    ),
    source=SOURCE,
    figures=("time_course:pAKT_T308", "time_course:pAKT_S473"),
)
