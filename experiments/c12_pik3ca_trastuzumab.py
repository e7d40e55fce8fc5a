"""C12: activating PIK3CA mutation causes trastuzumab resistance."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Value, Within

TRASTUZUMAB = (Dose("trastuzumab", ug_per_mL=70),)
SOURCE = "Berns 2007 Cancer Cell; O'Brien 2010 Mol Cancer Ther"

EXPERIMENT = Experiment(
    id="C12",
    claim="An activating PIK3CA mutation causes trastuzumab resistance.",
    arms=(
        Scenario("WT", treatment=TRASTUZUMAB),
        Scenario("E545K", genotype=Genotype("PIK3CA_E545K"), treatment=TRASTUZUMAB),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R"), treatment=TRASTUZUMAB),
    ),
    expect=(
        Within(
            Difference(Value("GR", "E545K", at_h=120), minus=Value("GR", "WT", at_h=120)),
            at_least=0.05,
            source=f"{SOURCE} (direction); size: working target",
        ),
        Within(
            Difference(Value("GR", "H1047R", at_h=120), minus=Value("GR", "WT", at_h=120)),
            at_least=0.1,
            source=f"{SOURCE} (direction); size: working target",
        ),
    ),
    source=SOURCE,
    hours=120,
    figures=("time_course:GR",),
)
