"""N05: with the transcription feedback off there is no rebound."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

CONTROL = "negative control: the rebound needs the FOXO feedback"
OFF = (Scale("act_FOXO", 0),)

EXPERIMENT = Experiment(
    id="N05",
    claim="With the FOXO feedback off, lapatinib is followed by no rebound.",
    arms=(Scenario("feedback off", changes=OFF, treatment=(Dose("lapatinib", uM=1),)),),
    expect=(
        Within(Fold("HER3_total", "feedback off", at_h=48, over_h=0), at_most=1.1, source=CONTROL),
        Within(Fold("pHER3", "feedback off", at_h=48, over_h=1), at_most=1.1, source=CONTROL),
        Within(Fold("pAKT_S473", "feedback off", at_h=48, over_h=1), at_most=1.1, source=CONTROL),
    ),
    source=CONTROL,
    kind="negative control",
    hours=72,
    figures=("time_course:pAKT_S473",),
)
