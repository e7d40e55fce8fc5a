"""P05: an AKT inhibitor releases receptor expression.

HER3 stands for the receptors and IRS1 for the insulin branch; the model reads out neither
IGF1R nor the insulin receptor by itself.
"""

from her2sim import Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

SOURCE = "Chandarlapaty 2011 (direction; 10 % taken as the least that counts)"

EXPERIMENT = Experiment(
    id="P05",
    claim="An AKT inhibitor raises the expression and phosphorylation of HER3.",
    arms=(Scenario("AKT block", acute=(Scale("act_AKT", 0.05),)),),
    expect=(
        Within(Fold("HER3_total", "AKT block", at_h=24, over_h=0), at_least=1.1, source=SOURCE),
        Within(Fold("pHER3", "AKT block", at_h=24, over_h=0), at_least=1.1, source=SOURCE),
        Within(Fold("IRS1_total", "AKT block", at_h=24, over_h=0), at_least=1.1, source=SOURCE),
    ),
    source="Chandarlapaty 2011",
    hours=48,
    figures=("time_course:HER3_total", "time_course:pHER3"),
)
