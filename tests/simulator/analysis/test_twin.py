from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from her2sim import Dose, Genotype, Period, Scale, Scenario, Set, load_model, load_sbml, simulate
from her2sim.analysis.explain.listening import Pair, listen
from her2sim.analysis.explain.steps import links, read_steps
from her2sim.analysis.explain.twin import Link, donor, twin, used_in
from her2sim.errors import InvalidModel
from her2sim.many import simulate_many

TOY = Path(__file__).parents[2] / "toy" / "models" / "toy"
LINKS = (Link("lipid", ("PIP3",), ("on",)),)
TREATED = (Dose("blockin", nM=20),)


@pytest.fixture(scope="module")
def toy():
    return load_model(TOY)


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


def final(model, scenario, readout, hours):
    rows = simulate(model, scenario, times_h=[hours], readouts=[readout]).table
    return float(rows["value"].iloc[-1])


def test_a_twin_has_every_part_twice_and_a_hold_for_each_link(toy):
    both = twin(toy, LINKS, ("GR",))
    ids = {part.id for part in both.species}
    assert ids == {name for one in toy.species for name in (one.id, donor(one.id))}
    assert both.settable >= {"hold__lipid", "k_make", donor("k_make")}
    assert both.default(donor("k_make")) == toy.default("k_make")


def test_the_formulas_of_a_model_are_known_by_reaction_and_rule(toy):
    used = used_in(toy)
    assert used["on"] == {"cell", "k_on", "PIP3", "AKT"}
    assert "pAKT" in used["loss"]


def test_without_holds_both_cells_are_what_they_are_alone(toy):
    asked = Scenario("asked", Genotype("PTEN_loss"), treatment=TREATED)
    other = Scenario("other", treatment=TREATED, changes=(Set("k_on", 0.002),))
    found = listen(Pair(toy, asked, other, LINKS), [[False]], ("pAKT_fraction",), 1.0)
    assert found.held[0, 0] == pytest.approx(final(toy, asked, "pAKT_fraction", 1.0), rel=1e-4)
    assert found.donor[0] == pytest.approx(final(toy, other, "pAKT_fraction", 1.0), rel=1e-4)


def test_a_held_link_carries_the_donors_signal(toy):
    """All that differs is upstream of the lipid, so holding it makes the cells equal."""
    asked = Scenario("asked", Genotype("PTEN_loss"), treatment=TREATED)
    other = Scenario("other", treatment=TREATED)
    found = listen(Pair(toy, asked, other, LINKS), [[False], [True]], ("pAKT_fraction",), 1.0)
    assert abs(found.held[0, 0] - found.donor[0]) > 0.1
    assert found.held[1, 0] == pytest.approx(found.donor[0], rel=1e-6)


def test_both_engines_run_a_twin_alike(toy):
    both = twin(toy, LINKS, ("pAKT_fraction",))
    changes = (Set("hold__lipid", 1.0), Set(donor("k_make"), 0.1))
    changes += (Set("treated", 0.0), Set(donor("treated"), 0.0))
    arms = [Scenario("held", changes=changes)]
    names = ["pAKT_fraction", donor("pAKT_fraction")]
    found = [
        simulate_many(both, arms, names, (1.0,), engine=engine, relative=False).values[0, 0, :, 0]
        for engine in ("batch", "libroadrunner")
    ]
    assert found[0] == pytest.approx(found[1], rel=1e-4)


def test_periods_and_acute_changes_hold_in_both_cells(toy):
    asked = Scenario(
        "asked",
        Genotype("PTEN_loss"),
        treatment=TREATED,
        acute=(Scale("k_on", 0.5),),
        later=(Period(0.5, acute=(Set("k_off", 0.02),)),),
    )
    other = Scenario("other", treatment=TREATED, later=(Period(0.25),))
    found = listen(Pair(toy, asked, other, LINKS), [[False]], ("pAKT_fraction",), 1.0)
    assert found.held[0, 0] == pytest.approx(final(toy, asked, "pAKT_fraction", 1.0), rel=1e-4)
    assert found.donor[0] == pytest.approx(final(toy, other, "pAKT_fraction", 1.0), rel=1e-4)


@pytest.mark.parametrize("genotype", ["PTEN_loss", "PIK3CA_E545K"])
def test_all_steps_of_her2_held_make_the_cells_equal(her2, genotype):
    treated = (Dose("lapatinib", uM=1),)
    asked = Scenario("asked", Genotype(genotype), treatment=treated)
    other = Scenario("other", treatment=treated)
    steps = links(read_steps(her2, "step", "GR"))
    holds = [[False] * len(steps), [True] * len(steps)]
    found = listen(Pair(her2, asked, other, steps), holds, ("GR",), 72.0)
    assert found.held[0, 0] == pytest.approx(final(her2, asked, "GR", 72.0), abs=2e-4)
    assert found.held[1, 0] == pytest.approx(found.donor[0], abs=1e-6)
    assert found.donor[0] == pytest.approx(final(her2, other, "GR", 72.0), abs=2e-4)


def test_local_parameters_and_functions_survive(tmp_path):
    text = """
    function half(x) x / 2; end
    model small()
      compartment c = 1; species A in c = 4, B in c = 0; k = 0.1;
      J: A -> B; c * half(k) * A
      total := A + B
    end
    """
    small = load_sbml(text)
    both = twin(small, (Link("a", ("A",), ("J",)),), ("B",))
    run = Scenario("r", changes=(Set("hold__a", 1.0), Set(donor("k"), 0.2)))
    found = simulate_many(both, run, ["B", donor("B")], (1.0,), start="initial", relative=False)
    alone = simulate_many(
        small, Scenario("s", changes=(Set("k", 0.2),)), "B", (1.0,), start="initial", relative=False
    )
    assert found.at(donor("B"))[0, 0] == pytest.approx(alone.at("B")[0, 0], rel=1e-4)
    assert np.isfinite(found.at("B")[0, 0])


def test_a_link_that_nothing_uses_is_refused(toy):
    with pytest.raises(InvalidModel, match=r"'back' is no reaction or rule .* that uses AKT"):
        twin(toy, (Link("odd", ("AKT",), ("back",)),), ("GR",))


def test_a_model_with_events_is_refused():
    text = "model m()\n S = 1; k = 1\n J: S -> ; k*S\n E: at (time > 1): k = 2\nend"
    with pytest.raises(InvalidModel, match="events"):
        twin(load_sbml(text), (), ("S",))
