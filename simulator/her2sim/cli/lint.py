"""``her2sim lint``: checks on the models' text and tables."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from her2sim.cli import output, parser

if TYPE_CHECKING:
    from her2sim.lint import Issue
    from her2sim.model import Model


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "lint",
        help="check the models' text and tables",
        description="Check ids, units, ranges, sources and map of the project's models, or of one.",
    )
    own.add_argument("--model", metavar="NAME|FOLDER", help="one model (default: all)")
    own.set_defaults(command=_run)


def _issues(name: str) -> tuple[Issue, ...]:
    """Check a model's folder and, where the model can be built, what stands beside it."""
    from her2sim import library, lint, load_model
    from her2sim.pathway import issues_of, load_pathway

    found = lint.lint(library.model_folder(name))
    if lint.breaking(found):
        return found
    model = load_model(name)
    found = (*found, *_companions(model))
    pathway = load_pathway(model)
    return found if pathway is None else (*found, *issues_of(pathway, model))


def _companions(model: Model) -> Iterator[Issue]:
    """Read the tables that only some questions need, so that none waits for its question."""
    from her2sim import ligand, sampling
    from her2sim.analysis.explain import steps
    from her2sim.errors import InvalidTable, UserMistake
    from her2sim.lint import Issue

    readers: dict[str, Callable[[Model], object]] = {
        ligand.FILE: ligand.ligands_of,
        steps.FILE: steps.all_steps,
    }
    if model.folder is not None and (model.folder / sampling.TABLE).is_file():
        readers[sampling.TABLE] = sampling.physiology
    for file, read in readers.items():
        try:
            read(model)
        except InvalidTable as error:
            yield Issue("companion_tables", error.file, error.line or 0, error.problem)
        except UserMistake as error:
            yield Issue("companion_tables", model.where(file), 0, str(error))


def _run(given: Namespace) -> int:
    from her2sim import library

    names = [given.model] if given.model else library.model_names()
    issues = [issue for name in names for issue in _issues(name)]
    for issue in issues:
        print(issue)
    output.told(f"{len(issues)} issues in {len(names)} models")
    return 1 if issues else 0
