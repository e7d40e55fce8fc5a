"""The story: read strictly, simulated once, told in words that follow from its numbers."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from her2sim import load_model
from her2sim.cli import main
from her2sim.errors import InvalidValue, UnknownName
from her2sim.story import matrix_figure, parse_story, read_story, tell_story, write_story
from her2sim.story.words import find, headline, sentences, summarise, text_table

TOYS = Path(__file__).parents[1] / "toy" / "models"
TEXT = """
question = "Does a cell that makes more lipid resist Blockin?"
hours = 0.5
genotypes = ["WT", "PTEN_loss", "PI3K_strong"]
treatments = [[], ["blockin=45nM"], ["blockin=450nM"]]
table = ["PIP3_level", "GR"]
matrix = ["PIP3_level", "pAKT_fraction", "GR"]
courses = ["PIP3_level", "pAKT_fraction", "GR"]
signal = "PIP3_level"
growth = "GR"
margin = 0.05
[doses]
drug = "blockin"
nM = [0, 45, 450]
"""
STORY = parse_story(TEXT)


@pytest.fixture(scope="module")
def toy():
    return load_model(TOYS / "toy")


@pytest.fixture(scope="module")
def told(toy):
    return tell_story(toy, STORY)


def summary_of(**growth: tuple[float, float]) -> pd.DataFrame:
    """Return a summary with made-up GR under the drug and under both, by genotype."""
    _, drug, both = ("none", "blockin=45nM", "blockin=450nM")
    rows = []
    for genotype, (under_drug, under_both) in growth.items():
        rows += [(genotype, "none", 1.0, 1.0)]
        rows += [(genotype, drug, 0.5, under_drug), (genotype, both, 0.004, under_both)]
    return pd.DataFrame(rows, columns=["genotype", "treatment", "PIP3_level", "GR"])


def test_the_projects_story_is_about_four_genotypes_and_three_treatments():
    story = read_story(load_model("her2"))
    assert str(story.genotypes[0]) == "WT"
    assert [len(each) for each in story.treatments] == [0, 1, 2]
    assert len(story.arms()) == len(story.genotypes) * 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hours = 0.5", "", "without hours"),
        ("hours = 0.5", 'hours = "long"', "long"),
        ('treatments = [[], ["blockin=45nM"], ["blockin=450nM"]]', "treatments = [[]]", "three"),
        ('genotypes = ["WT", "PTEN_loss", "PI3K_strong"]', "genotypes = 3", "genotypes"),
        ('table = ["PIP3_level", "GR"]', "table = [1]", "table"),
        ("margin = 0.05", "margin == 0.05", "TOML"),
    ],
)
def test_a_broken_story_says_what_is_wrong(old, new, said):
    with pytest.raises(InvalidValue, match=said):
        parse_story(TEXT.replace(old, new))


def test_a_misspelt_key_is_answered_with_the_closest():
    with pytest.raises(UnknownName, match="margin"):
        parse_story(TEXT.replace("margin", "margn"))


def test_a_model_without_a_story_says_where_one_would_lie(toy):
    with pytest.raises(InvalidValue, match=r"story\.toml"):
        read_story(toy)


def test_the_summary_has_a_row_per_arm_in_the_storys_order(told):
    assert list(told.summary["genotype"].unique()) == ["WT", "PTEN_loss", "PI3K_strong"]
    assert len(told.summary) == len(STORY.arms())
    assert list(told.summary.columns) == ["genotype", "treatment", "PIP3_level", "GR"]


def test_signals_are_relative_and_growth_is_not(told):
    final = told.result.final()
    one = final[(final["genotype"] == "PTEN_loss") & (final["treatment"] == "blockin=45nM")]
    mine = told.summary.iloc[4]
    assert mine["GR"] == one[one["readout"] == "GR"]["value"].item()
    assert mine["PIP3_level"] == one[one["readout"] == "PIP3_level"]["relative"].item()


def test_the_curves_hold_every_dose_of_every_genotype(told):
    assert len(told.doses) == 3 * 3
    assert set(told.doses["dose_nM"]) == {0, 45, 450}
    assert set(told.result.table["scenario"]) == {arm.name for arm in STORY.arms()}


def test_an_unknown_mutation_is_the_models_to_refuse(toy):
    with pytest.raises(UnknownName, match="PTEN_loss"):
        tell_story(toy, parse_story(TEXT.replace("PTEN_loss", "PTEN_los")))


def test_each_genotype_is_sorted_by_its_growth():
    story = replace(STORY, genotypes=(*STORY.genotypes, *parse_story(TEXT).genotypes[1:]))
    summary = summary_of(WT=(0.1, 0.0), PTEN_loss=(0.6, 0.1), PI3K_strong=(0.7, 0.5))
    finding = find(summary, story)
    assert finding.outcomes[:2] == ("restored", "partly")
    assert find(
        summary_of(WT=(0.1, 0), PTEN_loss=(0.1, 0), PI3K_strong=(0.6, 0.6)), STORY
    ).outcomes == (
        "sensitive",
        "not",
    )


@pytest.mark.parametrize(
    ("growth", "title"),
    [
        (
            ((0.6, 0.1), (0.7, 0.1)),
            "PTEN loss and PI3K strong resist blockin 45 nM; "
            "adding blockin 450 nM restores the response",
        ),
        (
            ((0.6, 0.1), (0.7, 0.5)),
            "PTEN loss and PI3K strong resist blockin 45 nM; "
            "adding blockin 450 nM restores the response in PTEN loss "
            "and part of it in PI3K strong",
        ),
        (
            ((0.1, 0.1), (0.7, 0.5)),
            "PI3K strong resists blockin 45 nM; "
            "adding blockin 450 nM restores part of the response in PI3K strong",
        ),
        (
            ((0.1, 0.1), (0.7, 0.7)),
            "PI3K strong resists blockin 45 nM; "
            "adding blockin 450 nM does not restore the response",
        ),
        (((0.1, 0.1), (0.1, 0.1)), "No genotype resists blockin 45 nM"),
    ],
)
def test_the_headline_follows_from_the_numbers(growth, title):
    summary = summary_of(WT=(0.1, 0.0), PTEN_loss=growth[0], PI3K_strong=growth[1])
    assert headline(find(summary, STORY), STORY) == title


def test_the_sentences_carry_the_numbers():
    summary = summary_of(WT=(-0.2, -0.3), PTEN_loss=(0.6, -0.25), PI3K_strong=(0.3, 0.2))
    first, second, third = sentences(find(summary, STORY), STORY)
    assert "wild-type cells are at GR −0.20 (fewer cells than at the start)" in first
    assert "PTEN loss (GR 0.60, PIP3 level 50 %)" in second
    assert "restores the response of PTEN loss (GR −0.25, PIP3 level less than 1 %)" in third
    assert "restores part of the response of PI3K strong" in third


def test_cells_that_all_respond_are_said_to():
    summary = summary_of(WT=(0.1, 0.0), PTEN_loss=(0.1, 0.0), PI3K_strong=(0.12, 0.0))
    told = sentences(find(summary, STORY), STORY)
    assert len(told) == 2
    assert "as much in cells with PTEN loss and PI3K strong" in told[1]


def test_the_terminals_table_is_aligned_and_names_each_genotype_once(told):
    lines = text_table(told.summary, STORY).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert sum("PTEN loss" in line for line in lines) == 1
    assert max(map(len, told.text().splitlines())) <= 100


def test_a_simulation_that_is_missing_leaves_dashes():
    summary = summarise(
        pd.DataFrame(
            [("WT", "none", "GR", 1.0, 1.0)],
            columns=["genotype", "treatment", "readout", "value", "relative"],
        ),
        STORY,
    )
    assert "–" in text_table(summary, STORY)


def test_the_page_has_the_words_and_three_figures(told, toy, tmp_path):
    page = write_story(told, toy, tmp_path / "story.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<div id="figure-\d"', page)) == 3
    assert "not for clinical decisions" in page
    assert str(told.result.provenance["sha256"])[:12] in page


def test_the_matrix_says_what_was_found(told, toy):
    title = matrix_figure(told, toy).layout.title.text.replace("<br>", " ")
    assert title == told.headline


@pytest.fixture
def own_model(tmp_path):
    folder = tmp_path / "models"
    shutil.copytree(TOYS, folder)
    (folder / "toy" / "story.toml").write_text(TEXT, encoding="utf-8")
    return folder / "toy"


def test_the_command_prints_a_table_and_writes_a_page(own_model, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["story", "--model", str(own_model)]) == 0
    assert "Does a cell that makes more lipid resist Blockin?" in capsys.readouterr().out
    assert (tmp_path / "results" / "resistance_story.html").is_file()


def test_the_command_writes_a_table_where_asked(own_model, tmp_path, capsys):
    out = tmp_path / "story.csv"
    assert main(["story", "--model", str(own_model), "--format", "csv", "--out", str(out)]) == 0
    assert capsys.readouterr().out == out.read_text()
    assert list(pd.read_csv(out).columns) == ["genotype", "treatment", "PIP3_level", "GR"]


def test_the_command_refuses_an_unknown_ending(own_model, tmp_path, capsys):
    assert main(["story", "--model", str(own_model), "--out", str(tmp_path / "story.pdf")]) == 2
    assert capsys.readouterr().err.startswith("her2sim: error:")
