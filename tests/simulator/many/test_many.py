"""simulate_many against simulate, one engine against the other, and what goes wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from her2sim import (
    Accuracy,
    Dose,
    Genotype,
    Knockdown,
    Period,
    Scale,
    Scenario,
    Set,
    load_model,
    load_sbml,
    simulate,
    simulate_many,
)
from her2sim.batch import NotCovered
from her2sim.errors import InvalidValue, UnknownName
from her2sim.many.block import _told
from her2sim.many.loop import LoopEngine
from her2sim.result import COLUMNS

TIMES = (0.0, 1.0, 24.0, 48.0, 72.0)
LAPATINIB = (Dose("lapatinib", uM=1),)


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


@pytest.fixture(scope="module")
def readouts(her2):
    drug = her2.drug("lapatinib").species
    known = {each.id for each in her2.species}
    akt = next(name for name in ("AKTc", "AKT") if name in known)
    return (
        "pERK",
        "pAKT_S473",
        "growth_rate",
        "GR",
        "HER3",
        f"[{akt}]",
        "HRG",
        drug,
        "kp_22",
        "cell",
    )


def arms(model):
    return [
        Scenario("wild type"),
        Scenario("loss", Genotype("PTEN_loss"), treatment=LAPATINIB),
        Scenario("knock-down", knockdowns=(Knockdown("PTEN", 0.3),), treatment=LAPATINIB),
        Scenario(
            "periods",
            treatment=LAPATINIB,
            acute=(Scale("kp_22", 0.5), Set("HRG_serum", 0.5)),
            later=(
                Period(24.0, acute=(Set("HRG_serum", 1.0),)),
                Period(48.0, treatment=(Dose("everolimus", nM=20),)),
            ),
        ),
        Scenario("late", later=(Period(30.0, treatment=LAPATINIB),)),
        Scenario("background", background=model.backgrounds[-1].id, changes=(Scale("k_RAF", 2.0),)),
        Scenario("no lipid kinase", acute=(Set("act_PI3K", 0.0),)),
    ]


def samples(model, number, seed=0):
    draw = np.random.default_rng(seed)
    names = ("kp_22", "PTEN_tot", "k_RAF", "kcat_PI3K", "HER2_tot")
    table = {
        name: model.default(name) * np.exp(0.3 * draw.standard_normal(number)) for name in names
    }
    return pd.DataFrame({**table, "HRG_serum": draw.uniform(0.0, 1.0, number)})


def apart(left, right):
    """Return the largest difference relative to the peak of each readout over time."""
    peak = np.nanmax(np.abs(right), axis=-1, keepdims=True)
    return np.nanmax(np.abs(left - right) / np.where(peak > 0, peak, 1.0))


@pytest.mark.parametrize("engine", ["batch", "libroadrunner"])
def test_the_table_is_that_of_simulate(her2, readouts, engine):
    expected = simulate(her2, arms(her2), times_h=TIMES, readouts=readouts).table
    found = simulate_many(her2, arms(her2), readouts, TIMES, engine=engine).table()
    assert tuple(found.columns) == COLUMNS
    assert found.dtypes.equals(expected.dtypes)
    numbers = ["value", "relative"]
    pd.testing.assert_frame_equal(found.drop(columns=numbers), expected.drop(columns=numbers))
    for column in numbers:
        np.testing.assert_allclose(found[column], expected[column], rtol=2e-5, atol=1e-6)
    if engine == "libroadrunner":
        np.testing.assert_allclose(found["value"], expected["value"], rtol=1e-9, atol=1e-12)


def test_each_sample_is_what_simulate_gives_with_it_as_extra(her2, readouts):
    table = samples(her2, 3)
    ensemble = simulate_many(her2, arms(her2), readouts, TIMES, samples=table)
    for place in range(3):
        extra = tuple(Set(name, value) for name, value in table.iloc[place].items())
        one = simulate(her2, arms(her2), times_h=TIMES, readouts=readouts, extra=extra).table
        own = ensemble.table().query("sample == @place")
        np.testing.assert_allclose(own["value"], one["value"], rtol=3e-5, atol=1e-6)
        np.testing.assert_allclose(own["relative"], one["relative"], rtol=3e-5, atol=1e-6)


def test_both_engines_agree_over_samples(her2, readouts):
    table = samples(her2, 6, seed=1)
    both = [
        simulate_many(her2, arms(her2), readouts, TIMES, samples=table, engine=engine)
        for engine in ("batch", "libroadrunner")
    ]
    assert apart(both[0].values, both[1].values) < 1e-5
    assert [each.provenance["engine"] for each in both] == ["batch", "libroadrunner"]
    assert not both[0].failed.any() and not both[1].failed.any()


FOREIGN = """
model amounts()
  compartment big; big = 2.5;
  species S in big, P in big;
  species $B in big;
  substanceOnly species A in big;
  B = feed;
  S = 10; P = 0; A = 3;
  J1: S -> P; big * k1 * S * B;
  J2: P -> S; big * k2 * P;
  J3: A -> ; k3 * A;
  total := S + P;
  k1 = 0.3; k2 = 0.1; k3 = 0.2; feed = 1; const_k = 4;
