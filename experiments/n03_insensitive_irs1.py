"""N03: with IRS1 deaf to S6K, everolimus does not raise AKT."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

CONTROL = "negative control: the rise of pAKT needs the S6K to IRS1 feedback"
DEAF = (Scale("act_S6K_IRS1", 0),)

EXPERIMENT = Experiment(
    id="N03",
    claim="Everolimus raises no pAKT where IRS1 is insensitive to S6K.",
    arms=(Scenario("deaf IRS1, everolimus", changes=DEAF, treatment=(Dose("everolimus", nM=20),)),),
    expect=(
        Within(
            Fold("pAKT_S473", "deaf IRS1, everolimus", at_h=4, over_h=0),
            at_most=1.1,
            source=CONTROL,
        ),
        Within(
            Fold("pAKT_S473", "deaf IRS1, everolimus", at_h=24, over_h=0),
            at_most=1.1,
            source=CONTROL,
        ),
    ),
    source=CONTROL,
    kind="negative control",
    figures=("time_course:pAKT_S473",),
)
