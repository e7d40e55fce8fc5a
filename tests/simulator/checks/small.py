"""Small models, made from Antimony text, with what a check needs to know about them."""

import hashlib
from dataclasses import replace

from her2sim import load_sbml
from her2sim.rows import Total


def model(path, text, totals=(), **fields):
    """Load an Antimony text; ``totals`` are pairs of id and formula."""
    path.write_text(text)
    declared = tuple(Total(name, formula=formula) for name, formula in totals)
    return replace(load_sbml(path), totals=declared, **fields)


def edited(given, old, new):
    """Return the model with its SBML text changed."""
    if old not in given.sbml:
        raise ValueError(f"{old!r} is not in the text")
    text = given.sbml.replace(old, new)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(given, sbml=text, sha256=digest, fingerprint=digest)
