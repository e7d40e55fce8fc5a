"""N04: in cells without HER2 amplification lapatinib changes pAKT little."""

from her2sim import Dose, Scenario
from her2sim.experiment import Experiment, Unchanged, Value

CONTROL = "negative control: small pAKT change without amplification; 30 % is a working target"

EXPERIMENT = Experiment(
    id="N04",
    claim="In non-amplified cells lapatinib changes pAKT by a small part only.",
    arms=(Scenario("lapatinib", background="HER2_normal", treatment=(Dose("lapatinib", uM=1),)),),
    expect=(
        Unchanged(
            Value("pAKT_S473", "lapatinib", at_h=1),
            Value("pAKT_S473", "lapatinib", at_h=0),
            percent=30,
            source=CONTROL,
        ),
        Unchanged(
            Value("pAKT_S473", "lapatinib", at_h=24),
            Value("pAKT_S473", "lapatinib", at_h=0),
            percent=30,
            source=CONTROL,
        ),
    ),
    source=CONTROL,
    kind="negative control",
    figures=("time_course:pAKT_S473",),
)
