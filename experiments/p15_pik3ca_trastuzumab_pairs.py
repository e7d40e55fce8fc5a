"""P15: H1047R resists trastuzumab, also with lapatinib; a PI3K inhibitor reverses it."""

from her2sim import Dose, Genotype, Scale, Scenario
from her2sim.experiment import Experiment, Ordered, Value

TRASTUZUMAB = Dose("trastuzumab", ug_per_mL=70)
PAIR = (TRASTUZUMAB, Dose("lapatinib", uM=1))
H1047R = Genotype("PIK3CA_H1047R")
SOURCE = "Berns 2007; Hanker 2013 (PMC3761610)"

EXPERIMENT = Experiment(
    id="P15",
    claim="H1047R resists trastuzumab with or without lapatinib; a PI3K inhibitor reverses it.",
    arms=(
        Scenario("WT", treatment=(TRASTUZUMAB,)),
        Scenario("H1047R", genotype=H1047R, treatment=(TRASTUZUMAB,)),
        Scenario("WT, pair", treatment=PAIR),
        Scenario("H1047R, pair", genotype=H1047R, treatment=PAIR),
        Scenario(
            "H1047R, PI3K block",
            genotype=H1047R,
            treatment=(TRASTUZUMAB,),
            acute=(Scale("act_PI3K", 0.05),),
        ),
    ),
    expect=(
        Ordered(
            (Value("GR", "WT", at_h=120), Value("GR", "H1047R", at_h=120)),
            step=0.1,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Ordered(
            (Value("GR", "WT, pair", at_h=120), Value("GR", "H1047R, pair", at_h=120)),
            step=0.1,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Ordered(
            (Value("GR", "H1047R, PI3K block", at_h=120), Value("GR", "WT", at_h=120)),
            source=f"{SOURCE} (reversal, direction)",
        ),
    ),
    source=SOURCE,
    hours=120,
    figures=("time_course:GR",),
)
