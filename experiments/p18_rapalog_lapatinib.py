"""P18: a rapalog and lapatinib are synergistic where lapatinib does little.

Synergy is the excess over Bliss independence: the pair leaves less growth than the product of
what each leaves.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Ordered, Product, Value, Within

LAPATINIB = Dose("lapatinib", uM=1)
EVEROLIMUS = Dose("everolimus", nM=20)
PTEN_LOSS = Genotype("PTEN_loss")
SOURCE = "Gayle 2012 Anticancer Agents Med Chem (PMC3288300)"

EXPERIMENT = Experiment(
    id="P18",
    claim="In poor lapatinib responders a rapalog plus lapatinib is synergistic and lowers pAKT.",
    arms=(
        Scenario("lapatinib", genotype=PTEN_LOSS, treatment=(LAPATINIB,)),
        Scenario("everolimus", genotype=PTEN_LOSS, treatment=(EVEROLIMUS,)),
        Scenario("pair", genotype=PTEN_LOSS, treatment=(LAPATINIB, EVEROLIMUS)),
    ),
    expect=(
        Within(
            Difference(
                Product(Value("GR", "lapatinib", at_h=72), times=Value("GR", "everolimus", 72)),
                minus=Value("GR", "pair", at_h=72),
            ),
            at_least=0,
            source=f"{SOURCE} (synergy, direction)",
        ),
        Ordered(
            (Value("pAKT_S473", "pair", at_h=24), Value("pAKT_S473", "lapatinib", at_h=24)),
            source=f"{SOURCE} (direction)",
        ),
    ),
    source=SOURCE,
    hours=72,
    figures=("time_course:GR", "time_course:pAKT_S473"),
)
