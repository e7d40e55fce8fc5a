"""C10: lapatinib plus trastuzumab beats each alone but stays incomplete in PTEN loss."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Ordered, Value

LAPATINIB = Dose("lapatinib", uM=1)
TRASTUZUMAB = Dose("trastuzumab", ug_per_mL=70)
PTEN_LOSS = Genotype("PTEN_loss")
EICHHORN = "Eichhorn 2008 Cancer Res (qualitative)"

EXPERIMENT = Experiment(
    id="C10",
    claim="PTEN-depleted cells survive even lapatinib plus trastuzumab.",
    arms=(
        Scenario("WT, pair", treatment=(LAPATINIB, TRASTUZUMAB)),
        Scenario("pair", genotype=PTEN_LOSS, treatment=(LAPATINIB, TRASTUZUMAB)),
        Scenario("lapatinib", genotype=PTEN_LOSS, treatment=(LAPATINIB,)),
        Scenario("trastuzumab", genotype=PTEN_LOSS, treatment=(TRASTUZUMAB,)),
    ),
    expect=(
        Ordered((Value("GR", "pair", 72), Value("GR", "lapatinib", 72)), source=EICHHORN),
        Ordered((Value("GR", "pair", 72), Value("GR", "trastuzumab", 72)), source=EICHHORN),
        Ordered(
            (Value("GR", "WT, pair", 72), Value("GR", "pair", 72)),
            step=0.1,
            source=f"{EICHHORN}; size: working target",
        ),
    ),
    source="Eichhorn 2008 Cancer Res",
    hours=72,
    figures=("time_course:GR",),
)
