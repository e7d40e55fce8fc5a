"""Mapping: the pathway map of a model as the browser needs it, and what its nodes show of a cell.

The picture and its words are fetched once per visit; an answer of a page holds numbers only, and
``assets/50-map.js`` colours the picture with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from dash import html
from dash.development.base_component import Component
from flask import Flask, Response, request
from her2sim.pathway import Node, Pathway, badges_of, details_of, sbgn_of, svg_of, svg_style

from her2sim_dashboard.catalogue import shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.numbers import plain, rounded
from her2sim_dashboard.runs import Comparison, Course
from her2sim_dashboard.state import Cell

Values: TypeAlias = npt.NDArray[np.float64]

SVG, DETAILS, SBGN = "/map.svg", "/map.json", "/map.sbgn"
_DECIMALS = 3
_FIGURES = 4
_YEAR = 31536000
_TYPES = {SVG: "image/svg+xml", DETAILS: "application/json", SBGN: "application/xml"}


@dataclass(frozen=True)
class Files:
    """The map's files by address, and a stamp that changes whenever one of them does."""

    texts: dict[str, str]
    stamp: str


@cache
def files_of(context: Context) -> Files | None:
    """Return the files of the model's map, ``None`` where it has no map."""
    pathway, model = context.pathway, context.model
    if pathway is None:
        return None
    details = details_of(pathway, model)
    themes = details.pop("themes")
    told = details | {
        "unchanged_within": context.limits.unchanged_within,
        "lowest_fold": context.limits.map_lowest_fold,
        # For files that leave the page: every colour written out, for a white ground.
        "print_style": svg_style(dark=False),
    }
    texts = {
        SVG: svg_of(pathway, svg_style() + _theme_style(themes)),
        DETAILS: json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False),
        SBGN: sbgn_of(pathway),
    }
    return Files(texts, sha256("".join(texts.values()).encode("utf-8")).hexdigest()[:12])


def _theme_style(themes: Mapping[str, Mapping[str, str]]) -> str:
    """Return the style that gives maps, and what surrounds them, light or dark colours."""
    light, dark = (
        ";".join(f"--{name}:{colour}" for name, colour in themes[scheme].items())
        for scheme in ("light", "dark")
    )
    return f'.map{{{light}}}[data-mantine-color-scheme="dark"] .map{{{dark}}}'


def map_stamp(context: Context) -> str:
    """Return what the browser adds to the addresses of the map's files; empty without a map."""
    files = files_of(context)
    return files.stamp if files else ""


def add_map_files(server: Flask, context: Context) -> None:
    """Serve the map's files; with the right stamp they may be kept for good."""
    files = files_of(context)
    for address, text in (files.texts if files else {}).items():
        _add_file(server, address, text, files.stamp if files else "")


def _add_file(server: Flask, address: str, text: str, stamp: str) -> None:
    def send() -> Response:
        response = Response(text, mimetype=_TYPES[address])
        stamped = request.args.get("m") == stamp
        kept = f"public, max-age={_YEAR}, immutable" if stamped else "no-cache"
        response.headers["Cache-Control"] = kept
        if address == SBGN:
            response.headers["Content-Disposition"] = 'attachment; filename="her2sim-map.sbgn"'
        return response

    server.add_url_rule(address, address, send)


def map_place(name: str = "map", label: str = "Pathway map") -> Component:
    """Return the place of a map, which ``her2sim.map.mount`` or ``show`` fills."""
    return html.Div(id=name, className="map", **{"data-map-label": label})


def map_of(context: Context, cell: Cell, compared: Comparison) -> dict[str, Any] | None:
    """Return what the map shows of a comparison, ``None`` where the model has no map."""
    return map_data(
        context,
        cell,
        compared.cell,
        compared.reference,
        untreated=compared.untreated,
        wild_type=compared.wild_type,
    )


