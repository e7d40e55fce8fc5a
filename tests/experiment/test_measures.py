import math

import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment import (
    Difference,
    Fold,
    Log2,
    NoReading,
    Product,
    Ratio,
    Readings,
    Scaled,
    Value,
)

from .synthetic import result_of

READINGS = Readings.of(
    result_of(
        {
            ("vehicle", "pAKT", 0): 100,
            ("vehicle", "pAKT", 1): 100,
            ("drug", "pAKT", 0): 100,
            ("drug", "pAKT", 1): 20,
            ("drug", "pAKT", 24): 50,
            ("mutant", "pAKT", 0): 200,
            ("mutant", "pAKT", 1): 120,
            ("off", "pAKT", 0): 0,
        },
        failures={"stuck": "CVODE gave up at 3 h"},
    )
)


def read(measure):
    return measure.read(READINGS).value


def test_value_keeps_the_unit_of_the_readout():
    reading = Value("pAKT", "drug", at_h=1).read(READINGS)
    assert (reading.value, reading.unit) == (20, "nM")


def test_fold_divides_by_another_time_another_arm_or_both():
    assert read(Fold("pAKT", "drug", at_h=24, over_h=1)) == 2.5
    assert read(Fold("pAKT", "drug", at_h=1, over_arm="vehicle")) == 0.2
    assert read(Fold("pAKT", "mutant", at_h=1, over_h=0, over_arm="drug")) == 1.2


def test_fold_of_a_number_over_itself_is_refused():
    with pytest.raises(InvalidValue, match="over_h"):
        Fold("pAKT", "drug", at_h=1, over_h=1)


def test_ratio_of_residuals_compares_genotypes():
    wild, mutant = (Fold("pAKT", arm, at_h=1, over_h=0) for arm in ("drug", "mutant"))
    assert read(Ratio(mutant, over=wild)) == pytest.approx(3)


def test_difference_and_product_combine_two_measures():
    fold = Fold("pAKT", "drug", at_h=1, over_h=0)
    assert read(Difference(Value("pAKT", "mutant", 1), minus=Value("pAKT", "drug", 1))) == 100
    assert read(Product(fold, times=fold)) == pytest.approx(0.04)


def test_log2_of_a_halving_is_minus_one_and_of_nothing_minus_infinity():
    assert read(Log2(Fold("pAKT", "drug", at_h=24, over_h=0))) == -1
    assert read(Log2(Value("pAKT", "off", at_h=0))) == -math.inf


def test_scaled_runs_from_0_to_1_over_all_named_arms():
    scaled = {
        hour: read(Scaled("pAKT", "drug", hour, arms=("drug", "vehicle"), times_h=(0, 1)))
        for hour in (0, 1, 24)
    }
    assert scaled == {0: 1, 1: 0, 24: pytest.approx(0.375)}


def test_division_by_zero_is_no_reading():
    with pytest.raises(NoReading, match="is 0"):
        read(Fold("pAKT", "drug", at_h=0, over_arm="off"))


def test_a_failed_arm_gives_the_message_of_the_solver():
    with pytest.raises(NoReading, match="CVODE gave up at 3 h"):
        read(Value("pAKT", "stuck", at_h=1))


def test_a_reading_that_was_never_simulated_names_what_there_is():
    with pytest.raises(UnknownName, match="drug, pAKT, 24 h"):
        read(Value("pAKT", "drug", at_h=23))


def test_renamed_readings_answer_to_the_new_names_only():
    view = READINGS.renamed({"lapatinib": "drug"})
    assert view.at("lapatinib", "pAKT", 1).value == 20
    assert view.arms() == ("lapatinib",)


def test_a_measure_says_in_words_what_it_measures():
    assert str(Fold("pAKT", "drug", at_h=1, over_h=0)) == "pAKT at 1 h in drug over 0 h"
    assert str(Value("pAKT", "drug", at_h=5 / 60)) == "pAKT at 5 min in drug"
