"""P08: mTORC1 inhibition raises ERK through PI3K."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Within

EVEROLIMUS = (Dose("everolimus", nM=20),)
NO_PI3K = (Scale("act_PI3K", 0.05),)
SOURCE = "Carracedo 2008"

EXPERIMENT = Experiment(
    id="P08",
    claim="Everolimus raises pERK, and only while PI3K works.",
    arms=(
        Scenario("everolimus", treatment=EVEROLIMUS),
        Scenario("PI3K block", acute=NO_PI3K),
        Scenario("everolimus, PI3K block", treatment=EVEROLIMUS, acute=NO_PI3K),
    ),
    expect=(
        Within(
            Fold("pERK", "everolimus", at_h=24, over_h=0),
            at_least=1.1,
            source=f"{SOURCE} (direction; 10 % taken as the least that counts)",
        ),
        Ordered(
            (
                Fold("pERK", "everolimus, PI3K block", at_h=24, over_arm="PI3K block"),
                Fold("pERK", "everolimus", at_h=24, over_h=0),
            ),
            source=f"{SOURCE} (PI3K-dependent, direction)",
        ),
    ),
    source=SOURCE,
    figures=("time_course:pERK",),
)
