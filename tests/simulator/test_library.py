"""Models are found by name and by path, and nothing else is taken for one."""

from pathlib import Path

import pytest
from her2sim import library
from her2sim.errors import InvalidModel, UnknownName

TOY = Path(__file__).parents[1] / "toy" / "models" / "toy"


def test_a_checkout_uses_its_own_models_folder():
    assert library.models_dir() == Path(__file__).parents[2] / "models"


def test_a_model_folder_is_found_by_its_path():
    assert library.model_folder(TOY) == TOY.resolve()


def test_an_unknown_model_is_answered_with_what_is_there():
    with pytest.raises(UnknownName, match="Model 'nosuch' is not in models/"):
        library.model_folder("nosuch")


def test_a_folder_without_a_model_says_what_it_needs(tmp_path):
    with pytest.raises(InvalidModel, match=r"needs model\.toml and .*\.ant"):
        library.model_folder(tmp_path)


def test_a_table_beside_the_folder_comes_before_the_projects(tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    (tmp_path / "drugs.csv").write_text("id\n")
    assert library.shared_table(folder, "drugs.csv") == tmp_path / "drugs.csv"
    assert library.shared_table(folder, "units.csv") == library.models_dir() / "units.csv"
    (folder / "drugs.csv").write_text("id\n")
    assert library.shared_table(folder, "drugs.csv") == folder / "drugs.csv"


def test_paths_are_shown_from_the_project():
    assert library.shown(TOY / "toy.ant") == "tests/toy/models/toy/toy.ant"
