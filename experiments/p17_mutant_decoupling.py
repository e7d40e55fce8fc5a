"""P17: PIK3CA-mutant cells keep pAKT and pS6 under lapatinib; an AKT inhibitor is needed."""

from her2sim import Dose, Genotype, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Ratio, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
H1047R = Genotype("PIK3CA_H1047R")
SOURCE = "Korkola 2015 (title)"

EXPERIMENT = Experiment(
    id="P17",
    claim="PIK3CA-mutant cells keep more pAKT and pS6 under lapatinib than wild-type cells.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("H1047R", genotype=H1047R, treatment=LAPATINIB),
        Scenario(
            "H1047R, AKT block",
            genotype=H1047R,
            treatment=LAPATINIB,
            acute=(Scale("act_AKT", 0.05),),
        ),
    ),
    expect=(
        Within(
            Ratio(
                Fold("pAKT_S473", "H1047R", at_h=24, over_h=0),
                over=Fold("pAKT_S473", "WT", at_h=24, over_h=0),
            ),
            at_least=2,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Ordered(
            (Fold("pS6", "WT", at_h=24, over_h=0), Fold("pS6", "H1047R", at_h=24, over_h=0)),
            factor=1.1,
            source=f"{SOURCE} (direction; 10 % taken as the least that counts)",
        ),
        Ordered(
            (Value("GR", "H1047R, AKT block", at_h=72), Value("GR", "H1047R", at_h=72)),
            step=0.1,
            source=f"{SOURCE} (direction); size: working target",
        ),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:pS6"),
)
