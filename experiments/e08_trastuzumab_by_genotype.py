"""E08: growth response to a saturating dose of trastuzumab by genotype.

The published doses are on an unclear scale, so the largest effect (GRmax) is compared. Mean and
standard deviation are over the donors of a genotype; where there is one line only (PTEN loss,
E545K) the spread of the wild-type donors is used.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Spread, Target, Value

TRASTUZUMAB = (Dose("trastuzumab", ug_per_mL=70),)

EXPERIMENT = Experiment(
    id="E08",
    claim="Size of the growth response to trastuzumab by genotype.",
    arms=(
        Scenario("WT", treatment=TRASTUZUMAB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=TRASTUZUMAB),
        Scenario("E545K", genotype=Genotype("PIK3CA_E545K"), treatment=TRASTUZUMAB),
        Scenario("not amplified", background="HER2_normal", treatment=TRASTUZUMAB),
    ),
    expect=(
        Spread(
            targets=(
                Target(Value("GR", "WT", at_h=72), mean=0.25, sd=0.26),
                Target(Value("GR", "PTEN loss", at_h=72), mean=0.72, sd=0.26),
                Target(Value("GR", "E545K", at_h=72), mean=0.39, sd=0.26),
                Target(Value("GR", "not amplified", at_h=72), mean=0.79, sd=0.19),
            ),
            within_sd=2,
            share=2 / 3,
            source="Heiser 2012 panel, GR metrics of Hafner 2016 and 2017, 72 h, GRmax",
        ),
    ),
    source="Heiser 2012 PNAS; Hafner 2016 Nat Methods",
    kind="effect size",
    hours=72,
    figures=("time_course:GR",),
)
