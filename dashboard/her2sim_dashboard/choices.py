"""Choices: one of a few, each in a pill of its own."""

from __future__ import annotations

from collections.abc import Iterable

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component


def pills(
    place: dict[str, str],
    options: Iterable[tuple[str, str]],
    value: str,
    *,
    label: str = "",
    name: str = "",
) -> Component:
    """Return a choice between a few.

    Parameters
    ----------
    place
        The id, from :func:`her2sim_dashboard.doses.part`.
    options
        Pairs of value and text.
    value
        The value chosen.
    label
        What stands above it; ``name`` says it to a screen reader alone.
    """
    row = html.Div([dmc.Radio(label=text, value=each) for each, text in options])
    row.className = "choice-row"
    shown = {"label": label} if label else {"aria-label": name}
    return dmc.RadioGroup(row, id=place, value=value, className="choices", **shown)
