"""Bundle: everything about a scenario in one file that outlives the page.

It is a COMBINE archive, so programs that know this form open it as it is; everybody else sees a
zip file with a README.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component
from flask import Flask, Response, request
from her2sim import __version__
from her2sim.engine import clock_of
from her2sim.errors import Her2simError, InvalidValue
from her2sim.export import ArchiveFile, scenario_archive, scenario_sbml
from her2sim.pathway import Pathway, coloured, doses_of, marks_of

from her2sim_dashboard import wording
from her2sim_dashboard.context import Context
from her2sim_dashboard.downloads import csv_text, download
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.panels import NOTICE
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.pictures import pictures_of
from her2sim_dashboard.runs import Comparison
from her2sim_dashboard.state import Cell
from her2sim_dashboard.view import View, view_of

_README = """\
{sentence}
{verdict}

{notice}

Model {model} (SHA-256 of its SBML {sha256}), her2sim {version}.
The page: {address} (put it after the address of any her2sim dashboard)

What is in here
  README.txt         this text
  scenario.json      the scenario, the verdict and what it rests on, versions
  readouts.csv       every readout of the four cells compared, over time
{map}  run.py             the same in Python
  model.xml          SBML of the treated cell: its values and doses, starting at time 0 of the
                     treatment from its steady state without drugs
  simulation.sedml   SED-ML: how long to simulate it and what to report
  manifest.xml       makes this file a COMBINE archive: name it .omex for programs that ask

How to get the numbers again
  python run.py
  {command}
  or simulate model.xml for {length} in any program that reads SBML.
"""
_WHAT = (
    "The zip file is a COMBINE archive: SBML of this cell with its values and doses, SED-ML of the "
    "run, all numbers, map and charts as pictures, Python, and a README. The SBML starts where the "
    "cell stands at time 0, so any program that reads SBML gets the numbers of this page."
)
_FIGURES = "  figures/           the charts and the map as on the page, SVG and PNG\n"
_MAP = "  map.svg            the pathway map at the end of the treatment\n"


def way_there() -> Component:
    """Return the button at the head of the page that leads to what can be taken along."""
    return html.Button(
        "Export", type="button", className="button small way", **{"data-go": "take-along"}
    )


def links(path: str) -> list[Component]:
    """Return the links to a page's files, whose addresses the browser completes."""
    files = [
        html.A(text, download="", className="button", **{"data-file": f"{path}{ending}"})
        for text, ending in (("Everything (.zip)", ".zip"), ("SBML of this cell", ".xml"))
    ]
    pictures = [
        html.Button(
            f"All charts as {kind.upper()}",
            type="button",
            className="button",
            **{"data-save-all": kind},
        )
        for kind in ("svg", "png")
    ]
    return [
        html.Div([*files, *pictures], className="buttons"),
        html.P(_WHAT, className="hint"),
    ]


def add_downloads(server: Flask, path: str, context: Context) -> None:
    """Add the addresses of a page's files: ``.zip`` (all of them) and ``.xml`` (SBML alone).

    Pictures posted to ``.zip``, as :func:`her2sim_dashboard.pictures.pictures_of` reads them, lie
    in it too.
    """

    def view() -> View:
        query = request.query_string.decode("utf-8", "replace")
        return view_of(parse_scenario(query, context), context)

    def whole() -> Response:
        if request.method == "GET":
            return bundle_of(view(), context, path)
        # Pictures are larger than what is asked of the server elsewhere.
        request.max_content_length = context.limits.pictures_largest
        try:
            pictures = pictures_of(request.get_json(silent=True), context.limits.pictures_most)
        except InvalidValue as error:
            return Response(str(error), 400, mimetype="text/plain")
        return bundle_of(view(), context, path, pictures)

    def sbml() -> Response:
        return sbml_of(view(), context, path)

    server.add_url_rule(f"{path}.zip", f"{path}.zip", whole, methods=["GET", "POST"])
    server.add_url_rule(f"{path}.xml", f"{path}.xml", sbml)


