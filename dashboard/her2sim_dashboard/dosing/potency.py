"""Potency: the table of half-effect doses, depths, slopes and folds, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from her2sim.analysis.dose_response import FOLD
from her2sim.analysis.effect import GROWTH

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue, DrugChoice, shown_unit
from her2sim_dashboard.dosing.counting import half_count_cells
from her2sim_dashboard.dosing.question import Question
from her2sim_dashboard.dosing.readings import HALF, HALF_NAMES, Readings
from her2sim_dashboard.dosing.words import (
    NOT_RUN,
    OUTSIDE,
    amount,
    digits,
    dose_text,
    signless,
    unreached,
    value_text,
)
from her2sim_dashboard.numbers import figures, plain
from her2sim_dashboard.tables import Cell, Column, Table, number

_INTERVAL = "interval"
_DIGITS = 2


@dataclass(frozen=True)
class _Metric:
    """A column: name in the summary of the analysis, head, hint; with an interval or not."""

    name: str
    label: str
    hint: str
    has_interval: bool = True


def metrics(question: Question, choice: DrugChoice, counted: bool) -> tuple[_Metric, ...]:
    """Return the columns of a question; ``counted`` where cells grow, so that they can be."""
    growth = question.readout == GROWTH
    unit = shown_unit(choice.units[0])
    half = _Metric(HALF[growth], f"{HALF_NAMES[growth]}, {unit}", _HALF_HINTS[growth])
    fold = _Metric(
        FOLD, "× wild type", f"{HALF_NAMES[growth]} over that of the wild type, all else alike."
    )
    slope = _Metric("hill", "Hill slope", "Steepness of the fitted curve at its middle.")
    if not growth:
        most = _Metric("Emax", "Emax", "The readout at the highest dose.")
        return half, fold, most, slope
    count = _Metric(
        "count",
        f"IC50 by count, {unit}",
        f"Dose that halves the number of cells after {plain(question.hours)} h, as a viability "
        "assay sees it: it depends on how often the cells divide meanwhile.",
        has_interval=False,
    )
    most = _Metric("GRmax", "GRmax", "GR at the highest dose: 0 no growth, below 0 net loss.")
    return half, fold, *([count] if counted else []), most, slope


_HALF_HINTS = {
    True: "Dose with a growth-rate inhibition value of 0.5.",
    False: "Dose that leaves half of what is there without this drug.",
}


def potency_table(
    found: Readings, question: Question, divided: Mapping[str, float], catalogue: Catalogue
) -> dict[str, Any]:
    """Return the table of all genotypes without intervals, and the columns and rows with them.

    Returns
    -------
    dict
        ``table`` as :class:`Table` content; ``wide`` the same with a place for each interval.
    """
    rows = {
        name: potency_row(found, question, name, divided, catalogue, has_sample=False)
        for name in question.genotypes
    }
    choice = catalogue.drug(question.drug)
    wide, narrow = [Column("genotype", "Genotype")], [Column("genotype", "Genotype")]
    for metric in metrics(question, choice, bool(divided)):
        own = Column(metric.name, metric.label, "number", metric.hint)
        wide.append(own)
        narrow.append(own)
        if metric.has_interval:
            hint = f"95 % of the parameter sets: {metric.label}"
            wide.append(Column(f"{metric.name}_{_INTERVAL}", "95 %", "number", hint))
    clinic = _clinic_columns(found, choice)
    wide, narrow = [*wide, *clinic], [*narrow, *clinic]
    kept = [at for at, column in enumerate(wide) if not column.id.endswith(_INTERVAL)]
    caption = f"Potency of {choice.row.name} by genotype"
    short = tuple(tuple(row[at] for at in kept) for row in rows.values())
    return {
        "table": Table(caption, tuple(narrow), short).content(),
        "wide": Table(caption, tuple(wide), tuple(tuple(row) for row in rows.values())).content(),
    }


def potency_row(
    found: Readings,
    question: Question,
    genotype: str,
    divided: Mapping[str, float],
    catalogue: Catalogue,
    *,
    has_sample: bool = True,
) -> list[Cell]:
    """Return the row of one genotype with a place for each interval.

    Parameters
    ----------
    found
        The dose-response, with a sample where ``has_sample``.
    question, genotype
        What was asked, and the genotype of the row.
    divided
        How often the untreated cells of each genotype divide; empty where that is not known.
    catalogue
        The model's names.
    has_sample
        Whether there are intervals to show.
    """
    choice = catalogue.drug(question.drug)
    row, span = found.curves[genotype].row, found.span
    cells: list[Cell] = [catalogue.genotype_label(genotype)]
    for metric in metrics(question, choice, bool(divided)):
        if metric.name == "count":
            times = [divided[genotype]] if genotype in divided else []
            cells += half_count_cells(found, genotype, times, catalogue) or ["does not grow"]
            continue
        cells.append(_cell(metric.name, row, span, choice))
        cells.append(_interval(metric.name, row, span, choice) if has_sample else NOT_RUN)
    return [*cells, *_clinic_cells(found, genotype, choice)]


def _cell(name: str, row: Mapping[str, Any], span: tuple[float, float], choice: DrugChoice) -> Cell:
    """Return one metric: a number, or in words why there is none."""
    value = float(row[name])
    if name.endswith("50_nM"):
        told = unreached(row, value, span, choice)
        return told or number(amount(value, choice), digits(amount(value, choice)))
    if name == FOLD:
        return _fold(row, value)
    if name == "hill" and row["fit"] != "sigmoid":
        return {"flat": "no slope", "poor fit": "not sigmoid"}.get(str(row["fit"]), "no fit")
    if not math.isfinite(value):
        return "no value"
    return number(float(f"{value:.4g}"), _number_text(name, str(row["readout"]), value))


def _fold(row: Mapping[str, Any], value: float) -> Cell:
    if row["genotype"] == WILD_TYPE:
        return number(1.0, "1")
    if math.isinf(value):
        return "not reached"
    if math.isnan(value):
        return "not comparable"
    return number(float(f"{value:.4g}"), figures(value, _DIGITS))


def _number_text(name: str, readout: str, value: float) -> str:
    if name == "GRmax" or (name == "Emax" and readout == GROWTH):
        return signless(f"{value:.2f}")
    return figures(value, _DIGITS if name in ("hill", FOLD) else 3)


def _interval(
    name: str, row: Mapping[str, Any], span: tuple[float, float], choice: DrugChoice
) -> Cell:
    """Return the interval of one metric, and whether the table's own value is outside."""
    low, high = float(row[f"{name}_lower"]), float(row[f"{name}_upper"])
    if math.isnan(low) or math.isnan(high):
        return "not comparable" if name == FOLD else "no value"
    if math.isinf(high) and not math.isinf(low) and name == FOLD:
        return _marked(f"{_number_text(name, str(row['readout']), low)} or more", row, name)
    ends = [_end(name, end, str(row["readout"]), span, choice) for end in (low, high)]
    text = ends[0] if ends[0] == ends[1] else "\u00a0to ".join(ends)
    return _marked(text, row, name)


