"""A scenario as SBML: any program that simulates the file gets the scenario's own time course.

What a scenario does before time 0 (come to rest without drugs) and at time 0 (doses, switches)
cannot be said in one SBML model. So the file starts where the cell stands at time 0: every
species at its drug-free steady state, every parameter and drug at its value under treatment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import libsbml

from her2sim._version import __version__
from her2sim.engine import Compiled, compiled_model, slowest_of, steady_state
from her2sim.errors import InvalidModel, InvalidValue
from her2sim.model import Model
from her2sim.resolution import resolve, spelled
from her2sim.scenario import Scenario, label

Element = Any
_PARAGRAPH = '<p xmlns="http://www.w3.org/1999/xhtml">{}</p>'


def scenario_sbml(model: Model, scenario: Scenario, notes: Sequence[str] = ()) -> str:
    """Return a model with a scenario's values, at time 0 of its treatment.

    Parameters
    ----------
    model
        From :func:`her2sim.load_model`.
    scenario
        The cell and its treatment.
    notes
        Sentences to add to the notes of the model, e.g. an address.

    Returns
    -------
    str
        SBML of the level and version of the model. Its time 0 is that of the first dose; its
        initial assignments are replaced by the numbers they give.

    Raises
    ------
    UserMistake
        If a name or value of the scenario is not valid, or its treatment changes later on.
    SimulationFailed
        If the cell has no drug-free steady state to start from.
    """
    cell = spelled(model, scenario)
    if cell.later:
        raise InvalidValue("later", cell.treatment_label, "one treatment from time 0 on, for SBML")
    resolved = resolve(model, cell)
    document = libsbml.readSBMLFromString(model.sbml)
    compiled = compiled_model(model)
    with compiled.alone():
        steady = model.default_start == "steady"
        state = steady_state(compiled, resolved.before, slowest_of(model)) if steady else None
        compiled.start(resolved.after, state)
        _take_values(document.getModel(), compiled)
    _describe(document.getModel(), cell, [*_stamp(model, cell), *notes])
    return str(libsbml.writeSBMLToString(document))


def _take_values(listed: Element, compiled: Compiled) -> None:
    """Write the values the engine stands at into everything that no rule determines."""
    ruled = {rule.getVariable() for rule in listed.getListOfRules() if rule.isAssignment()}
    for part in (*listed.getListOfCompartments(), *listed.getListOfParameters()):
        if part.getId() not in ruled:
            # Compartments and parameters both have the value that libsbml calls theirs.
            _set(part, compiled.value(part.getId()))
            listed.removeInitialAssignment(part.getId())
    for species in listed.getListOfSpecies():
        name = species.getId()
        if name in ruled:
            continue
        if species.getHasOnlySubstanceUnits():
            species.setInitialAmount(compiled.value(name))
        else:
            species.setInitialConcentration(compiled.value(f"[{name}]"))
        listed.removeInitialAssignment(name)


def _set(part: Element, value: float) -> None:
    if part.getTypeCode() == libsbml.SBML_COMPARTMENT:
        part.setSize(value)
    else:
        part.setValue(value)


def _stamp(model: Model, cell: Scenario) -> list[str]:
    """Say what the file holds and where it comes from."""
    start = (
        "Initial values are the cell's steady state without drugs; what determines them before "
        "time 0 only has no effect any more."
        if model.default_start == "steady"
        else "Initial values are those of the model."
    )
    return [
        f"Scenario: {label(cell)}. Time 0 is the first dose, already in the medium. {start}",
        f"Made by her2sim {__version__} from the model {model.name}, SHA-256 of its SBML: "
        f"{model.sha256}. Predictions of a model, not for clinical decisions.",
    ]


def _describe(listed: Element, cell: Scenario, sentences: Sequence[str]) -> None:
    """Name the model after the scenario and append sentences to its notes."""
    listed.setName(f"{listed.getName() or listed.getId()} ({label(cell)})")
    for sentence in sentences:
        done = listed.appendNotes(_PARAGRAPH.format(escape(sentence)))
        if done != libsbml.LIBSBML_OPERATION_SUCCESS:
            raise InvalidModel(f"The notes of the model cannot be extended by {sentence!r}.")
