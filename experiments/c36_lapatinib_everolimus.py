"""C36: lapatinib plus an mTOR inhibitor, the direct precedent of the pair with everolimus.

Everolimus stands for rapamycin and ridaforolimus. Synergy is the excess over Bliss independence:
the pair leaves less growth than the product of what each leaves.
"""

from her2sim import Dose, Genotype, Knockdown, Scale, Scenario
from her2sim.experiment import Difference, Experiment, Ordered, Product, Unchanged, Value, Within

LAPATINIB = Dose("lapatinib", nM=300)
EVEROLIMUS = Dose("everolimus", nM=20)
H1047R = Genotype("PIK3CA_H1047R")
GAYLE = "Gayle 2012 Anticancer Agents Med Chem (PMC3288300)"

EXPERIMENT = Experiment(
    id="C36",
    claim="Lapatinib plus an mTOR inhibitor is synergistic where trastuzumab fails.",
    arms=(
        Scenario("WT", treatment=(LAPATINIB,)),
        Scenario("WT, everolimus", treatment=(EVEROLIMUS,)),
        Scenario("WT, pair", treatment=(LAPATINIB, EVEROLIMUS)),
        Scenario("H1047R", genotype=H1047R, treatment=(LAPATINIB,)),
        Scenario("H1047R, everolimus", genotype=H1047R, treatment=(EVEROLIMUS,)),
        Scenario("H1047R, pair", genotype=H1047R, treatment=(LAPATINIB, EVEROLIMUS)),
        Scenario("less AKT output", treatment=(LAPATINIB,), changes=(Scale("act_AKT", 0.5),)),
        Scenario("no 4EBP1", treatment=(LAPATINIB,), knockdowns=(Knockdown("EIF4EBP1", 0.2),)),
        Scenario("no S6K", treatment=(LAPATINIB,), knockdowns=(Knockdown("RPS6KB1", 0.2),)),
    ),
    expect=(
        Ordered(
            (Value("GR", "H1047R, pair", at_h=72), Value("GR", "H1047R", at_h=72)),
            source=f"{GAYLE} (direction)",
        ),
        Ordered(
            (Value("GR", "H1047R, pair", at_h=72), Value("GR", "H1047R, everolimus", at_h=72)),
            source=f"{GAYLE} (direction)",
        ),
        Within(
            Difference(
                Product(Value("GR", "H1047R", 72), times=Value("GR", "H1047R, everolimus", 72)),
                minus=Value("GR", "H1047R, pair", at_h=72),
            ),
            at_least=0,
            source=f"{GAYLE} (synergy, direction)",
        ),
        Ordered(
            (Value("pAKT_S473", "H1047R, pair", at_h=24), Value("pAKT_S473", "H1047R", at_h=24)),
            source=f"{GAYLE} (lower pAKT, direction)",
        ),
        Ordered(
            (Value("GR", "WT, pair", at_h=72), Value("GR", "WT", at_h=72)),
            source=f"{GAYLE} (direction; not antagonistic without an alteration either)",
        ),
        Ordered(
            (Value("GR", "less AKT output", at_h=72), Value("GR", "WT", at_h=72)),
            source=f"{GAYLE} (kinase-dead AKT raises sensitivity)",
        ),
        Ordered(
            (Value("GR", "no 4EBP1", at_h=72), Value("GR", "WT", at_h=72)),
            source=f"{GAYLE} (4EBP1 knock-down raises sensitivity)",
        ),
        Unchanged(
            Value("growth_rate", "no S6K", at_h=72),
            Value("growth_rate", "WT", at_h=72),
            percent=10,
            source=f"{GAYLE} (p70S6K knock-down does nothing); 10 %: working target",
        ),
    ),
    source=GAYLE,
    hours=72,
    figures=("time_course:GR", "time_course:pAKT_S473"),
)
