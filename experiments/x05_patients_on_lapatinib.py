"""X05: whether PI3K alterations predict the outcome of patients on lapatinib.

The cell's growth rate under the drug stands in for the outcome: a tumour that grows faster
progresses sooner.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Disputed, Experiment, Position, Value

LAPATINIB = (Dose("lapatinib", uM=1),)

EXPERIMENT = Experiment(
    id="X05",
    claim="Whether PI3K alterations predict outcome on lapatinib in patients is disputed.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=LAPATINIB),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R"), treatment=LAPATINIB),
    ),
    expect=(
        Disputed(
            Difference(
                Value("growth_rate", "H1047R", at_h=72), minus=Value("growth_rate", "WT", at_h=72)
            ),
            positions=(
                Position(
                    "p95, PTEN and PIK3CA status did not predict outcome (154 patients); "
                    "0.1 per day taken as the least that counts",
                    at_most=0.1,
                    source="BioPATH (PMC6790855)",
                ),
                Position(
                    "PFS 4.3 against 6.4 months with a mutation, on capecitabine too",
                    at_least=0.1,
                    source="Baselga 2016 Clin Cancer Res (EMILIA); Wang 2011 (PMC3141770)",
                ),
            ),
            span=(
                Difference(
                    Value("growth_rate", "PTEN loss", at_h=72),
                    minus=Value("growth_rate", "WT", at_h=72),
                ),
            ),
        ),
    ),
    source="BioPATH (PMC6790855) against Baselga 2016 Clin Cancer Res (EMILIA)",
    kind="conflict",
    hours=72,
    figures=("time_course:growth_rate",),
)
