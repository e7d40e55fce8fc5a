"""A model is what its folder says now, and answers every unknown name helpfully."""

import pickle
import shutil
from pathlib import Path

import pytest
from her2sim.errors import InvalidModel, UnknownName
from her2sim.model import Drug, load_model, load_sbml

TOY = Path(__file__).parents[1] / "toy" / "models" / "toy"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TOY.parent, tmp_path / "models")) / "toy"


@pytest.fixture(scope="module")
def toy():
    return load_model(TOY)


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_card_and_the_tables_are_in_the_model(toy):
    assert (toy.name, toy.time_unit, toy.treatment_switch) == ("toy", "s", "treated")
    assert (toy.default_start, toy.default_background) == ("steady", "plain")
    assert toy.parameter("K_inh").upper == 20
    assert toy.get_species("pAKT").identifiers == ("uniprot:P31749", "uniprot:P31751")
    assert toy.reaction("on").arm == "protein"
    assert toy.reaction("make").equation == "PIP2 -> PIP3"
    assert toy.reaction("make").law == "cell * k_make * PIP2 / (1 + inh / K_inh)"
    assert toy.total("AKT").formula == "AKT + pAKT"
    assert toy.slowest_hours == 0.1


def test_rows_of_one_alteration_belong_together(toy):
    changes = toy.mutation("PI3K_strong").changes
    assert [(c.target, c.effect, c.value) for c in changes] == [
        ("k_make", "scale", 3.0),
        ("K_inh", "set", 50.0),
    ]
    assert toy.background("plain").changes == ()


def test_constants_and_drugs_can_be_set_and_nothing_else(toy):
    assert {"k_make", "AKT_tot", "inh", "treated"} <= toy.settable
    assert not {"cell", "loss", "GR", "PIP3", "make"} & toy.settable


def test_defaults_and_units_are_those_of_the_tables(toy):
    assert (toy.default("k_make"), toy.unit("k_make")) == (0.02, "1/s")
    assert (toy.default("inh"), toy.unit("inh")) == (0.0, "nM")
    assert toy.unit("GR") == "1"
    with pytest.raises(UnknownName, match="what can be set"):
        toy.default("PIP3")


def test_drugs_answer_to_every_name_in_any_case(toy):
    assert isinstance(toy.drug("blk"), Drug)
    assert toy.drug("BLOCKIN") is toy.drug("toy-001")
    assert toy.gene("pten").targets == ("k_back",)


@pytest.mark.parametrize(
    ("look", "given", "near", "file"),
    [
        ("parameter", "k_mak", "k_make", "toy/parameters.csv"),
        ("get_species", "PIP33", "PIP3", "toy/species.csv"),
        ("reaction", "mak", "make", "toy/reactions.csv"),
        ("readout", "gr", "GR", "toy/readouts.csv"),
        ("total", "lipids", "lipid", "toy/totals.csv"),
        ("gene", "PTENN", "PTEN", "toy/genes.csv"),
        ("mutation", "PTEN_los", "PTEN_loss", "models/mutations.csv"),
        ("background", "plane", "plain", "models/backgrounds.csv"),
        ("drug", "blocking", "blockin", "models/drugs.csv"),
    ],
)
def test_an_unknown_name_is_answered_with_the_closest_and_its_table(toy, look, given, near, file):
    with pytest.raises(UnknownName) as caught:
        getattr(toy, look)(given)
    assert f"Closest: {near!r}." in str(caught.value)
    assert file in str(caught.value)


def test_the_same_content_is_built_once(toy):
    assert load_model(str(TOY)) is toy


def test_a_changed_number_counts_in_the_very_next_load(folder):
    before = load_model(folder)
    edit(folder / "parameters.csv", "k_make,0.02", "k_make,0.025")
    after = load_model(folder)
    assert after.default("k_make") == 0.025
    assert before != after


def test_a_changed_mutation_makes_another_model_of_the_same_sbml(folder, toy):
    edit(folder.parent / "mutations.csv", "k_back,scale,0.1", "k_back,scale,0.15")
    changed = load_model(folder)
    assert changed.sha256 == toy.sha256
    assert changed != toy


def test_equal_folders_make_equal_models(folder, toy):
    assert load_model(folder) == toy
    assert len({load_model(folder), toy}) == 1


def test_a_model_survives_pickling(toy):
    assert pickle.loads(pickle.dumps(toy)) == toy


def test_rows_about_other_models_are_dropped(folder):
    mutations = folder.parent / "mutations.csv"
    mutations.write_text(mutations.read_text() + "Z,Z,z,k_elsewhere,scale,2,1,,,assumed,,\n")
    sibling = Path(shutil.copytree(folder, folder.parent / "other"))
    (sibling / "toy.ant").rename(sibling / "other.ant")
    for file in ("parameters.csv", "other.ant"):
        edit(sibling / file, "k_on", "k_elsewhere")
    with pytest.raises(UnknownName, match="Mutation 'Z' is not in"):
        load_model(folder).mutation("Z")
    assert load_model(sibling).mutation("Z").changes[0].value == 2


def test_foreign_sbml_is_a_model_without_tables(tmp_path, toy):
    path = tmp_path / "foreign.xml"
    path.write_text(toy.sbml)
    foreign = load_model(path)
    assert (foreign.name, foreign.default_start, foreign.readouts) == ("foreign", "initial", ())
    assert foreign.settable == toy.settable
    assert foreign.unit("k_on") == "1/nM/s"
    with pytest.raises(UnknownName, match="comes without tables"):
        foreign.drug("x")


def test_antimony_and_sbml_texts_can_be_loaded(tmp_path, toy):
    assert load_sbml(toy.sbml).name == "toy"
    path = tmp_path / "decay.ant"
    path.write_text("model decay()\n  A -> ; k * A\n  A = 10; k = 0.1\nend\n")
    assert load_model(path).get_species("A").initial == 10


def test_a_file_that_is_no_model_is_refused(tmp_path):
    path = tmp_path / "page.xml"
    path.write_text("<html></html>")
    with pytest.raises(InvalidModel):
        load_model(path)


def test_an_unknown_model_names_those_there_are():
    with pytest.raises(UnknownName, match="Model 'her3'"):
        load_model("her3")
