from pathlib import Path

import pandas as pd
import pytest
from her2sim import Scenario, load_model
from her2sim.checks import (
    antimony_keeps_the_model,
    nothing_without_input,
    steady_state_is_reached,
    steady_state_is_stable,
    time_unit_does_not_matter,
    tolerances_are_tight_enough,
    volumes_do_not_matter,
)
from her2sim.checks.comparison import differences

from .small import edited, model

TOY = Path(__file__).parents[2] / "toy" / "models" / "toy"
ARM = Scenario("arm")
SWITCH = """model switch()
  compartment c = 1
  species X in c
  X = %s
  make: => X; c * (b + X^4 / (1 + X^4))
  lose: X => ; c * k * X
  b = 0.01; k = 0.5
end
"""


@pytest.fixture(scope="module")
def toy():
    return load_model(TOY)


def test_the_toy_does_not_depend_on_its_units(toy):
    assert volumes_do_not_matter(toy, hours=1) == []
    assert time_unit_does_not_matter(toy, hours=1) == []


def test_a_rate_law_without_its_volume_is_found(toy):
    # `on` in amount per time must be proportional to the volume.
    start = toy.sbml.index("<kineticLaw", toy.sbml.index('id="on"'))
    law = toy.sbml[start : toy.sbml.index("</kineticLaw>", start)]
    broken = edited(toy, law, law.replace("<ci> cell </ci>", ""))
    assert volumes_do_not_matter(broken, hours=1) != []


def test_a_number_with_a_wrong_unit_is_found(toy):
    broken = edited(toy, 'value="0.001" units="per_nM_s"', 'value="0.001" units="nM"')
    assert time_unit_does_not_matter(broken, hours=1) != []


def test_the_toy_survives_antimony(toy):
    assert antimony_keeps_the_model(toy, hours=1) == []


def test_the_toy_is_accurate(toy):
    assert tolerances_are_tight_enough(toy, ARM, hours=5) == []


def test_the_toy_is_at_rest_and_stays_there(toy):
    assert steady_state_is_reached(toy, ARM) == []
    assert steady_state_is_stable(toy, ARM) == []


def test_the_state_between_two_stable_ones_is_called_unstable(tmp_path, monkeypatch):
    switch = model(tmp_path / "m.ant", SWITCH % "0.9", time_unit="s", slowest_hours=0.01)
    assert steady_state_is_stable(switch, ARM) == []
    # The root between off and on, where production and loss cross from below.
    from her2sim.checks import steady
    from her2sim.engine import State

    low, high = 0.05, 1.2
    for _ in range(60):
        middle = (low + high) / 2
        net = 0.01 + middle**4 / (1 + middle**4) - 0.5 * middle
        low, high = (middle, high) if net < 0 else (low, middle)
    monkeypatch.setattr(steady, "steady_state", lambda *_: State(pd.array([low]).to_numpy(float)))
    assert "not stable" in steady_state_is_stable(switch, ARM)[0].message
    assert "after a long run" in steady_state_is_reached(switch, ARM)[0].message


def test_an_output_that_ignores_its_input_is_found(toy):
    assert nothing_without_input(toy, ["k_make"], ["pAKT", "PIP3"], hours=1) == []
    found = nothing_without_input(toy, ["k_on"], ["pAKT", "PIP3"], hours=1)
    assert [finding.subject for finding in found] == ["PIP3"]


def test_a_difference_is_found_and_noise_is_not():
    first = pd.DataFrame({"time": [0, 1], "A": [1.0, 2.0], "Z": [0.0, 1e-20]})
    noisy = pd.DataFrame({"time": [0, 1], "A": [1.0, 2.0 + 1e-9], "Z": [0.0, -3e-18]})
    assert list(differences("x", first, noisy, 1e-8)) == []
    off = pd.DataFrame({"time": [0, 1], "A": [1.0, 2.0 + 1e-6]})
    found = list(differences("x", first, off, 1e-8))
    assert [finding.subject for finding in found] == ["A", "Z"]
