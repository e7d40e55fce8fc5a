"""The checks of the map find what is not in the model and what is in the way."""

from __future__ import annotations

import shutil

import pytest
from her2sim import cli, load_model
from her2sim.pathway import issues_of, load_pathway, parse_pathway
from her2sim.pathway.letters import text_width
from her2sim.sources import read_source
from her2sim.story.plan import read_story

from .maps import TEXT, TOY, changed_map, toy

ON = 'reactions = ["on"]'
GROWTH = "x = 300\ny = 260"
SHOWN = "node 'AKT' names the readout, species or parameter 'pAKTT', which is not in the model."

# text of the map, what stands there instead, words of the finding
FAULTS = [
    ('shows = "pAKT"', 'shows = "pAKTT"', f"{SHOWN} Closest: 'pAKT'"),
    ('shows = "GR"\n', "", "node 'growth' says in 'shows' nothing that its colour could mean"),
    ('species = ["AKT", "pAKT"]', 'species = ["AKT", "ppAKT"]', "the species 'ppAKT'"),
    ('genes = ["PTEN"]', 'genes = ["PTENN"]', "which is not in the model. Closest: 'PTEN'"),
    ('genes = ["PTEN"]', 'mutations = ["PTEN_los"]', "the mutation 'PTEN_los'"),
    ('drug = "blockin"', 'drug = "blockout"', "the drug 'blockout'"),
    (ON, 'reactions = ["onn"]', "edge 'PIP3_AKT' names the reaction 'onn'"),
    (ON, "", "edge 'PIP3_AKT' names neither reactions nor"),
    (GROWTH, "x = 300\ny = 182", "nodes 'AKT' and 'growth' overlap or touch"),
    (GROWTH, "x = 370\ny = 260", "node 'growth' does not lie inside of its compartment"),
    (GROWTH, "x = 200\ny = 260", "as the nodes share no line. Change it in [[edge]] 'AKT_growth'"),
    ("x = 110\ny = 32", "x = 110\ny = 52", "node 'blockin' does not lie inside"),
    ('label = ["AKT"]', 'label = ["Phosphorylated AKT"]', "of node 'AKT' needs a width of"),
    (ON, f"{ON}\nvia = [[110, 290], [300, 290]]", "'PIP3_AKT' runs across node 'growth'"),
    (ON, f"{ON}\nvia = [[110, 330], [400, 330], [400, 150]]", "'PIP3_AKT' leaves the picture"),
    (ON, f"{ON}\nvia = [[110, 200], [200, 210], [200, 150]]", "it must be level or upright"),
    (ON, f"{ON}\nvia = [[20, 20]]", "it must be a way point beside"),
    ('note = "1×', 'legend = [60, 120, 100, 60]\nnote = "1×', "'PIP3' lies under the legend"),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_every_fault_of_a_map_is_found(old, new, words):
    found = [str(issue) for issue in issues_of(changed_map(old, new), toy())]
    assert any(words in issue for issue in found), found


def test_a_sound_map_has_no_issues():
    assert issues_of(parse_pathway(TEXT), toy()) == ()


def test_lint_checks_the_map_too(tmp_path, capsys):
    folder = tmp_path / "models"
    shutil.copytree(TOY.parent, folder)
    own = folder / "toy" / "map.toml"
    own.write_text(own.read_text(encoding="utf-8").replace('["on"]', '["onn"]'), encoding="utf-8")
    assert cli.main(["lint", "--model", str(folder / "toy")]) == 1
    assert "map.toml: edge 'PIP3_AKT' names the reaction 'onn'" in capsys.readouterr().out


@pytest.fixture(scope="module")
def her2():
    return load_model("her2")


@pytest.fixture(scope="module")
def pathway(her2):
    return load_pathway(her2)


def test_the_map_of_the_project_has_no_issues(pathway, her2):
    assert [str(issue) for issue in issues_of(pathway, her2)] == []


def test_every_gene_and_drug_of_the_model_has_a_place_on_the_map(pathway, her2):
    genes = {gene for node in pathway.nodes for gene in node.genes}
    assert {gene.gene for gene in her2.genes} - genes == set()
    assert {node.drug for node in pathway.nodes if node.drug} == {drug.id for drug in her2.drugs}


def test_every_species_of_the_model_belongs_to_a_node(pathway, her2):
    placed = {name for node in pathway.nodes for name in node.species}
    assert {one.id for one in her2.species} - placed == set()


def test_every_feedback_loop_that_explanations_name_is_drawn(pathway, her2):
    lines = (her2.folder / "steps.csv").read_text(encoding="utf-8").splitlines()
    named = {line.split(",")[0] for line in lines if line.split(",")[1] == "loop"}
    drawn = {edge.loop for edge in pathway.edges if edge.loop}
    assert named and named - drawn == set()
    assert drawn <= {loop.id for loop in pathway.loops}


def test_what_the_story_shows_is_on_the_map(pathway, her2):
    assert {read_story(her2).signal} <= set(pathway.shown)


def test_no_text_is_wider_than_estimated():
    # Liberation Sans, semibold at 14, as a browser draws it.
    measured = {"EGFR:HER2": 80.9, "Trastuzumab": 86.4, "AKT pS473": 73.9, "IGF1R/INSR": 78.6}
    assert all(text_width(text, 14) >= width for text, width in measured.items())


def test_mutations_of_the_model_have_a_place(pathway, her2):
    genes = {gene for node in pathway.nodes for gene in node.genes}
    assert {mutation.gene for mutation in her2.mutations} - genes == set()


def test_sources_stand_behind_every_reaction_on_the_map(pathway, her2):
    rows = {row.id: row.source for row in read_source(her2.folder).reactions}
    named = {name for edge in pathway.edges for name in edge.reactions}
    assert [name for name in sorted(named) if not rows[name]] == []
