"""Citation: how the software is cited, read from ``CITATION.cff``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from her2sim import __version__
from her2sim.library import root

FILE = "CITATION.cff"
# The file is YAML, of which these two forms of lines are all it uses for what is read here.
_FIELD = re.compile(r"^(\w[\w-]*): +\"?([^\"\n]+?)\"?$", re.MULTILINE)
_AUTHOR = re.compile(r"^ +(?:- )?name: +\"?([^\"\n]+?)\"?$", re.MULTILINE)


@dataclass(frozen=True)
class Citation:
    """What a reference to the software says; ``message`` asks for it."""

    title: str
    authors: tuple[str, ...]
    version: str
    licence: str
    message: str

    def text(self) -> str:
        """Return the reference as text."""
        return f"{', '.join(self.authors)}. {self.title}, version {self.version}. {self.licence}."

    def bibtex(self, model: str = "") -> str:
        """Return the reference as BibTeX; ``model`` says which model was used."""
        fields = {
            "title": f"{{{self.title}}}",
            "author": " and ".join(f"{{{name}}}" for name in self.authors),
            "version": self.version,
            "license": self.licence,
            **({"note": model} if model else {}),
        }
        lines = [f"  {name:<7} = {{{value}}}" for name, value in fields.items()]
        return "@software{her2sim,\n" + ",\n".join(lines) + "\n}"


@cache
def read_citation() -> Citation:
    """Return what ``CITATION.cff`` says, of the installed version."""
    text = citation_text()
    fields = dict(_FIELD.findall(text))
    return Citation(
        title=fields.get("title", "her2sim"),
        authors=tuple(_AUTHOR.findall(text)) or ("The her2sim authors",),
        version=__version__,
        licence=fields.get("license", ""),
        message=fields.get("message", ""),
    )


def citation_text() -> str:
    """Return the file itself, empty where the package was made without it."""
    path: Path = root() / FILE
    return path.read_text(encoding="utf-8") if path.is_file() else ""
