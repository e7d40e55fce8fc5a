"""H02: PTEN loss and PIK3CA mutations keep AKT and growth alive under lapatinib.

The size of E545K is disputed; X03 shows it over the range of its activity.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Fold, Ratio, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
SOURCE = "Eichhorn 2008; Garay 2021 (H1047R only)"
WINDOW = f"{SOURCE} (direction); size: working target"


def residual(genotype: str) -> Within:
    """Return the demand for at least twice the wild type's residual pAKT."""
    return Within(
        Ratio(
            Fold("pAKT_S473", genotype, at_h=1, over_h=0),
            over=Fold("pAKT_S473", "WT", at_h=1, over_h=0),
        ),
        at_least=2,
        source=WINDOW,
    )


def shift(genotype: str, at_least: float) -> Within:
    """Return the demand that growth-rate inhibition is weaker than in the wild type."""
    return Within(
        Difference(Value("GR", genotype, at_h=72), minus=Value("GR", "WT", at_h=72)),
        at_least=at_least,
        source=WINDOW,
    )


EXPERIMENT = Experiment(
    id="H02",
    claim="PTEN loss, E545K and H1047R keep pAKT and growth alive under lapatinib.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=LAPATINIB),
        Scenario("E545K", genotype=Genotype("PIK3CA_E545K"), treatment=LAPATINIB),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R"), treatment=LAPATINIB),
    ),
    expect=(
        Within(
            Value("GR", "WT", at_h=72),
            at_most=0.5,
            source="Heiser 2012 panel: GR50 0.15 to 0.53 uM in sensitive HER2-amplified lines",
        ),
        residual("PTEN loss"),
        residual("E545K"),
        residual("H1047R"),
        shift("PTEN loss", at_least=0.2),
        shift("E545K", at_least=0.1),
        shift("H1047R", at_least=0.2),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:GR"),
)
