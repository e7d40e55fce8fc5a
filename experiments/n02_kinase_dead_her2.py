"""N02: lapatinib has nothing to do where HER2 has no kinase activity."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Unchanged, Value

CONTROL = "negative control: no target, no effect (10 % left for EGFR)"

EXPERIMENT = Experiment(
    id="N02",
    claim="Lapatinib has no effect on a cell with kinase-dead HER2.",
    arms=(
        Scenario(
            "kinase-dead, lapatinib",
            changes=(Scale("act_HER2", 0),),
            treatment=(Dose("lapatinib", uM=1),),
        ),
    ),
    expect=(
        Unchanged(
            Value("pAKT_S473", "kinase-dead, lapatinib", at_h=24),
            Value("pAKT_S473", "kinase-dead, lapatinib", at_h=0),
            percent=10,
            source=CONTROL,
        ),
        Unchanged(
            Value("growth_rate", "kinase-dead, lapatinib", at_h=24),
            Value("growth_rate", "kinase-dead, lapatinib", at_h=0),
            percent=10,
            source=CONTROL,
        ),
    ),
    source=CONTROL,
    kind="negative control",
    figures=("time_course:pAKT_S473",),
)
