"""C05: PTEN loss keeps AKT active under lapatinib and shifts the dose response."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import (
    Difference,
    DoseSeries,
    Experiment,
    Fold,
    Ordered,
    Potency,
    Ratio,
    Value,
    Within,
)

LAPATINIB = (Dose("lapatinib", uM=1),)
PTEN_LOSS = Genotype("PTEN_loss")
DOSES_NM = (30, 100, 300, 1000, 3000, 10000)
EICHHORN = "Eichhorn 2008 Cancer Res"

EXPERIMENT = Experiment(
    id="C05",
    claim="PTEN loss lowers the effect of lapatinib on growth and keeps AKT active under it.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("PTEN loss", genotype=PTEN_LOSS, treatment=LAPATINIB),
    ),
    expect=(
        Within(
            Ratio(
                Fold("pAKT_S473", "PTEN loss", at_h=1, over_h=0),
                over=Fold("pAKT_S473", "WT", at_h=1, over_h=0),
            ),
            at_least=2,
            source=f"{EICHHORN} (direction); size: working target",
        ),
        Within(
            Difference(Value("GR", "PTEN loss", at_h=72), minus=Value("GR", "WT", at_h=72)),
            at_least=0.2,
            source=f"{EICHHORN} (direction); size: working target",
        ),
        Ordered(
            (
                Potency("GR", DoseSeries("lapatinib", DOSES_NM, Scenario("untreated WT"), 72)),
                Potency(
                    "GR",
                    DoseSeries(
                        "lapatinib",
                        DOSES_NM,
                        Scenario("untreated PTEN loss", genotype=PTEN_LOSS),
                        72,
                    ),
                ),
            ),
            factor=1.5,
            source=f"{EICHHORN} (right shift, qualitative); size: working target",
        ),
    ),
    source=EICHHORN,
    hours=72,
    figures=("time_course:pAKT_S473", "time_course:GR"),
)
