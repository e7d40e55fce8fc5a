"""C11: PTEN loss causes trastuzumab resistance."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Ordered, Value, Within

TRASTUZUMAB = (Dose("trastuzumab", ug_per_mL=70),)
SOURCE = "Nagata 2004 Cancer Cell; Eichhorn 2008 Cancer Res; first-line cohort (PMC3899777)"

EXPERIMENT = Experiment(
    id="C11",
    claim="PTEN loss causes trastuzumab resistance.",
    arms=(
        Scenario("WT", treatment=TRASTUZUMAB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=TRASTUZUMAB),
    ),
    expect=(
        Within(
            Difference(Value("GR", "PTEN loss", at_h=120), minus=Value("GR", "WT", at_h=120)),
            at_least=0.1,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Ordered(
            (Value("pAKT_S473", "WT", at_h=24), Value("pAKT_S473", "PTEN loss", at_h=24)),
            source=f"{SOURCE} (direction)",
        ),
    ),
    source=SOURCE,
    hours=120,
    figures=("time_course:GR", "time_course:pAKT_S473"),
)
