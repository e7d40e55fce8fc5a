"""Finds the project's models, generated SBML and experiments in a checkout and in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

from her2sim.errors import InvalidModel, UnknownName

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds ``models/``, ``sbml/`` and ``experiments/``.

    A wheel carries them as ``_data`` beside the modules; a checkout has no such folder there, and
    its own tree is used, so that an edited table counts at once.
    """
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def models_dir() -> Path:
    """Return the folder of the project's models and shared tables."""
    return root() / "models"


def sbml_dir() -> Path:
    """Return the folder of the generated SBML files."""
    return root() / "sbml"


def experiments_dir() -> Path:
    """Return the folder of the experiment files."""
    return root() / "experiments"


def model_names() -> tuple[str, ...]:
    """Return the names of the project's models, sorted."""
    return tuple(sorted(folder.name for folder in models_dir().glob("*/") if is_model(folder)))


def is_model(folder: Path) -> bool:
    """Tell whether a folder holds a model: ``model.toml`` and ``<folder name>.ant``."""
    return (folder / "model.toml").is_file() and (folder / f"{folder.name}.ant").is_file()


def model_folder(name_or_path: str | os.PathLike[str]) -> Path:
    """Return the folder of a model given by name or as a path.

    Raises
    ------
    UnknownName
        If no model has the name and no folder lies at the path.
    InvalidModel
        If the folder exists but lacks ``model.toml`` or the Antimony file of its name.
    """
    given = os.fspath(name_or_path)
    if given in model_names():
        return models_dir() / given
    folder = Path(given).expanduser()
    if not given or not folder.is_dir():
        raise UnknownName("model", given, model_names(), "models/, nor a folder or file")
    folder = folder.resolve()
    if not is_model(folder):
        raise InvalidModel(
            f"{shown(folder)} is not a model folder; it needs model.toml and {folder.name}.ant."
        )
    return folder


def shared_table(folder: Path, file: str) -> Path | None:
    """Return the table a model uses: its own, the one beside its folder, or the project's.

    ``None`` if there is none of that name.
    """
    for place in (folder, folder.parent, models_dir()):
        if (place / file).is_file():
            return place / file
    return None


def shown(path: Path) -> str:
    """Return a path as the user would type it: from the project or the working folder."""
    resolved = path.resolve()
    for base in (root(), Path.cwd()):
        if resolved.is_relative_to(base):
            return resolved.relative_to(base).as_posix()
    return str(path)
