"""``her2sim dose``: how much of a drug each genotype needs."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import cells, output, parser
from her2sim.cli.progress import Progress

if TYPE_CHECKING:
    from her2sim.analysis.dose_response import DoseResponse
    from her2sim.model import Model

_DESCRIPTION = """\
Simulate a readout over rising doses of a drug in one genotype or several: potency (IC50, GR50),
depth (GRmax), area over the curve, and fold resistance against the wild type."""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser("dose", help="dose-response per genotype", description=_DESCRIPTION)
    own.add_argument("dosed", metavar="DRUG", help="the drug, by id, name or alias")
    own.add_argument(
        "--doses",
        metavar="LIST",
        help="rising doses, e.g. 1,10,100,1000nM (default: four a decade)",
    )
    parser.add_model(own)
    parser.add_cell(own)
    parser.add_drugs(own)
    cells.add_question(own)
    own.add_argument("--summary", action="store_true", help="print or write the summary only")
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    from her2sim import dose_response, load_model

    model = load_model(given.model)
    levels = cells.doses(model, given.dosed, given.doses)
    with Progress("simulating") as progress:
        response = dose_response(
            model, given.dosed, levels, progress=progress.show, **cells.options(given)
        )
    table = response.summary if given.summary else response.table
    output.show(table, given.format or "text", lambda _: _text(response))
    if given.out:
        _write(response, model, given)
    return 0 if response.failures.empty else 1


def _text(response: DoseResponse) -> str:
    """Return the summary as a table, and the conclusion."""
    wanted = ["genotype", "background", "IC50_nM", "GR50_nM", "GRmax", "GRinf", "hill", "GR_AOC"]
    wanted += ["Emax", "fold_resistance", "fit"]
    shown = response.summary[wanted].dropna(axis=1, how="all")
    return f"{output.plain_text(shown)}\n\n{response.conclusion()}"


def _write(response: DoseResponse, model: Model, given: Namespace) -> None:
    if output.is_figure(given.out):
        from her2sim.figures import DARK, LIGHT, dose_response

        figure = dose_response(
            response,
            response.readout,
            summary=response.summary,
            clinical_nM=response.clinical_nM,
            labels={readout.id: readout.label for readout in model.readouts},
            note=cells.NOTE.format(model=model.name),
            theme=DARK if given.dark else LIGHT,
        )
        output.write_figure(figure, given.out)
        return
    table = (response.summary if given.summary else response.table).copy()
    table.attrs = {name: value for name, value in response.provenance.items()}
    output.write_table(table, given.out)
