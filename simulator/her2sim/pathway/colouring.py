"""Colours a map by fold changes and writes marks on it, for files."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from her2sim.pathway.drawing import BADGE, as_text, drawn
from her2sim.pathway.letters import text_width
from her2sim.pathway.outlines import short
from her2sim.pathway.parts import Pathway
from her2sim.pathway.style import svg_style
from her2sim.pathway.vocabulary import stop_of

_PADDING = 12.0
# What is shown as unchanged gets no arrow; the same digits that the number shows decide.
_DIGITS = 2


def coloured(
    pathway: Pathway,
    folds: Mapping[str, float],
    badges: Mapping[str, str] | None = None,
    doses: Mapping[str, str] | None = None,
    dark: bool = False,
) -> str:
    """Return a map as an SVG file, coloured and with its numbers.

    Parameters
    ----------
    pathway
        From :func:`her2sim.pathway.load_pathway`.
    folds
        By node id, the value as a multiple of the reference; NaN where there is none.
    badges
        By node id, the mark of a mutation or knock-down.
    doses
        By drug id, the dose in words; drugs without one are drawn pale, and so are their lines.
    dark
        For a dark ground.
    """
    root = drawn(pathway, svg_style(dark))
    absent = {node.id for node in pathway.nodes if node.drug and node.drug not in (doses or {})}
    for group in root.iter("g"):
        name = group.get("data-node", "")
        if name in absent:
            _add_class(group, "absent")
        if group.get("data-from") in absent:
            _add_class(group, "idle")
        if name in folds:
            _fill(group, folds[name])
        if name in (badges or {}):
            _mark(group, (badges or {})[name])
        drug = group.get("data-drug", "")
        if drug:
            _dose(group, (doses or {}).get(drug, ""))
    return as_text(root)


def fold_text(fold: float) -> str:
    """Write a fold change with an arrow up or down: ``0.23× ▼``; a dash where there is none."""
    if math.isnan(fold):
        return "–"
    if math.isinf(fold):
        return "new ▲"
    # Beyond ten, decimals only blur the picture.
    rounded = round(fold, _DIGITS) + 0.0
    number = f"{fold:.0f}" if abs(fold) >= 10 else f"{rounded:.{_DIGITS}f}"
    arrow = "" if rounded == 1 else " ▲" if fold > 1 else " ▼"
    return f"{number}×{arrow}".replace("-", "−")


def _fill(group: ET.Element, fold: float) -> None:
    stop = stop_of(fold)
    for part in group:
        if part.get("class") == "value":
            part.text = fold_text(fold)
        if stop is None:
            continue
        if part.get("class") == "body":
            part.set("style", f"fill:{stop.fill}")
        elif part.get("class") in ("label", "value"):
            part.set("style", f"fill:{stop.ink}")


def _mark(group: ET.Element, text: str) -> None:
    for badge in group.iter("g"):
        if badge.get("class") != "badge":
            continue
        badge.attrib.pop("hidden", None)
        width = text_width(text, BADGE) + _PADDING
        for part in badge:
            if part.tag == "rect":
                part.set("width", short(width))
                part.set("x", short(-width / 2))
            else:
                part.text = text


def _add_class(group: ET.Element, name: str) -> None:
    group.set("class", f"{group.get('class')} {name}")


def _dose(group: ET.Element, text: str) -> None:
    for part in group:
        if part.get("class") == "dose":
            part.text = text


def badges_of(
    pathway: Pathway, mutations: Mapping[str, tuple[str, str]], knockdowns: Mapping[str, str]
) -> dict[str, str]:
    """Return the mark of each node.

    Parameters
    ----------
    pathway
        The map.
    mutations
        Gene and mark of each mutation, by mutation id.
    knockdowns
        Mark of each knocked-down gene, by gene.
    """
    named = {name for node in pathway.nodes for name in node.mutations}
    found: dict[str, list[str]] = {}
    for node in pathway.nodes:
        marks = [
            mark
            for name, (gene, mark) in mutations.items()
            if name in node.mutations or (name not in named and gene in node.genes)
        ]
        marks += [mark for gene, mark in knockdowns.items() if gene in node.genes]
        if marks:
            found[node.id] = marks
    # A node has room for a word or two: what stands in brackets is for the page's sentences.
    return {
        name: ", ".join(mark.partition(" (")[0] for mark in marks) for name, marks in found.items()
    }
