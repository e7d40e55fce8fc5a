import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment import DoseSeries, Readings, SynergyExcess
from her2sim.scenario import Scenario

from .synthetic import result_of

DOSES = (1, 10, 100)
SERIES = DoseSeries("first", DOSES, Scenario("cell"), at_h=72)
FIRST_ALONE = (0.0, 0.1, 0.3, 0.6)
SECOND_ALONE = (0.0, 0.2, 0.4, 0.5)


def readings(measure, effect):
    """Growth under each well, for a fraction affected that follows from those of each alone."""
    wells = [(a, b) for a in FIRST_ALONE for b in SECOND_ALONE]
    arms = measure.own_arms(None)
    return Readings.of(
        result_of(
            {
                (arm.name, "GR", 72): 1 - 2 * effect(a, b)
                for arm, (a, b) in zip(arms, wells, strict=True)
            }
        )
    )


def independent(a, b):
    return a + b - a * b


def test_the_arms_are_all_wells_with_one_drug_alone_and_none():
    arms = SynergyExcess("GR", SERIES, "second", DOSES).own_arms(None)
    doses = [" + ".join(map(str, arm.treatment)) for arm in arms]
    assert len(set(doses)) == len({arm.name for arm in arms}) == 16
    assert {"", "first=1nM", "second=100nM", "first=100nM + second=10nM"} <= set(doses)


def test_independent_drugs_have_no_excess_over_bliss():
    measure = SynergyExcess("GR", SERIES, "second", DOSES, reference="bliss")
    assert measure.read(readings(measure, independent)).value == pytest.approx(0, abs=1e-12)


def test_an_excess_is_a_mean_over_wells_with_both_drugs():
    def more(a, b):
        return independent(a, b) + (0.1 if a and b else 0)

    measure = SynergyExcess("GR", SERIES, "second", DOSES, reference="bliss")
    found = measure.read(readings(measure, more))
    assert (found.value, found.unit) == (pytest.approx(0.1), "1")
    assert "largest +0.1 at first" in found.detail


def test_the_better_drug_alone_is_antagonism_by_loewe():
    measure = SynergyExcess("GR", SERIES, "second", DOSES)
    assert measure.read(readings(measure, max)).value < 0


def test_an_unknown_reference_is_answered_with_those_there_are():
    with pytest.raises(UnknownName, match="bliss"):
        SynergyExcess("GR", SERIES, "second", DOSES, reference="blis")


def test_two_doses_are_too_few():
    with pytest.raises(InvalidValue, match="3 or more"):
        SynergyExcess("GR", SERIES, "second", (1, 10))


def test_the_doses_of_the_partner_rise():
    with pytest.raises(InvalidValue, match="rising"):
        SynergyExcess("GR", SERIES, "second", (10, 1, 100))
