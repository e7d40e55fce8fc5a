"""P06: everolimus empties pS6 and lifts AKT through IRS1 and IGF1R."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Within

EVEROLIMUS = (Dose("everolimus", nM=20),)
NO_IGF1R = (Scale("act_IGF1R", 0.05),)
SOURCE = "O'Reilly 2006 (PMC3193604)"
WINDOW = f"{SOURCE} (direction); window: working target"

EXPERIMENT = Experiment(
    id="P06",
    claim="Everolimus empties pS6K and pS6, raises IRS1 and pAKT, and IGF1R inhibition stops that.",
    arms=(
        Scenario("everolimus", treatment=EVEROLIMUS),
        Scenario("everolimus, no IGF1R", treatment=EVEROLIMUS, acute=NO_IGF1R),
        Scenario("no IGF1R", acute=NO_IGF1R),
    ),
    expect=(
        Within(Fold("pS6K", "everolimus", at_h=1, over_h=0), at_most=0.10, source=WINDOW),
        Within(Fold("pS6", "everolimus", at_h=1, over_h=0), at_most=0.10, source=WINDOW),
        Within(
            Fold("IRS1_total", "everolimus", at_h=24, over_h=0),
            at_least=1.1,
            source=f"{SOURCE} (direction; 10 % taken as the least that counts)",
        ),
        Within(
            Fold("pAKT_S473", "everolimus", at_h=4, over_h=0),
            at_least=1.5,
            at_most=4,
            source=WINDOW,
        ),
        Within(
            Fold("pAKT_S473", "everolimus", at_h=24, over_h=0),
            at_least=1.5,
            at_most=4,
            source=WINDOW,
        ),
        Within(
            Fold("pAKT_S473", "everolimus, no IGF1R", at_h=24, over_arm="no IGF1R"),
            at_most=1.5,
            source=f"{SOURCE} (blocked); the lower end of the window above",
        ),
    ),
    source=SOURCE,
    figures=("time_course:pS6", "time_course:pAKT_S473", "time_course:IRS1_total"),
)
