"""``her2sim sensitivity``: which parameters decide a readout."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import output, parser
from her2sim.cli.progress import Progress
from her2sim.errors import InvalidValue

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from her2sim.analysis.sensitivity import Sensitivity
    from her2sim.model import Model
    from her2sim.scenario import Scenario

_DESCRIPTION = """\
Tell which parameters, and which arms of the pathway, decide a readout in a scenario. 'local':
small changes of one parameter at a time. 'morris': screening of whole ranges with few
simulations. 'sobol': shares of the variance over the ranges. Ctrl-C ends the simulations and
shows what those done so far say."""
_SHOWN = 20


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "sensitivity", help="which parameters decide a readout", description=_DESCRIPTION
    )
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    parser.add_run(own)
    own.add_argument("--method", metavar="NAME", default="local", help="local, morris or sobol")
    own.add_argument(
        "--by", metavar="WHAT", default="parameter", help="parameter, or (sobol) arm of the pathway"
    )
    own.add_argument("--parameter", metavar="ID[,ID...]", action="append", help="default: all")
    own.add_argument(
        "--runs",
        metavar="N",
        help="about how many simulations (default: 10000 for morris, 100000 for sobol)",
    )
    own.add_argument(
        "--spread",
        metavar="F",
        default="0.25",
        help="share of each parameter's range to use, 1 for all of it (default: 0.25)",
    )
    own.add_argument("--seed", metavar="N", default="1", help="of the random design (default: 1)")
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run, hours="72", no_control=True)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    runs = None if given.runs is None else parser.whole("--runs", given.runs)
    seed, spread = parser.whole("--seed", given.seed), parser.number("--spread", given.spread)
    hours = parser.number("--hours", given.hours)
    from her2sim import load_model
    from her2sim import sensitivity as asked
    from her2sim.analysis.growth import GR

    model = load_model(given.model)
    scenario = _scenario(model, given)
    with Progress("simulations") as progress:
        found = asked(
            model,
            scenario,
            parser.names(given.readout) or GR,
            method=given.method,
            by=given.by,
            parameters=parser.names(given.parameter),
            hours=hours,
            runs=runs,
            spread=spread,
            seed=seed,
            start=given.start,
            progress=progress.show,
        )
    _warn(found)
    head = _headline(found, model)
    output.show(found.table, given.format or "text", lambda table: f"{head}\n\n{_text(table)}")
    if given.out:
        _write(found, model, given.out)
    return 0


def _scenario(model: Model, given: Namespace) -> Scenario:
    from her2sim.cli.scenarios import asked

    scenarios = asked(model, given)
    if len(scenarios) > 1:
        names = "; ".join(each.name for each in scenarios)
        raise InvalidValue("the scenarios", names, "one genotype in one background")
    return scenarios[0]


def _warn(found: Sensitivity) -> None:
    if not found.provenance["complete"]:
        output.warned(f"interrupted: from the {found.provenance['runs']} simulations done.")
    missing = float(str(found.provenance["missing"]))
    if missing:
        output.warned(
            f"{missing:.1%} of the parameter sets give no value (they fail, or do not grow "
            "untreated) and count as no effect."
        )


def _headline(found: Sensitivity, model: Model) -> str:
    kept = found.provenance
    readouts = ", ".join(dict.fromkeys(found.table["readout"]))
    return (
        f"{model.title or model.name}: {kept['method']} sensitivity of {readouts}\n"
        f"{kept['scenario']}, {kept['hours']:g} h; {kept['parameters']} parameters, "
        f"{kept['runs']:,} simulations"
    )


def _text(table: pd.DataFrame) -> str:
    """Return one block per readout: the leading parameters, one row each."""
    blocks = []
    for readout, rows in table.groupby("readout", sort=False):
        order = list(dict.fromkeys(rows["parameter"]))
        measures = list(dict.fromkeys(rows["measure"]))
        by_name = rows.set_index(["parameter", "measure"])
        lines = [f"{readout}", f"  {'parameter':<18}{'arm':<12}" + _columns(measures)]
        for name in order[:_SHOWN]:
            cells = [by_name.loc[(name, measure)] for measure in measures]
            numbers = "".join(f"{_cell(cell):<34}" for cell in cells)
            lines.append(f"  {name:<18}{cells[0]['arm']:<12}{numbers}".rstrip())
        more = len(order) - _SHOWN
        blocks.append("\n".join([*lines, *([f"  ({more} more)"] if more > 0 else [])]))
    return "\n\n".join(blocks)


def _columns(measures: list[str]) -> str:
    return "".join(f"{measure + ' (lower to upper)':<34}" for measure in measures).rstrip()


def _cell(row: pd.Series[float]) -> str:
    return f"{row['value']:.3g} ({row['lower']:.3g} to {row['upper']:.3g})"


def _write(found: Sensitivity, model: Model, out: str) -> None:
    if not output.is_figure(out):
        table = found.table.copy()
        table.attrs = {name: value for name, value in found.provenance.items()}
        output.write_table(table, out)
        return
    title = f"Sensitivity: {found.provenance['scenario']}"
    output.write_figures(_figures(found, model), out, title)


def _figures(found: Sensitivity, model: Model) -> list[go.Figure]:
    """Return the figure of the method and of its convergence, for each readout."""
    from her2sim import figures
    from her2sim.analysis.sensitivity import LEADING

    draw = {
        "local": figures.tornado,
        "morris": figures.morris_plane,
        "sobol": figures.sobol_bars,
    }[str(found.provenance["method"])]
    labels = {readout.id: readout.label for readout in model.readouts}
    said = f"{found.provenance['scenario']}, {found.provenance['hours']:g} h"
    drawn = []
    for readout in dict.fromkeys(found.table["readout"]):
        drawn.append(draw(found, readout, subtitle=said, labels=labels))
        if len(found.convergence):
            leading = LEADING[str(found.provenance["method"])]
            drawn.append(
                figures.convergence(found.convergence, readout, measure=leading, labels=labels)
            )
    return drawn