def bundle_of(
    view: View, context: Context, path: str, pictures: Sequence[ArchiveFile] = ()
) -> Response:
    """Return everything about a view, with the pictures a browser drew, as a COMBINE archive."""
    if view.compared is None:
        return _refused(view.problems)
    state, address = view.state, f"{path}?{view.query}"
    files = [
        ArchiveFile("README.txt", _readme(view, context, address, bool(pictures))),
        ArchiveFile("scenario.json", _json(view, context, address)),
        ArchiveFile("readouts.csv", csv_text(view, context)),
        ArchiveFile("run.py", wording.as_python(state, context) + "\n"),
    ]
    if context.pathway is not None:
        picture = _map(state.cell, view.compared, context, context.pathway)
        files.insert(3, ArchiveFile("map.svg", picture))
    files += pictures
    scenario = state.cell.scenario("treated")
    try:
        content = scenario_archive(
            context.model, scenario, state.hours, more=files, notes=_notes(view, context, address)
        )
    except Her2simError as error:
        return _refused((str(error),))
    stem = wording.file_stem(state, context.catalogue)
    return download(content, "application/zip", f"{stem}.zip")


def sbml_of(view: View, context: Context, path: str) -> Response:
    """Return the treated cell of a view as SBML."""
    state, address = view.state, f"{path}?{view.query}"
    try:
        text = scenario_sbml(
            context.model, state.cell.scenario("treated"), _notes(view, context, address)
        )
    except Her2simError as error:
        return _refused((str(error),))
    stem = wording.file_stem(state, context.catalogue)
    return download(text.encode(), "application/sbml+xml", f"{stem}.xml")


def _refused(problems: tuple[str, ...]) -> Response:
    return Response("\n".join(problems), 422, mimetype="text/plain")


def _notes(view: View, context: Context, address: str) -> list[str]:
    sentence = wording.sentence(view.state, context.catalogue)
    return [f"{sentence} Verdict: {view.verdict.label}. Page: {address}"]


def _readme(view: View, context: Context, address: str, has_pictures: bool) -> str:
    grounds = "; ".join(
        f"{check.rule.reads} {check.measured:.3g}" for check in view.verdict.grounds
    )
    return _README.format(
        sentence=wording.sentence(view.state, context.catalogue),
        verdict=f"{view.verdict.label}{f' ({grounds})' if grounds else ''}",
        notice=NOTICE,
        model=context.model.name,
        sha256=context.model.sha256,
        version=__version__,
        address=address,
        map=(_MAP if context.pathway is not None else "") + (_FIGURES if has_pictures else ""),
        command=wording.as_command(view.state, context),
        length=f"{plain(view.state.hours * clock_of(context.model))} {context.model.time_unit}",
    )


def _json(view: View, context: Context, address: str) -> str:
    """Return the scenario and what was found, with all that is needed to find it again."""
    state, verdict = view.state, view.verdict
    content = {
        "sentence": wording.sentence(state, context.catalogue),
        "address": address,
        "model": {"name": context.model.name, "sha256": context.model.sha256},
        "her2sim": __version__,
        "cell": _cell(state.cell),
        "hours": state.hours,
        "verdict": {
            "id": verdict.id,
            "label": verdict.label,
            "grounds": [
                {
                    "reads": check.rule.reads,
                    "measured": _finite(check.measured),
                    "test": check.rule.test,
                    "threshold": check.rule.threshold,
                    "holds": check.holds,
                }
                for check in verdict.grounds
            ],
        },
        "ends": _ends(view),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "genotype": list(cell.genotype),
        "background": cell.background,
        "knockdowns": [{"gene": each.gene, "left": each.left} for each in cell.knockdowns],
        "ligands": [
            {"ligand": each.ligand, "amount": each.amount, "unit": each.unit}
            for each in cell.ligands
        ],
        "doses": [
            {"drug": each.drug, "amount": each.amount, "unit": each.unit} for each in cell.doses
        ],
    }


def _finite(value: float) -> float | None:
    """Return a value as JSON can hold it."""
    return value if math.isfinite(value) else None


def _ends(view: View) -> dict[str, dict[str, float | None]]:
    """Return the readouts of the four cells at the end."""
    ends = view.ends
    return {
        name: {each: _finite(value) for each, value in getattr(ends, name).items()}
        for name in ("cell", "untreated", "wild_type", "reference")
        if ends is not None
    }


def _map(cell: Cell, compared: Comparison, context: Context, pathway: Pathway) -> str:
    """Return the map coloured as it is at the end, against the untreated wild type."""
    mine, other = compared.cell.ends(), compared.reference.ends()
    folds = {
        node.id: mine[node.shows] / other[node.shows] if other[node.shows] > 0 else math.nan
        for node in pathway.nodes
        if node.shows
    }
    scenario = cell.scenario("treated")
    marks = marks_of(context.model, pathway, scenario)
    return coloured(pathway, folds, marks, doses_of(context.model, scenario))
