"""``her2sim run``: scenarios over time."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from her2sim.cli import output, parser

if TYPE_CHECKING:
    from her2sim.model import Model
    from her2sim.result import Result
    from her2sim.scenario import Scenario

_DESCRIPTION = """\
Simulate cells under a treatment. Every --genotype (and --background) makes a scenario with all
--drug, --knockdown, --set and --scale; each comes with its untreated control."""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser("run", help="simulate scenarios over time", description=_DESCRIPTION)
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    parser.add_run(own)
    parser.add_sample(own)
    own.add_argument("--no-control", action="store_true", help="leave the untreated control out")
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    hours = parser.number("--hours", given.hours)
    readouts = parser.names(given.readout)
    sample, seed = parser.whole("--sample", given.sample), parser.whole("--seed", given.seed)
    from her2sim import load_model, simulate
    from her2sim.cli.scenarios import asked
    from her2sim.cli.summary import summary

    model = load_model(given.model)
    _warn(model)
    scenarios = asked(model, given)
    result = simulate(model, scenarios, hours=hours, readouts=readouts, start=given.start)
    for failure in result.failures.itertuples():
        output.warned(f"scenario {failure.scenario!r} failed: {failure.message}")
    if sample:
        result = _banded(model, result, scenarios, (sample, seed), given.start)
    output.show(result.table, given.format or "text", lambda _: summary(result, model))
    if given.out:
        _write(result, given.out)
    return 0 if result.failures.empty else 1


def _banded(
    model: Model,
    result: Result,
    scenarios: Sequence[Scenario],
    draw: tuple[int, int],
    start: str | None,
) -> Result:
    """Add what an ensemble of parameter sets spans."""
    from her2sim.analysis.bands import with_bands
    from her2sim.analysis.intervals import sampled
    from her2sim.cli.progress import Progress

    drawn = sampled(model, *draw)
    with Progress("simulations") as progress:
        return with_bands(model, result, scenarios, drawn, start, progress.show)


def _warn(model: Model) -> None:
    """Say what is odd about a model of someone else's."""
    for warning in model.warnings:
        output.warned(warning)
    from her2sim.engine import units_per_hour

    if units_per_hour(model.sbml, model.time_unit) is None:
        output.warned("the model names no unit of time; an hour is taken as 3600 of them.")


def _write(result: Result, out: str) -> None:
    if output.is_figure(out):
        from her2sim.figures import time_course

        output.write_figure(time_course(result), out)
    else:
        table = result.table.copy()
        table.attrs = {name: value for name, value in result.provenance.items()}
        output.write_table(table, out)
