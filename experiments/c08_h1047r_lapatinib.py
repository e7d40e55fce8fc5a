"""C08: PIK3CA H1047R makes HER2-amplified cells resistant to lapatinib."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Fold, Ratio, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
BOTH = "Eichhorn 2008 Cancer Res and Garay 2021 (direction); size: working target"

EXPERIMENT = Experiment(
    id="C08",
    claim="PIK3CA H1047R makes HER2-amplified cells resistant to lapatinib.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("E545K", genotype=Genotype("PIK3CA_E545K"), treatment=LAPATINIB),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R"), treatment=LAPATINIB),
    ),
    expect=(
        Within(
            Ratio(
                Fold("pAKT_S473", "H1047R", at_h=1, over_h=0),
                over=Fold("pAKT_S473", "WT", at_h=1, over_h=0),
            ),
            at_least=2,
            source=BOTH,
        ),
        Within(
            Difference(Value("GR", "H1047R", at_h=72), minus=Value("GR", "WT", at_h=72)),
            at_least=0.2,
            source=BOTH,
        ),
        Within(
            Difference(Value("GR", "H1047R", at_h=72), minus=Value("GR", "E545K", at_h=72)),
            at_least=0,
            source="Garay 2021 (s13058-021-01457-0): H1047R, but not E545K, raised resistance",
        ),
    ),
    source="Eichhorn 2008 Cancer Res",
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:GR"),
)
