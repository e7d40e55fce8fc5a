"""The arguments of commands that compare cells over many doses, and what they mean."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from her2sim.cli import parser

if TYPE_CHECKING:
    from her2sim.model import Model

NOTE = "Predicted by the model {model}; not for clinical decisions."


def add_question(own: parser.Parser) -> None:
    """Add what is read out, when, and with how many parameter sets."""
    own.add_argument("--readout", metavar="ID", default="GR", help="what to read (default: GR)")
    own.add_argument(
        "--hours", metavar="H", default="72", help="when, in hours of treatment (default: 72)"
    )
    own.add_argument(
        "--sample",
        metavar="N",
        default="0",
        help="parameter sets to draw for intervals (default: none)",
    )
    own.add_argument("--seed", metavar="N", default="0", help="of the sample (default: 0)")
    own.add_argument(
        "--start",
        choices=("steady", "initial"),
        help="begin at the drug-free steady state or at the model's initial values",
    )
    own.add_argument("--dark", action="store_true", help="draw the figure on dark")


def options(given: Namespace) -> dict[str, Any]:
    """Return the arguments that :func:`dose_response` and :func:`combine` share."""
    from her2sim.scenario import Knockdown, Scale, Set
    from her2sim.treatment import Dose

    return {
        "genotypes": parser.names(given.genotype) or ["WT"],
        "background": parser.names(given.background),
        "knockdowns": [Knockdown.parse(text) for text in given.knockdown],
        "changes": [
            *(Set.parse(text) for text in given.set),
            *(Scale.parse(text) for text in given.scale),
        ],
        "partners": [Dose.parse(text) for text in given.drug],
        "readout": given.readout,
        "hours": parser.number("--hours", given.hours),
        "sample": parser.whole("--sample", given.sample),
        "seed": parser.whole("--seed", given.seed),
        "start": given.start,
    }


def doses(model: Model, drug: str, text: str | None) -> list[float] | None:
    """Read doses such as ``1,10,100nM`` or ``100nM,1uM`` in nM.

    Raises
    ------
    UserMistake
        If a dose is not a number with a unit.
    """
    if text is None:
        return None
    from her2sim.analysis.dosing import drug_of
    from her2sim.treatment import Dose

    row, unit, found = drug_of(model, drug), "nM", []
    # A number alone has the unit of the next dose that names one: 1,10nM is 1 nM and 10 nM.
    for part in reversed([part.strip() for part in text.split(",") if part.strip()]):
        own = part.lstrip("0123456789.+-eE").strip()
        dose = Dose.parse(f"{row.id}={part}{'' if own else unit}")
        unit = own or unit
        found.append(dose.nanomolar(row.molar_mass, row.molar_mass_unit or "g/mol"))
    return found[::-1]
