"""Code: what the page shows as Python and as command lines."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from her2sim.analysis.effect import GROWTH

from her2sim_dashboard.catalogue import DrugChoice
from her2sim_dashboard.context import Context
from her2sim_dashboard.dosing.question import Pair, Question, is_usual, matrix_grid
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.state import Cell
from her2sim_dashboard.wording import cell_options, dose_options

# Every experiment of the simulator reads growth unless it is told otherwise.
_USUAL_READOUT = GROWTH


def as_python(question: Question, pair: Pair | None, context: Context) -> str:
    """Return a script that gives the numbers of the page."""
    names = {"dose_response", "load_model", *_names(question.cell)}
    names |= {"combine", *_names(pair.cell)} if pair else set()
    lines = [f"from her2sim import {', '.join(sorted(names))}", ""]
    lines += [f"model = load_model({context.source!r})"]
    lines += ["response = dose_response(", "    model,", f'    "{question.drug}",']
    lines += _arguments(question, question.genotypes)
    lines += ["    # sample=100 adds intervals", ")", "print(response.summary)"]
    if pair is None:
        return "\n".join(lines)
    lines += ["", "result = combine(", "    model,", *(f'    "{name}",' for name in pair.drugs)]
    for name, letter in zip(pair.drugs, "ab", strict=True):
        choice = context.catalogue.drug(name)
        grid = matrix_grid(context, choice, pair.size)
        if not is_usual(grid, context, choice):
            lines.append(f"    doses_{letter}_nM={[float(dose) for dose in grid]},")
    lines += [*_arguments(pair, (pair.genotype,)), ")"]
    lines += ["print(result.summary)", "print(result.conclusion())"]
    return "\n".join(lines)


def as_command(question: Question, pair: Pair | None, context: Context) -> str:
    """Return the command lines that give the numbers of the page."""
    words = ["her2sim", "dose", question.drug, "--model", context.source]
    lines = [shlex.join([*words, *_options(question, question.genotypes)])]
    if pair is not None:
        words = ["her2sim", "combine", *pair.drugs, "--model", context.source]
        words += _doses(pair, context)
        lines.append(shlex.join([*words, *_options(pair, (pair.genotype,))]))
    return "\n".join(lines)


def _names(cell: Cell) -> set[str]:
    """Return what a script imports for what all genotypes share."""
    names = {"Dose"} if cell.doses else set()
    names |= {"Knockdown"} if cell.knockdowns else set()
    return names | ({"Set"} if cell.ligands else set())


def _arguments(asked: Question | Pair, genotypes: Sequence[str]) -> list[str]:
    """Return the arguments that both experiments share, a line each."""
    cell = asked.cell
    quoted = ", ".join(f'"{name}"' for name in genotypes)
    lines = [f"    genotypes=[{quoted}],"]
    lines += [f'    background="{cell.background}",'] if cell.background else []
    if cell.knockdowns:
        each = ", ".join(f'Knockdown("{kd.gene}", {plain(kd.left)})' for kd in cell.knockdowns)
        lines.append(f"    knockdowns=[{each}],")
    if cell.ligands:
        each = ", ".join(f'Set("{one.parameter}", {plain(one.amount)})' for one in cell.ligands)
        lines.append(f"    changes=[{each}],")
    if cell.doses:
        each = ", ".join(
            f'Dose("{dose.drug}", {dose.unit.replace("/", "_per_")}={plain(dose.amount)})'
            for dose in cell.doses
        )
        lines.append(f"    partners=[{each}],")
    lines += [f'    readout="{asked.readout}",'] if asked.readout != _USUAL_READOUT else []
    return [*lines, f"    hours={plain(asked.hours)},"]


def _options(asked: Question | Pair, genotypes: Sequence[str]) -> list[str]:
    """Return the options that both commands share."""
    own = cell_options(asked.cell)
    # The shared cell has no genotype: its place is taken by those compared.
    at = own.index("--genotype")
    words = [*own[:at], "--genotype", ",".join(genotypes), *own[at + 2 :]]
    words += dose_options(asked.cell)
    words += ["--readout", asked.readout] if asked.readout != _USUAL_READOUT else []
    return [*words, "--hours", plain(asked.hours)]


def _doses(pair: Pair, context: Context) -> list[str]:
    """Return the doses of both drugs as options, nothing where the command takes them by itself."""
    choices = [context.catalogue.drug(name) for name in pair.drugs]
    grids = [matrix_grid(context, choice, pair.size) for choice in choices]
    if all(is_usual(grid, context, each) for grid, each in zip(grids, choices, strict=True)):
        return []
    words = []
    for choice, grid in zip(choices, grids, strict=True):
        words += ["--doses", _dose_list(grid, choice)]
    return words


def _dose_list(grid: Sequence[float], choice: DrugChoice) -> str:
    unit = choice.units[0]
    amounts = [plain(float(f"{choice.convert(dose, 'nM', unit):.6g}")) for dose in grid]
    return ",".join(amounts) + unit
