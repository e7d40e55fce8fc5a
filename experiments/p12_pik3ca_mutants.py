"""P12: PIK3CA mutants resist lapatinib and BEZ235 reverses it; E545K is disputed, see X03."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Value

ALONE = (Dose("lapatinib", uM=1),)
PAIR = (Dose("lapatinib", uM=1), Dose("dactolisib", nM=500))
E545K = Genotype("PIK3CA_E545K")
H1047R = Genotype("PIK3CA_H1047R")
SOURCE = "Eichhorn 2008; Garay 2021 (H1047R only)"

EXPERIMENT = Experiment(
    id="P12",
    claim="H1047R resists lapatinib; BEZ235 brings H1047R and E545K to the wild type's response.",
    arms=(
        Scenario("WT", treatment=ALONE),
        Scenario("H1047R", genotype=H1047R, treatment=ALONE),
        Scenario("H1047R, pair", genotype=H1047R, treatment=PAIR),
        Scenario("E545K, pair", genotype=E545K, treatment=PAIR),
    ),
    expect=(
        Ordered(
            (
                Fold("pAKT_S473", "WT", at_h=4, over_h=0),
                Fold("pAKT_S473", "H1047R", at_h=4, over_h=0),
            ),
            factor=1.1,
            source=f"{SOURCE} (direction; 10 % taken as the least that counts)",
        ),
        Ordered(
            (Value("GR", "WT", at_h=72), Value("GR", "H1047R", at_h=72)),
            step=0.05,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Ordered((Value("GR", "H1047R, pair", at_h=72), Value("GR", "WT", at_h=72)), source=SOURCE),
        Ordered((Value("GR", "E545K, pair", at_h=72), Value("GR", "WT", at_h=72)), source=SOURCE),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:GR"),
)
