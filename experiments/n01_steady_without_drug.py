"""N01: without a drug the cell stays where it is."""

from her2sim import Genotype, Scenario
from her2sim.experiment import Experiment, Unchanged, Value

CONTROL = "negative control: a drug-free steady state does not move"


def still(readout: str, arm: str) -> Unchanged:
    """Return the demand that a readout is after three days what it was at the start."""
    return Unchanged(Value(readout, arm, 72), Value(readout, arm, 0), percent=0.1, source=CONTROL)


EXPERIMENT = Experiment(
    id="N01",
    claim="Without a drug every genotype stays in its steady state.",
    arms=(
        Scenario("WT"),
        Scenario("PTEN loss", genotype=Genotype("PTEN_loss")),
        Scenario("H1047R", genotype=Genotype("PIK3CA_H1047R")),
        Scenario("not amplified", background="HER2_normal"),
    ),
    expect=(
        still("pAKT_S473", "WT"),
        still("pERK", "WT"),
        still("HER3_total", "WT"),
        still("pS6", "WT"),
        still("GR", "WT"),
        still("pAKT_S473", "PTEN loss"),
        still("GR", "PTEN loss"),
        still("pAKT_S473", "H1047R"),
        still("GR", "H1047R"),
        still("pAKT_S473", "not amplified"),
    ),
    source=CONTROL,
    kind="negative control",
    hours=72,
    figures=("time_course:pAKT_S473",),
)
