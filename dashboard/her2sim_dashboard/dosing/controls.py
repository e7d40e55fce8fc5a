"""Controls: the inputs of the Dose page, made from what the model offers."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.context import Context
from her2sim_dashboard.controls import background_input, hours_input
from her2sim_dashboard.doses import dose_input, part
from her2sim_dashboard.dosing.question import (
    ALL_REFERENCES,
    REFERENCES,
    genotype_options,
    genotypes_of,
    pair_of,
    question_of,
    readout_of,
)
from her2sim_dashboard.settings import read_settings
from her2sim_dashboard.state import State


def question_inputs(state: State, context: Context) -> list[Component]:
    """Return what chooses the drug, the readout, the genotypes and what they share."""
    catalogue, limits = context.catalogue, context.limits
    question = question_of(state, context)
    drug = question.drug if question else ""
    drugs = [{"value": each.id, "label": each.row.name} for each in catalogue.drugs]
    shared = [
        *background_input(state, catalogue),
        html.P(id="dose-shared", className="hint"),
        html.A(
            "Change the cell in Explore",
            id="dose-explore",
            href="/explore",
            **{"data-page": "/explore"},
        ),
    ]
    partners = [
        html.P(id="dose-partners", className="hint"),
        *(
            html.Div(dose_input(each, state, limits), className="partner", **{"data-drug": each.id})
            for each in catalogue.drugs
        ),
    ]
    return [
        _section(
            "Dose-response",
            [
                _select("dod", "Drug whose dose varies", drugs, drug),
                _readout(state, catalogue),
                _genotypes(state, catalogue),
                hours_input(state, limits),
            ],
        ),
        _section("All cells", shared),
        _section("Given throughout", partners),
    ]


def matrix_inputs(state: State, context: Context) -> Component:
    """Return what chooses the second drug, the genotype, the size and the score of the matrix."""
    catalogue = context.catalogue
    pair = pair_of(state, context)
    if pair is None:
        return html.Div()
    drugs = [{"value": each.id, "label": each.row.name} for each in catalogue.drugs]
    sizes = [{"value": each, "label": f"{each} × {each}"} for each in read_settings()["don"].valid]
    genotypes = _options(state, catalogue)
    return html.Div(
        [
            _select("dop", "Second drug", drugs, pair.drugs[1]),
            _select("dom", "Genotype", genotypes, pair.genotype),
            _select("don", "Doses", sizes, state.setting("don")),
        ],
        className="matrix-inputs",
    )


def score_input(state: State) -> Component:
    """Return the choice of the reference that the matrix is scored against."""
    labels = {**REFERENCES, ALL_REFERENCES: "all four"}
    return dmc.SegmentedControl(
        id=part("setting", "dos"),
        value=state.setting("dos"),
        data=[{"value": name, "label": label} for name, label in labels.items()],
        size="xs",
        className="score-input",
        **{"aria-label": "Excess over which reference"},
    )


def _section(title: str, children: list[Component]) -> Component:
    return html.Section([html.H3(title), *children], className="builder-section")


def _select(key: str, label: str, options: list[dict[str, str]], value: str) -> Component:
    return dmc.Select(
        id=part("setting", key),
        label=label,
        data=options,
        value=value,
        allowDeselect=False,
        checkIconPosition="right",
    )


def _readout(state: State, catalogue: Catalogue) -> Component:
    groups = [
        {
            "group": arm or "other",
            "items": [{"value": each.id, "label": each.label or each.id} for each in readouts],
        }
        for arm, readouts in catalogue.arms().items()
    ]
    return dmc.Select(
        id=part("setting", "dor"),
        label="Readout",
        data=groups,
        value=readout_of(state, catalogue),
        searchable=True,
        allowDeselect=False,
        checkIconPosition="right",
    )


def _genotypes(state: State, catalogue: Catalogue) -> Component:
    most = int(read_settings()["dog"].high or 0)
    return dmc.MultiSelect(
        id=part("setting", "dog"),
        label=f"Genotypes (up to {most})",
        data=_options(state, catalogue),
        value=list(genotypes_of(state, catalogue)),
        maxValues=most,
        searchable=True,
        clearable=False,
        hidePickedOptions=True,
    )


def _options(state: State, catalogue: Catalogue) -> list[dict[str, str]]:
    return [
        {"value": name, "label": catalogue.genotype_label(name)}
        for name in genotype_options(state, catalogue)
    ]
