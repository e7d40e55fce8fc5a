"""Compiled models on disk: the same numbers, rebuilt when damaged, none for others' machines."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from her2sim import Dose, Period, Scenario, Set, cache, load_model, load_sbml
from her2sim.engine import SolverSettings, compiled, machine, steady_state, trajectory
from her2sim.resolution import resolve

HER2 = load_model("her2")
STALE = """
model stale()
  compartment c; c = 2; species S in c, $B in c; S = start; B = 2 * feed;
  J: S -> ; c * k * S * B; p = start * 3; q = 1; q' = -0.1 * q;
  start = 5; feed = 1; k = 0.1;
end
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    monkeypatch.setattr(machine, "_SECONDS_WORTH_KEEPING", 0.0)
    return folder


def course(engine, model, scenario, steady=True):
    found = resolve(model, scenario)
    state = steady_state(engine, found.before, 45 * 3600.0) if steady else None
    later = [(hour * 3600.0, values) for hour, values in found.later]
    names = [f"[{name}]" for name in engine.state_ids if name in set(engine._species)]
    times = [0.0, 600.0, 86400.0, 172800.0]
    return trajectory(engine, state, found.after, times, names, SolverSettings(), later)


def test_a_fetched_engine_gives_bit_equal_numbers(place):
    made = compiled.Compiled(HER2.sbml)
    assert len(list(place.iterdir())) == 1
    fetched = compiled.Compiled(HER2.sbml)
    assert fetched._known_stoichiometry is not None and made._known_stoichiometry is None
    np.testing.assert_array_equal(fetched.stoichiometry, made.stoichiometry)
    assert fetched.state_ids == made.state_ids and fetched.reaction_ids == made.reaction_ids
    drug = (Dose("lapatinib", uM=1),)
    for scenario in (
        Scenario("untreated"),
        Scenario("drug", "PTEN_loss", treatment=drug),
        Scenario("fed", acute=(Set("HRG_serum", 1.0),), later=(Period(30.0, treatment=drug),)),
    ):
        found = course(fetched, HER2, scenario)
        np.testing.assert_array_equal(found, course(made, HER2, scenario))


def test_stale_initial_values_are_known_to_a_fetched_engine_too(place):
    model = load_sbml(STALE)
    made, fetched = compiled.Compiled(model.sbml), compiled.Compiled(model.sbml)
    assert fetched._known_stoichiometry is not None
    for values in ((), (("feed", 3.0),), (("start", 7.0), ("feed", 0.5))):
        for engine in (made, fetched):
            engine.start(values)
        for name in ("[S]", "[B]", "p", "q"):
            assert fetched.value(name) == made.value(name), name


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b"", lambda b: b[:200] + b"x"])
def test_what_is_damaged_is_compiled_again(place, damage):
    compiled.Compiled(HER2.sbml)
    (entry,) = place.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    again = compiled.Compiled(HER2.sbml)
    assert again._known_stoichiometry is None
    assert cache.read(entry.name) is not None


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[1]\nxx", b"no json\n"])
def test_what_is_sound_but_not_understood_is_compiled_again(place, content):
    compiled.Compiled(HER2.sbml)
    (entry,) = place.iterdir()
    cache.write(entry.name, content)
    assert compiled.Compiled(HER2.sbml)._known_stoichiometry is None


def test_another_processor_or_engine_has_entries_of_its_own(place, monkeypatch):
    names = {machine._name(HER2.sbml)}
    for host in ("another processor", "another engine"):
        monkeypatch.setattr(machine, "_host", lambda host=host: host)
        names.add(machine._name(HER2.sbml))
    assert len(names) == 3
    monkeypatch.setattr(machine, "_host", lambda: None)
    compiled.Compiled(HER2.sbml)
    assert not list(place.iterdir())


def test_small_models_are_not_kept(place, monkeypatch):
    monkeypatch.setattr(machine, "_SECONDS_WORTH_KEEPING", 1e9)
    compiled.Compiled(load_sbml(STALE).sbml)
    assert not list(place.iterdir())


def test_a_kept_model_starts_without_antimony_and_libsbml(place):
    code = (
        "import sys; from her2sim import Scenario, load_model, simulate\n"
        "simulate(load_model('her2'), Scenario('a'), 1.0)\n"
        "print(*sorted({'antimony', 'libsbml', 'plotly', 'llvmlite'} & set(sys.modules)))"
    )

    def told():
        return subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.split()

    assert "libsbml" in told()
    assert told() == []
