"""P13: H1047R uncouples PI3K from HER2 in part; a pan-p110 inhibitor restores control."""

from her2sim import Dose, Genotype, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
H1047R = Genotype("PIK3CA_H1047R")
SOURCE = "Rexer 2014 (PMC3978602); Young 2013 (PMC3702683)"

EXPERIMENT = Experiment(
    id="P13",
    claim="Lapatinib leaves PI3K signalling of H1047R cells; adding a p110 inhibitor ends it.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("H1047R", genotype=H1047R, treatment=LAPATINIB),
        Scenario(
            "H1047R, PI3K block",
            genotype=H1047R,
            treatment=LAPATINIB,
            acute=(Scale("act_PI3K", 0.05),),
        ),
    ),
    expect=(
        Ordered(
            (Fold("PIP3", "WT", at_h=1, over_h=0), Fold("PIP3", "H1047R", at_h=1, over_h=0)),
            factor=1.5,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Within(
            Fold("pAKT_S473", "H1047R, PI3K block", at_h=1, over_h=0),
            at_most=0.25,
            source=f"{SOURCE} (direction); size: working target, as for lapatinib in the wild type",
        ),
        Ordered(
            (
                Value("pAKT_S473", "H1047R, PI3K block", at_h=24),
                Value("pAKT_S473", "H1047R", at_h=24),
            ),
            factor=2,
            source=f"{SOURCE} (direction); size: working target",
        ),
    ),
    source=SOURCE,
    figures=("time_course:PIP3", "time_course:pAKT_S473"),
)
