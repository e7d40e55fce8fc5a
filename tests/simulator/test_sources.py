"""A model's card is read strictly, and a folder finds the tables that belong to it."""

import pytest
from her2sim.errors import InvalidModel, InvalidTable, InvalidValue
from her2sim.sources import Creator, input_files, read_card, read_source


def card(tmp_path, text):
    path = tmp_path / "model.toml"
    path.write_text(text, encoding="utf-8")
    return read_card(path)


def test_what_a_card_leaves_out_has_a_sensible_value(tmp_path):
    read = card(tmp_path, "")
    assert (read.title, read.default_start, read.time_unit) == (tmp_path.name, "steady", "s")
    assert read.treatment_switch is None


def test_creators_are_people_or_groups(tmp_path):
    read = card(tmp_path, 'creators = ["A group", {given = "Ada", family = "Lovelace"}]')
    assert read.creators == (Creator(organisation="A group"), Creator("Ada", "Lovelace"))


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("titel = 'x'", InvalidModel, "unknown key 'titel'. Closest: 'title'"),
        ("title = ", InvalidModel, "not valid TOML"),
        ("title = 3", InvalidValue, "title is 3"),
        ("default_start = 'never'", InvalidValue, "'steady' or 'initial'"),
        ("slowest_hours = -1", InvalidValue, "above 0"),
        ("creators = [1]", InvalidValue, "creators"),
        ("creators = [{name = 'x'}]", InvalidValue, "family"),
    ],
)
def test_a_wrong_card_is_refused_with_its_place(tmp_path, text, error, words):
    with pytest.raises(error, match=r"model\.toml") as caught:
        card(tmp_path, text)
    assert words in str(caught.value)


def test_a_model_without_numbers_is_refused(tmp_path):
    with pytest.raises(InvalidTable, match=r"parameters\.csv: The file does not exist"):
        read_source(tmp_path)


def test_the_inputs_of_a_model_include_shared_tables(tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    (tmp_path / "drugs.csv").write_text("id\n")
    assert tmp_path / "drugs.csv" in input_files(folder)
