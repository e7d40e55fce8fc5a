"""P19: mTORC2 is a strong partner target of lapatinib."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Ordered, Value

LAPATINIB = (Dose("lapatinib", uM=1),)
AMIN = "Amin 2015 (strongest secondary target in a screen; direction)"

EXPERIMENT = Experiment(
    id="P19",
    claim="Blocking mTORC2 on top of lapatinib slows growth further, more than blocking mTORC1.",
    arms=(
        Scenario("lapatinib", treatment=LAPATINIB),
        Scenario("mTORC1 too", treatment=LAPATINIB, acute=(Scale("act_mTORC1", 0.2),)),
        Scenario("mTORC2 too", treatment=LAPATINIB, acute=(Scale("act_mTORC2", 0.2),)),
    ),
    expect=(
        Ordered(
            (Value("GR", "mTORC2 too", at_h=72), Value("GR", "lapatinib", at_h=72)), source=AMIN
        ),
        Ordered(
            (Value("GR", "mTORC2 too", at_h=72), Value("GR", "mTORC1 too", at_h=72)), source=AMIN
        ),
    ),
    source="Amin 2015",
    hours=72,
    figures=("time_course:GR",),
)
