"""H04: active PI3K blunts trastuzumab; everolimus restores it, most where PTEN is lost."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Ordered, Ratio, Value, Within

ALONE = (Dose("trastuzumab", ug_per_mL=70),)
PAIR = (Dose("trastuzumab", ug_per_mL=70), Dose("everolimus", nM=20))
PTEN_LOSS = Genotype("PTEN_loss")
E545K = Genotype("PIK3CA_E545K")
H1047R = Genotype("PIK3CA_H1047R")
BLUNTED = "Nagata 2004; Berns 2007; O'Brien 2010 (direction); size: working target"
LU = "Lu 2007 (direction)"


def blunted(genotype: str, at_least: float) -> Within:
    """Return the demand that trastuzumab does less than in the wild type."""
    return Within(
        Difference(Value("GR", f"{genotype}, alone", 120), minus=Value("GR", "WT, alone", 120)),
        at_least=at_least,
        source=BLUNTED,
    )


def restored(genotype: str) -> Within:
    """Return the demand that everolimus gives back half of what the alteration cost."""
    alone = Value("GR", f"{genotype}, alone", at_h=120)
    return Within(
        Ratio(
            Difference(alone, minus=Value("GR", f"{genotype}, pair", at_h=120)),
            over=Difference(alone, minus=Value("GR", "WT, alone", at_h=120)),
        ),
        at_least=0.5,
        source=f"{LU}; half of what the alteration cost: working target",
    )


EXPERIMENT = Experiment(
    id="H04",
    claim="PTEN loss and PIK3CA mutation blunt trastuzumab; everolimus restores growth inhibition.",
    arms=(
        Scenario("WT, alone", treatment=ALONE),
        Scenario("WT, pair", treatment=PAIR),
        Scenario("PTEN loss, alone", genotype=PTEN_LOSS, treatment=ALONE),
        Scenario("PTEN loss, pair", genotype=PTEN_LOSS, treatment=PAIR),
        Scenario("E545K, alone", genotype=E545K, treatment=ALONE),
        Scenario("E545K, pair", genotype=E545K, treatment=PAIR),
        Scenario("H1047R, alone", genotype=H1047R, treatment=ALONE),
        Scenario("H1047R, pair", genotype=H1047R, treatment=PAIR),
    ),
    expect=(
        blunted("PTEN loss", at_least=0.1),
        blunted("E545K", at_least=0.05),
        blunted("H1047R", at_least=0.1),
        restored("PTEN loss"),
        restored("E545K"),
        restored("H1047R"),
        Ordered(
            (
                Difference(Value("GR", "WT, alone", 120), minus=Value("GR", "WT, pair", 120)),
                Difference(
                    Value("GR", "PTEN loss, alone", 120), minus=Value("GR", "PTEN loss, pair", 120)
                ),
            ),
            source=f"{LU}; Andre 2016 J Clin Oncol (interaction)",
        ),
    ),
    source="Nagata 2004; Berns 2007; Lu 2007",
    hours=120,
    figures=("time_course:GR",),
)
