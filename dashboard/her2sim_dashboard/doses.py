"""Doses: the input of one drug, a number box with its unit beside a logarithmic slider."""

from __future__ import annotations

import math
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.catalogue import DrugChoice, shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import Limits
from her2sim_dashboard.numbers import plain, rounded
from her2sim_dashboard.state import State


def part(kind: str, name: str = "") -> dict[str, str]:
    """Return the id of an input."""
    return {"part": kind, "name": name}


def dose_input(drug: DrugChoice, state: State, limits: Limits) -> Component:
    """Return one drug: name, number box with unit, log slider with the clinical range."""
    dose = state.cell.dose(drug.id)
    unit = dose.unit if dose else drug.units[0]
    amount = dose.amount if dose else 0.0
    position = slider_position(drug.convert(amount, unit, drug.units[0]), drug, limits)
    name = drug.row.name
    box = dmc.NumberInput(
        id=part("dose-amount", drug.id),
        value=amount,
        min=0,
        hideControls=True,
        debounce=300,
        allowNegative=False,
        className="dose-amount",
        **{"aria-label": f"Dose of {name}"},
    )
    head = [html.Span(name, className="drug-name"), box, _units(drug, unit)]
    return html.Div(
        [
            html.Div(head, className="drug-head"),
            html.Div(
                [_clinical_band(drug, limits), _dose_slider(drug, position, limits)],
                className="slider-box",
            ),
            *_clinical_note(drug),
        ],
        className="drug",
    )


def _units(drug: DrugChoice, unit: str) -> Component:
    """Return the choice of a dose's unit, or the unit where there is only one."""
    if len(drug.units) == 1:
        return html.Span(shown_unit(unit), className="dose-unit")
    return dmc.SegmentedControl(
        id=part("dose-unit", drug.id),
        value=unit,
        className="dose-unit",
        size="xs",
        data=[{"value": each, "label": shown_unit(each)} for each in drug.units],
        **{"aria-label": f"Unit of the dose of {drug.row.name}"},
    )


def _dose_slider(drug: DrugChoice, position: float, limits: Limits) -> Component:
    stops = slider_stops(drug, limits)
    return dmc.Slider(
        id=part("dose-slider", drug.id),
        min=0,
        max=stops,
        step=1,
        value=round(position),
        updatemode="drag",
        marks=_marks(drug, limits),
        label=None,
        size=6,
        thumbSize=24,
        thumbLabel=f"Dose of {drug.row.name}, logarithmic",
    )


def _marks(drug: DrugChoice, limits: Limits) -> list[dict[str, Any]]:
    """Return a mark at off and at each power of ten; every second one carries its dose."""
    decades = round(math.log10(drug.high / drug.low))
    marks: list[dict[str, Any]] = [{"value": 0, "label": "off"}]
    for decade in range(1, decades + 1):
        mark: dict[str, Any] = {"value": 1 + decade * limits.dose_steps_per_decade}
        if decade % 2 == decades % 2:
            mark["label"] = _short_dose(drug, rounded(drug.low * 10**decade))
        marks.append(mark)
    return marks


def _short_dose(drug: DrugChoice, amount: float) -> str:
    """Return a dose in the unit that makes it shortest, e.g. ``10 µM``; without it if only one."""
    if len(drug.units) == 1:
        return plain(amount)
    texts = [
        f"{plain(rounded(drug.convert(amount, drug.units[0], unit), 6))} {shown_unit(unit)}"
        for unit in drug.units
    ]
    return min(texts, key=len)


def _clinical_band(drug: DrugChoice, limits: Limits) -> Component:
    """Return the band under the slider that marks what is reached in patients."""
    if drug.clinical is None:
        return html.Div(className="clinical-band", hidden=True)
    stops = slider_stops(drug, limits)
    low, high = (
        min(max(slider_position(end, drug, limits) / stops, 0.0), 1.0) for end in drug.clinical
    )
    place = {"left": f"{100 * low:.2f}%", "width": f"{max(100 * (high - low), 1.0):.2f}%"}
    return html.Div(html.Div(style=place), className="clinical-band", **{"aria-hidden": "true"})


def _clinical_note(drug: DrugChoice) -> list[Component]:
    """Return the clinical range in words."""
    if drug.clinical is None:
        return []
    low, high = (plain(end) for end in drug.clinical)
    span = low if low == high else f"{low} to {high}"
    return [
        html.P(
            [
                html.Span(className="swatch", **{"aria-hidden": "true"}),
                f"as free in patients: {span} {shown_unit(drug.units[0])}",
            ],
            className="hint clinical",
        )
    ]


def slider_stops(drug: DrugChoice, limits: Limits) -> int:
    """Return how many stops above ``off`` a drug's slider has."""
    return round(limits.dose_steps_per_decade * math.log10(drug.high / drug.low)) + 1


def slider_position(amount: float, drug: DrugChoice, limits: Limits) -> float:
    """Return where a dose (in the drug's first unit) lies on its slider; 0 is off."""
    if amount <= 0:
        return 0.0
    return 1 + limits.dose_steps_per_decade * math.log10(amount / drug.low)


def vocabulary(context: Context) -> dict[str, Any]:
    """Return what the browser needs to turn slider positions into doses."""
    return {
        "figures": context.limits.significant_figures,
        "ligands": {ligand.id: ligand.unit for ligand in context.catalogue.ligands},
        "drugs": {
            drug.id: {
                "low": drug.low,
                "steps": context.limits.dose_steps_per_decade,
                "units": {unit: drug.convert(1.0, unit, drug.units[0]) for unit in drug.units},
                "shown": {unit: shown_unit(unit) for unit in drug.units},
            }
            for drug in context.catalogue.drugs
        },
    }
