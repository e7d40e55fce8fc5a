"""Draws the parameter sets of the benchmarks, with the batch engine's steady states as start."""

from __future__ import annotations

from pathlib import Path

import libsbml
import numpy as np
from her2sim.batch import BatchModel

from tests.benchmarks.problem import Floats, Problem

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared" / "reference_models"
POINTS = 61
SPREAD = 0.3
HOUR = 3600.0

Sets = dict[str, Floats]


def own(sets: int, hours: float = 72.0) -> Problem:
    """Return 72 h of lapatinib in cells drawn around the tables, from their drug-free rest."""
    text = (ROOT / "sbml" / "her2.xml").read_text(encoding="utf-8")
    model = BatchModel.from_sbml(text)
    drawn = _drawn(model, sets)
    rest = model.steady(drawn)
    if (rest.status != 0).any():
        raise RuntimeError("a parameter set of the benchmark has no steady state")
    states = dict(zip(model.compiled.description.states, rest.states.T.copy(), strict=True))
    given = {"treated": np.ones(sets), "lapatinib": np.geomspace(1.0, 1000.0, sets)}
    return _problem("her2", text, hours * HOUR, drawn | states | given)


def published(file: str, end: float, sets: int) -> Problem | None:
    """Return a published model from its initial values, or ``None`` where it is not at hand."""
    path = PUBLISHED / f"{file}.xml"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    model = BatchModel.from_sbml(text)
    drawn = _drawn(model, sets, _constant_species(text))
    names = model.compiled.description.states
    first = model.simulate(drawn, [0.0], names, pre_equilibrate=False).values[:, :, 0]
    states = dict(zip(names, first.T.copy(), strict=True))
    return _problem(file.partition("_")[0], text, end, drawn | states)


def _drawn(model: BatchModel, sets: int, constant: frozenset[str] = frozenset()) -> Sets:
    """Draw log-normal values around all positive numbers of a model but compartment sizes."""
    random = np.random.default_rng(20230601)
    fixed = constant.union(model.compiled.description.compartments)
    return {
        name: value * np.exp(SPREAD * random.standard_normal(sets))
        for name, value in model.defaults.items()
        if value > 0.0 and name not in fixed and "." not in name and name != "treated"
    }


def _constant_species(text: str) -> frozenset[str]:
    """Return the species that nothing can set: libroadrunner has no call for them."""
    document = libsbml.readSBMLFromString(text)  # owns all that is read from it
    known = document.getModel().getListOfSpecies()
    return frozenset(each.getId() for each in known if _is_inert(each))


def _problem(name: str, text: str, end: float, values: Sets) -> Problem:
    """Sort values by what they are values of; the boundary is always given in full."""
    document = libsbml.readSBMLFromString(text)  # owns all that is read from it
    model = document.getModel()
    sets = len(next(iter(values.values())))
    known = [model.getSpecies(i) for i in range(model.getNumSpecies())]
    inert = {each.getId() for each in known if _is_inert(each)}
    outside = {each.getId(): each for each in known if each.getBoundaryCondition()}
    changing = {each.getId() for each in known} - inert - set(outside)
    rules = [model.getRule(i) for i in range(model.getNumRules())]
    by_rate = {rule.getVariable() for rule in rules if rule.isRate()} - changing
    boundary = {
        each: values.get(each, np.full(sets, species.getInitialConcentration()))
        for each, species in outside.items()
        if each not in by_rate and model.getRuleByVariable(each) is None
    }
    own = {each: column for each, column in values.items() if model.getParameter(each) is not None}
    return Problem(
        name=name,
        sbml=text,
        times=np.linspace(0.0, end, POINTS),
        parameters={each: column for each, column in own.items() if each not in by_rate},
        boundary={each: np.nan_to_num(column) for each, column in boundary.items()},
        species={each: values[each] for each in values if each in changing},
        ruled={each: values[each] for each in values if each in by_rate},
    )


def _is_inert(species: libsbml.Species) -> bool:
    return bool(species.getConstant() and not species.getBoundaryCondition())
