from dataclasses import dataclass, field

import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment import (
    COLUMNS,
    AtBound,
    DoseSeries,
    Experiment,
    Fold,
    KnockdownRank,
    Potency,
    Value,
    Within,
    judge,
    runner,
    verdict_table,
)
from her2sim.model import Alteration, AlterationChange, Gene
from her2sim.scenario import Scale, Scenario

from .synthetic import result_of


@dataclass
class FakeModel:
    name: str = "toy"
    parameters: tuple = ()
    genes: tuple = (Gene("PTEN"), Gene("TSC2"))
    mutations: tuple = (
        Alteration(
            "M", "G", "M", (AlterationChange("activity", "set", 0.2, lower=0.1, upper=0.8),)
        ),
    )


@dataclass
class FakeSimulator:
    """Answers every arm with the hour plus the number of its doses and remembers the calls."""

    calls: list = field(default_factory=list)

    def __call__(self, model, scenarios, *, hours, times_h, readouts, on_failure):
        self.calls.append((tuple(scenarios), tuple(times_h)))
        return result_of(
            {
                (arm.name, readout, hour): hour + len(arm.treatment) + len(arm.knockdowns)
                for arm in scenarios
                for readout in readouts
                for hour in times_h
            }
        )

    @property
    def arms(self):
        return [arm for scenarios, _ in self.calls for arm in scenarios]


@pytest.fixture
def simulator(monkeypatch):
    fake = FakeSimulator()
    monkeypatch.setattr(runner, "simulate", fake)
    monkeypatch.setattr(runner, "load_model", lambda name: FakeModel())
    return fake


def experiment(name, arms, *measures):
    expect = tuple(Within(measure, at_least=0, source="paper") for measure in measures)
    return Experiment(id=name, claim="So.", arms=arms, expect=expect, source="paper")


def test_an_arm_shared_by_experiments_is_simulated_once_at_the_hours_of_all(simulator):
    first = experiment("C1", (Scenario("one name"),), Value("pAKT", "one name", 1))
    second = experiment("C2", (Scenario("other name"),), Value("pS6", "other name", 72))
    verdicts = judge([first, second])
    ((scenarios, times_h),) = simulator.calls
    assert len(scenarios) == 1
    assert times_h == (0, 1, 72)
    assert [verdicts[name][0].measured for name in ("C1", "C2")] == [1, 72]


def test_arms_read_at_other_hours_are_not_simulated_longer_than_needed(simulator):
    arms = (Scenario("short"), Scenario("long", changes=(Scale("k", 2),)))
    judge([experiment("C1", arms, Value("pAKT", "short", 1), Value("pAKT", "long", 72))])
    assert sorted(times_h for _, times_h in simulator.calls) == [(0, 1), (0, 72)]


def test_a_dose_series_brings_its_own_arms(simulator):
    series = DoseSeries("drug", (1, 10), Scenario("base"), at_h=4)
    judge([experiment("C1", (), Potency("pS6", series))])
    assert [arm.treatment_label for arm in simulator.arms] == ["none", "drug=1nM", "drug=10nM"]


def test_a_screen_knocks_down_every_gene_of_the_model(simulator):
    screen = KnockdownRank("PTEN", "GR", at_h=72, on=Scenario("drug"), left=0.2)
    (verdict,) = judge([experiment("C4", (), screen)])["C4"]
    assert [str(each) for arm in simulator.arms for each in arm.knockdowns] == [
        "PTEN at 0.2",
        "TSC2 at 0.2",
    ]
    assert verdict.measured == 1


def test_an_arm_at_the_bound_of_a_mutation_is_scaled_to_it(simulator):
    arm = AtBound(Scenario("low"), target="activity", side="lower", mutation="M")
    judge([experiment("C1", (arm,), Value("GR", "low", 1))])
    assert simulator.arms[0].changes == (Scale("activity", 0.5),)


def test_an_unknown_target_of_a_bound_is_answered_with_the_closest():
    arm = AtBound(Scenario("low"), target="activty", side="lower", mutation="M")
    with pytest.raises(UnknownName, match="Closest: 'activity'"):
        arm.resolve(FakeModel())


def test_two_different_arms_of_one_name_are_refused(simulator):
    declared = Scenario("base", changes=(Scale("k", 2),))
    series = DoseSeries("drug", (1, 10), Scenario("base"), at_h=4)
    with pytest.raises(InvalidValue, match="a name for one scenario"):
        judge([experiment("C1", (declared,), Value("GR", "base", 1), Potency("pS6", series))])


def test_progress_counts_simulations(simulator):
    seen = []
    arms = (Scenario("a"), Scenario("b", changes=(Scale("k", 2),)))
    each = experiment("C1", arms, Value("GR", "a", 1), Value("GR", "b", 2))
    judge([each], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_the_table_has_one_row_per_expectation_and_the_promised_columns(simulator):
    arm = (Scenario("a"),)
    each = experiment("C1", arm, Value("GR", "a", 1), Fold("GR", "a", at_h=2, over_h=1))
    table = verdict_table([each], judge([each]))
    assert list(table.columns) == list(COLUMNS)
    assert {"id", "claim", "verdict", "measured", "required", "source"} <= set(table.columns)
    assert table["verdict"].tolist() == ["holds", "holds"]
    assert table["measured"].tolist() == [1, 2]


def test_no_experiments_give_an_empty_table_with_columns():
    assert list(verdict_table([], {}).columns) == list(COLUMNS)
