"""X01: whether PTEN loss costs lapatinib its effect."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Disputed, Experiment, Position, Value

LAPATINIB = (Dose("lapatinib", uM=1),)

EXPERIMENT = Experiment(
    id="X01",
    claim="How much PTEN loss costs lapatinib is disputed.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("PTEN low", genotype=Genotype("PTEN_low"), treatment=LAPATINIB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=LAPATINIB),
    ),
    expect=(
        Disputed(
            Difference(Value("GR", "PTEN loss", at_h=72), minus=Value("GR", "WT", at_h=72)),
            positions=(
                Position(
                    "resistance; 0.1 of GR taken as the least that counts",
                    at_least=0.1,
                    source="Eichhorn 2008; Wang 2011 (PMC3141770)",
                ),
                Position(
                    "no mark of lapatinib resistance in 18 HER2-amplified lines",
                    at_most=0.1,
                    source="O'Brien 2010",
                ),
            ),
            span=(Difference(Value("GR", "PTEN low", at_h=72), minus=Value("GR", "WT", at_h=72)),),
        ),
    ),
    source="Eichhorn 2008 against O'Brien 2010",
    kind="conflict",
    hours=72,
    figures=("time_course:GR",),
)
