"""Overview: what the model is, how well its numbers are known, how to take and cite it."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from dash import html
from dash.development.base_component import Component
from her2sim import Model, __version__

from her2sim_dashboard.citation import read_citation
from her2sim_dashboard.claims import experiments_of
from her2sim_dashboard.context import Context
from her2sim_dashboard.evidence import EvidenceClass, counted
from her2sim_dashboard.pages.model import files
from her2sim_dashboard.panels import card

# What numbers depend on, by the names of their distributions.
PACKAGES = ("libroadrunner", "python-libsbml", "antimony", "numpy", "scipy", "dash", "plotly")


def overview(context: Context) -> Component:
    """Return the first section of the page."""
    model = context.model
    about = [
        html.H2("What it is"),
        html.P(model.description, className="model-about"),
        html.Ul(_counts(model), className="tiles"),
    ]
    left = [card(about, "model-what", "What it is"), _evidence_card(model), *_claims_card(model)]
    right = [_files_card(context), _identity_card(model), _citation_card(model)]
    return html.Div(
        [html.Div(left, className="model-left"), html.Div(right, className="model-right")],
        className="overview",
        id="overview",
    )


def _counts(model: Model) -> list[Component]:
    moving = sum(not each.boundary for each in model.species)
    held = len(model.species) - moving
    counts = (
        (moving, "species", f"and {held} held constant"),
        (len(model.reactions), "reactions", "each with its rate law"),
        (len(model.parameters), "parameters", "each with its evidence"),
        (len(model.readouts), "readouts", "that experiments measure"),
        (len(model.genes), "genes", "to knock down"),
        (len(model.drugs), "drugs", "that act by binding"),
    )
    return [
        html.Li([html.Strong(f"{count:,}"), html.Span(what), html.Small(note)])
        for count, what, note in counts
        if count
    ]


def _evidence_card(model: Model) -> Component:
    """Return how the numbers are known, honest part first."""
    found = counted(model)
    children = [
        html.H2("How its numbers are known"),
        html.P(evidence_sentence(model), className="model-about"),
        html.Div([_segment(*each) for each in found], className="share-bar", **{"role": "group"}),
        html.Ul([_entry(*each) for each in found], className="share-key"),
    ]
    return card(children, "evidence-card", "How its numbers are known")


def evidence_sentence(model: Model) -> str:
    """Return in words how many parameters rest on what."""
    by_strength: dict[str, int] = {}
    for each, count in counted(model):
        by_strength[each.strength] = by_strength.get(each.strength, 0) + count
    total = sum(by_strength.values())
    if not total:
        return "This model comes without any word on where its numbers are from."
    data, literature = by_strength.get("data", 0), by_strength.get("literature", 0)
    judged = by_strength.get("judgement", 0)
    fitted = any(parameter.evidence == "fitted" for parameter in model.parameters)
    calibrated = "" if fitted else " None has been fitted to data yet, so trust directions and "
    return (
        f"Of {total} parameters, {data} were measured, {literature} come from published models "
        f"or their ranges, and {judged} are general knowledge or assumptions."
        + (f"{calibrated}order more than sizes." if calibrated else "")
    )


def _segment(kind: EvidenceClass, count: int) -> Component:
    """Return a piece of the bar, as wide as its share."""
    return html.Button(
        html.Span(str(count)),
        type="button",
        className=f"share {kind.strength}",
        style={"flexGrow": count},
        title=f"{kind.label}: {count}",
        **{
            "data-evidence": kind.id,
            "aria-label": f"Show the {count} parameters whose evidence is: {kind.label}",
        },
    )


def _entry(kind: EvidenceClass, count: int) -> Component:
    head = [html.Span(className=f"share-swatch {kind.strength}"), html.Strong(kind.label)]
    return html.Li([*head, html.Span(str(count), className="share-count"), html.Span(kind.meaning)])


def _claims_card(model: Model) -> list[Component]:
    """Return how the model does on what is published; nothing where nothing is recorded."""
    number = len(experiments_of(model))
    if not number:
        return []
    waiting = f"{number} experiments put published findings to the test. They are running now …"
    more = html.Button(
        "Read the claims", type="button", className="button small", **{"data-to": "claims"}
    )
    children = [
        html.Div([html.H2("How it does on published findings"), more], className="code-head"),
        html.P(waiting, id="claims-brief", className="model-about"),
        html.Div(className="share-bar verdict-bar"),
    ]
    return [card(children, "claims-brief-card", "How it does on published findings")]


def _files_card(context: Context) -> Component:
    """Return what can be taken along."""
    entries = [
        (files.SBML, "SBML", "the whole model, for any simulator"),
        (files.TABLES_ZIP, "Tables", "every number with its source: ZIP of CSV and SBML"),
        (files.CLAIMS_CSV, "Claims", "verdicts and measured numbers: CSV"),
    ]
    if context.pathway is not None:
        entries += [
            (files.MAP_SVG, "Map", "the pathway as a picture: SVG"),
            (files.MAP_SBGN, "SBGN", "the pathway for map editors: SBGN-ML"),
        ]
    links = [
        html.Li(html.A([html.Strong(name), html.Span(what)], href=path, download=""))
        for path, name, what in entries
    ]
    return card([html.H2("Take it along"), html.Ul(links, className="files")], "", "Take it along")


def _identity_card(model: Model) -> Component:
    """Return what tells this model and version from any other."""
    hashed = html.Code(model.sha256, id="model-sha")
    rows = (
        ("Model", model.name),
        ("SHA-256 of its SBML", [hashed, _copy("model-sha", "Copy the hash")]),
        ("Time unit", model.time_unit),
        ("her2sim", __version__),
        ("Licence", read_citation().licence),
    )
    listed = [child for name, value in rows for child in (html.Dt(name), html.Dd(value))]
    versions = [child for name in PACKAGES for child in _version(name)]
    python = [html.Dt("Python"), html.Dd(platform.python_version())]
    fold = html.Details([html.Summary("Versions it runs on"), html.Dl([*python, *versions])])
    health = html.P(html.A("Is this server well?", href="/health"), className="hint")
    children = [html.H2("Which one it is"), html.Dl(listed), fold, health]
    return card(children, "identity", "Which one it is")


def _version(name: str) -> tuple[Component, ...]:
    number = _installed(name)
    return (html.Dt(name), html.Dd(number)) if number else ()


@cache
def _installed(name: str) -> str:
    """Return the version of a distribution, empty if it is not there; looking costs some ms."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _citation_card(model: Model) -> Component:
    """Return how to cite it, as text and as BibTeX."""
    citation = read_citation()
    note = f"model {model.name}, SHA-256 {model.sha256[:16]}"
    region = {"role": "region", "aria-label": "BibTeX"}
    bibtex = html.Pre(citation.bibtex(note), id="bibtex", tabIndex="0", **region)
    head = html.Div(
        [html.H2("How to cite it"), _copy("bibtex", "Copy BibTeX", "Copy BibTeX")],
        className="code-head",
    )
    children = [head, html.P(citation.message, className="hint"), html.P(citation.text()), bibtex]
    return card(children, "citation", "How to cite it")


def _copy(place: str, label: str, text: str = "Copy") -> Component:
    return html.Button(
        text,
        type="button",
        className="button small",
        **{"data-copy": place, "aria-label": label},
    )
