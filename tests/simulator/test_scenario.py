from __future__ import annotations

import math
from pathlib import Path

import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.genotype import Genotype
from her2sim.model import load_model
from her2sim.scenario import (
    Knockdown,
    Scale,
    Scenario,
    Set,
    label,
    resolve,
)
from her2sim.treatment import Dose
from hypothesis import given
from hypothesis import strategies as st

TOY = load_model(Path(__file__).parents[1] / "toy" / "models" / "toy")


def after(scenario: Scenario) -> dict[str, float]:
    return dict(resolve(TOY, scenario).after)


def before(scenario: Scenario) -> dict[str, float]:
    return dict(resolve(TOY, scenario).before)


def test_nothing_asked_for_changes_only_what_time_zero_does():
    assert before(Scenario("wt")) == {"inh": 0, "treated": 0}
    assert after(Scenario("wt")) == {"inh": 0, "treated": 1}


def test_doses_begin_at_time_zero_and_changes_before_it():
    scenario = Scenario(
        "all",
        Genotype("PTEN_loss"),
        treatment=[Dose("blockin", uM=0.1)],
        changes=[Scale("k_on", 2)],
        acute=[Set("k_off", 1)],
    )
    assert before(scenario) == pytest.approx(
        {"inh": 0, "treated": 0, "k_back": 0.005, "k_on": 0.002}
    )
    assert after(scenario) == pytest.approx(
        {"inh": 100, "treated": 1, "k_back": 0.005, "k_on": 0.002, "k_off": 1}
    )


@pytest.mark.parametrize("name", ["blockin", "Blockin", "BLOCKIN", "toy-001", "blk"])
def test_drugs_are_known_by_id_name_and_alias(name):
    assert after(Scenario("s", treatment=(Dose(name, nM=7),)))["inh"] == 7


def test_mass_doses_use_the_molar_mass_of_the_table():
    dosed = Scenario("s", treatment=(Dose("blockin", ug_per_mL=1),))
    assert after(dosed)["inh"] == pytest.approx(1e6 / 500)


def test_genotype_and_background_are_known_in_any_case():
    scenario = Scenario("s", Genotype("pten_LOSS"), background="RICH")
    assert before(scenario)["k_back"] == pytest.approx(0.005)
    assert before(scenario)["PIP_tot"] == 200


def test_factors_multiply_on_what_is_set():
    scenario = Scenario(
        "s",
        Genotype("PI3K_strong"),
        changes=(Set("k_back", 2.0), Scale("k_back", 0.5), Scale("K_inh", 2)),
        knockdowns=(Knockdown("pten", 0.1),),
    )
    values = after(scenario)
    assert values["k_back"] == pytest.approx(2.0 * 0.5 * 0.1)
    assert values["K_inh"] == pytest.approx(50 * 2)
    assert values["k_make"] == pytest.approx(0.06)


def test_an_acute_value_replaces_a_lasting_one_at_time_zero():
    scenario = Scenario("s", changes=(Set("k_on", 2),), acute=(Set("k_on", 3),))
    assert before(scenario)["k_on"] == 2 and after(scenario)["k_on"] == 3


def test_extra_replaces_the_table_and_genotypes_act_on_top():
    scenario = Scenario("s", Genotype("PI3K_strong"))
    extra = (Set("k_make", 1.0), Set("K_inh", 1.0), Set("k_off", 9.0))
    values = dict(resolve(TOY, scenario, extra).after)
    assert values["k_make"] == 3.0 and values["K_inh"] == 50 and values["k_off"] == 9


def test_two_sources_that_set_one_id_are_named():
    scenario = Scenario("s", Genotype("PI3K_strong"), changes=(Set("K_inh", 2),))
    with pytest.raises(InvalidValue, match="mutation PI3K_strong and change K_inh=2"):
        resolve(TOY, scenario)


def test_two_doses_of_one_drug_are_refused():
    with pytest.raises(InvalidValue, match="once"):
        Scenario("s", treatment=(Dose("x", nM=1), Dose("X", nM=2)))
    doses = (Dose("blockin", nM=1), Dose("toy-001", nM=2))
    with pytest.raises(InvalidValue, match="blockin=1nM and toy-001=2nM"):
        resolve(TOY, Scenario("s", treatment=doses))


@pytest.mark.parametrize(
    ("scenario", "closest"),
    [
        (Scenario("s", Genotype("PTEN_los")), "'PTEN_loss'"),
        (Scenario("s", background="plan"), "'plain'"),
        (Scenario("s", treatment=(Dose("blokin", nM=1),)), "'blockin'"),
        (Scenario("s", knockdowns=(Knockdown("PTE"),)), "'PTEN'"),
        (Scenario("s", changes=(Set("k_maek", 1),)), "'k_make'"),
        (Scenario("s", acute=(Scale("k_bac", 1),)), "'k_back'"),
    ],
)
def test_unknown_names_give_the_closest(scenario, closest):
    with pytest.raises(UnknownName, match=f"Closest: {closest}"):
        resolve(TOY, scenario)


@pytest.mark.parametrize(("name", "instead"), [("inh", "Dose"), ("treated", "treatment")])
def test_what_doses_and_time_zero_determine_cannot_be_set(name, instead):
    with pytest.raises(InvalidValue, match=instead):
        resolve(TOY, Scenario("s", changes=(Set(name, 1),)))


@pytest.mark.parametrize("value", [math.nan, math.inf, "x", None, True])
def test_changes_must_be_numbers(value):
    with pytest.raises(InvalidValue):
        Set("k_on", value)
    with pytest.raises(InvalidValue):
        Scale("k_on", value)


def test_knockdowns_leave_a_fraction():
    assert Knockdown.parse("PTEN") == Knockdown("PTEN", 0.0)
    assert Knockdown.parse("PTEN=0.25") == Knockdown("PTEN", 0.25)
    for left in (-0.1, 1.1):
        with pytest.raises(InvalidValue, match="PTEN"):
            Knockdown("PTEN", left)


def test_scenarios_are_checked_frozen_and_hashable():
    listed = Scenario("s", "PTEN_loss", treatment=[Dose("x", nM=1)])
    assert listed == Scenario("s", Genotype("PTEN_loss"), treatment=(Dose("x", nM=1),))
    assert hash(listed) == hash(Scenario("s", "PTEN_loss", treatment=(Dose("x", nM=1),)))
    assert Scenario("s", treatment=Dose("x", nM=1)).treatment == (Dose("x", nM=1),)
    for wrong in ({"name": ""}, {"treatment": "x=1nM"}, {"changes": [1]}, {"genotype": 3}):
        with pytest.raises(InvalidValue):
            Scenario(**{"name": "s"} | wrong)


def test_labels_tell_scenarios_apart():
    assert label(Scenario("s")) == "WT, untreated"
    full = Scenario("s", "PTEN_loss", "rich", (Dose("x", nM=1),), (Knockdown("A"),), (Set("k", 1),))
    assert label(full) == "PTEN_loss, rich, A knock-out, k=1, x=1nM"


@given(
    st.permutations([Scale("k_on", 2.0), Scale("k_on", 0.3), Set("k_on", 5.0), Scale("k_off", 4)])
)
def test_the_order_of_changes_does_not_matter(changes):
    assert after(Scenario("s", changes=changes)) == pytest.approx(
        {"inh": 0, "treated": 1, "k_on": 3.0, "k_off": 0.04}
    )
