"""P11: a PTEN knock-down resists lapatinib, BEZ235 reverses it."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Fold, Ordered, Value, Within

ALONE = (Dose("lapatinib", uM=1),)
PAIR = (Dose("lapatinib", uM=1), Dose("dactolisib", nM=500))
PTEN_LOW = Genotype("PTEN_low")
EICHHORN = "Eichhorn 2008 (direction)"

EXPERIMENT = Experiment(
    id="P11",
    claim="A PTEN knock-down resists lapatinib in growth and pAKT; BEZ235 reverses it.",
    arms=(
        Scenario("WT", treatment=ALONE),
        Scenario("PTEN low", genotype=PTEN_LOW, treatment=ALONE),
        Scenario("PTEN low, pair", genotype=PTEN_LOW, treatment=PAIR),
    ),
    expect=(
        Ordered(
            (
                Fold("pAKT_S473", "WT", at_h=4, over_h=0),
                Fold("pAKT_S473", "PTEN low", at_h=4, over_h=0),
            ),
            factor=1.1,
            source=f"{EICHHORN}; 10 % taken as the least that counts",
        ),
        Ordered(
            (Value("GR", "WT", at_h=72), Value("GR", "PTEN low", at_h=72)),
            step=0.05,
            source=f"{EICHHORN}; size: working target",
        ),
        Ordered(
            (Value("GR", "PTEN low, pair", at_h=72), Value("GR", "WT", at_h=72)), source=EICHHORN
        ),
        Within(
            Fold("pAKT_S473", "PTEN low, pair", at_h=4, over_arm="PTEN low"),
            at_most=0.5,
            source=f"{EICHHORN}; size: working target",
        ),
    ),
    source="Eichhorn 2008",
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:GR"),
)
