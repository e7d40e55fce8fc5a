"""Files: what can be taken from the Model page, each stamped with version and hash."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, request
from her2sim import Model, __version__
from her2sim.experiment.runner import COLUMNS
from her2sim.pathway import Pathway, sbgn_of, svg_of, svg_style
from her2sim.sources import input_files

from her2sim_dashboard.citation import FILE, citation_text, read_citation
from her2sim_dashboard.claims import Claim, kept_claims, tested_claims, untested_claims
from her2sim_dashboard.context import Context
from her2sim_dashboard.pages.model.claim_data import claims_data
from her2sim_dashboard.pages.model.contents import model_tables
from her2sim_dashboard.tables import as_csv

SBML, TABLES_ZIP, CLAIMS_CSV = "/model/model.xml", "/model/tables.zip", "/model/claims.csv"
MAP_SVG, MAP_SBGN = "/model/map.svg", "/model/map.sbgn"
TABLES_JSON, CLAIMS_JSON = "/model/tables.json", "/model/claims.json"
# Within a ZIP: its files are the same whenever they are packed.
_PACKED = (2000, 1, 1, 0, 0, 0)


def file_name(model: Model, what: str, ending: str) -> str:
    """Return a name such as ``her2sim-0.1.0-her2-ab12cd34-tables.zip``."""
    parts = ("her2sim", __version__, model.name, model.sha256[:8], what)
    return "-".join(part for part in parts if part) + f".{ending}"


def add_files(server: Flask, context: Context) -> None:
    """Add the addresses of the files."""
    model = context.model

    @server.get(SBML)
    def sbml() -> Response:
        name = file_name(model, "", "xml")
        return _attached(model.sbml.encode(), name, "application/sbml+xml")

    @server.get(TABLES_ZIP)
    def tables_zip() -> Response:
        name = file_name(model, "tables", "zip")
        return _attached(packed_tables(model), name, "application/zip")

    if context.pathway is not None:
        _add_map(server, context.pathway, model)

    @server.get(CLAIMS_CSV)
    def claims_csv() -> Response:
        claims = kept_claims(model) or tested_claims(model)
        text = as_csv(COLUMNS, _claim_rows(claims))
        return _attached(text.encode(), file_name(model, "claims", "csv"), "text/csv")

    @server.get(TABLES_JSON)
    def tables_json() -> Response:
        """Answer with all tables of the page; the browser keeps them while the model is equal."""
        content = {name: table.content() for name, table in model_tables(model).items()}
        return _json(content, f"{model.fingerprint[:24]}-{__version__}")

    @server.get(CLAIMS_JSON)
    def claims_json() -> Response:
        """Answer with the claims, tested only if somebody had them tested before."""
        content = claims_data(kept_claims(model) or untested_claims(model))
        return _json(content, "")


def _add_map(server: Flask, pathway: Pathway, model: Model) -> None:
    """Add the map as it is drawn without a scenario."""

    @server.get(MAP_SVG)
    def map_svg() -> Response:
        picture = svg_of(pathway, svg_style(dark=False))
        return _attached(picture.encode(), file_name(model, "map", "svg"), "image/svg+xml")

    @server.get(MAP_SBGN)
    def map_sbgn() -> Response:
        text = sbgn_of(pathway)
        return _attached(text.encode(), file_name(model, "map", "sbgn"), "application/xml")


def packed_tables(model: Model) -> bytes:
    """Return a ZIP file with everything the model is built from, and what it is."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _packed(model):
            info = zipfile.ZipInfo(name, _PACKED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return content.getvalue()


def _packed(model: Model) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the ZIP."""
    yield "README.txt", _about(model)
    yield FILE, citation_text()
    yield f"{model.name}.xml", model.sbml
    for path in _model_files(model):
        yield f"tables/{path.name}", path.read_text(encoding="utf-8")


def _model_files(model: Model) -> list[Path]:
    """Return the files a model is built from and the tables that only analyses read."""
    if model.folder is None:
        return []
    found = {path.name: path for path in (*input_files(model.folder), *model.folder.glob("*.csv"))}
    return [found[name] for name in sorted(found)]


def _about(model: Model) -> str:
    citation = read_citation()
    return (
        f"{model.title}\n\n{model.description}\n\n"
        f"Model {model.name}, SHA-256 of its SBML {model.sha256}\n"
        f"her2sim {__version__}, licence {citation.licence}\n"
        f"How to cite: {citation.text()}\n\n"
        f"{model.name}.xml is built from the files in tables/; times in {model.time_unit}.\n"
        "Predictions of a research and teaching model, not for clinical decisions.\n"
    )


def _claim_rows(claims: tuple[Claim, ...]) -> Iterator[tuple[object, ...]]:
    for claim in claims:
        for each in claim.findings:
            yield (
                claim.id,
                claim.kind,
                claim.claim,
                each.expectation,
                each.verdict,
                "" if each.measured is None else each.measured,
                each.unit,
                " | ".join(each.required),
                " | ".join(each.detail),
                each.source,
            )


def _json(content: object, etag: str) -> Response:
    answer = Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-cache" if etag else "no-store"
    if etag:
        answer.set_etag(etag)
    answer.make_conditional(request)
    return answer


def _attached(content: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)
