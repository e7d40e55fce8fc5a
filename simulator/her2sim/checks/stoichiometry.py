"""The stoichiometric matrix of a model, read with libSBML alone."""

from __future__ import annotations

from dataclasses import dataclass

import libsbml
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Network:
    """What reacts with what.

    Attributes
    ----------
    species
        Ids of the species that reactions change, in the order of the rows.
    reactions
        Ids in the order of the columns.
    matrix
        Net amount of a species made per turn of a reaction.
    reactants, products
        Amounts taken and made, in the same shape.
    reversible
        One flag per reaction.
    sizes
        Size of the compartment of each species.
    """

    species: tuple[str, ...]
    reactions: tuple[str, ...]
    matrix: Matrix
    reactants: Matrix
    products: Matrix
    reversible: tuple[bool, ...]
    sizes: NDArray[np.float64]


def read_network(sbml: str) -> Network:
    """Read the network of an SBML text whose stoichiometries are numbers."""
    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    ruled = {rule.getVariable() for rule in model.getListOfRules()}
    changing = [
        entry
        for entry in model.getListOfSpecies()
        if not entry.getBoundaryCondition()
        and not entry.getConstant()
        and entry.getId() not in ruled
    ]
    row = {entry.getId(): index for index, entry in enumerate(changing)}
    reactions = list(model.getListOfReactions())
    taken, made = np.zeros((2, len(changing), len(reactions)))
    for column, reaction in enumerate(reactions):
        for side, references in (
            (taken, reaction.getListOfReactants()),
            (made, reaction.getListOfProducts()),
        ):
            for reference in references:
                if reference.getSpecies() in row:
                    side[row[reference.getSpecies()], column] += reference.getStoichiometry()
    return Network(
        species=tuple(row),
        reactions=tuple(reaction.getId() for reaction in reactions),
        matrix=made - taken,
        reactants=taken,
        products=made,
        reversible=tuple(bool(reaction.getReversible()) for reaction in reactions),
        sizes=np.array(
            [model.getCompartment(entry.getCompartment()).getSize() for entry in changing]
        ),
    )
