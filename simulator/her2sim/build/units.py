"""Units of a built model: definitions from units.csv, one unit on every quantity and number."""

from __future__ import annotations

import re

import libsbml

from her2sim.build.annotation import Element
from her2sim.sources import ModelSource

# Ids by which SBML and Antimony know units without a definition.
BASE_UNITS = frozenset({"dimensionless", "second", "mole", "litre", "metre", "gram", "kilogram"})
# The model-wide units: amounts in zmol and volumes in pL make nM of their ratio exactly.
MODEL_UNITS = {
    "substance": "1e-21 mole",
    "volume": "1e-12 litre",
    "extent": "1e-21 mole",
    "time_unit": "second",
}


def unit_lines(source: ModelSource) -> list[str]:
    """Return the Antimony unit definitions: those of the model, then those its tables use."""
    used = {unit for _, unit in _with_units(source)}
    lines = [f"  unit {name} = {text}" for name, text in MODEL_UNITS.items()]
    for row in source.units:
        named_in_text = re.search(rf"\bhas\s+{re.escape(row.id)}\b", source.antimony)
        if row.id in BASE_UNITS or row.id in MODEL_UNITS:
            continue
        if row.symbol in used or named_in_text:
            lines.append(f"  unit {row.id} = {row.antimony}")
    return lines


def set_units(model: Element, source: ModelSource) -> None:
    """Give every parameter, readout, compartment and species of the tables its unit."""
    ids = {row.symbol: row.id for row in source.units}
    for name, unit in _with_units(source):
        (model.getParameter(name) or model.getCompartment(name)).setUnits(ids[unit])
    for species in model.getListOfSpecies():
        species.setSubstanceUnits("substance")


def _with_units(source: ModelSource) -> list[tuple[str, str]]:
    """Return (id, unit symbol) of every row whose quantity has a unit."""
    return [
        *((row.id, row.unit) for row in source.parameters),
        *((row.id, row.unit) for row in source.readouts),
    ]


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
        is_exponent = node.getType() in (libsbml.AST_POWER, libsbml.AST_FUNCTION_POWER) and index
        if not is_exponent:
            found |= _mark_numbers(node.getChild(index))
    return found
