"""Parser: argparse with errors in the project's form, and the arguments that commands share."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, NoReturn

from her2sim.errors import UserMistake, closest

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]

FORMATS = ("text", "csv", "json")


class BadArguments(UserMistake):
    """The command line itself cannot be understood."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of printing its usage, and names close options."""

    def __init__(self, **options: object) -> None:
        # Abbreviated options would change their meaning whenever an option is added.
        options |= {"allow_abbrev": False, "formatter_class": argparse.RawTextHelpFormatter}
        super().__init__(**options)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found, with the closest option or command."""
        raise BadArguments(f"{_sentence(message)}{self._hint(message)} See '{self.prog} --help'.")

    def _hint(self, message: str) -> str:
        unknown = re.search(r"unrecognized arguments: (\S+)", message)
        if unknown:
            near = closest(unknown[1].partition("=")[0], self._option_string_actions)
            return f" Closest: {near!r}." if near else ""
        choice = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        near = closest(choice[1], re.findall(r"[\w-]+", choice[2])) if choice else None
        return f" Closest: {near!r}." if near else ""

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201, D102
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            # The command's own parser answers, as it knows which options are close.
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return known, rest


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:].rstrip(".") + "."


def add_model(parser: Parser) -> None:
    """Add ``--model``."""
    parser.add_argument(
        "--model",
        metavar="NAME|PATH",
        default="her2",
        help="a model of the project (default: her2), a folder of the same form,\n"
        "or an SBML (.xml, .omex) or Antimony (.ant) file",
    )


def add_cell(parser: Parser) -> None:
    """Add what a cell is: genotype, background, knock-downs and changed values."""
    parser.add_argument(
        "--genotype",
        metavar="IDS",
        action="append",
        help="WT (default) or mutations joined by +, e.g. PTEN_loss+PIK3CA_H1047R;\n"
        "repeat it to compare genotypes",
    )
    parser.add_argument(
        "--background",
        metavar="ID",
        action="append",
        help="the cell context (default: the model's first); repeat it to compare",
    )
    add_changes(parser)


def add_changes(parser: Parser) -> None:
    """Add knock-downs and changed values."""
    parser.add_argument(
        "--knockdown",
        metavar="GENE[=LEFT]",
        action="append",
        default=[],
        help="knock a gene out, or down to the fraction left of it; repeatable",
    )
    parser.add_argument(
        "--set",
        metavar="ID=VALUE",
        action="append",
        default=[],
        help="give a settable id of the model a value; repeatable",
    )
    parser.add_argument(
        "--scale",
        metavar="ID=FACTOR",
        action="append",
        default=[],
        help="multiply a settable id of the model by a factor; repeatable",
    )


def add_drugs(parser: Parser) -> None:
    """Add ``--drug``."""
    parser.add_argument(
        "--drug",
        metavar="NAME=DOSE",
        action="append",
        default=[],
        help="e.g. lapatinib=1uM, trastuzumab=10ug/mL; units pM nM uM ug/mL mg/L ng/mL;\n"
        "repeat it to combine drugs",
    )


def add_run(parser: Parser) -> None:
    """Add how long to simulate, from what start, and what to read out."""
    parser.add_argument(
        "--hours", metavar="H", default="24", help="length of the run in hours (default: 24)"
    )
    parser.add_argument(
        "--readout",
        metavar="ID[,ID...]",
        action="append",
        help="readouts, species or parameters (default: all readouts); repeatable",
    )
    parser.add_argument(
        "--start",
        choices=("steady", "initial"),
        help="begin at the drug-free steady state or at the model's initial values\n"
        "(default: what the model says; initial for foreign SBML)",
    )


def add_question(parser: Parser) -> None:
    """Add what a question is about: one readout, at one time."""
    parser.add_argument(
        "--readout", metavar="ID", default="GR", help="the readout in question (default: GR)"
    )
    parser.add_argument(
        "--hours", metavar="H", default="72", help="hours after the first dose (default: 72)"
    )


def add_sample(parser: Parser) -> None:
    """Add ``--sample`` and ``--seed``."""
    parser.add_argument(
        "--sample",
        metavar="N",
        default="0",
        help="add N sets of the parameter ensemble: columns lower and upper (default: 0)",
    )
    parser.add_argument(
        "--seed", metavar="S", default="0", help="of the random numbers of --sample (default: 0)"
    )


def add_output(parser: Parser, figures: bool = False) -> None:
    """Add ``--format`` and ``--out``."""
    endings = ".csv, .json or .parquet" + (" (table), .html, .svg or .png (figure)" * figures)
    parser.add_argument("--format", choices=FORMATS, help="what to print (default: text)")
    parser.add_argument("--out", metavar="FILE", help=f"write to a file: {endings}")


def number(what: str, text: str) -> float:
    """Read a number of the command line; what it must be is checked where it is used."""
    try:
        return float(text)
    except ValueError:
        raise BadArguments(f"{what} is {text!r}; it must be a number.") from None


def whole(what: str, text: str) -> int:
    """Read a whole number of the command line."""
    try:
        return int(text)
    except ValueError:
        raise BadArguments(f"{what} is {text!r}; it must be a whole number.") from None


def names(texts: list[str] | None) -> list[str] | None:
    """Split repeated and comma-separated names; ``None`` stays ``None``."""
    if texts is None:
        return None
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]
