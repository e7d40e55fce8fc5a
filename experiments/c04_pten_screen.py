"""C04: in a loss-of-function screen under lapatinib PTEN stands out."""

from her2sim import Dose, Scenario
from her2sim.experiment import Experiment, KnockdownRank, Within

UNDER_LAPATINIB = Scenario("lapatinib", treatment=(Dose("lapatinib", uM=1),))
SCREEN = "Eichhorn 2008 Cancer Res (rank only; the abstract gives no effect size)"

EXPERIMENT = Experiment(
    id="C04",
    claim="Among all genes knocked down in turn, PTEN is one whose loss costs lapatinib most.",
    arms=(UNDER_LAPATINIB,),
    expect=(
        Within(
            KnockdownRank("PTEN", "GR", at_h=72, on=UNDER_LAPATINIB, left=0.2),
            at_most=3,
            source=SCREEN,
        ),
    ),
    source=SCREEN,
    hours=72,
)
