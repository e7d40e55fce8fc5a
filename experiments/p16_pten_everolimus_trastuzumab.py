"""P16: in PTEN-deficient cells trastuzumab plus everolimus beats either."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Ordered, Value

TRASTUZUMAB = Dose("trastuzumab", ug_per_mL=70)
EVEROLIMUS = Dose("everolimus", nM=20)
PTEN_LOSS = Genotype("PTEN_loss")
LU = "Lu 2007 (direction)"

EXPERIMENT = Experiment(
    id="P16",
    claim="Trastuzumab plus everolimus slows PTEN-deficient cells more than either alone.",
    arms=(
        Scenario("trastuzumab", genotype=PTEN_LOSS, treatment=(TRASTUZUMAB,)),
        Scenario("everolimus", genotype=PTEN_LOSS, treatment=(EVEROLIMUS,)),
        Scenario("pair", genotype=PTEN_LOSS, treatment=(TRASTUZUMAB, EVEROLIMUS)),
    ),
    expect=(
        Ordered((Value("GR", "pair", at_h=72), Value("GR", "trastuzumab", at_h=72)), source=LU),
        Ordered((Value("GR", "pair", at_h=72), Value("GR", "everolimus", at_h=72)), source=LU),
    ),
    source="Lu 2007",
    hours=72,
    figures=("time_course:GR",),
)
