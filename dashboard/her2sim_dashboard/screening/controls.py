"""The inputs of the Screen page beside the scenario's own."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.choices import pills
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import part
from her2sim_dashboard.screening.asking import label_of, readout_of
from her2sim_dashboard.screening.scanning import DRUG, KNOCKDOWN, SET
from her2sim_dashboard.settings import read_settings
from her2sim_dashboard.state import State

_WAYS = (("down", "knock down"), ("up", "over-express"))
_METHODS = (("local", "local"), ("morris", "Morris"), ("sobol", "Sobol"))
_BY = (("parameter", "parameters"), ("arm", "arms"))


def readout_picker(state: State, context: Context) -> Component:
    """Return the choice of the readout that all parts of the page compare."""
    groups = [
        {
            "group": arm or "other",
            "items": [{"value": each.id, "label": label_of(each)} for each in readouts],
        }
        for arm, readouts in context.catalogue.arms().items()
    ]
    return dmc.Select(
        id=part("setting", "sco"),
        label="Readout compared",
        data=groups,
        # Empty is the usual one, so that an address says only what was chosen.
        value=state.setting("sco") or None,
        placeholder=label_of(readout_of(state, context)),
        searchable=True,
        clearable=True,
        clearButtonProps={"aria-label": "Back to the usual readout"},
        className="ask-wide",
    )


def gene_controls(state: State) -> list[Component]:
    """Return what is done to the genes."""
    return [
        _segments("scd", "Each gene in turn", _WAYS, state),
        html.Div(_number("scl", "Left of it", state, " %"), className="only-down"),
        html.Div(_number("scu", "Made of it", state, "×"), className="only-up"),
    ]


def sets_picker(state: State) -> Component:
    """Return how many parameter sets intervals are from."""
    return _select("scn", "Parameter sets", state, {})


def parameter_controls(state: State) -> list[Component]:
    """Return method, size and range of the sensitivity, and how much of it is drawn."""
    runs = {text: f"{int(text):,}".replace(",", "\u202f") for text in read_settings()["scr"].valid}
    return [
        _segments("scs", "Method", _METHODS, state),
        html.Div(_segments("scb", "Of each of the", _BY, state), className="only-sobol"),
        html.Div(_select("scr", "About so many simulations", state, runs), className="only-ranges"),
        html.Div(_number("scw", "Part of each range", state, " %"), className="only-ranges"),
        _number("sck", "Bars drawn", state, ""),
    ]


def scan_controls(state: State, context: Context, usual: tuple[str, str]) -> list[Component]:
    """Return the two axes and the size of the grid; ``usual`` is called what is not chosen."""
    catalogue = context.catalogue
    groups = [
        {
            "group": "Dose of",
            "items": [
                {"value": f"{DRUG}.{each.id}", "label": each.row.name} for each in catalogue.drugs
            ],
        },
        {
            "group": "What is left of",
            "items": [
                {"value": f"{KNOCKDOWN}.{gene}", "label": f"{gene} left"}
                for gene in catalogue.targets
            ],
        },
        {
            "group": "Parameter",
            "items": [{"value": f"{SET}.{name}", "label": name} for name in catalogue.parameters],
        },
    ]
    axes = [
        dmc.Select(
            id=part("setting", key),
            label=label,
            data=groups,
            value=state.setting(key) or None,
            placeholder=name,
            searchable=True,
            clearable=True,
            clearButtonProps={"aria-label": f"Back to the usual: {label}"},
            limit=80,
            nothingFoundMessage="Nothing of that name",
            className="ask-wide",
        )
        for key, label, name in (
            ("scx", "From left to right", usual[0]),
            ("scy", "From bottom to top", usual[1]),
        )
    ]
    return [*axes, _number("scg", "Values of each", state, "")]


def _segments(
    key: str, label: str, options: tuple[tuple[str, str], ...], state: State
) -> Component:
    """Return a choice between a few, each in a pill."""
    return pills(part("setting", key), options, state.setting(key), label=label)


def _select(key: str, label: str, state: State, labels: dict[str, str]) -> Component:
    data: list[Any] = [
        {"value": value, "label": labels.get(value, value)} for value in read_settings()[key].valid
    ]
    return dmc.Select(
        id=part("setting", key),
        label=label,
        data=data,
        value=state.setting(key),
        allowDeselect=False,
        className="ask-number",
    )


def _number(key: str, label: str, state: State, suffix: str) -> Component:
    row = read_settings()[key]
    return dmc.NumberInput(
        id=part("setting", key),
        label=label,
        value=float(state.setting(key)),
        min=row.low,
        max=row.high,
        suffix=suffix,
        allowDecimal=row.kind == "number",
        allowNegative=False,
        debounce=300,
        clampBehavior="blur",
        hideControls=True,
        className="ask-number",
    )
