"""What the Screen page shows, as Python and as command lines that give the same numbers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import Any

from her2sim import Scenario

from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.screening.asking import perturbing, readout_of, scenario_of
from her2sim_dashboard.screening.scanning import specification
from her2sim_dashboard.state import State
from her2sim_dashboard.wording import cell_options, dose_code, dose_options, scenario_code


def ranking_python(state: State, context: Context, sample: int = 0, pairs: bool = False) -> str:
    """Return the ranking of genes as Python."""
    cell, how = scenario_of(state), perturbing(state)
    lines = ["found = screen(", f"    load_model({context.source!r}),"]
    if cell.treatment:
        lines.append(f"    [{', '.join(dose_code(dose) for dose in cell.treatment)}],")
    lines.append(f'    genotype="{cell.genotype}",')
    if cell.background:
        lines.append(f'    background="{cell.background}",')
    if how.over is None:
        lines.append(f"    left={plain(how.left)},")
    else:
        lines.append(f"    over={plain(how.over)},")
    lines += ["    pairs=True,"] if pairs else []
    lines.append(f'    readout="{readout_of(state, context).id}",')
    lines.append(f"    hours={plain(state.hours)},")
    lines += [f"    sample={sample},"] if sample else []
    names = ["load_model", "screen"] + (["Dose"] if cell.treatment else [])
    if cell.knockdowns:
        each = ", ".join(f'Knockdown("{one.gene}", {plain(one.left)})' for one in cell.knockdowns)
        lines.append(f"    knockdowns=[{each}],")
        names.append("Knockdown")
    if state.cell.ligands:
        each = ", ".join(f'Set("{x.parameter}", {plain(x.amount)})' for x in state.cell.ligands)
        lines.append(f"    changes=[{each}],")
        names.append("Set")
    head = f"from her2sim import {', '.join(sorted(names))}"
    return "\n".join([head, "", *lines, ")", "print(found.table)"])


def ranking_command(state: State, context: Context, sample: int = 0, pairs: bool = False) -> str:
    """Return the ranking of genes as a command line."""
    how = perturbing(state)
    words = ["her2sim", "screen", *_cell_words(state, context)]
    words += ["--left", plain(how.left)] if how.over is None else ["--over", plain(how.over)]
    words += ["--pairs"] if pairs else []
    words += ["--readout", readout_of(state, context).id, "--hours", plain(state.hours)]
    words += ["--sample", str(sample)] if sample else []
    return shlex.join(words)


def sensitivity_python(state: State, context: Context) -> str:
    """Return the sensitivity as Python."""
    cell = scenario_of(state)
    names = {"load_model", "sensitivity", "Scenario", *_used(cell)}
    lines = [
        f"from her2sim import {', '.join(sorted(names))}",
        "",
        "found = sensitivity(",
        f"    load_model({context.source!r}),",
        f"    {scenario_code(cell)},",
        f'    "{readout_of(state, context).id}",',
        *(f"    {name}={text}," for name, text in _options(state).items()),
        f"    hours={plain(state.hours)},",
        ")",
        "print(found.table)",
    ]
    return "\n".join(lines)


def sensitivity_command(state: State, context: Context) -> str:
    """Return the sensitivity as a command line."""
    words = ["her2sim", "sensitivity", *_cell_words(state, context)]
    for name, text in _options(state).items():
        words += [f"--{name}", text.strip('"')]
    words += ["--readout", readout_of(state, context).id, "--hours", plain(state.hours)]
    return shlex.join(words)


def _options(state: State) -> dict[str, str]:
    """Return what the sensitivity is asked beside cell, readout and time."""
    method = state.setting("scs")
    options = {"method": f'"{method}"'}
    if method == "local":
        return options
    if method == "sobol" and state.setting("scb") == "arm":
        options["by"] = '"arm"'
    return options | {
        "runs": state.setting("scr"),
        "spread": plain(round(float(state.setting("scw")) / 100, 6)),
    }


def _cell_words(state: State, context: Context) -> list[str]:
    return ["--model", context.source, *cell_options(state.cell), *dose_options(state.cell)]


def _used(cell: Scenario) -> Sequence[str]:
    kinds = {
        "Dose": bool(cell.treatment),
        "Genotype": bool(cell.genotype.mutations),
        "Knockdown": bool(cell.knockdowns),
        "Set": bool(cell.changes),
    }
    return [name for name, is_used in kinds.items() if is_used]


def as_toml(spec: dict[str, Any]) -> str:
    """Return a specification as the text of a TOML file."""
    lines = [f"{key} = {_toml(value)}" for key, value in spec.items() if key != "axes"]
    lines += ["", "[axes]"]
    for key, value in spec["axes"].items():
        if isinstance(value, dict):
            lines += [f"{key}.{name} = {_toml(own)}" for name, own in value.items()]
        else:
            lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(own)}" for key, own in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, float):
        return plain(value)
    return json.dumps(value, ensure_ascii=False)


def scan_python(state: State, context: Context) -> str:
    """Return the scan as Python."""
    spec = specification(state, context)
    lines = ["from her2sim import scan", "", "spec = {"]
    lines += [f"    {key!r}: {value!r}," for key, value in spec.items() if key != "axes"]
    lines.append("    'axes': {")
    lines += [f"        {key!r}: {value!r}," for key, value in spec["axes"].items()]
    lines += ["    },", "}", "print(scan(spec, workers=0).to_pandas())"]
    return "\n".join(lines)


def scan_command(state: State, context: Context) -> str:
    """Return the scan as a command line, which writes its specification first."""
    text = as_toml(specification(state, context))
    return f"cat > scan.toml <<'END'\n{text}\nEND\nher2sim scan scan.toml --out scan"
