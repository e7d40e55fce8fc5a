"""C38: NVP-BEZ235 blocks mTOR at lower cell concentrations than PI3K."""

from her2sim import Scenario
from her2sim.experiment import DoseSeries, Experiment, Ordered, Potency, Within

SERIES = DoseSeries("dactolisib", (1, 3, 10, 30, 100, 300, 1000), Scenario("untreated"), at_h=4)
TRIAL = "introduction of the 2018 BEZ235 + trastuzumab trial report (s00280-018-3610-z)"

EXPERIMENT = Experiment(
    id="C38",
    claim="NVP-BEZ235 empties pS6 at lower doses than pAKT.",
    arms=(Scenario("untreated"),),
    expect=(
        Ordered(
            (Potency("pS6", SERIES), Potency("pAKT_T308", SERIES)),
            factor=2,
            source=f"{TRIAL} (mTOR below 100 nM, both at about 500 nM); factor: working target",
        ),
        Within(
            Potency("pS6", SERIES),
            at_most=100,
            source=f"{TRIAL}; cell pS6 IC50 6.5 nM (supplier page quoting Maira 2008)",
        ),
        Within(Potency("pAKT_T308", SERIES), at_most=500, source=TRIAL),
    ),
    source="Introduction of the 2018 Cancer Chemother Pharmacol BEZ235 + trastuzumab trial report",
    hours=4,
)
