"""Controls: the inputs that build a scenario, made from what the model offers.

Ids are ``{"part": kind, "name": which}``; ``assets/20-exchange.js`` reads them all and writes the
address, so a new kind of input needs a line there.
"""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component
from her2sim.ligand import Ligand

from her2sim_dashboard.catalogue import WILD_TYPE, Catalogue, GeneChoice
from her2sim_dashboard.choices import pills
from her2sim_dashboard.context import Context
from her2sim_dashboard.doses import dose_input, part
from her2sim_dashboard.limits import Limits
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.state import State

_AXES = (("fold", "fold change"), ("unit", "model units"))


def scenario_builder(state: State, context: Context) -> list[Component]:
    """Return all inputs of the scenario, set to a state."""
    catalogue, limits = context.catalogue, context.limits
    return [
        _section(
            "Tumour cell",
            [
                *background_input(state, catalogue),
                *(_gene(gene, state) for gene in catalogue.genes),
                _knockdowns(state, catalogue, limits),
            ],
        ),
        *_medium(state, context),
        _section("Drugs", [dose_input(drug, state, limits) for drug in catalogue.drugs]),
        _section("Time", [hours_input(state, limits)]),
    ]


def chart_pickers(state: State, context: Context) -> list[Component]:
    """Return the inputs that choose what the charts show."""
    groups = [
        {
            "group": arm or "other",
            "items": [{"value": each.id, "label": each.label or each.id} for each in readouts],
        }
        for arm, readouts in context.catalogue.arms().items()
    ]
    return [
        dmc.MultiSelect(
            id=part("readouts"),
            label=f"Time courses (up to {context.limits.charts_most})",
            data=groups,
            value=list(state.readouts),
            maxValues=context.limits.charts_most,
            searchable=True,
            clearable=False,
            className="readout-picker",
        ),
        pills(part("axis"), _AXES, state.axis, label="Vertical axis"),
    ]


def _section(title: str, children: list[Component]) -> Component:
    return html.Section([html.H3(title), *children], className="builder-section")


def background_input(state: State, catalogue: Catalogue) -> list[Component]:
    """Return the choice of the cell background, nothing where the model has none."""
    if not catalogue.backgrounds:
        return []
    options = [{"value": each.id, "label": each.label or each.id} for each in catalogue.backgrounds]
    return [
        dmc.Select(
            id=part("background"),
            label="Cell background",
            data=options,
            value=state.cell.background,
            allowDeselect=False,
            checkIconPosition="right",
        )
    ]


def _gene(choice: GeneChoice, state: State) -> Component:
    """Return the choice between wild type and the mutations of one gene."""
    chosen = next(
        (each.id for each in choice.mutations if each.id in state.cell.genotype), WILD_TYPE
    )
    options = [(WILD_TYPE, "wild type")]
    options += [
        (each.id, _within_gene(each.label or each.id, choice.gene)) for each in choice.mutations
    ]
    return pills(part("gene", choice.gene), options, chosen, label=choice.gene)


def _within_gene(label: str, gene: str) -> str:
    """Return a mutation's label without the gene's name, which stands above it."""
    short = label.removeprefix(gene).strip(" _-:")
    return short or label


def _knockdowns(state: State, catalogue: Catalogue, limits: Limits) -> Component:
    """Return folded slots for virtual knock-downs; open when one is in use."""
    slots = []
    for slot in range(limits.knockdowns_most):
        each = state.cell.knockdowns[slot] if slot < len(state.cell.knockdowns) else None
        slots.append(
            html.Div(
                [
                    dmc.Select(
                        id=part("knockdown-gene", str(slot)),
                        data=list(catalogue.targets),
                        value=each.gene if each else None,
                        placeholder="gene",
                        searchable=True,
                        clearable=True,
                        **{"aria-label": f"Gene of knock-down {slot + 1}"},
                        clearButtonProps={"aria-label": "Remove this knock-down"},
                    ),
                    dmc.NumberInput(
                        id=part("knockdown-left", str(slot)),
                        min=0,
                        max=100,
                        suffix=" %",
                        value=round(100 * each.left, 6) if each else 0,
                        hideControls=True,
                        debounce=300,
                        clampBehavior="blur",
                        **{"aria-label": f"Per cent of the protein left, {slot + 1}"},
                    ),
                ],
                className="knockdown-slot",
            )
        )
    hint = html.P(
        "Per cent of the protein that is left, before and during treatment.", className="hint"
    )
    return html.Details(
        [html.Summary("Knock-downs"), hint, *slots],
        open=bool(state.cell.knockdowns),
        className="fold",
    )


def _medium(state: State, context: Context) -> list[Component]:
    """Return folded inputs for ligands in the medium; open when one is given."""
    if not context.catalogue.ligands:
        return []
    inputs = [_ligand(ligand, state) for ligand in context.catalogue.ligands]
    hint = html.P("Before and during treatment; 0 leaves the model's own level.", className="hint")
    return [
        html.Details(
            [html.Summary("Ligands in the medium"), hint, *inputs],
            open=bool(state.cell.ligands),
            className="fold",
        )
    ]


def _ligand(ligand: Ligand, state: State) -> Component:
    supply = state.cell.supply(ligand.id)
    label = f"{ligand.name}, up to {plain(ligand.high)} {ligand.unit}"
    box = dmc.NumberInput(
        id=part("ligand", ligand.id),
        value=supply.amount if supply else 0,
        min=0,
        suffix=f" {ligand.unit}",
        hideControls=True,
        debounce=300,
        className="dose-amount",
        **{"aria-label": label},
    )
    return html.Div([html.Span(ligand.name, className="drug-name"), box], className="drug-head")


def hours_input(state: State, limits: Limits) -> Component:
    """Return the length of the treatment: number box and slider."""
    low, high = int(limits.hours_low), int(limits.hours_high)
    marks = [
        {"value": hours, "label": f"{hours} h"}
        for hours in (24, 48, 72, 96, 120)
        if low < hours <= high
    ]
    box = dmc.NumberInput(
        id=part("hours-amount"),
        value=state.hours,
        min=low,
        max=high,
        suffix=" h",
        hideControls=True,
        debounce=300,
        clampBehavior="blur",
        className="dose-amount",
        **{"aria-label": "Hours of treatment"},
    )
    slider = dmc.Slider(
        id=part("hours-slider"),
        min=low,
        max=high,
        step=1,
        value=round(state.hours),
        updatemode="drag",
        marks=marks,
        label=None,
        size=6,
        thumbSize=24,
        thumbLabel="Hours of treatment",
    )
    head = html.Div([html.Span("Treated for", className="drug-name"), box], className="drug-head")
    return html.Div([head, html.Div([slider], className="slider-box")], className="drug")
