"""P14: PTEN loss resists trastuzumab over days; a knock-down does so less than a loss."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Ordered, Value

TRASTUZUMAB = (Dose("trastuzumab", ug_per_mL=70),)
SOURCE = "Nagata 2004; Gschwantler-Kaulich 2017 and KBC-SG studies (titles)"

EXPERIMENT = Experiment(
    id="P14",
    claim="The less PTEN, the weaker trastuzumab.",
    arms=(
        Scenario("WT", treatment=TRASTUZUMAB),
        Scenario("PTEN low", genotype=Genotype("PTEN_low"), treatment=TRASTUZUMAB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=TRASTUZUMAB),
    ),
    expect=(
        Ordered(
            (
                Value("GR", "WT", at_h=120),
                Value("GR", "PTEN low", at_h=120),
                Value("GR", "PTEN loss", at_h=120),
            ),
            source=f"{SOURCE} (direction)",
        ),
    ),
    source=SOURCE,
    hours=120,
    figures=("time_course:GR",),
)
