"""Reading models of unknown origin: gate, checks, and one clear message when it cannot be used.

The text is looked at in pure Python first (`her2sim.intake.gate`); libSBML and Antimony, which a
malformed file can crash, see it only in a child process (`her2sim.intake.consistency`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from her2sim import child
from her2sim.intake.files import Source, locate
from her2sim.intake.gate import admit

__all__ = ["CheckedModel", "read_checked"]

_CHECK_SECONDS = 60.0


@dataclass(frozen=True)
class CheckedModel:
    """An SBML text that has passed every check, and what must be said about it.

    Attributes
    ----------
    name
        File name for messages (``"model.xml"``; ``"the given text"`` for a text).
    sbml
        SBML as text in UTF-8: Antimony translated, sub-models flattened, ``fast`` flags dropped
        where that was asked for.
    warnings
        Sentences about what is odd but can be run.
    species, compartments, parameters, others
        Ids in the order of the file; ``others`` are reactions and named stoichiometries.
    uses_time
        Whether a formula depends on the time.
    """

    name: str
    sbml: str
    warnings: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    uses_time: bool = False

    @property
    def valued(self) -> tuple[str, ...]:
        """Every id that has a value."""
        return self.species + self.parameters + self.compartments + self.others


def read_checked(
    source: str | Path | bytes, *, drop_fast: bool = False, seconds: float = _CHECK_SECONDS
) -> CheckedModel:
    """Read a model file or text and check that it can be simulated as it is meant.

    Parameters
    ----------
    source
        A path to SBML (``.xml``, ``.sbml``), Antimony (``.ant``) or a COMBINE archive
        (``.omex``), or the text of an SBML or Antimony model, or the bytes of any of them.
    drop_fast
        Run reactions flagged ``fast`` at their written rates rather than refuse the model.
    seconds
        Time limit of each step (translation, check).

    Returns
    -------
    CheckedModel
        The SBML text with its ids and warnings.

    Raises
    ------
    InvalidModel
        If the model is damaged, inconsistent or uses what the engine cannot do; the message
        names the element.
    InvalidValue
        If ``source`` is no path, text or bytes.
    """
    found = locate(source)
    sbml = found.text if found.format == "sbml" else _translated(found, seconds)
    text = admit(sbml, found.name)
    answer = child.call(
        "her2sim.intake.consistency:check",
        {"sbml": text, "name": found.name, "drop_fast": drop_fast},
        seconds=seconds,
        task=f"checking {found.name}",
    )
    lists = {key: tuple(value) for key, value in answer.data.items() if isinstance(value, list)}
    return CheckedModel(
        name=found.name,
        sbml=answer.data["sbml"],
        uses_time=answer.data["uses_time"],
        **lists,
    )


def _translated(found: Source, seconds: float) -> str:
    answer = child.call(
        "her2sim.intake.antimony_text:to_sbml",
        {"antimony": found.text, "name": found.name},
        seconds=seconds,
        task=f"translating {found.name}",
    )
    return str(answer.data["sbml"])
