import math

import pytest
from her2sim.errors import InvalidValue
from her2sim.experiment import (
    AreaOverCurve,
    DoseSeries,
    KnockdownRank,
    NoReading,
    Ordered,
    Potency,
    Readings,
)
from her2sim.scenario import Scenario

from .synthetic import result_of

SERIES = DoseSeries("drug", (1, 10, 100), Scenario("base"), at_h=4)


def readings(**responses):
    names = [arm.name for arm in SERIES.arms()]
    return Readings.of(
        result_of(
            {
                (name, readout, 4): value
                for readout, values in responses.items()
                for name, value in zip(names, values, strict=True)
            }
        )
    )


def test_a_dose_series_adds_the_drug_to_its_scenario():
    assert [str(dose) for arm in SERIES.arms() for dose in arm.treatment] == [
        "drug=1nM",
        "drug=10nM",
        "drug=100nM",
    ]


@pytest.mark.parametrize("doses", [(1,), (10, 1), (0, 1), (-1, 1)])
def test_doses_must_rise_from_above_zero(doses):
    with pytest.raises(InvalidValue, match="rising"):
        DoseSeries("drug", doses, Scenario("base"), at_h=4)


def test_potency_is_read_off_on_the_logarithm_of_the_dose():
    found = Potency("pS6", SERIES).read(readings(pS6=(200, 160, 40, 0)))
    assert (found.value, found.unit) == (pytest.approx(10**0.5), "nM")


def test_potency_out_of_reach_is_infinite_and_says_what_is_left():
    found = Potency("pS6", SERIES).read(readings(pS6=(100, 100, 90, 80)))
    assert found.value == math.inf
    assert "80%" in found.detail


def test_potency_below_the_lowest_dose_is_that_dose():
    assert Potency("pS6", SERIES).read(readings(pS6=(100, 10, 5, 1))).value == 1


def test_two_potencies_in_order():
    found = readings(pS6=(100, 80, 20, 0), pAKT=(100, 100, 80, 20), pERK=(1, 1, 1, 1))
    first, second, never = (Potency(name, SERIES) for name in ("pS6", "pAKT", "pERK"))
    assert Ordered((first, second), factor=5, source="paper").check(found).holds
    assert Ordered((second, never), factor=5, source="paper").check(found).holds
    assert not Ordered((never, never), source="paper").check(found).holds


def test_area_over_the_curve_is_zero_without_effect_and_one_at_cytostasis():
    area = AreaOverCurve("GR", SERIES)
    assert area.read(readings(GR=(1, 1, 1, 1))).value == pytest.approx(0)
    assert area.read(readings(GR=(1, 0, 0, 0))).value == pytest.approx(1)
    assert area.read(readings(GR=(1, 1, 1, 0))).value == pytest.approx(0.25)


SCREEN = KnockdownRank("PTEN", "GR", at_h=72, on=Scenario("lapatinib"), left=0.2)


def screened(**genes):
    numbers = {("lapatinib", "GR", 72): 0.2}
    numbers |= {(f"{gene} knocked down, lapatinib", "GR", 72): gr for gene, gr in genes.items()}
    return Readings.of(result_of(numbers, failures={"CDK9 knocked down, lapatinib": "no state"}))


def test_the_gene_with_the_largest_gain_ranks_first():
    found = SCREEN.read(screened(PTEN=0.6, TSC2=0.5, AKT1=0.1))
    assert found.value == 1
    assert found.detail.startswith("of 3 genes; gain of GR: PTEN +0.4, TSC2 +0.3")
    assert SCREEN.read(screened(PTEN=0.4, TSC2=0.5, AKT1=0.1)).value == 2


def test_a_screen_without_its_gene_gives_no_rank():
    with pytest.raises(NoReading, match="PTEN"):
        SCREEN.read(screened(TSC2=0.5))
