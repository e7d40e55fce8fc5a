"""Identifiers of databases and ontologies: from the short form of the tables to web addresses."""

from __future__ import annotations

import re

_BASE = "https://identifiers.org/"
# Databases whose accessions carry the name of the ontology themselves ("CHEBI:49603").
_EMBEDDED = frozenset({"chebi", "go", "sbo", "cl", "bto", "mondo", "efo", "pr", "fma"})
_SCHEMES = {
    "biomodels": "biomodels.db",
    "biomodels.db": "biomodels.db",
    "pmid": "pubmed",
    "ncbitaxon": "taxonomy",
    "hgnc.symbol": "hgnc.symbol",
    "interpro": "interpro",
    "kegg": "kegg.compound",
    "ensembl": "ensembl",
    "chembl": "chembl.compound",
    "pubchem": "pubchem.compound",
}
_FOUND = re.compile(
    r"\bdoi:\s*(?P<doi>10\.\d{4,9}/[^\s;,]+)"
    r"|(?<![\w/])(?P<bare>10\.\d{4,9}/[^\s;,]+)"
    r"|\b(?:pubmed|pmid):?\s*(?P<pubmed>\d{4,9})\b"
    r"|\b(?P<pmc>PMC\d{4,9})\b"
    r"|\b(?P<biomodels>(?:BIOMD|MODEL)\d{10})\b",
    re.IGNORECASE,
)


def address(identifier: str) -> str:
    """Return the identifiers.org address of e.g. ``uniprot:P04626``; addresses pass unchanged."""
    if identifier.startswith(("http://", "https://", "urn:")):
        return identifier
    scheme, _, accession = identifier.strip().partition(":")
    scheme = scheme.strip().lower()
    accession = accession.strip()
    if scheme in _EMBEDDED:
        return f"{_BASE}{scheme.upper()}:{accession.rpartition(':')[2]}"
    return f"{_BASE}{_SCHEMES.get(scheme, scheme)}:{accession}"


def cited(source: str) -> tuple[str, ...]:
    """Return the addresses of the papers and models that a source text names, each once."""
    found: list[str] = []
    for match in _FOUND.finditer(source):
        kind, text = next((k, v) for k, v in match.groupdict().items() if v)
        scheme = "doi" if kind == "bare" else kind
        accession = _unclosed(text) if scheme == "doi" else text.upper()
        found.append(address(f"{scheme}:{accession}"))
    return tuple(dict.fromkeys(found))


def _unclosed(doi: str) -> str:
    """Cut from a DOI the punctuation of the sentence around it."""
    doi = doi.rstrip(".,:'\"")
    return doi[:-1] if doi.endswith(")") and doi.count("(") < doi.count(")") else doi
