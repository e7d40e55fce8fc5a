"""C07: PIK3CA E545K and lapatinib; the size is disputed, see X03."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Fold, Ratio, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
EICHHORN = "Eichhorn 2008 Cancer Res (direction); size: working target"

EXPERIMENT = Experiment(
    id="C07",
    claim="PIK3CA E545K makes HER2-amplified cells resistant to lapatinib.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("E545K", genotype=Genotype("PIK3CA_E545K"), treatment=LAPATINIB),
    ),
    expect=(
        Within(
            Ratio(
                Fold("pAKT_S473", "E545K", at_h=1, over_h=0),
                over=Fold("pAKT_S473", "WT", at_h=1, over_h=0),
            ),
            at_least=2,
            source=EICHHORN,
        ),
        Within(
            Difference(Value("GR", "E545K", at_h=72), minus=Value("GR", "WT", at_h=72)),
            at_least=0.1,
            source=EICHHORN,
        ),
    ),
    source="Eichhorn 2008 Cancer Res",
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:GR"),
)
