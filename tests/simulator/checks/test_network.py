import pytest
from her2sim import Scenario, load_sbml
from her2sim.checks import (
    cycles_balance,
    never_negative,
    reactions_stop_without_reactants,
    totals_are_moieties,
    totals_stay,
)
from her2sim.checks.linear import weights
from her2sim.errors import InvalidModel

from .small import model

BINDING = """model binding()
  compartment c = 2
  species R in c, L in c, D in c, RL in c, RD in c, RLD in c
  R = 3; L = 2; D = 1; RL = 0; RD = 0; RLD = 0
  a: R + L -> RL; c * (k1 * R * L - m1 * RL)
  b: R + D -> RD; c * (k2 * R * D - m2 * RD)
  d: RL + D -> RLD; c * (k2 * RL * D - m2 * RLD)
  e: RD + L -> RLD; c * (k3 * RD * L - m1 * RLD)
  k1 = 0.7; m1 = 0.3; k2 = 0.11; m2 = 0.2; k3 = %s
end
"""
TOTALS = (
    ("receptor", "R + RL + RD + RLD"),
    ("ligand", "L + RL + RLD"),
    ("drug", "D + RD + RLD"),
)


@pytest.fixture
def binding(tmp_path):
    return model(tmp_path / "m.ant", BINDING % "0.7", TOTALS)


def subjects(findings):
    return [finding.subject for finding in findings]


def test_declared_totals_are_found_in_the_stoichiometry(binding):
    assert totals_are_moieties(binding) == []
    assert totals_stay(binding, [Scenario("run")], hours=1) == []


def test_a_total_that_a_reaction_changes_is_named_with_it(tmp_path):
    wrong = (*TOTALS[:2], ("drug", "D + RD"))
    found = totals_are_moieties(model(tmp_path / "m.ant", BINDING % "0.7", wrong))
    assert "drug" in subjects(found)
    assert any(finding.message == "is changed by d" for finding in found)


def test_a_total_that_drifts_is_named(tmp_path):
    wrong = model(tmp_path / "m.ant", BINDING % "0.7", [("drug", "D + RD")])
    assert subjects(totals_stay(wrong, [Scenario("run")], hours=1)) == ["drug"]


def test_a_conserved_sum_that_nobody_declared_is_found(tmp_path):
    found = totals_are_moieties(model(tmp_path / "m.ant", BINDING % "0.7", TOTALS[:2]))
    assert "1 conserved sum(s) not declared" in found[0].message


def test_a_total_over_two_volumes_counts_amounts(tmp_path):
    text = (
        "model m\ncompartment a = 1, b = 5\nspecies X in a, Y in b\nX = 1\nY = 0\n"
        "J: X -> Y; a*k*X\nk = 1\nend"
    )
    assert totals_are_moieties(model(tmp_path / "m.ant", text, [("t", "X + 5*Y")])) == []
    found = totals_are_moieties(model(tmp_path / "m.ant", text, [("t", "X + Y")]))
    assert "t" in subjects(found)


@pytest.mark.parametrize("formula", ["R * L", "R / L", "R ^ 2", "log(R)", "R + 1"])
def test_a_total_is_a_weighted_sum(formula):
    with pytest.raises(InvalidModel, match="no weighted sum"):
        weights(formula, {})


def test_weights_add_up():
    assert weights("R + 2 * (L - 0.5 * R) + L", {}) == {"R": 0.0, "L": 3.0}


def test_a_binding_square_balances(binding):
    assert cycles_balance(binding) == []


@pytest.mark.parametrize("factor", [1 + 1e-8, 2.0])
def test_a_binding_square_with_one_constant_off_is_found(tmp_path, factor):
    found = cycles_balance(model(tmp_path / "m.ant", BINDING % (0.7 * factor)))
    assert len(found) >= 1
    assert all(set(finding.subject) >= set("abde") for finding in found)


def test_a_reversible_reaction_without_a_way_back_is_named(tmp_path):
    found = cycles_balance(model(tmp_path / "m.ant", BINDING % "0"))
    assert "e" in subjects(found)


def test_rates_that_need_no_reactant_are_found(tmp_path, binding):
    assert reactions_stop_without_reactants(binding) == []
    text = "model m\nspecies S, P\nS = 1\nP = 0\nJ: S => P; k\nB: P => S; k*(P - S)\nk = 1\nend"
    found = reactions_stop_without_reactants(model(tmp_path / "w.ant", text))
    assert tuple(dict.fromkeys(subjects(found))) == ("J", "B")


def test_a_species_below_zero_is_found_with_its_scenario(tmp_path, binding):
    assert never_negative(binding, [Scenario("run")], hours=1) == []
    text = "model m\nspecies S\nS = 1\nJ: S => ; k\nk = 1\nend"
    path = tmp_path / "w.ant"
    path.write_text(text)
    found = never_negative(load_sbml(path), [Scenario("run")], hours=1)
    assert [finding.subject for finding in found] == ["S"]
    assert "'run'" in found[0].message
