"""Words: doses, excesses and what was not reached, as people write them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from her2sim.analysis.effect import GROWTH

from her2sim_dashboard.catalogue import Catalogue, DrugChoice, shown_unit
from her2sim_dashboard.dosing.question import Pair, Question
from her2sim_dashboard.numbers import figures, plain, rounded
from her2sim_dashboard.state import Cell
from her2sim_dashboard.wording import background_text, joined, medium_text
from her2sim_dashboard.wording import dose_text as given_text

NOT_RUN = "not run yet"
# Marks an interval that does not hold the value of the table itself.
OUTSIDE = "†"
_KILO = 1000


def dose_text(nanomolar: float, choice: DrugChoice) -> str:
    """Return a dose in the unit of the drug that suits it, e.g. ``2.3 µM``."""
    if nanomolar == 0:
        return f"0\u00a0{shown_unit(choice.units[0])}"
    units = [each for each in choice.units if choice.convert(nanomolar, "nM", each) >= 1]
    unit = units[-1] if units else choice.units[0]
    return f"{digits(choice.convert(nanomolar, 'nM', unit))}\u00a0{shown_unit(unit)}"


def digits(value: float, count: int = 3) -> str:
    """Return a positive number with so many digits, without zeros at its end."""
    return f"{rounded(value, count):,.10g}"


def amount(nanomolar: float, choice: DrugChoice) -> float:
    """Return a dose in the first unit of a drug, rounded to four digits."""
    return float(f"{choice.convert(nanomolar, 'nM', choice.units[0]):.4g}")


def short(value: float) -> str:
    """Return a dose as a tick: thousands as ``k``."""
    return f"{digits(value / _KILO)}k" if value >= _KILO else digits(value)


def span_text(span: tuple[float, float], choice: DrugChoice) -> str:
    """Return a range of doses, e.g. ``10 nM to 105 nM``."""
    return " to ".join(dose_text(end, choice) for end in span)


def unreached(
    row: Mapping[str, Any], half: float, span: tuple[float, float], choice: DrugChoice
) -> str:
    """Return in words why a curve has no half-effect dose as a number; nothing if it has one.

    Parameters
    ----------
    row
        A row of the summary of a dose-response.
    half
        The half-effect dose (nM) that the analysis found.
    span
        Lowest and highest dose tested (nM).
    choice
        The drug.
    """
    if row["fit"] == "no data":
        return "could not be simulated"
    if row["fit"] == "flat":
        return "no response"
    if math.isnan(half):
        return "nothing to halve"
    if half == 0:
        return "reached without it"
    if math.isinf(half):
        return f">{dose_text(span[1], choice)}"
    if half <= span[0]:
        return f"≤{dose_text(span[0], choice)}"
    return ""


def value_text(readout: str, value: float) -> str:
    """Return a value of a readout; growth-rate inhibition goes through 0 and has two decimals."""
    if not math.isfinite(value):
        return "no value"
    if readout != GROWTH:
        return figures(value)
    return signless(f"{value:.2f}")


def signed(value: float) -> str:
    """Return an excess with its sign and two decimals."""
    return "no value" if not math.isfinite(value) else signless(f"{value:+.2f}")


def signless(text: str) -> str:
    """Return a number with a real minus sign, and zero without a sign."""
    if not text.strip("+-0."):
        return text.lstrip("+-")
    return text.replace("-", "−")


def readout_label(readout: str, catalogue: Catalogue) -> str:
    """Return what a readout is called."""
    return catalogue.readout(readout).label or readout


def labelled(text: str, catalogue: Catalogue) -> str:
    """Return a sentence of the analysis with the labels of mutations in place of their ids."""
    for name in sorted(catalogue.names("mutation"), key=len, reverse=True):
        text = text.replace(name, catalogue.genotype_label(name))
    return text


def question_sentence(question: Question, span: tuple[float, float], catalogue: Catalogue) -> str:
    """Return what is asked as one sentence, which also captions figures."""
    choice = catalogue.drug(question.drug)
    label = readout_label(question.readout, catalogue)
    return (
        f"{choice.row.name}, {span_text(span, choice)}: {label} after "
        f"{plain(question.hours)}\u00a0h in {shared_text(question.cell, catalogue)}."
    )


def pair_title(pair: Pair, catalogue: Catalogue) -> str:
    """Return the two drugs as a title."""
    return joined([catalogue.drug(name).row.name for name in pair.drugs])


def shared_text(cell: Cell, catalogue: Catalogue) -> str:
    """Return what all genotypes share: background, knock-downs, medium, and other drugs."""
    background = background_text(cell, catalogue)
    text = background if cell.background else background[:1].lower() + background[1:]
    text = f"{text}s"
    lowered = [
        f"{each.gene} " + (f"at {plain(round(100 * each.left, 6))} %" if each.left else "removed")
        for each in cell.knockdowns
    ]
    if lowered:
        text += f" with {joined(lowered)}"
    if cell.ligands:
        text += f", {medium_text(cell, catalogue)}"
    given = joined([given_text(dose, catalogue) for dose in cell.doses])
    return f"{text}, {given} throughout" if given else text
