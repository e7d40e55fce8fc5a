"""H05: everolimus empties S6, spares part of 4EBP1 and lifts AKT through IRS1."""

from her2sim import Dose, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Within

EVEROLIMUS = (Dose("everolimus", nM=20),)
RISE = "O'Reilly 2006 (PMC3193604; direction); window: working target"
LEAST = "O'Reilly 2006 (PMC3193604; direction, 10 % taken as the least that counts)"
CUT = (Scale("act_S6K_IRS1", 0),)

EXPERIMENT = Experiment(
    id="H05",
    claim="Everolimus empties S6, spares part of 4EBP1, and lifts IRS1 and AKT by lost feedback.",
    arms=(
        Scenario("everolimus", treatment=EVEROLIMUS),
        Scenario("everolimus, feedback cut", treatment=EVEROLIMUS, changes=CUT),
    ),
    expect=(
        Within(
            Fold("pS6", "everolimus", at_h=1, over_h=0),
            at_most=0.10,
            source="O'Reilly 2006; S6K1 > 95 % off at 20 nM (Boulay 2004); window: working target",
        ),
        Within(
            Fold("p4EBP1", "everolimus", at_h=1, over_h=0),
            at_least=0.3,
            at_most=0.9,
            source="Thoreen 2009; Feldman 2009 (rapamycin-resistant part); window: working target",
        ),
        Within(Fold("IRS1_total", "everolimus", at_h=24, over_h=0), at_least=1.1, source=LEAST),
        Within(Fold("pAKT_S473", "everolimus", at_h=4, over_h=0), at_least=1.1, source=LEAST),
        Within(Fold("pAKT_S473", "everolimus", at_h=24, over_h=0), at_least=1.5, source=RISE),
        Within(
            Fold("pAKT_S473", "everolimus, feedback cut", at_h=24, over_h=0),
            at_most=1.1,
            source=LEAST,
        ),
        Ordered(
            (
                Fold("IRS1_total", "everolimus, feedback cut", at_h=24, over_h=0),
                Fold("IRS1_total", "everolimus", at_h=24, over_h=0),
            ),
            source=LEAST,
        ),
    ),
    source="O'Reilly 2006 (PMC3193604); Thoreen 2009",
    figures=("time_course:pS6", "time_course:p4EBP1", "time_course:pAKT_S473"),
)
