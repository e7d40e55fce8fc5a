"""H01: lapatinib silences AKT and ERK within an hour, then HER3 brings part of it back."""

from her2sim import Dose, Scenario
from her2sim.experiment import Experiment, Fold, Within

SOURCE = "Sergina 2007 (PMC3025857); Garrett 2011; Konecny 2006"
WINDOW = f"{SOURCE} (direction); window: working target"

EXPERIMENT = Experiment(
    id="H01",
    claim="Lapatinib silences AKT and ERK within an hour; days later HER3 brings part of it back.",
    arms=(Scenario("lapatinib", treatment=(Dose("lapatinib", uM=1),)),),
    expect=(
        Within(Fold("pAKT_S473", "lapatinib", at_h=1, over_h=0), at_most=0.25, source=WINDOW),
        Within(Fold("pERK", "lapatinib", at_h=1, over_h=0), at_most=0.30, source=WINDOW),
        Within(
            Fold("HER3_total", "lapatinib", at_h=24, over_h=0), at_least=2, at_most=5, source=WINDOW
        ),
        Within(
            Fold("HER3_total", "lapatinib", at_h=72, over_h=0), at_least=2, at_most=5, source=WINDOW
        ),
        Within(Fold("pHER3", "lapatinib", at_h=24, over_h=1), at_least=1.5, source=WINDOW),
        Within(Fold("pHER3", "lapatinib", at_h=72, over_h=1), at_least=1.5, source=WINDOW),
        Within(Fold("pAKT_S473", "lapatinib", at_h=24, over_h=1), at_least=1.5, source=WINDOW),
        Within(Fold("pAKT_S473", "lapatinib", at_h=72, over_h=1), at_least=1.5, source=WINDOW),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:pHER3", "time_course:HER3_total"),
)
