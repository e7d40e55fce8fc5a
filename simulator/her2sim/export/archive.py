"""A COMBINE archive (OMEX): a model, how to run it, and what belongs to it, in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from her2sim.export.sbml import scenario_sbml
from her2sim.export.sedml import scenario_sedml
from her2sim.model import Model
from her2sim.scenario import Scenario

MODEL, RUN = "model.xml", "simulation.sedml"
_MANIFEST = "manifest.xml"
_NAMESPACE = "http://identifiers.org/combine.specifications/omex-manifest"
_ARCHIVE = "http://identifiers.org/combine.specifications/omex"
_FORMATS = {
    ".xml": "http://identifiers.org/combine.specifications/sbml",
    ".sedml": "http://identifiers.org/combine.specifications/sed-ml.level-1.version-4",
    ".csv": "http://purl.org/NET/mediatypes/text/csv",
    ".json": "http://purl.org/NET/mediatypes/application/json",
    ".txt": "http://purl.org/NET/mediatypes/text/plain",
    ".py": "http://purl.org/NET/mediatypes/text/x-python",
    ".svg": "http://purl.org/NET/mediatypes/image/svg+xml",
    ".png": "http://purl.org/NET/mediatypes/image/png",
}
_ANY = "http://purl.org/NET/mediatypes/application/octet-stream"
# Equal scenarios give equal files: a zip entry would otherwise carry the time it was made.
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ArchiveFile:
    """A file of an archive: its name and its content. A ``master`` is what the archive is about."""

    name: str
    content: str | bytes
    master: bool = False


def scenario_archive(
    model: Model,
    scenario: Scenario,
    hours: float,
    readouts: Sequence[str] | None = None,
    more: Sequence[ArchiveFile] = (),
    notes: Sequence[str] = (),
) -> bytes:
    """Return a scenario as a COMBINE archive of SBML and SED-ML.

    Parameters
    ----------
    model
        From :func:`her2sim.load_model`.
    scenario
        The cell and its treatment.
    hours
        How long the run is.
    readouts
        Ids to report; all of the model if omitted.
    more
        What else belongs to it.
    notes
        Sentences for the notes of the SBML.

    Raises
    ------
    UserMistake, SimulationFailed
        As :func:`her2sim.export.scenario_sbml`.
    """
    model_file = ArchiveFile(MODEL, scenario_sbml(model, scenario, notes))
    run = ArchiveFile(RUN, scenario_sedml(model, hours, readouts, MODEL), master=True)
    return combine_archive((model_file, run, *more))


def combine_archive(files: Sequence[ArchiveFile]) -> bytes:
    """Return files as a COMBINE archive, in their order after the manifest."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((_MANIFEST, _manifest(files)), *((f.name, f.content) for f in files)):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def _manifest(files: Sequence[ArchiveFile]) -> str:
    """Return the list of an archive's files with their formats."""
    root = ElementTree.Element("omexManifest", {"xmlns": _NAMESPACE})
    own = (
        {"location": ".", "format": _ARCHIVE},
        {"location": f"./{_MANIFEST}", "format": _NAMESPACE},
    )
    for attributes in own:
        ElementTree.SubElement(root, "content", attributes)
    for file in files:
        attributes = {"location": f"./{file.name}", "format": _format(file.name)}
        if file.master:
            attributes["master"] = "true"
        ElementTree.SubElement(root, "content", attributes)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _format(name: str) -> str:
    ending = name[name.rfind(".") :] if "." in name else ""
    return _FORMATS.get(ending, _ANY)
