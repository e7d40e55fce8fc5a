"""Mass: what is declared as conserved is, and all that is conserved is declared."""

from __future__ import annotations

from collections.abc import Sequence

import libsbml
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import null_space

from her2sim.checks.finding import Finding
from her2sim.checks.linear import weights
from her2sim.checks.stoichiometry import Network, read_network
from her2sim.errors import InvalidModel
from her2sim.model import Model
from her2sim.scenario import Scenario
from her2sim.simulate import simulate

_CHECK = "mass"
_ZERO = 1e-9
DRIFT = 1e-8
# A total of zero, such as a mutant in the wild type, keeps to the solver's noise.
_NOTHING = 1e-15


def totals_are_moieties(model: Model) -> list[Finding]:
    """Check declared totals against the null space of the stoichiometry, both ways round."""
    network = read_network(model.sbml)
    found, rows = _declared(model, network)
    for total, row in rows.items():
        changing = np.abs(row @ network.matrix) > _ZERO * np.abs(row).max()
        for column in np.flatnonzero(changing):
            found.append(Finding(_CHECK, total, f"is changed by {network.reactions[column]}"))
    return found + _undeclared(network, np.array(list(rows.values())))


def totals_stay(model: Model, scenarios: Sequence[Scenario], hours: float) -> list[Finding]:
    """Check that each declared total keeps its value along trajectories, to 1e-8 of itself."""
    network = read_network(model.sbml)
    _, rows = _declared(model, network)
    found: list[Finding] = []
    if not rows:
        return found
    result = simulate(model, scenarios, hours=hours, readouts=network.species, on_failure="raise")
    for name, part in result.table.groupby("scenario", sort=False):
        courses = part.pivot(index="time_h", columns="readout", values="value")
        amounts = courses[list(network.species)].to_numpy() * network.sizes
        for total, row in rows.items():
            course = amounts @ row
            drift = np.abs(course - course[0]).max()
            if drift > DRIFT * np.abs(course[0]) + _NOTHING * amounts.max():
                found.append(Finding(_CHECK, total, f"drifts by {drift:.2g} in {name!r}"))
    return found


def _declared(
    model: Model, network: Network
) -> tuple[list[Finding], dict[str, NDArray[np.float64]]]:
    """Return each declared total as weights of amounts, and what is no such sum."""
    # The document owns the formulas and must outlive their use.
    document = libsbml.readSBMLFromString(model.sbml)
    rules = {
        rule.getVariable(): rule.getMath()
        for rule in document.getModel().getListOfRules()
        if rule.isAssignment()
    }
    found, rows = [], {}
    for total in model.totals:
        try:
            by_id = weights(total.formula, rules)
        except InvalidModel as error:
            found.append(Finding(_CHECK, total.id, str(error)))
            continue
        unknown = sorted(set(by_id) - set(network.species))
        if unknown:
            found.append(Finding(_CHECK, total.id, f"{unknown} are no species that react"))
            continue
        by_row = np.array([by_id.get(name, 0.0) for name in network.species])
        rows[total.id] = by_row / network.sizes
    return found, rows


def _undeclared(network: Network, rows: NDArray[np.float64]) -> list[Finding]:
    """Name the species of conserved sums that no declared total accounts for."""
    moieties = null_space(network.matrix.T)
    if rows.size:
        basis = np.linalg.qr(rows.T)[0]
        moieties = moieties - basis @ (basis.T @ moieties)
    if not moieties.size or np.abs(moieties).max() < _ZERO:
        return []
    missing = np.linalg.matrix_rank(moieties, tol=_ZERO)
    involved = np.flatnonzero(np.abs(moieties).max(axis=1) > _ZERO)
    names = ", ".join(network.species[index] for index in involved)
    return [Finding(_CHECK, "totals.csv", f"{missing} conserved sum(s) not declared, over {names}")]
