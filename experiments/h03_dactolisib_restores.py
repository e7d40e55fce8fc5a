"""H03: dactolisib with lapatinib brings altered genotypes back to the wild type's response."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Value, Within

ALONE = (Dose("lapatinib", uM=1),)
PAIR = (Dose("lapatinib", uM=1), Dose("dactolisib", nM=500))
EICHHORN = "Eichhorn 2008 (qualitative)"


def restored(genotype: str) -> Within:
    """Return the demand that the pair acts at least as lapatinib does in the wild type."""
    return Within(
        Difference(Value("GR", genotype, at_h=72), minus=Value("GR", "WT, lapatinib", at_h=72)),
        at_most=0,
        source=EICHHORN,
    )


EXPERIMENT = Experiment(
    id="H03",
    claim="Dactolisib restores the response of altered genotypes to lapatinib.",
    arms=(
        Scenario("WT, lapatinib", treatment=ALONE),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=PAIR),
        Scenario("E545K", genotype=Genotype("PIK3CA_E545K"), treatment=PAIR),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R"), treatment=PAIR),
    ),
    expect=(restored("PTEN loss"), restored("E545K"), restored("H1047R")),
    source="Eichhorn 2008",
    hours=72,
    figures=("time_course:GR",),
)
