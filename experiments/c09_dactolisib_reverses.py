"""C09: dual PI3K/mTOR inhibition removes the lapatinib resistance of active PI3K."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Fold, Value, Within

ALONE = (Dose("lapatinib", nM=300),)
PAIR = (Dose("lapatinib", nM=300), Dose("dactolisib", nM=500))
EICHHORN = "Eichhorn 2008 Cancer Res (qualitative)"


def restored(genotype: str) -> Within:
    """Return the demand that the pair acts at least as lapatinib does in the wild type."""
    return Within(
        Difference(Value("GR", f"{genotype}, pair", at_h=72), minus=Value("GR", "WT", at_h=72)),
        at_most=0,
        source=EICHHORN,
    )


def deeper(readout: str, genotype: str) -> Within:
    """Return the demand that the pair at least halves what lapatinib alone leaves."""
    return Within(
        Fold(readout, f"{genotype}, pair", at_h=24, over_arm=f"{genotype}, alone"),
        at_most=0.5,
        source=f"{EICHHORN}; size: working target",
    )


EXPERIMENT = Experiment(
    id="C09",
    claim="NVP-BEZ235 removes lapatinib resistance caused by PI3K activation.",
    arms=(
        Scenario("WT", treatment=ALONE),
        Scenario("PTEN loss, alone", genotype=Genotype("PTEN_loss"), treatment=ALONE),
        Scenario("PTEN loss, pair", genotype=Genotype("PTEN_loss"), treatment=PAIR),
        Scenario("E545K, alone", genotype=Genotype("PIK3CA_E545K"), treatment=ALONE),
        Scenario("E545K, pair", genotype=Genotype("PIK3CA_E545K"), treatment=PAIR),
        Scenario("H1047R, alone", genotype=Genotype("PIK3CA_H1047R"), treatment=ALONE),
        Scenario("H1047R, pair", genotype=Genotype("PIK3CA_H1047R"), treatment=PAIR),
    ),
    expect=(
        restored("PTEN loss"),
        restored("E545K"),
        restored("H1047R"),
        deeper("pAKT_S473", "PTEN loss"),
        deeper("pAKT_S473", "E545K"),
        deeper("pAKT_S473", "H1047R"),
        deeper("pS6", "PTEN loss"),
        deeper("pS6", "E545K"),
        deeper("pS6", "H1047R"),
    ),
    source="Eichhorn 2008 Cancer Res",
    hours=72,
    figures=("time_course:GR", "time_course:pAKT_S473"),
)
