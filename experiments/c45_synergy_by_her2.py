"""C45: a HER-family inhibitor and an mTOR inhibitor synergise more where HER2 is amplified.

The published scores are volumes over the doses of their own screen, in per cent, so they give the
direction here and not the size. The mTOR kinase inhibitor of the screen is anonymous; everolimus
stands for it. Dactolisib stands for the dual PI3K and mTOR inhibitors.
"""

from her2sim import Scenario
from her2sim.experiment import Difference, DoseSeries, Experiment, Ordered, SynergyExcess, Within

AMPLIFIED = Scenario("HER2 amplified")
NORMAL = Scenario("HER2 not amplified", background="HER2_normal")
LAPATINIB_NM = (10, 30, 100, 300, 1000)
EVEROLIMUS_NM = (0.3, 1, 3, 10, 30)
DACTOLISIB_NM = (10, 30, 100, 300, 1000)
MENDEN = "Menden 2019 Nat Commun, screen of AstraZeneca and DREAM"


def excess(cell: Scenario, partner: str, doses: tuple[float, ...]) -> SynergyExcess:
    """Return the excess over Loewe additivity of lapatinib with a partner after five days."""
    return SynergyExcess("GR", DoseSeries("lapatinib", LAPATINIB_NM, cell, 120), partner, doses)


def contrast(partner: str, doses: tuple[float, ...]) -> Difference:
    """Return how much larger the excess is where HER2 is amplified."""
    return Difference(excess(AMPLIFIED, partner, doses), minus=excess(NORMAL, partner, doses))


EXPERIMENT = Experiment(
    id="C45",
    claim="Synergy of a HER-family inhibitor with an mTOR inhibitor is higher where HER2 is"
    " amplified; with a dual PI3K and mTOR inhibitor there is no such contrast.",
    arms=(AMPLIFIED, NORMAL),
    expect=(
        Within(
            excess(AMPLIFIED, "everolimus", EVEROLIMUS_NM),
            at_least=0,
            source=f"{MENDEN} (direction: median score 36.6 of 11 experiments)",
        ),
        Ordered(
            (
                excess(NORMAL, "everolimus", EVEROLIMUS_NM),
                excess(AMPLIFIED, "everolimus", EVEROLIMUS_NM),
            ),
            source=f"{MENDEN} (direction: median score 36.6 of 11 experiments against 5.2 of 19)",
        ),
        Ordered(
            (contrast("dactolisib", DACTOLISIB_NM), contrast("everolimus", EVEROLIMUS_NM)),
            source=f"{MENDEN} (direction: dual inhibitors 11.6 of 6 experiments against 19.3 of 4)",
            known_gap="Where HER2 is amplified the model's dactolisib raises pERK by feedback and"
            " lapatinib takes it away again; without amplification neither happens, so that this"
            " pair has the larger contrast.",
        ),
    ),
    source=MENDEN,
    hours=120,
)
