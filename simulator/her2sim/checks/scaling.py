"""The choice of units does not matter: ten times the volume, or minutes for seconds."""

from __future__ import annotations

import libsbml
import numpy as np

from her2sim.checks.comparison import differences
from her2sim.checks.finding import Finding
from her2sim.model import Model
from her2sim.timecourse import timecourse

_CHECK = "scaling"
_AGREE = 1e-8
_STEPS = 24
_SECONDS_PER_MINUTE = 60.0


def volumes_do_not_matter(model: Model, hours: float, factor: float = 10.0) -> list[Finding]:
    """Check that with all amounts and volumes times a factor all concentrations stay."""
    document = libsbml.readSBMLFromString(model.sbml)
    content = document.getModel()
    for space in content.getListOfCompartments():
        space.setSize(factor * space.getSize())
    for species in content.getListOfSpecies():
        if species.isSetInitialAmount():
            species.setInitialAmount(factor * species.getInitialAmount())
    end = hours * 3600.0
    before, _ = timecourse(model.sbml, end=end, steps=_STEPS)
    after, _ = timecourse(libsbml.writeSBMLToString(document), end=end, steps=_STEPS)
    return list(differences(_CHECK, before, after, _AGREE))


def time_unit_does_not_matter(model: Model, hours: float) -> list[Finding]:
    """Check that the model rewritten in minutes runs as it does in seconds.

    Each value is converted by its declared unit, so a wrong unit shows as a wrong curve.
    """
    end = hours * 3600.0
    before, _ = timecourse(model.sbml, end=end, steps=_STEPS)
    after, _ = timecourse(in_minutes(model.sbml), end=end / _SECONDS_PER_MINUTE, steps=_STEPS)
    return list(differences(_CHECK, before, after, _AGREE))


def in_minutes(sbml: str) -> str:
    """Rewrite an SBML text whose unit of time is the second so that it is the minute."""
    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    exponents = {
        entry.getId(): _seconds(entry.getDerivedUnitDefinition())
        for entry in model.getListOfParameters()
        if entry.isSetValue()
    }
    for name, exponent in exponents.items():
        entry = model.getParameter(name)
        entry.setValue(entry.getValue() * _SECONDS_PER_MINUTE**-exponent)
    return str(libsbml.writeSBMLToString(document))


def _seconds(definition: libsbml.UnitDefinition) -> float:
    """Return the exponent of the second in a unit."""
    plain = libsbml.UnitDefinition.convertToSI(definition)
    units = [plain.getUnit(index) for index in range(plain.getNumUnits())]
    return float(np.sum([unit.getExponentAsDouble() for unit in units if unit.isSecond()]))
