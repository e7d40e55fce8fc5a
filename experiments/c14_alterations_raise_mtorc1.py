"""C14: HER signalling, PIK3CA mutation and PTEN loss each raise mTORC1 output."""

from her2sim import Genotype, Scenario
from her2sim.experiment import Experiment, Fold, Within

NORMAL = "HER2_normal"
SOURCE = "Miller 2011 Breast Cancer Res (review; direction, 10 % taken as the least that counts)"
# Direction is met everywhere; these fall short of the least that counts.
S6_DAMPED = (
    "mTORC1 itself rises by more, but each step from there to S6 has only so much protein to"
    " phosphorylate and passes on less."
)
EBP1_FULL = "Most 4EBP1 is phosphorylated in the unaltered cell already, so little is left to gain."


def raised(readout: str, arm: str, known_gap: str = "") -> Within:
    """Return the demand that a readout lies above that of the unaltered cell."""
    return Within(
        Fold(readout, arm, at_h=0, over_arm="unaltered"),
        at_least=1.1,
        source=SOURCE,
        known_gap=known_gap,
    )


EXPERIMENT = Experiment(
    id="C14",
    claim="HER signalling, PIK3CA mutation and PTEN loss each raise mTORC1 output.",
    arms=(
        Scenario("unaltered", background=NORMAL),
        Scenario("HER2 amplified", background="HER2_amp"),
        Scenario("PTEN loss", background=NORMAL, genotype=Genotype("PTEN_loss")),
        Scenario("E545K", background=NORMAL, genotype=Genotype("PIK3CA_E545K")),
        Scenario("H1047R", background=NORMAL, genotype=Genotype("PIK3CA_H1047R")),
    ),
    expect=(
        raised("pS6K", "HER2 amplified"),
        raised("pS6K", "PTEN loss"),
        raised("pS6K", "E545K"),
        raised("pS6K", "H1047R"),
        raised("pS6", "HER2 amplified"),
        raised("pS6", "PTEN loss"),
        raised("pS6", "E545K", known_gap=S6_DAMPED),
        raised("pS6", "H1047R"),
        raised("p4EBP1", "HER2 amplified", known_gap=EBP1_FULL),
        raised("p4EBP1", "PTEN loss"),
        raised("p4EBP1", "E545K", known_gap=EBP1_FULL),
        raised("p4EBP1", "H1047R", known_gap=EBP1_FULL),
    ),
    source="Miller 2011 Breast Cancer Res (review)",
    hours=1,
)
