"""Wording: a state as a sentence, as Python and as a command line."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from her2sim import Dose, Scenario, Set

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue, shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.runs import compared_scenarios
from her2sim_dashboard.state import Cell, State
from her2sim_dashboard.verdict import Verdict


def joined(parts: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def dose_text(dose: Dose, catalogue: Catalogue) -> str:
    """Return a dose such as ``lapatinib 1 µM``."""
    name = _in_sentence(catalogue.drug(dose.drug).row.name)
    return f"{name} {plain(dose.amount)}\u00a0{shown_unit(dose.unit)}"


def _in_sentence(name: str) -> str:
    """Return a drug's name without the capital it has in a heading; codes keep theirs."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def treatment_text(cell: Cell, catalogue: Catalogue) -> str:
    """Return the doses as a phrase, ``untreated`` without any."""
    doses = joined([dose_text(dose, catalogue) for dose in cell.doses])
    return f"on {doses}" if doses else "untreated"


def cell_text(cell: Cell, catalogue: Catalogue) -> str:
    """Return the cell as a phrase: background, mutations, knock-downs."""
    phrase = f"{background_text(cell, catalogue)} with {alterations_text(cell, catalogue)}"
    medium = medium_text(cell, catalogue)
    return f"{phrase}, {medium}" if medium else phrase


def alterations_text(cell: Cell, catalogue: Catalogue) -> str:
    """Return mutations and knock-downs as a phrase, ``no mutation`` without any mutation."""
    parts = [catalogue.mutation(name).label or name for name in cell.genotype] or ["no mutation"]
    for each in cell.knockdowns:
        percent = plain(round(100 * each.left, 6))
        parts.append(f"{each.gene} " + (f"reduced to {percent} %" if each.left else "knocked out"))
    return joined(parts)


def medium_text(cell: Cell, catalogue: Catalogue) -> str:
    """Return the ligands in the medium as a phrase; nothing for the model's own medium."""
    medium = [
        f"{_in_sentence(catalogue.ligand(each.ligand).name)} {plain(each.amount)}\u00a0{each.unit}"
        for each in cell.ligands
    ]
    return f"in {joined(medium)}" if medium else ""


def background_text(cell: Cell, catalogue: Catalogue) -> str:
    """Return the background as a phrase, such as ``HER2-amplified cell``."""
    if cell.background is None:
        return "Cell"
    label = catalogue.background(cell.background).label or cell.background
    label = label[:1].upper() + label[1:]
    return label if "cell" in label.casefold() else f"{label} cell"


def sentence(state: State, catalogue: Catalogue) -> str:
    """Return the scenario as one sentence, which also captions figures and names files."""
    return (
        f"{cell_text(state.cell, catalogue)}, {treatment_text(state.cell, catalogue)}"
        f" for {plain(state.hours)}\u00a0h."
    )


def status(state: State, verdict: Verdict, catalogue: Catalogue) -> str:
    """Return what a screen reader says once a change has settled."""
    return f"{verdict.label}. {sentence(state, catalogue)}"


def file_stem(state: State, catalogue: Catalogue) -> str:
    """Return the sentence as a file name without ending."""
    return stem_of(sentence(state, catalogue))


def stem_of(text: str) -> str:
    """Return a text as a file name without ending."""
    kept = "".join(each if each.isalnum() else "-" for each in text)
    return "her2sim-" + "-".join(part for part in kept.split("-") if part)[:120]


def as_python(state: State, context: Context) -> str:
    """Return a script that simulates what the page shows."""
    return python_of(list(compared_scenarios(state.cell).values()), state, context)


def python_of(scenarios: Sequence[Scenario], state: State, context: Context) -> str:
    """Return a script that simulates scenarios over the hours of a state, for its readouts."""
    used = {
        "Dose": any(each.treatment for each in scenarios),
        "Genotype": any(each.genotype.mutations for each in scenarios),
        "Knockdown": any(each.knockdowns for each in scenarios),
        "Set": any(each.changes for each in scenarios),
    }
    names = [
        "Scenario",
        "load_model",
        "simulate",
        *(name for name, is_used in used.items() if is_used),
    ]
    lines = [f"from her2sim import {', '.join(sorted(names))}", ""]
    lines += [f"model = load_model({context.source!r})", "cells = ["]
    lines += [f"    {scenario_code(scenario)}," for scenario in scenarios]
    readouts = ", ".join(f'"{name}"' for name in state.readouts)
    lines += [
        "]",
        f"result = simulate(model, cells, hours={plain(state.hours)}, readouts=[{readouts}])",
        "print(result.table)",
    ]
    return "\n".join(lines)


def scenario_code(scenario: Scenario) -> str:
    """Return the Python that makes a scenario."""
    parts = [f'"{scenario.name}"']
    if scenario.genotype.mutations:
        mutations = ", ".join(f'"{name}"' for name in scenario.genotype.mutations)
        parts.append(f"genotype=Genotype({mutations})")
    if scenario.background:
        parts.append(f'background="{scenario.background}"')
    if scenario.treatment:
        parts.append(f"treatment=[{', '.join(dose_code(dose) for dose in scenario.treatment)}]")
    if scenario.knockdowns:
        each = ", ".join(f'Knockdown("{kd.gene}", {plain(kd.left)})' for kd in scenario.knockdowns)
        parts.append(f"knockdowns=[{each}]")
    if scenario.changes:
        each = ", ".join(
            f'Set("{each.id}", {plain(each.value)})'
            for each in scenario.changes
            if isinstance(each, Set)
        )
        parts.append(f"changes=[{each}]")
    return f"Scenario({', '.join(parts)})"


def dose_code(dose: Dose) -> str:
    """Return the Python that makes a dose."""
    return f'Dose("{dose.drug}", {dose.unit.replace("/", "_per_")}={plain(dose.amount)})'


def as_command(state: State, context: Context) -> str:
    """Return the command line that simulates the scenario's own cell."""
    return command_of(state.cell, state, context)


def command_of(cell: Cell, state: State, context: Context) -> str:
    """Return the command line that simulates a cell over the hours of a state."""
    words = ["her2sim", "run", "--model", context.source]
    words += [
        *cell_options(cell),
        *dose_options(cell),
        "--hours",
        plain(state.hours),
        "--readout",
        ",".join(state.readouts),
    ]
    return shlex.join(words)


def cell_options(cell: Cell) -> list[str]:
    """Return a cell as options of the command line."""
    words = ["--genotype", "+".join(cell.genotype) or WILD_TYPE]
    words += ["--background", cell.background] if cell.background else []
    for each in cell.knockdowns:
        words += ["--knockdown", f"{each.gene}={plain(each.left)}"]
    for supply in cell.ligands:
        words += ["--set", f"{supply.parameter}={plain(supply.amount)}"]
    return words


def dose_options(cell: Cell) -> list[str]:
    """Return a treatment as options of the command line."""
    words: list[str] = []
    for dose in cell.doses:
        words += ["--drug", f"{dose.drug}={plain(dose.amount)}{dose.unit}"]
    return words
