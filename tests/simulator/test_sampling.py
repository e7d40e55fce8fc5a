from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from her2sim import load_model, load_sbml, sampling
from her2sim.errors import InvalidTable, InvalidValue, SimulationFailed

TOY = load_model(Path(__file__).parents[1] / "toy" / "models" / "toy")


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


@pytest.fixture(scope="module")
def drawn(her2):
    return sampling.sample_parameters(her2, 256, seed=3)


def test_samples_lie_in_their_ranges_and_spread_over_them(her2, drawn):
    assert len(drawn) == 256
    for name in drawn.columns:
        row, column = her2.parameter(name), drawn[name]
        assert row.lower <= column.min() and column.max() <= row.upper
        low, high, of = row.lower, row.upper, column
        if low > 0 and high > sampling.LOG_SPAN * low:
            low, high, of = np.log(low), np.log(high), np.log(column)
        # One in each of 256 strips: that is what makes it a Latin hypercube.
        strips = np.floor((of - low) / (high - low) * 256).clip(0, 255)
        assert strips.nunique() >= 254, name


def test_conventions_what_is_absent_and_what_has_no_range_stay(her2, drawn):
    fixed = {row.id for row in her2.parameters} - set(drawn.columns)
    assert {"treated", "act_HER2", "p95_tot", "HRG_serum", "s_per_day"} <= fixed
    assert all(her2.parameter(name).evidence != "convention" for name in drawn.columns)


def test_a_seed_gives_the_same_samples_and_another_one_others(her2, drawn):
    assert sampling.sample_parameters(her2, 256, seed=3).equals(drawn)
    assert not sampling.sample_parameters(her2, 256, seed=4).equals(drawn)


def test_a_smaller_spread_stays_nearer_to_the_table(her2, drawn):
    near = sampling.sample_parameters(her2, 256, seed=3, spread=0.25)
    row = her2.parameter("kcat_PI3K")
    assert near["kcat_PI3K"].max() == pytest.approx(
        row.value * (row.upper / row.value) ** 0.25, rel=0.02
    )
    assert near["kcat_PI3K"].std() < drawn["kcat_PI3K"].std()


def test_the_table_itself_is_physiological(her2, drawn):
    table = drawn.iloc[:1].copy()
    table.loc[:, :] = [[her2.default(name) for name in table.columns]]
    verdicts = sampling.judged(her2, table)
    assert verdicts.all(axis=None), verdicts.T
    assert next(iter(verdicts.columns)) == sampling.SETTLED
    assert len(verdicts.columns) == 1 + len(sampling.physiology(her2))


def test_kept_sets_fulfil_every_rule_and_keep_their_index(her2):
    near = sampling.sample_parameters(her2, 64, seed=1, spread=0.5)
    kept = sampling.physiological(her2, near)
    assert 0 < len(kept) < 64
    assert set(kept.index) <= set(near.index)
    assert sampling.judged(her2, kept).all(axis=None)


def test_an_ensemble_says_how_it_was_made_and_grows_by_its_end(her2):
    small = sampling.ensemble(her2, 5, seed=2)
    large = sampling.ensemble(her2, 20, seed=2)
    assert small.samples.equals(large.samples.iloc[:5])
    assert large.provenance["kind"] == "latin hypercube over table ranges"
    assert large.provenance["spread"] in sampling.SPREADS
    share = large.provenance["kept"] / large.provenance["drawn"]
    assert large.provenance["kept_share"] == share >= sampling.LEAST_KEPT


def test_rules_that_nothing_fulfils_end_with_their_place(tmp_path, monkeypatch):
    monkeypatch.setattr(sampling, "_MOST_ROUNDS", 2)
    monkeypatch.setattr(sampling, "_ROUND", 16)
    model = _toy_with(tmp_path, "PIP3,,1e9,,nM,assumed,,")
    with pytest.raises(SimulationFailed, match=r"0 of 32 parameter sets.*physiology\.csv"):
        sampling.ensemble(model, 1, spread=1.0)


def test_a_wrong_unit_is_refused_with_its_line(tmp_path):
    model = _toy_with(tmp_path, "PIP3,,1,2,uM,assumed,,")
    with pytest.raises(InvalidTable, match=r"line 2, column 'unit'.*'nM'"):
        sampling.physiology(model)


def test_a_model_without_the_table_says_which_is_missing():
    with pytest.raises(InvalidTable, match=r"physiology\.csv"):
        sampling.physiology(TOY)
    foreign = load_sbml("model m()\n S -> ; k*S; S = 1; k = 1;\nend\n")
    with pytest.raises(InvalidValue, match=r"physiology\.csv"):
        sampling.physiology(foreign)
    with pytest.raises(InvalidValue, match="with a range"):
        sampling.sample_parameters(foreign, 1, 0)


@pytest.mark.parametrize("n", [0, -1, 2.5, True])
def test_a_number_of_sets_is_whole_and_positive(n):
    with pytest.raises(InvalidValue, match="whole number"):
        sampling.sample_parameters(TOY, n, 0)


def _toy_with(folder, row):
    root = folder / "models"
    shutil.copytree(TOY.folder.parent, root)
    header = "readout,over,lower,upper,unit,evidence,source,note"
    place = root / "toy" / "physiology.csv"
    place.write_text(f"{header}\n{row}\n", encoding="utf-8")
    return load_model(root / "toy")
