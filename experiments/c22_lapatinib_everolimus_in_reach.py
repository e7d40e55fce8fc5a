"""C22: lapatinib with everolimus, at concentrations that patients reach, against each alone.

Doses are nominal and set so that the unbound drug is at both ends of the clinical range of
``models/drugs.csv``: 0.4 of lapatinib and 0.2 of everolimus are free in the model's medium. The
cell stands for systemic disease; there is no brain compartment, so the claim about metastases in
the central nervous system waits for pharmacokinetics.
"""

from her2sim import Dose, Genotype, Scenario
from her2sim.experiment import Experiment, Ordered, Value

GENOTYPES = ("PTEN_loss", "PIK3CA_E545K", "PIK3CA_H1047R")
# Nominal doses in nM; unbound lapatinib 4 and 42 nM, everolimus 0.67 and 4.9 nM.
REACHED = {
    "low": (Dose("lapatinib", nM=10), Dose("everolimus", nM=3.35)),
    "high": (Dose("lapatinib", nM=105), Dose("everolimus", nM=24.5)),
}
HURVITZ = "Hurvitz 2018 Ther Adv Med Oncol (rationale, direction; no randomised test)"
WEAK = (
    "At the unbound concentrations of plasma lapatinib alone takes 1 to 21 % off the growth of"
    " these cells in the model, so that the pair does little more than everolimus does."
)
CELLS = tuple((genotype, level) for genotype in GENOTYPES for level in REACHED)


def arms(genotype: str, level: str) -> tuple[Scenario, ...]:
    """Return each drug alone, then both, at one end of the clinical range."""
    lapatinib, everolimus = REACHED[level]
    cell = Genotype(genotype)
    return (
        Scenario(f"{genotype}, lapatinib {level}", genotype=cell, treatment=(lapatinib,)),
        Scenario(f"{genotype}, everolimus {level}", genotype=cell, treatment=(everolimus,)),
        Scenario(f"{genotype}, pair {level}", genotype=cell, treatment=(lapatinib, everolimus)),
    )


EXPERIMENT = Experiment(
    id="C22",
    claim="Lapatinib with everolimus is better than each alone at the concentrations patients"
    " reach (systemic disease only).",
    arms=tuple(arm for genotype, level in CELLS for arm in arms(genotype, level)),
    expect=tuple(
        Ordered(
            (
                Value("GR", f"{genotype}, pair {level}", at_h=72),
                Value("GR", f"{genotype}, {alone} {level}", at_h=72),
            ),
            step=0.1,
            source=f"{HURVITZ}; size: working target",
            known_gap=gap,
        )
        for genotype, level in CELLS
        for alone, gap in (("lapatinib", ""), ("everolimus", WEAK))
    ),
    source=HURVITZ,
    hours=72,
    figures=("time_course:GR",),
)
