"""C14: HER signalling, PIK3CA mutation and PTEN loss each raise mTORC1 output."""

from her2sim import Genotype, Scenario
from her2sim.experiment import Experiment, Fold, Within

NORMAL = "HER2_normal"
SOURCE = "Miller 2011 Breast Cancer Res (review; direction, 10 % taken as the least that counts)"


def raised(readout: str, arm: str) -> Within:
    """Return the demand that a readout lies above that of the unaltered cell."""
    return Within(Fold(readout, arm, at_h=0, over_arm="unaltered"), at_least=1.1, source=SOURCE)


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
        raised("pS6", "E545K"),
        raised("pS6", "H1047R"),
        raised("p4EBP1", "HER2 amplified"),
        raised("p4EBP1", "PTEN loss"),
        raised("p4EBP1", "E545K"),
        raised("p4EBP1", "H1047R"),
    ),
    source="Miller 2011 Breast Cancer Res (review)",
    hours=1,
)
