"""No free energy: around a closed cycle of reversible binding the constants cancel.

For each reversible reaction j let K_j be its forward over its backward constant. Constants of an
equilibrium exist only if ln K_j is a difference of potentials of the species (Wegscheider's
condition): ln K = N^T mu for some mu, N the stoichiometry of the reversible reactions. Otherwise
a cycle of binding steps turns round for ever, fed by nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import null_space, qr

from her2sim.checks.finding import Finding
from her2sim.checks.stoichiometry import Network, read_network
from her2sim.engine import Compiled, State, compiled_model
from her2sim.model import Model

_CHECK = "free energy"
_ZERO = 1e-9
_STATES = 2
_SEED = 1


def cycles_balance(model: Model) -> list[Finding]:
    """Check every closed cycle of reversible reactions; the product must be 1 to 1e-9.

    The constants are read off the rate laws, with products absent and with reactants absent, at
    two random states (where a constant depends on the state, it must balance at each). Boundary
    species are present at their unit of concentration. A reaction that cannot run backwards at
    all, or forwards, though it is called reversible, is a finding.
    """
    network = read_network(model.sbml)
    columns = [index for index, both_ways in enumerate(network.reversible) if both_ways]
    compiled = compiled_model(model)
    generator = np.random.default_rng(_SEED)
    found: list[Finding] = []
    with compiled.alone():
        compiled.start(tuple((entry.id, 1.0) for entry in model.species if entry.boundary))
        for _ in range(_STATES):
            amounts = generator.uniform(0.5, 2.0, len(network.species)) * network.sizes
            ratios = _constants(compiled, network, columns, amounts)
            found += _one_way(network, columns, ratios)
            usable = np.isfinite(ratios)
            used = [column for column, good in zip(columns, usable, strict=True) if good]
            found += _unbalanced(network, used, ratios[usable])
    return list(dict.fromkeys(found))


def _constants(
    compiled: Compiled, network: Network, columns: Sequence[int], amounts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return ln K of each reversible reaction, NaN where it does not run both ways."""
    ratios = np.full(len(columns), np.nan)
    for index, column in enumerate(columns):
        taken, made = network.reactants[:, column], network.products[:, column]
        forward = _rate(compiled, network, column, np.where(made > 0, 0.0, amounts))
        backward = -_rate(compiled, network, column, np.where(taken > 0, 0.0, amounts))
        if forward > 0 and backward > 0:
            # Divided by the amounts, rates become constants.
            order = float((made - taken) @ np.log(amounts))
            ratios[index] = np.log(forward / backward) + order
    return ratios


def _rate(compiled: Compiled, network: Network, column: int, amounts: NDArray[np.float64]) -> float:
    by_name = dict(zip(network.species, amounts, strict=True))
    now = dict(zip(compiled.state_ids, compiled.state().variables, strict=True))
    vector = np.array([by_name.get(name, now[name]) for name in compiled.state_ids])
    compiled.go_to(State(vector))
    rates = dict(zip(compiled.reaction_ids, compiled.reaction_rates(), strict=True))
    return float(rates[network.reactions[column]])


def _one_way(
    network: Network, columns: Sequence[int], ratios: NDArray[np.float64]
) -> Iterator[Finding]:
    for column, ratio in zip(columns, ratios, strict=True):
        if not np.isfinite(ratio):
            name = network.reactions[column]
            yield Finding(_CHECK, name, "is called reversible and does not run both ways")


def _unbalanced(
    network: Network, columns: Sequence[int], ratios: NDArray[np.float64]
) -> Iterator[Finding]:
    """Yield a finding per independent cycle whose constants do not cancel."""
    matrix = network.matrix[:, columns]
    for cycle in cycles(matrix):
        product = float(cycle @ ratios)
        if abs(product) > _ZERO * max(1.0, float(np.abs(cycle) @ np.abs(ratios))):
            steps = [
                f"{'-' if cycle[index] < 0 else '+'}{network.reactions[column]}"
                for index, column in enumerate(columns)
                if cycle[index]
            ]
            message = f"the constants of this cycle multiply to {np.exp(product):.12g}, not 1"
            yield Finding(_CHECK, " ".join(steps), message)


def cycles(matrix: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return an independent set of cycles (combinations of columns without net effect).

    Each is a column that depends on the pivot columns, together with those it depends on, so the
    set spans the null space and its members are short.
    """
    if not matrix.size or not null_space(matrix).size:
        return []
    _, triangle, order = qr(matrix, mode="economic", pivoting=True)
    rank = int(np.linalg.matrix_rank(matrix))
    found = []
    for column in range(rank, matrix.shape[1]):
        cycle = np.zeros(matrix.shape[1])
        cycle[order[column]] = 1.0
        solved = np.linalg.solve(triangle[:rank, :rank], triangle[:rank, column])
        cycle[order[:rank]] = -np.where(np.abs(solved) < _ZERO, 0.0, solved)
        found.append(cycle)
    return found