end
"""


LATER = (Period(0.001, acute=(Set("k2", 0.5),)),)


@pytest.mark.parametrize("start", ["initial", "steady"])
def test_both_engines_agree_on_a_foreign_model(start):
    model = load_sbml(FOREIGN)
    cells = [
        Scenario("as it is"),
        Scenario("fed", acute=(Set("feed", 3.0),)),
        Scenario("held", acute=(Set("B", 2.0),), later=(Period(0.001),)),
        Scenario(
            "slow", changes=(Scale("k1", 0.1),), later=(Period(0.001, acute=(Set("k2", 0.5),)),)
        ),
    ]
    names = ("S", "[P]", "A", "B", "feed", "big")
    times = (0.0, 0.0005, 0.001, 0.002)
    table = pd.DataFrame({"k2": [0.1, 0.2, 0.9], "feed": [1.0, 2.0, 0.5]})
    one, other = (
        simulate_many(model, cells, names, times, samples=table, start=start, engine=engine)
        for engine in ("batch", "libroadrunner")
    )
    assert not one.failed.any() and not other.failed.any()
    assert apart(one.values, other.values) < 1e-5
    extra = (Set("k2", 0.9), Set("feed", 0.5))
    alone = simulate(model, cells, times_h=times, readouts=names, start=start, extra=extra).table
    last = one.table().query("sample == 2")
    np.testing.assert_allclose(last["value"], alone["value"], rtol=1e-5, atol=1e-7)
    assert one.table()["relative"].isna().all()


def test_what_the_batch_engine_does_not_cover_runs_on_the_other(her2):
    model = load_sbml("model m()\n S -> ; k*S; S = 1; k = 1e-3;\n at (time > 1800): S = 1;\nend\n")
    found = simulate_many(model, Scenario("a"), times_h=(1.0,), start="initial")
    assert found.provenance["engine"] == "libroadrunner"
    assert found.at("S")[0, 0] == pytest.approx(np.exp(-1.8), rel=1e-5)
    with pytest.raises(NotCovered, match="event"):
        simulate_many(model, Scenario("a"), times_h=(1.0,), engine="batch")


def test_pasts_are_shared_and_equal_runs_happen_once(her2, monkeypatch):
    seen = {"steady": 0, "follow": 0}
    for name in seen:
        whole = getattr(LoopEngine, name)

        def counted(self, *given, whole=whole, name=name):
            rows = given[1] if name == "steady" else vars(given[0])["values"]
            seen[name] += len(rows)
            return whole(self, *given)

        monkeypatch.setattr(LoopEngine, name, counted)
    doses = [Scenario(f"{n}", treatment=(Dose("lapatinib", nM=n),)) for n in (0, 1, 10)]
    twice = [*doses, Scenario("again", treatment=(Dose("tykerb", nM=10),)), Scenario("untreated")]
    found = simulate_many(her2, twice, ["pERK"], engine="libroadrunner")
    # One past for all; untreated, dose 0 and the reference are the same run.
    assert seen == {"steady": 1, "follow": 3}
    assert found.at("pERK")[2] == found.at("pERK")[3]
    assert found.relative("pERK")[0, 0] == 1.0


def test_a_failure_is_a_row_and_nan_and_the_rest_stands(her2):
    table = samples(her2, 4)
    table.loc[1, "kp_22"] = np.nan
    table.loc[2, "k_RAF"] = np.inf
    cells = [Scenario("one"), Scenario("two", treatment=LAPATINIB)]
    found = simulate_many(her2, cells, ["pERK"], samples=table)
    assert found.failures["scenario"].tolist() == ["one", "one", "two", "two"]
    assert found.failures["sample"].tolist() == [1, 2, 1, 2]
    assert found.failures["message"][0] == "The value of kp_22 is not finite."
    assert np.isnan(found.at("pERK")).tolist() == [[False, True, True, False]] * 2
    assert sorted(set(found.table()["sample"])) == [0, 3]
    whole = simulate_many(her2, cells, ["pERK"], samples=table.iloc[[0, 3]])
    np.testing.assert_array_equal(found.at("pERK")[:, [0, 3]], whole.at("pERK"))


@pytest.mark.parametrize("engine", ["batch", "libroadrunner"])
def test_no_steady_state_is_a_failure_of_that_scenario_only(engine):
    model = load_sbml("model m()\n -> S; make; S -> ; k*S; S = 1; make = 1; k = 1;\nend\n")
    cells = [Scenario("grows", changes=(Set("k", 0.0),)), Scenario("rests")]
    found = simulate_many(model, cells, ["S"], (1.0,), start="steady", engine=engine)
    assert found.failures["scenario"].tolist() == ["grows"]
    assert "steady state" in found.failures["message"][0]
    assert found.at("S")[1, 0] == pytest.approx(1.0)


@pytest.mark.parametrize("engine", ["batch", "libroadrunner"])
def test_a_rate_that_is_not_finite_is_a_failure_of_that_scenario_only(engine):
    model = load_sbml("model m()\n S -> ; k*S/z; S = 1; k = 1; z = 1;\nend\n")
    cells = [Scenario("divided", acute=(Set("z", 0.0),)), Scenario("sound")]
    found = simulate_many(model, cells, ["S"], (0.001,), start="initial", engine=engine)
    assert found.failures["scenario"].tolist() == ["divided"]
    assert found.failures["message"][0]
    assert found.failed.tolist() == [[True], [False]]


def test_a_readout_that_is_not_finite_is_told():
    values = np.ones((3, 2, 2))
    values[1, 1, 0] = np.inf
    values[2] = np.nan
    told = _told(values, ("", "", "the solver stopped"), ("a", "b"))
    assert told[0] == "" and told[2] == "the solver stopped"
    assert told[1].startswith("'b' is not finite")


def test_bad_names_and_options_are_told_before_anything_runs(her2):
    one = Scenario("one")
    with pytest.raises(UnknownName, match="kp_2"):
        simulate_many(her2, one, samples=pd.DataFrame({"kp_2": [1.0]}))
    with pytest.raises(InvalidValue, match="the start of the treatment"):
        simulate_many(her2, one, samples=pd.DataFrame({"treated": [1.0]}))
    with pytest.raises(InvalidValue, match="numbers"):
        simulate_many(her2, one, samples=pd.DataFrame({"kp_22": ["a"]}))
    with pytest.raises(InvalidValue, match="1 or more"):
        simulate_many(her2, one, samples=pd.DataFrame({"kp_22": []}, dtype=float))
    with pytest.raises(UnknownName, match="Readout"):
        simulate_many(her2, one, ["pERKK"])
    with pytest.raises(InvalidValue, match="two scenarios"):
        simulate_many(her2, [one, one])
    with pytest.raises(InvalidValue, match="engine"):
        simulate_many(her2, one, engine="fast")
    with pytest.raises(InvalidValue, match="times_h"):
        simulate_many(her2, one, times_h=(2.0, 1.0))
    with pytest.raises(InvalidValue, match="start"):
        simulate_many(her2, one, start="begin")
    with pytest.raises(InvalidValue, match="one of the times"):
        simulate_many(her2, one, ["pERK"]).at("pERK", 1.0)
    with pytest.raises(UnknownName, match="pS6"):
        simulate_many(her2, one, ["pS6"]).at("pS")


def test_results_depend_neither_on_blocks_nor_on_threads(her2, monkeypatch):
    table = samples(her2, 40, seed=2)
    cells = arms(her2)
    whole = simulate_many(her2, cells, ["pERK", "GR"], samples=table, threads=1)
    monkeypatch.setattr("her2sim.many.running._BLOCK", 24)
    monkeypatch.setattr("her2sim.many.block._PORTION", 5)
    pieces = simulate_many(her2, cells, ["pERK", "GR"], samples=table, threads=2)
    np.testing.assert_array_equal(whole.values, pieces.values)
    np.testing.assert_array_equal(whole.references, pieces.references)


@pytest.mark.parametrize("engine", ["batch", "libroadrunner"])
def test_progress_rises_to_the_whole_and_an_interruption_passes_through(her2, engine):
    told = []
    table = samples(her2, 3)
    simulate_many(
        her2,
        arms(her2)[:2],
        ["pERK"],
        samples=table,
        engine=engine,
        progress=lambda done, total: told.append((done, total)),
    )
    # Two scenarios and their reference, three samples.
    assert told[-1] == (9, 9)
    assert [done for done, _ in told] == sorted(done for done, _ in told)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate_many(her2, arms(her2), ["pERK"], samples=table, engine=engine, progress=stop)
    again = simulate_many(her2, arms(her2)[0], ["pERK"], samples=table, engine=engine)
    assert not again.failed.any()


def test_accuracy_reaches_either_engine(her2):
    one = Scenario("one", treatment=LAPATINIB)
    for engine in ("batch", "libroadrunner"):
        fine = simulate_many(her2, one, ["pERK"], engine=engine, accuracy=Accuracy(rtol=1e-7))
        assert fine.provenance["relative_tolerance"] == 1e-7


def test_without_relative_no_reference_is_simulated(her2):
    one = Scenario("one", treatment=LAPATINIB)
    found = simulate_many(her2, one, ["pERK"], relative=False)
    assert found.table()["relative"].isna().all()
    assert found.at("pERK") == simulate_many(her2, one, ["pERK"]).at("pERK")
