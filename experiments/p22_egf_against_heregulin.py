"""P22: AKT answers EGF for minutes and heregulin for hours."""

from her2sim import Scenario, Set
from her2sim.experiment import Difference, Experiment, Ratio, Value, Within

IMOTO = "Imoto 2022 iScience (pasmopy/breast_cancer), BT474, 10 nM of either ligand"


def kept(arm: str) -> Ratio:
    """Return how much of the rise at 5 min is left at 60 min."""
    start = Value("pAKT_S473", arm, at_h=0)
    return Ratio(
        Difference(Value("pAKT_S473", arm, at_h=1), minus=start),
        over=Difference(Value("pAKT_S473", arm, at_h=5 / 60), minus=start),
    )


EXPERIMENT = Experiment(
    id="P22",
    claim="In BT474-like cells AKT is transient with EGF and sustained with heregulin.",
    arms=(
        Scenario("EGF", acute=(Set("EGF", 10),)),
        Scenario("HRG", acute=(Set("HRG", 10),)),
    ),
    expect=(
        Within(
            kept("EGF"), at_most=0.5, source=f"{IMOTO}: 0.21 at 60 min over 0.78 at 5 min is 0.27"
        ),
        Within(
            kept("HRG"), at_least=0.8, source=f"{IMOTO}: 0.81 at 60 min over 0.63 at 5 min is 1.30"
        ),
    ),
    source="Imoto 2022 iScience",
    hours=2,
    figures=("time_course:pAKT_S473",),
)
