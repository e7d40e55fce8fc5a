"""E01: phospho-proteins of a HER2-amplified line (UACC812) under an AKT inhibitor.

Measured as the log2 ratio over DMSO, mean and standard deviation over all stimuli and 0 to 240
minutes; the model is read at 4 h. AKT itself is left out: an inhibitor in the active site guards
its phosphates, which the model has no step for. So is EGFR, silent in the model without EGF.
"""

from her2sim import Scale, Scenario
from her2sim.experiment import Experiment, Fold, Log2, Spread, Target

HPN = "HPN-DREAM RPPA (Hill 2016 Nat Methods), UACC812; degree of block: working choice"


def effect(readout: str, mean: float, sd: float) -> Target:
    """Return the target for one phospho-protein."""
    return Target(Log2(Fold(readout, "inhibitor", at_h=4, over_h=0)), mean=mean, sd=sd)


EXPERIMENT = Experiment(
    id="E01",
    claim="Effect sizes of an AKT inhibitor in a HER2-amplified line (UACC812).",
    arms=(
        Scenario(
            "inhibitor",
            background="HER2_amp",
            acute=(Scale("act_AKT", 0.1),),
        ),
    ),
    expect=(
        Spread(
            targets=(
                effect("pHER2", -0.14, sd=0.3),
                effect("pHER3", 0.08, sd=0.12),
                effect("pPRAS40", -0.26, sd=0.19),
                effect("pS6K", -0.59, sd=0.21),
                effect("pS6", -0.46, sd=0.24),
                effect("p4EBP1", -0.09, sd=0.16),
                effect("pERK", 0.12, sd=0.2),
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
