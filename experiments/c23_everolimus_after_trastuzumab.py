"""C23: in cells that trastuzumab fails, everolimus adds to lapatinib.

A response rate needs a population of tumours; here the direction is tested in each alteration by
which a cell can fail trastuzumab. Doses are nominal and set so that the unbound drug is at the top
of the clinical range of ``models/drugs.csv``: 42 nM lapatinib, 4.9 nM everolimus.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Difference, Experiment, Value, Within

ALTERATIONS = ("PTEN_loss", "PIK3CA_H1047R", "p95HER2")
LAPATINIB, EVEROLIMUS = Dose("lapatinib", nM=105), Dose("everolimus", nM=24.5)
TRIAL = "NCT01283789, registry record (hypothesis, direction; no result published)"


def arms(alteration: str) -> tuple[Scenario, ...]:
    """Return lapatinib alone and with everolimus."""
    cell = Genotype(alteration)
    return (
        Scenario(f"{alteration}, lapatinib", genotype=cell, treatment=(LAPATINIB,)),
        Scenario(f"{alteration}, pair", genotype=cell, treatment=(LAPATINIB, EVEROLIMUS)),
    )


def gain(alteration: str) -> Difference:
    """Return what everolimus takes off the growth under lapatinib, in units of GR."""
    return Difference(
        Value("GR", f"{alteration}, lapatinib", at_h=72),
        minus=Value("GR", f"{alteration}, pair", at_h=72),
    )


EXPERIMENT = Experiment(
    id="C23",
    claim="After trastuzumab has failed, lapatinib with everolimus slows growth more than lapatinib"
    " alone.",
    arms=tuple(arm for alteration in ALTERATIONS for arm in arms(alteration)),
    expect=tuple(
        Within(gain(alteration), at_least=0.1, source=f"{TRIAL}; size: working target")
        for alteration in ALTERATIONS
    ),
    source=TRIAL,
    hours=72,
    figures=("time_course:GR",),
)
