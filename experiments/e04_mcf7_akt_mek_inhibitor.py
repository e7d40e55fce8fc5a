"""E04: phospho-proteins of a HER2-normal PIK3CA E545K line (MCF7) under AKT and MEK inhibitors.

Measured as the log2 ratio over DMSO, mean and standard deviation over all stimuli and 0 to 240
minutes; the model is read at 4 h. AKT itself is left out: an inhibitor in the active site guards
its phosphates, which the model has no step for. So is EGFR, silent in the model without EGF.
"""

from her2sim import Genotype, Scale, Scenario
from her2sim.experiment import Experiment, Fold, Log2, Spread, Target

HPN = "HPN-DREAM RPPA (Hill 2016 Nat Methods), MCF7; degree of block: working choice"


def effect(readout: str, mean: float, sd: float) -> Target:
    """Return the target for one phospho-protein."""
    return Target(Log2(Fold(readout, "inhibitor", at_h=4, over_h=0)), mean=mean, sd=sd)


EXPERIMENT = Experiment(
    id="E04",
    claim="Effect sizes of AKT and MEK inhibitors in a HER2-normal PIK3CA E545K line (MCF7).",
    arms=(
        Scenario(
            "inhibitor",
            genotype=Genotype("PIK3CA_E545K"),
            background="HER2_normal",
            acute=(Scale("act_AKT", 0.1), Scale("act_MEK", 0.1)),
        ),
    ),
    expect=(
        Spread(
            targets=(
                effect("pHER2", 0.08, sd=0.14),
                effect("pPRAS40", -0.06, sd=0.19),
                effect("pS6K", -0.32, sd=0.44),
                effect("pS6", -0.06, sd=0.34),
                effect("p4EBP1", -0.07, sd=0.12),
                effect("pERK", -2.03, sd=0.43),
            ),
            within_sd=2,
            share=2 / 3,
            source=HPN,
        ),
    ),
    source="Hill 2016 Nat Methods (HPN-DREAM)",
    kind="effect size",
    hours=6,
    figures=("time_course:pS6K",),
)
