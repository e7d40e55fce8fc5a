"""E05: fold responses of UACC812 to heregulin and EGF over the carrier.

Measured at 15, 60 and 240 minutes without inhibitor; mean and standard deviation are over the
log2 ratios at these three times, and the model is read at one hour.
"""

from her2sim import Scenario, Set
from her2sim.experiment import Experiment, Fold, Log2, Spread, Target


def effect(readout: str, ligand: str, mean: float, sd: float) -> Target:
    """Return the target for one phospho-protein after one ligand."""
    return Target(Log2(Fold(readout, ligand, at_h=1, over_h=0)), mean=mean, sd=sd)


EXPERIMENT = Experiment(
    id="E05",
    claim="Effect sizes of heregulin and EGF in a HER2-amplified line (UACC812).",
    arms=(
        Scenario("HRG", acute=(Set("HRG", 10),)),
        Scenario("EGF", acute=(Set("EGF", 10),)),
    ),
    expect=(
        Spread(
            targets=(
                effect("pAKT_S473", "HRG", 2.03, sd=0.33),
                effect("pAKT_T308", "HRG", 1.48, sd=0.53),
                effect("pERK", "HRG", 1.74, sd=0.86),
                effect("pHER2", "HRG", -1.31, sd=0.07),
                effect("pHER3", "HRG", 0.32, sd=0.17),
                effect("pS6", "HRG", 0.31, sd=0.32),
                effect("pAKT_S473", "EGF", 0.0, sd=0.08),
                effect("pERK", "EGF", 0.51, sd=0.28),
            ),
            within_sd=2,
            share=2 / 3,
            source="HPN-DREAM RPPA (Hill 2016 Nat Methods), UACC812, ligand over PBS",
        ),
    ),
    source="Hill 2016 Nat Methods (HPN-DREAM)",
    kind="effect size",
    hours=4,
    figures=("time_course:pAKT_S473", "time_course:pERK"),
)
