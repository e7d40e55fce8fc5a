from __future__ import annotations

import numpy as np
from her2sim import Dose, Scenario, Set, load_model, simulate
from her2sim.analysis.bands import with_bands
from her2sim.analysis.intervals import NO_SAMPLE, sampled
from her2sim.cli import main

ARMS = (Scenario("none"), Scenario("drug", treatment=(Dose("lapatinib", uM=1),)))


def test_bands_are_percentiles_of_the_same_runs():
    model = load_model("her2")
    result = simulate(model, ARMS, times_h=[0, 24], readouts=["pAKT_S473", "GR"])
    drawn = sampled(model, 6, seed=3)
    table = with_bands(model, result, ARMS, drawn).table
    assert (table["lower"] <= table["upper"]).all()
    row = table.query("scenario == 'drug' and readout == 'pAKT_S473' and time_h == 24").iloc[0]
    alone = [
        simulate(
            model,
            Scenario("drug", treatment=ARMS[1].treatment),
            times_h=[24],
            readouts=["pAKT_S473"],
            extra=[Set(name, value) for name, value in drawn.sets.iloc[place].items()],
        )
        .table["value"]
        .iloc[0]
        for place in range(1, 7)
    ]
    np.testing.assert_allclose([row["lower"], row["upper"]], [min(alone), max(alone)], rtol=1e-4)
    untreated = table.query("readout == 'GR' and time_h == 0")
    np.testing.assert_allclose(untreated[["lower", "upper"]], 1.0, rtol=1e-6)


def test_without_a_sample_nothing_is_added():
    model = load_model("her2")
    result = simulate(model, ARMS[0], times_h=[0], readouts=["GR"])
    assert with_bands(model, result, ARMS[:1], NO_SAMPLE) is result


def test_run_prints_the_band_and_says_what_it_is(capsys):
    asked = ["run", "--drug", "lapatinib=1uM", "--readout", "GR", "--sample", "4", "--seed", "1"]
    assert main(asked) == 0
    out = capsys.readouterr().out
    assert "[" in out and "not fitted to data" in out


def test_a_sample_below_zero_is_the_users_mistake(capsys):
    assert main(["run", "--sample", "-1"]) == 2
    assert capsys.readouterr().err.startswith("her2sim: error:")
