"""C06: PTEN loss lowers lapatinib efficacy over weeks, as in animals.

The model has no tumour and no mouse; sustained exposure of the cell stands in for them, so the
direction is tested and the size is not.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Ordered, Value

LAPATINIB = (Dose("lapatinib", uM=1),)

EXPERIMENT = Experiment(
    id="C06",
    claim="PTEN loss still lowers lapatinib efficacy after a week of exposure.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss"), treatment=LAPATINIB),
    ),
    expect=(
        Ordered(
            (Value("GR", "WT", at_h=168), Value("GR", "PTEN loss", at_h=168)),
            step=0.1,
            source="Eichhorn 2008 Cancer Res (xenografts, direction)",
        ),
    ),
    source="Eichhorn 2008 Cancer Res",
    hours=168,
    figures=("time_course:GR",),
)
