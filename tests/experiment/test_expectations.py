import math

import pytest
from her2sim.errors import InvalidValue
from her2sim.experiment import (
    Disputed,
    Fold,
    Ordered,
    Position,
    Readings,
    Spread,
    Target,
    Unchanged,
    Value,
    Within,
)
from her2sim.experiment.expectations import answer

from .synthetic import result_of

NUMBERS = {
    ("low", "GR", 72): 0.2,
    ("middle", "GR", 72): 0.5,
    ("high", "GR", 72): 0.6,
    ("low", "GR", 0): 1,
    ("none", "GR", 72): 0,
}
READINGS = Readings.of(result_of(NUMBERS, failures={"stuck": "gave up"}))
LOW, MIDDLE, HIGH, STUCK = (Value("GR", arm, 72) for arm in ("low", "middle", "high", "stuck"))


@pytest.mark.parametrize(
    ("at_least", "at_most", "status"),
    [(0.1, 0.3, "holds"), (0.2, 0.2, "holds"), (0.21, None, "fails"), (None, 0.1, "fails")],
)
def test_within_is_a_closed_range(at_least, at_most, status):
    verdict = Within(LOW, at_least, at_most, source="paper").check(READINGS)
    assert (verdict.status, verdict.measured, verdict.unit) == (status, 0.2, "1")


def test_a_verdict_says_what_was_expected_found_and_required():
    verdict = Within(LOW, at_most=0.5, source="paper").check(READINGS)
    assert verdict.expectation == "GR at 72 h in low"
    assert (verdict.required, verdict.source) == ("<= 0.5", "paper")


@pytest.mark.parametrize(
    "without_source",
    [
        lambda: Within(LOW, at_most=1),
        lambda: Within(LOW, at_most=1, source="  "),
        lambda: Ordered((LOW, HIGH)),
        lambda: Unchanged(LOW, HIGH, percent=1),
        lambda: Spread((Target(LOW, 0, 1),), within_sd=2, share=0.5),
        lambda: Position("so", at_most=1),
    ],
)
def test_an_expectation_without_a_source_is_refused(without_source):
    with pytest.raises(InvalidValue, match="source"):
        without_source()


def test_a_range_that_is_empty_or_boundless_is_refused():
    with pytest.raises(InvalidValue, match="not above"):
        Within(LOW, at_least=2, at_most=1, source="paper")
    with pytest.raises(InvalidValue, match="at_least, at_most or both"):
        Within(LOW, source="paper")


def test_ordered_is_decided_by_the_smallest_step():
    verdict = Ordered((LOW, MIDDLE, HIGH), source="paper").check(READINGS)
    assert verdict.holds
    assert verdict.measured == pytest.approx(0.1)
    assert not Ordered((LOW, MIDDLE, HIGH), step=0.2, source="paper").check(READINGS).holds
    assert not Ordered((HIGH, LOW), source="paper").check(READINGS).holds


def test_equal_values_are_in_no_order():
    assert not Ordered((LOW, LOW), source="paper").check(READINGS).holds


def test_ordered_by_a_factor():
    assert Ordered((LOW, MIDDLE), factor=2.5, source="paper").check(READINGS).holds
    assert not Ordered((LOW, MIDDLE), factor=2.6, source="paper").check(READINGS).holds


def test_unchanged_allows_a_deviation_of_either_sign():
    near = Unchanged(MIDDLE, HIGH, percent=20, source="paper").check(READINGS)
    far = Unchanged(HIGH, MIDDLE, percent=19, source="paper").check(READINGS)
    assert near.holds
    assert near.measured == pytest.approx(-100 / 6)
    assert not far.holds


@pytest.mark.parametrize(
    "expectation",
    [
        Within(STUCK, at_most=1, source="paper"),
        Ordered((LOW, STUCK), source="paper"),
        Unchanged(LOW, STUCK, percent=1, source="paper"),
        Unchanged(LOW, Value("GR", "none", 72), percent=1, source="paper"),
    ],
)
def test_what_cannot_be_measured_fails_and_says_why(expectation):
    verdict = answer(expectation, READINGS)
    assert verdict.status == "fails"
    assert math.isnan(verdict.measured)
    assert verdict.detail


def test_a_known_gap_is_neither_pass_nor_failure():
    verdict = Within(LOW, at_least=1, source="paper", known_gap="no death arm").check(READINGS)
    assert verdict.status == "known_gap"
    assert "no death arm" in verdict.detail


def test_a_known_gap_that_has_closed_fails_until_its_mark_is_removed():
    verdict = Within(LOW, at_most=1, source="paper", known_gap="no death arm").check(READINGS)
    assert verdict.status == "fails"
    assert "holds now" in verdict.detail


def test_a_spread_is_judged_by_its_share_of_targets_inside():
    targets = (Target(LOW, mean=0.3, sd=0.1), Target(HIGH, mean=0.3, sd=0.1), Target(STUCK, 1, 1))
    verdict = Spread(targets, within_sd=2, share=0.3, source="panel").check(READINGS)
    assert verdict.holds
    assert verdict.measured == pytest.approx(1 / 3)
    assert verdict.detail.count("outside") == 2
    assert not Spread(targets, within_sd=2, share=0.5, source="panel").check(READINGS).holds


def test_a_dispute_names_the_side_the_model_is_on_and_never_passes_or_fails():
    sides = (Position("yes", at_least=0.1, source="A"), Position("no", at_most=0.1, source="B"))
    verdict = answer(Disputed(LOW, sides, span=(HIGH, STUCK)), READINGS)
    assert verdict.status == "disputed"
    assert verdict.detail.startswith("agrees with A; GR at 72 h in high: 0.6")
    assert verdict.source == "A against B"
    assert answer(Disputed(STUCK, sides), READINGS).status == "disputed"


def test_an_expectation_knows_its_measures():
    fold = Fold("GR", "low", 72, over_h=0)
    assert Unchanged(fold, LOW, percent=1, source="paper").measures() == (fold, LOW)
