"""C01: HER2-targeted drugs slow HER2-amplified cells and hardly touch the others."""

from her2sim import Dose, Scenario
from her2sim.experiment import Difference, Experiment, Value, Within

LAPATINIB = (Dose("lapatinib", uM=1),)
TRASTUZUMAB = (Dose("trastuzumab", ug_per_mL=70),)
PANEL = "Heiser 2012 panel, GR metrics of Hafner 2016: HER2-negative lines, PI3K wild type"

EXPERIMENT = Experiment(
    id="C01",
    claim="HER2-targeted treatment slows HER2-amplified cells and barely affects others.",
    arms=(
        Scenario("lapatinib, amplified", background="HER2_amp", treatment=LAPATINIB),
        Scenario("lapatinib, normal", background="HER2_normal", treatment=LAPATINIB),
        Scenario("trastuzumab, amplified", background="HER2_amp", treatment=TRASTUZUMAB),
        Scenario("trastuzumab, normal", background="HER2_normal", treatment=TRASTUZUMAB),
    ),
    expect=(
        Within(
            Difference(
                Value("GR", "lapatinib, normal", at_h=72),
                minus=Value("GR", "lapatinib, amplified", at_h=72),
            ),
            at_least=0.2,
            source="Konecny 2006 Cancer Res (direction); size: working target",
        ),
        Within(Value("GR", "lapatinib, normal", at_h=72), at_least=0.8, source=PANEL),
        Within(
            Difference(
                Value("GR", "trastuzumab, normal", at_h=72),
                minus=Value("GR", "trastuzumab, amplified", at_h=72),
            ),
            at_least=0.1,
            source="Konecny 2006 Cancer Res (direction); size: working target",
        ),
        Within(Value("GR", "trastuzumab, normal", at_h=72), at_least=0.8, source=PANEL),
    ),
    source="Konecny 2006 Cancer Res",
    hours=72,
    figures=("time_course:GR",),
)
