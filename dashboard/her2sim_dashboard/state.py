"""State: everything the pages show, and its one spelling as the query of an address.

Each page reads the same state, and every callback begins with
:func:`her2sim_dashboard.parsing.parse_scenario`. What cannot be used becomes a message beside the
page; the rest of the address still counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from her2sim import Dose, Genotype, Knockdown, Scenario

from her2sim_dashboard.catalogue import Catalogue
from her2sim_dashboard.numbers import plain

VERSION = "1"
AXES = ("fold", "unit")
_SAFE = ",:/"
KEYS = {
    "g": "mutations, e.g. g=A,B",
    "b": "background",
    "d": "doses, e.g. d=drug:100nM",
    "k": "knock-downs with the fraction left, e.g. k=GENE:0.1",
    "t": "hours of treatment",
    "r": "readouts shown",
    "y": "what the vertical axis shows: fold or unit",
    "v": "version of this form of address",
}


@dataclass(frozen=True)
class State:
    """What the pages show.

    All parts are in the order of the model's tables. ``axis`` is ``fold`` (of the untreated wild
    type) or ``unit`` (that of each readout).
    """

    genotype: tuple[str, ...]
    background: str | None
    doses: tuple[Dose, ...]
    knockdowns: tuple[Knockdown, ...]
    hours: float
    readouts: tuple[str, ...]
    axis: str = "fold"

    def dose(self, drug: str) -> Dose | None:
        """Return the dose of a drug, ``None`` when it is not given."""
        return next((dose for dose in self.doses if dose.drug == drug), None)

    def scenario(self, name: str) -> Scenario:
        """Return the scenario that is described."""
        return Scenario(
            name,
            genotype=Genotype(*self.genotype),
            background=self.background,
            treatment=self.doses,
            knockdowns=self.knockdowns,
        )


def fresh_state(catalogue: Catalogue, hours: float) -> State:
    """Return the state of a page opened without any setting."""
    return State((), catalogue.default_background, (), (), hours, catalogue.default_readouts)


def to_query(state: State) -> str:
    """Return the state as the query of an address, without the question mark.

    :func:`her2sim_dashboard.parsing.parse_scenario` reads it back to an equal state.
    """
    parts = {
        "g": ",".join(state.genotype),
        "b": state.background or "",
        "d": ",".join(f"{dose.drug}:{plain(dose.amount)}{dose.unit}" for dose in state.doses),
        "k": ",".join(f"{each.gene}:{plain(each.left)}" for each in state.knockdowns),
        "t": plain(state.hours),
        "r": ",".join(state.readouts),
        "y": state.axis,
        "v": VERSION,
    }
    return "&".join(f"{key}={quote(text, safe=_SAFE)}" for key, text in parts.items() if text)
