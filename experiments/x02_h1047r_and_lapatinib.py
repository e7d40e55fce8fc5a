"""X02: whether H1047R costs lapatinib its effect; HCC1954 carries it and stays sensitive."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Disputed, Experiment, Position, Value

LAPATINIB = (Dose("lapatinib", uM=1),)

EXPERIMENT = Experiment(
    id="X02",
    claim="How much PIK3CA H1047R costs lapatinib is disputed.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R"), treatment=LAPATINIB),
    ),
    expect=(
        Disputed(
            Difference(Value("GR", "H1047R", at_h=72), minus=Value("GR", "WT", at_h=72)),
            positions=(
                Position(
                    "resistance; 0.1 of GR taken as the least that counts",
                    at_least=0.1,
                    source="Eichhorn 2008; Rexer 2014 (PMC3978602); Garay 2021",
                ),
                Position(
                    "no mark of lapatinib resistance; HCC1954 stays sensitive",
                    at_most=0.1,
                    source="O'Brien 2010",
                ),
            ),
        ),
    ),
    source="Rexer 2014 (PMC3978602) against O'Brien 2010",
    kind="conflict",
    hours=72,
    figures=("time_course:GR",),
)
