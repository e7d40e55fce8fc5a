import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment import Experiment, Fold, Value, Within
from her2sim.scenario import Scenario

from .synthetic import result_of

CLAIM = Within(Fold("pAKT", "drug", at_h=1, over_h=0), at_most=0.5, source="paper")


def experiment(**changes):
    parts = {
        "id": "C05",
        "claim": "It falls.",
        "arms": (Scenario("drug"),),
        "expect": (CLAIM,),
        "source": "paper",
    }
    return Experiment(**(parts | changes))


def test_an_experiment_asks_for_what_its_expectations_need():
    later = Within(Value("GR", "drug", at_h=72), at_most=0.5, source="paper")
    asked = experiment(expect=(CLAIM, later)).asks()
    assert asked.arms == {"drug"}
    assert asked.readouts == {"pAKT", "GR"}
    assert asked.times_h == {0, 1, 72}


def test_an_experiment_answers_with_one_verdict_per_expectation():
    result = result_of({("drug", "pAKT", 0): 100, ("drug", "pAKT", 1): 20})
    (verdict,) = experiment().check(result)
    assert verdict.holds
    assert verdict.measured == pytest.approx(0.2)


def test_an_unknown_arm_is_answered_with_the_closest():
    with pytest.raises(UnknownName, match="Closest: 'drugs'"):
        experiment(arms=(Scenario("drugs"),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "five"}, "as C05"),
        ({"claim": " "}, "claim of C05"),
        ({"source": ""}, "source of C05"),
        ({"expect": ()}, "one or more"),
        ({"arms": (Scenario("drug"), Scenario("drug"))}, "a name given once"),
        ({"kind": "control"}, "negative control"),
    ],
)
def test_an_incomplete_experiment_is_refused(changes, message):
    with pytest.raises((InvalidValue, UnknownName), match=message):
        experiment(**changes)
