"""E06: growth response to lapatinib by genotype, as the area over the GR curve.

Mean and standard deviation are over the donors of a genotype; where there is one line only
(PTEN loss, and E545K for dactolisib) the spread of the wild-type donors is used. The dose
range is the one that the published fits and areas agree on.
"""

from her2sim import Genotype, Scenario
from her2sim.experiment import AreaOverCurve, DoseSeries, Experiment, Spread, Target

# Nine doses, each a fifth of the next.
DOSES_NM = (0.0512, 0.256, 1.28, 6.4, 32, 160, 800, 4000, 20000)
UNTREATED = Scenario("WT")
PTEN_LOSS = Scenario("PTEN loss", genotype=Genotype("PTEN_loss"))
E545K = Scenario("E545K", genotype=Genotype("PIK3CA_E545K"))
NORMAL = Scenario("not amplified", background="HER2_normal")
NORMAL_H1047R = Scenario(
    "not amplified, H1047R", background="HER2_normal", genotype=Genotype("PIK3CA_H1047R")
)


def area(on: Scenario, mean: float, sd: float) -> Target:
    """Return the target for one genotype."""
    return Target(AreaOverCurve("GR", DoseSeries("lapatinib", DOSES_NM, on, 72)), mean=mean, sd=sd)


EXPERIMENT = Experiment(
    id="E06",
    claim="Size of the growth response to lapatinib by genotype.",
    arms=(UNTREATED, PTEN_LOSS, E545K, NORMAL, NORMAL_H1047R),
    expect=(
        Spread(
            targets=(
                area(UNTREATED, 0.40, sd=0.11),
                area(PTEN_LOSS, 0.07, sd=0.11),
                area(E545K, 0.26, sd=0.13),
                area(NORMAL, 0.06, sd=0.07),
                area(NORMAL_H1047R, 0.06, sd=0.07),
            ),
            within_sd=2,
            share=2 / 3,
            source="Heiser 2012 panel, GR metrics of Hafner 2016 and 2017, 72 h",
        ),
    ),
    source="Heiser 2012 PNAS; Hafner 2016 Nat Methods",
    kind="effect size",
    hours=72,
)
