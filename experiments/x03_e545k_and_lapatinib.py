"""X03: whether E545K costs lapatinib its effect, over the range of its activity.

Kinetics of the mutant were not found in a readable table, so the activity of the free mutant
enzyme is a guess inside a wide range; both ends are shown.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import (
    AtBound,
    Difference,
    Disputed,
    Experiment,
    Fold,
    Position,
    Ratio,
    Value,
)

LAPATINIB = (Dose("lapatinib", uM=1),)
E545K = Genotype("PIK3CA_E545K")
LOW = Scenario("E545K, least active", genotype=E545K, treatment=LAPATINIB)
HIGH = Scenario("E545K, most active", genotype=E545K, treatment=LAPATINIB)
GARAY = "Garay 2021 (s13058-021-01457-0)"


def shift(arm: str) -> Difference:
    """Return how much weaker growth is inhibited than in the wild type."""
    return Difference(Value("GR", arm, at_h=72), minus=Value("GR", "WT", at_h=72))


def residual(arm: str) -> Ratio:
    """Return the residual pAKT as a multiple of the wild type's."""
    return Ratio(
        Fold("pAKT_S473", arm, at_h=1, over_h=0), over=Fold("pAKT_S473", "WT", at_h=1, over_h=0)
    )


EXPERIMENT = Experiment(
    id="X03",
    claim="Whether PIK3CA E545K costs lapatinib its effect is disputed.",
    arms=(
        Scenario("WT", treatment=LAPATINIB),
        Scenario("E545K", genotype=E545K, treatment=LAPATINIB),
        AtBound(LOW, target="a0_mut", side="lower", mutation="PIK3CA_E545K"),
        AtBound(HIGH, target="a0_mut", side="upper", mutation="PIK3CA_E545K"),
    ),
    expect=(
        Disputed(
            shift("E545K"),
            positions=(
                Position(
                    "resistance; 0.1 of GR taken as the least that counts",
                    at_least=0.1,
                    source="Eichhorn 2008",
                ),
                Position("no resistance in isogenic knock-ins", at_most=0.1, source=GARAY),
            ),
            span=(shift("E545K, least active"), shift("E545K, most active")),
        ),
        Disputed(
            residual("E545K"),
            positions=(
                Position(
                    "AKT kept active; size: working target", at_least=2, source="Eichhorn 2008"
                ),
                Position("AKT not sustained, unlike H1047R", at_most=2, source=GARAY),
            ),
            span=(residual("E545K, least active"), residual("E545K, most active")),
        ),
    ),
    source=f"Eichhorn 2008 against {GARAY}",
    kind="conflict",
    hours=72,
    figures=("time_course:GR", "time_course:pAKT_S473"),
)
