"""A point is a function of its number."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from her2sim.model import load_model
from her2sim.scan.points import Points, checked_points
from her2sim.scan.sample import Sample, Span, draw
from her2sim.scan.spec import parse_spec
from hypothesis import given, settings
from hypothesis import strategies as st

TOY = Path(__file__).parents[2] / "toy" / "models" / "toy"
SPANS = (Span("set", "k_on", (1e-4, 1e-2), log=True), Span("scale", "k_off", (0.5, 2.0)))


def points(raw: dict) -> Points:
    return checked_points(parse_spec(raw), load_model(TOY))


def crossed(sizes: list[int], sets: int = 1, combine: str = "cross") -> Points:
    names = ("k_on", "k_off", "k_make", "k_back")
    axes = {"set": {name: [*range(1, size + 1)] for name, size in zip(names, sizes, strict=False)}}
    raw: dict = {"axes": axes, "combine": combine}
    if sets > 1:
        raw["sample"] = {"points": sets, "scale": {"K_inh": {"from": 1, "to": 2}}}
    return points(raw)


sizes_of_axes = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(sizes_of_axes)
@settings(max_examples=25, deadline=None)
def test_crossed_points_are_the_product_of_the_axes_in_order(sizes):
    found = crossed(sizes)
    cells = [tuple(value for _, value in found.values(n)) for n in range(len(found))]
    assert cells == list(product(*(range(1, size + 1) for size in sizes)))


@given(sizes_of_axes, st.integers(1, 5), st.data())
@settings(max_examples=40, deadline=None)
def test_blocks_cover_each_point_once_and_in_order(sizes, sets, data):
    found = crossed(sizes, sets)
    first = data.draw(st.integers(0, len(found) - 1))
    stop = data.draw(st.integers(first + 1, len(found)))
    blocks = list(found.blocks(first, stop))
    numbers = [
        of_set * found.spec.cells + cell
        for block in blocks
        for of_set in block.sets
        for cell in block.cells
    ]
    assert numbers == list(range(first, stop))
    assert len(blocks) <= 3


def test_zipped_points_pair_the_values_and_repeat_single_ones():
    raw = {
        "combine": "zip",
        "axes": {"genotype": "PTEN_loss", "set": {"k_on": [1, 2]}, "drug": {"BLK": ["1nM", "2nM"]}},
    }
    found = points(raw)
    arms = [found.scenario(cell) for cell in range(len(found))]
    assert [found.label(arm) for arm in arms] == [
        "PTEN_loss, k_on=1, blockin=1nM",
        "PTEN_loss, k_on=2, blockin=2nM",
    ]
    assert found.coordinates(1) == {"k_on": 2.0, "blockin_nM": 2.0}


def test_every_axis_ends_up_in_the_scenario():
    raw = {
        "axes": {
            "genotype": "PTEN_loss",
            "background": "rich",
            "knockdown": "AKT1=0.5",
            "set": {"k_on": 2},
            "scale": {"k_off": 3},
            "treatment": "BLK=10ng/mL",
        }
    }
    found = points(raw)
    arm = found.scenario(0)
    assert found.label(arm) == "PTEN_loss, rich, AKT1 at 0.5, k_on=2, k_off*3, blockin=10ng/mL"
    assert found.columns()[:4] == ("point", "knockdown", "k_on", "k_off_factor")


def test_doses_are_columns_in_nanomolar_and_none_is_no_treatment():
    found = points({"axes": {"drug": {"blockin": ["0nM", "1ug/mL", "1uM"]}}})
    assert [found.coordinates(n)["blockin_nM"] for n in range(3)] == [0.0, 2000.0, 1000.0]
    assert found.scenario(0).treatment == ()


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
@given(first=st.integers(0, 63), stop=st.integers(1, 64), seed=st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_any_part_of_a_sample_is_that_part_of_the_whole(method, first, stop, seed):
    sample = Sample(method, 64, SPANS)
    whole = draw(sample, SPANS, seed, 0, 64)
    if first < stop:
        assert np.array_equal(draw(sample, SPANS, seed, first, stop), whole[first:stop])
    assert not np.array_equal(whole, draw(sample, SPANS, seed + 1, 0, 64))


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_samples_fill_their_ranges_evenly(method):
    drawn = draw(Sample(method, 64, SPANS), SPANS, 1, 0, 64)
    shares = np.column_stack([np.log(drawn[:, 0] / 1e-4) / np.log(100), (drawn[:, 1] - 0.5) / 1.5])
    for share in shares.T:
        assert np.array_equal(np.sort(np.floor(share * 64)), np.arange(64)), "one in each 64th"


def test_sampled_factors_multiply_the_value_of_the_table():
    sample = {"points": 4, "set": {"k_on": "range"}, "scale": {"k_off": {"from": 1, "to": 2}}}
    found = points({"sample": sample})
    table, columns = found.samples(range(4)), found.sampled(range(4))
    assert np.allclose(table["k_off"], 0.01 * columns["k_off_factor"])
    assert table["k_on"].between(0.0001, 0.01).all()
    assert found.columns()[:4] == ("point", "sample", "k_on", "k_off_factor")
