"""X04: whether PTEN loss decides what everolimus adds to trastuzumab.

The pooled trials behind the first side had no arm without everolimus, so that they speak to
the response of PTEN loss to the pair, not to what everolimus adds.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Disputed, Experiment, Position, Value

ALONE = (Dose("trastuzumab", ug_per_mL=70),)
PAIR = (Dose("trastuzumab", ug_per_mL=70), Dose("everolimus", nM=20))
PTEN_LOSS = Genotype("PTEN_loss")

EXPERIMENT = Experiment(
    id="X04",
    claim="Whether PTEN loss decides the gain from everolimus on trastuzumab is disputed.",
    arms=(
        Scenario("WT, alone", treatment=ALONE),
        Scenario("WT, pair", treatment=PAIR),
        Scenario("PTEN loss, alone", genotype=PTEN_LOSS, treatment=ALONE),
        Scenario("PTEN loss, pair", genotype=PTEN_LOSS, treatment=PAIR),
    ),
    expect=(
        Disputed(
            Difference(
                Difference(
                    Value("GR", "PTEN loss, alone", 120), minus=Value("GR", "PTEN loss, pair", 120)
                ),
                minus=Difference(Value("GR", "WT, alone", 120), minus=Value("GR", "WT, pair", 120)),
            ),
            positions=(
                Position(
                    "PTEN loss did not change PFS on the pair",
                    at_least=-0.05,
                    at_most=0.05,
                    source="Morrow 2011 (PMC3157979)",
                ),
                Position(
                    "benefit with PTEN loss (HR 0.54), none with normal PTEN (HR 1.00)",
                    at_least=0.05,
                    source="Andre 2016 J Clin Oncol; Lu 2007",
                ),
            ),
            span=(
                Difference(Value("GR", "PTEN loss, pair", 120), minus=Value("GR", "WT, pair", 120)),
            ),
        ),
    ),
    source="Morrow 2011 (PMC3157979) against Andre 2016 J Clin Oncol",
    kind="conflict",
    hours=120,
    figures=("time_course:GR",),
)
