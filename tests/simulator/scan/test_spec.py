"""What a specification may say, and what it is told when it says something else."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from her2sim.cli.scan import _EXAMPLE
from her2sim.errors import UserMistake
from her2sim.model import load_model
from her2sim.scan.points import checked_points
from her2sim.scan.spec import parse_spec, read_spec

TOY = Path(__file__).parents[2] / "toy" / "models" / "toy"


def example() -> str:
    """The specification that the help shows."""
    lines = _EXAMPLE.split("\n\n  Further")[0].splitlines()[1:]
    return textwrap.dedent("\n".join(lines))


def test_the_example_of_the_help_is_valid():
    spec = parse_spec(tomllib.loads(example()))
    points = checked_points(spec, load_model("her2"))
    assert len(points) == 2 * 3 * 10 * 2 * 3 * 64
    assert {"lapatinib_nM", "AKT_tot", "PIP2_tot_factor", "HRG_serum"} <= set(points.columns())


def test_axes_are_nested_by_kind_so_that_doses_vary_fastest():
    axes = {"drug": {"blockin": ["1nM"]}, "set": {"k_on": [1, 2]}, "genotype": "WT"}
    assert [axis.key for axis in parse_spec({"axes": axes}).axes] == [
        "genotype",
        "set.k_on",
        "drug.blockin",
    ]


@pytest.mark.parametrize(
    ("bounds", "levels"),
    [
        ({"from": 0, "to": 1, "points": 3}, (0.0, 0.5, 1.0)),
        ({"from": 1, "to": 100, "points": 3, "scale": "log"}, (1.0, 10.0, 100.0)),
        ({"from": 1, "to": 2, "points": 2, "zero": True}, (0.0, 1.0, 2.0)),
        ([3, 1.5], (3.0, 1.5)),
        (2, (2.0,)),
    ],
)
def test_lists_and_ranges(bounds, levels):
    (axis,) = parse_spec({"axes": {"set": {"k_on": bounds}}}).axes
    assert axis.levels == pytest.approx(levels)


def test_ranges_of_doses_keep_their_unit_or_become_nanomolar():
    one = {"from": "1ug/mL", "to": "100ug/mL", "points": 3, "scale": "log"}
    other = {"from": "100pM", "to": "1uM", "points": 2}
    first, second = parse_spec({"axes": {"drug": {"a": one, "b": other}}}).axes
    assert first.levels == ("1ug/mL", "10ug/mL", "100ug/mL")
    assert second.levels == ("0.1nM", "1000nM")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"axis": {}}, "Key 'axis' is not in s.toml. Closest: 'axes'"),
        ({"axes": {"genotypes": ["WT"]}}, "Axis 'genotypes' is not in s.toml. Closest: 'genotype'"),
        ({"axes": []}, "axes is []; it must be a table. Change it in s.toml."),
        ({"axes": {"genotype": ["A+"]}}, "axes.genotype is 'A+'"),
        ({"axes": {"genotype": [3]}}, "axes.genotype is 3"),
        ({"axes": {"genotype": []}}, "axes.genotype is '0 values'"),
        ({"axes": {"genotype": ["WT", "wt"]}}, "each value given once"),
        ({"axes": {"drug": {"b": [10]}}}, "axes.drug.b is 10; it must be doses with a unit"),
        ({"axes": {"drug": {"b": ["10 mg"]}}}, "Unit 'mg' is not in"),
        ({"axes": {"drug": ["b=1nM"]}}, "axes.drug is ['b=1nM']; it must be a table"),
        ({"axes": {"treatment": ["b"]}}, "axes.treatment is 'b'"),
        ({"axes": {"knockdown": {"G": [1.5]}}}, "axes.knockdown.G is 1.5"),
        ({"axes": {"scale": {"k": [-1]}}}, "axes.scale.k is -1.0"),
        ({"axes": {"set": {"k": ["x"]}}}, "axes.set.k is 'x'; it must be finite numbers"),
        ({"axes": {"set": {"k": {"from": 1, "to": 2}}}}, "axes.set.k is 'without points'"),
        ({"axes": {"set": {"k": {"from": 1, "to": 2, "n": 2}}}}, "Key 'n' is not in the range"),
        (
            {"axes": {"set": {"k": {"from": 0, "to": 2, "points": 3, "scale": "log"}}}},
            "axes.set.k is '0 to 2'; it must be rising from above 0",
        ),
        ({"axes": {"set": {"k": {"from": 1, "to": 2, "points": 1}}}}, "axes.set.k.points is 1"),
        (
            {"axes": {"set": {"k": {"from": 1, "to": 2, "points": 2, "scale": "ln"}}}},
            "axes.set.k.scale is 'ln'; it must be 'linear' or 'log'",
        ),
        (
            {"axes": {"drug": {"b": {"from": "1nM", "to": "1ug/mL", "points": 2}}}},
            "from and to in one unit",
        ),
        ({"hours": 0, "times_h": [1]}, "hours is 'given together with times_h'"),
        ({"hours": -1}, "hours: times_h is"),
        ({"hours": "a day"}, "hours is 'a day'"),
        ({"times_h": [2, 1]}, "finite, rising"),
        ({"readouts": []}, "readouts is []"),
        ({"readouts": ["a", "a"]}, "each once"),
        ({"start": "warm"}, "start is 'warm'; it must be 'steady' or 'initial'"),
        ({"combine": "both"}, "combine is 'both'; it must be 'cross' or 'zip'"),
        ({"seed": -1}, "seed is -1"),
        ({"most_points": 0}, "most_points is 0"),
        ({"model": ""}, "model is ''"),
        ({"ensemble": 0}, "ensemble is 0"),
        ({"ensemble": 3, "sample": {}}, "sample is 'given together with ensemble'"),
        ({"sample": {"points": 3}}, "sample is 'without any range'"),
        ({"sample": {"set": {"k": "range"}}}, "sample.points is None"),
        ({"sample": {"size": 3}}, "Key 'size' is not in the table sample"),
        ({"sample": {"method": "grid"}}, "sample.method is 'grid'"),
        ({"sample": {"points": 3, "scale": {"k": "range"}}}, "sample.scale.k is 'range'"),
        ({"sample": {"points": 3, "set": {"k": {"from": 2, "to": 1}}}}, "sample.set.k is '2 to 1'"),
    ],
)
def test_mistakes_are_told_with_key_value_and_what_is_valid(raw, message):
    with pytest.raises(UserMistake, match=re.escape(message)):
        parse_spec(raw, "s.toml")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"axes": {"genotype": ["PTN_loss"]}}, "Closest: 'PTEN_loss'"),
        ({"axes": {"background": ["poor"]}}, "Background 'poor' is not in"),
        ({"axes": {"knockdown": ["none", "AKT2"]}}, "Closest: 'AKT1'"),
        ({"axes": {"drug": {"blokin": ["1nM"]}}}, "Closest: 'blockin'"),
        ({"axes": {"set": {"k_onn": [1]}}}, "Closest: 'k_on'"),
        ({"axes": {"set": {"treated": [1]}}}, "left to the start of the treatment"),
        ({"readouts": ["GRR"]}, "Closest: 'GR'"),
        ({"sample": {"points": 2, "set": {"treated": {"from": 0, "to": 1}}}}, "left to"),
        (
            {"sample": {"points": 2, "set": {"zero": "range"}}},
            "sampled id without bounds is 'zero'",
        ),
        (
            {"axes": {"drug": {"BLK": ["1nM"]}, "treatment": ["blockin=2nM"]}},
            "the dose of blockin is 'axes.treatment and axes.drug.BLK'",
        ),
        (
            {
                "axes": {"set": {"k_on": [1]}},
                "sample": {"points": 2, "set": {"k_on": {"from": 0, "to": 1}}},
            },
            "two columns of the results have that name",
        ),
    ],
)
def test_what_the_model_lacks_is_told_before_anything_runs(raw, message):
    with pytest.raises(UserMistake, match=re.escape(message)):
        checked_points(parse_spec(raw, "s.toml"), load_model(TOY))


def test_points_are_counted_and_capped():
    axes = {"set": {name: {"from": 1, "to": 2, "points": 2000} for name in ("a", "b")}}
    with pytest.raises(UserMistake, match=r"4000000 \(2000 set.a x 2000 set.b\).*most_points"):
        parse_spec({"axes": axes})
    spec = parse_spec({"axes": axes, "most_points": 4_000_000})
    assert (spec.points, spec.cells, spec.sets) == (4_000_000, 4_000_000, 1)


def test_zipped_axes_must_be_of_one_length():
    axes = {"set": {"a": [1, 2, 3], "b": [4, 5, 6]}, "genotype": ["WT"]}
    assert parse_spec({"combine": "zip", "axes": axes}).points == 3
    with pytest.raises(UserMistake, match="of one length to be zipped"):
        parse_spec({"combine": "zip", "axes": {"set": {"a": [1, 2, 3], "b": [4, 5]}}})


def test_files_are_read_and_named_in_messages(tmp_path):
    file = tmp_path / "spec.toml"
    with pytest.raises(UserMistake, match="a readable TOML file"):
        read_spec(file)
    file.write_text("model = ")
    with pytest.raises(UserMistake, match=r"TOML. Change it in .*spec.toml"):
        read_spec(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(UserMistake, match="UTF-8"):
        read_spec(file)
    (tmp_path / "mine.xml").write_text("<sbml/>")
    file.write_text('model = "mine.xml"\nhours = 1')
    assert read_spec(file).model == str(tmp_path / "mine.xml")


def test_a_latin_hypercube_too_large_to_keep_is_refused():
    raw = {"most_points": 10**9, "sample": {"points": 10**7, "set": {"k_on": "range"}}}
    with pytest.raises(UserMistake, match="method = 'sobol' takes more"):
        checked_points(parse_spec(raw), load_model(TOY))
    raw["sample"]["method"] = "sobol"
    assert len(checked_points(parse_spec(raw), load_model(TOY))) == 10**7
