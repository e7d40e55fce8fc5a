"""C13: everolimus strengthens trastuzumab and more so where PTEN is lost."""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Fold, Ordered, Ratio, Value, Within

ALONE = (Dose("trastuzumab", ug_per_mL=70),)
PAIR = (Dose("trastuzumab", ug_per_mL=70), Dose("everolimus", nM=20))
PTEN_LOSS = Genotype("PTEN_loss")
LU = "Lu 2007 Clin Cancer Res (preclinical); stated again in Morrow 2011 J Clin Oncol"

EXPERIMENT = Experiment(
    id="C13",
    claim="mTOR inhibition strengthens trastuzumab and reverses resistance due to PTEN loss.",
    arms=(
        Scenario("WT, alone", treatment=ALONE),
        Scenario("WT, pair", treatment=PAIR),
        Scenario("PTEN loss, alone", genotype=PTEN_LOSS, treatment=ALONE),
        Scenario("PTEN loss, pair", genotype=PTEN_LOSS, treatment=PAIR),
    ),
    expect=(
        Within(
            Difference(Value("GR", "PTEN loss, alone", 120), minus=Value("GR", "WT, alone", 120)),
            at_least=0.1,
            source=f"{LU} (there is a resistance to reverse); size: working target",
        ),
        Ordered(
            (Value("GR", "WT, pair", at_h=120), Value("GR", "WT, alone", at_h=120)),
            source=f"{LU} (strengthens, qualitative)",
        ),
        Within(
            Ratio(
                Difference(
                    Value("GR", "PTEN loss, alone", 120), minus=Value("GR", "PTEN loss, pair", 120)
                ),
                over=Difference(
                    Value("GR", "PTEN loss, alone", 120), minus=Value("GR", "WT, alone", 120)
                ),
            ),
            at_least=0.5,
            source=f"{LU} (reversal, qualitative); half of what PTEN loss cost: working target",
        ),
        Ordered(
            (
                Difference(Value("GR", "WT, alone", 120), minus=Value("GR", "WT, pair", 120)),
                Difference(
                    Value("GR", "PTEN loss, alone", 120), minus=Value("GR", "PTEN loss, pair", 120)
                ),
            ),
            source=f"{LU} (larger gain in PTEN loss than in wild type, qualitative)",
        ),
        Within(
            Fold("pS6", "PTEN loss, pair", at_h=24, over_h=0),
            at_most=0.2,
            source=f"{LU}; S6K1 > 95 % off at 20 nM (Boulay 2004); size: working target",
        ),
    ),
    source=LU,
    hours=120,
    figures=("time_course:GR", "time_course:pS6"),
)