def map_data(
    context: Context,
    cell: Cell,
    course: Course,
    reference: Course,
    *,
    untreated: Course | None = None,
    wild_type: Course | None = None,
) -> dict[str, Any] | None:
    """Return what the map shows of a cell, ``None`` where the model has no map.

    Parameters
    ----------
    context
        The model and its map.
    cell
        The cell: its mutations, knock-downs, ligands and doses are marked.
    course
        Its time course.
    reference
        That of the untreated wild type, which is one.
    untreated, wild_type
        Those of the same cell without drugs and of the wild type as treated, where the browser
        shall be able to compare with them.

    Returns
    -------
    dict
        ``times`` in hours, thinned out to what the map needs. ``nodes`` has, by node, the log2 of
        the multiple of the reference at each time, ``None`` where the reference has nothing of it
        or the value is below zero. ``base`` has the reference's amounts; ``untreated`` and
        ``wild`` are log2 multiples of the same reference, a single one where all are the same.
        ``amounts``, by node and then by cell, are in the model's unit and there for nodes without
        a multiple only. ``badges`` are [text, kind] by node, ``doses`` texts by node of a drug.
    """
    pathway, limits = context.pathway, context.limits
    if pathway is None:
        return None
    named = {"nodes": course, "untreated": untreated, "wild": wild_type}
    shown = {name: each for name, each in named.items() if each}
    places = _thinned(len(course.times), limits.map_points)
    nodes = [node for node in pathway.nodes if node.shows]
    bases = _values(reference, nodes, places)
    amounts = {name: _values(each, nodes, places) for name, each in shown.items()}
    logs = {name: _logs(each, bases, limits.map_lowest_fold) for name, each in amounts.items()}
    data: dict[str, Any] = {name: {} for name in (*shown, "base", "amounts")}
    for row, node in enumerate(nodes):
        data["base"][node.id] = rounded(float(bases[row, -1]), _FIGURES)
        for name in shown:
            own = logs[name][row]
            data[name][node.id] = own if name == "nodes" else _shortened(own)
        if any(None in logs[name][row] for name in shown):
            data["amounts"][node.id] = {
                name: _shortened([rounded(value) for value in each[row].tolist()])
                for name, each in amounts.items()
            }
    return data | {
        "times": [rounded(course.times[place], _FIGURES) for place in places],
        "badges": _badges(context, pathway, cell),
        "doses": _doses(pathway, cell),
    }


def _values(course: Course, nodes: Sequence[Node], places: Sequence[int]) -> Values:
    """Return what nodes show of a course, a row for each node."""
    return np.array([course.values[node.shows] for node in nodes])[:, places]


def _logs(values: Values, bases: Values, lowest: float) -> list[list[float | None]]:
    """Return log2 multiples, that of the lowest shown for nothing, ``None`` where there is none."""
    known = (bases > 0) & (values >= 0)
    ratios = np.divide(values, bases, out=np.ones_like(values), where=known)
    logs = np.log2(np.maximum(ratios, lowest)).round(_DECIMALS) + 0.0
    return [
        [log if there else None for log, there in zip(*row, strict=True)]
        for row in zip(logs.tolist(), known.tolist(), strict=True)
    ]


def _thinned(count: int, most: int) -> list[int]:
    """Return the places of at most so many points, the first and the last among them."""
    return sorted({int(place) for place in np.linspace(0, count - 1, min(count, most)).round()})


def _shortened(values: list[Any]) -> list[Any]:
    """Return a single value for those that are all the same."""
    return values[:1] if len(set(values)) == 1 else values


def _badges(context: Context, pathway: Pathway, cell: Cell) -> dict[str, list[str]]:
    """Return text and kind of what marks a node: mutations, knock-downs, ligands added."""
    rows = [context.catalogue.mutation(name) for name in cell.genotype]
    mutations = {
        row.id: (row.gene, (row.label or row.id).removeprefix(row.gene).strip(" _-:") or row.id)
        for row in rows
    }
    knockdowns = {
        each.gene: f"{plain(round(100 * each.left, 1))} %" if each.left else "KO"
        for each in cell.knockdowns
    }
    ligands = {
        node.id: f"{plain(supply.amount)} {shown_unit(supply.unit)}"
        for supply in cell.ligands
        for node in pathway.nodes
        if {supply.ligand, supply.parameter} & {node.shows, *node.species}
    }
    marks = {
        "ligand": ligands,
        "knockdown": badges_of(pathway, {}, knockdowns),
        "mutation": badges_of(pathway, mutations, {}),
    }
    found: dict[str, list[str]] = {}
    for kind, texts in marks.items():
        for node, text in texts.items():
            before = found.get(node)
            found[node] = [f"{text}, {before[0]}" if before else text, kind]
    return found


def _doses(pathway: Pathway, cell: Cell) -> dict[str, str]:
    """Return the dose of each drug given, by its node."""
    given = {dose.drug: f"{plain(dose.amount)}\u00a0{shown_unit(dose.unit)}" for dose in cell.doses}
    return {node.id: given[node.drug] for node in pathway.nodes if node.drug in given}
