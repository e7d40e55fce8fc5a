"""Units of a built model: definitions from units.csv, one unit on every quantity and number."""

from __future__ import annotations

import libsbml

from her2sim.build.annotation import Element
from her2sim.formula_nodes import kind_of
from her2sim.sources import ModelSource
from her2sim.structure import quantities


def set_units(model: Element, source: ModelSource) -> None:
    """Give every parameter, readout, compartment and species of the tables its unit."""
    ids = {row.symbol: row.id for row in source.units}
    for name, unit in quantities(source):
        (model.getParameter(name) or model.getCompartment(name)).setUnits(ids[unit])
    for species in model.getListOfSpecies():
        species.setSubstanceUnits("substance")


def name_units(model: Element, source: ModelSource) -> None:
    """Name each unit definition by the symbol of the tables."""
    symbols = {row.id: row.symbol for row in source.units}
    for definition in model.getListOfUnitDefinitions():
        definition.setName(symbols.get(definition.getId(), definition.getId()))


def set_literal_units(model: Element) -> None:
    """Declare the numbers in all formulas, such as the 1 of ``1 - x``, dimensionless."""
    holders = [
        *model.getListOfRules(),
        *model.getListOfInitialAssignments(),
        *(reaction.getKineticLaw() for reaction in model.getListOfReactions()),
    ]
    for holder in holders:
        if holder is None or holder.getMath() is None:
            continue
        math = holder.getMath().deepCopy()
        if _mark_numbers(math):
            holder.setMath(math)


def _mark_numbers(node: Element) -> bool:
    found = False
    if node.isNumber() and not node.isSetUnits():
        node.setUnits("dimensionless")
        found = True
    for index in range(node.getNumChildren()):
        is_exponent = kind_of(node) in (libsbml.AST_POWER, libsbml.AST_FUNCTION_POWER) and index
        if not is_exponent:
            found |= _mark_numbers(node.getChild(index))
    return found
