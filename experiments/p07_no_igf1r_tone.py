"""P07: without IGF1R tone the rise of AKT under everolimus is smaller."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered

EVEROLIMUS = (Dose("everolimus", nM=20),)
SOURCE = "general knowledge, not looked up (direction)"

EXPERIMENT = Experiment(
    id="P07",
    claim="In HER2-driven cells without IGF1R tone everolimus raises pAKT less.",
    arms=(
        Scenario("tone", treatment=EVEROLIMUS),
        Scenario("no tone", treatment=EVEROLIMUS, changes=(Scale("act_IGF1R", 0.05),)),
    ),
    expect=(
        Ordered(
            (
                Fold("pAKT_S473", "no tone", at_h=24, over_h=0),
                Fold("pAKT_S473", "tone", at_h=24, over_h=0),
            ),
            source=SOURCE,
        ),
    ),
    source=SOURCE,
    figures=("time_course:pAKT_S473",),
)
