"""Every file of experiments/ is a test; one run of the simulator serves all that were chosen."""

import pytest
from her2sim.experiment import KINDS, find_experiments, judge

EXPERIMENTS = {experiment.id: experiment for experiment in find_experiments()}


@pytest.fixture(scope="module")
def verdicts(request):
    chosen = {
        item.callspec.params["name"]
        for item in request.session.items
        if getattr(item, "originalname", "") == "test_experiment_agrees_with_its_sources"
    }
    return judge([EXPERIMENTS[name] for name in EXPERIMENTS if name in chosen])


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_experiment_agrees_with_its_sources(verdicts, name):
    failing = [
        f"{each.expectation}: {each.measured:.3g} {each.unit}, required {each.required}."
        f" {each.detail} [{each.source}]"
        for each in verdicts[name]
        if each.status == "fails"
    ]
    assert not failing, f"{EXPERIMENTS[name].claim}\n" + "\n".join(failing)


def test_every_kind_of_experiment_is_there():
    assert {experiment.kind for experiment in EXPERIMENTS.values()} == set(KINDS)