def _marked(text: str, row: Mapping[str, Any], name: str) -> str:
    """Return an interval with a mark where the table's own value is outside."""
    is_outside = not row[f"{name}_lower"] <= row[name] <= row[f"{name}_upper"]
    return f"{text}\u00a0{OUTSIDE}" if is_outside else text


def _end(
    name: str, value: float, readout: str, span: tuple[float, float], choice: DrugChoice
) -> str:
    if name.endswith("50_nM"):
        if math.isinf(value):
            return f">{dose_text(span[1], choice)}"
        if value <= span[0]:
            return f"≤{dose_text(span[0], choice)}"
        return digits(amount(value, choice), _DIGITS)
    if math.isinf(value):
        return "not reached"
    return _number_text(name, readout, value)


def _clinic_columns(found: Readings, choice: DrugChoice) -> list[Column]:
    """Return the column of what is left at the highest concentration that patients reach."""
    if found.found.clinical_nM is None:
        return []
    high = dose_text(found.found.clinical_nM[1], choice)
    label = "GR" if found.found.readout == GROWTH else "Left"
    hint = (
        f"The readout at {high}, which leaves as much drug free as patients reach at the most; "
        "between two doses simulated by a straight line over the logarithm of the dose."
    )
    return [Column("clinic", f"{label} at {high}", "number", hint)]


def _clinic_cells(found: Readings, genotype: str, choice: DrugChoice) -> list[Cell]:
    if found.found.clinical_nM is None:
        return []
    curve = found.curves[genotype]
    doses, values = np.log10(curve.doses[1:]), curve.responses[1:]
    value = float(np.interp(math.log10(found.found.clinical_nM[1]), doses, values))
    if not math.isfinite(value):
        return ["no value"]
    return [number(float(f"{value:.4g}"), value_text(found.found.readout, value))]
