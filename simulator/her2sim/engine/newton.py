"""Newton's method for the state where every rate vanishes while conserved totals stay.

With N the stoichiometry and v the reaction rates, dx/dt = N v. The Jacobian is taken as N dv/dx,
so that what N conserves stays conserved to rounding however fast the reactions are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import linalg

from her2sim.engine.compiled import Compiled, State, Table, Vector
from her2sim.engine.settings import SolverSettings

_STEPS = 8
# Relative size of a step: converged below the first; below the second when rounding stops it.
_CONVERGED = 1e-9
_CLOSE = 1e-7
# How far the root may be from where the search began, relative to the variable.
_AGREES = 1e-3
# Variables below this share of the largest are compared on that scale, not on their own.
_NEGLIGIBLE = 1e-12
_PERTURBATION = 1e-7
_RANK = 1e-14


def typical_sizes(state: State, settings: SolverSettings) -> Vector:
    """Return the size on which a change of each variable counts."""
    largest = float(np.max(np.abs(state.variables), initial=0.0))
    return np.abs(state.variables) + max(settings.absolute, _NEGLIGIBLE * largest)


def root_near(compiled: Compiled, reached: State, settings: SolverSettings) -> State | None:
    """Return the steady state next to a state, or ``None`` without one close enough to trust."""
    scale = typical_sizes(reached, settings)
    solve = _solver(compiled, reached, scale)
    current, last = reached.variables, np.inf
    for _ in range(_STEPS):
        compiled.go_to(State(current))
        step = solve(compiled.rates())
        size = float(np.max(np.abs(step) / scale))
        if not np.isfinite(size):
            return None
        if size >= last and last < _CLOSE:
            break
        current, last = current + step, size
        if size < _CONVERGED:
            break
    return _accepted(compiled, reached, current, scale) if last < _CLOSE else None


def _accepted(compiled: Compiled, reached: State, root: Vector, scale: Vector) -> State | None:
    """Return the root if it is near and no amount in it is negative."""
    if np.max(np.abs(root - reached.variables) / scale) > _AGREES:
        return None
    # A model of someone else's may have variables that are negative by design.
    allowed = np.minimum(reached.variables, 0.0)
    if np.any(root < allowed - _CONVERGED * scale):
        return None
    variables = np.where(allowed < 0, root, np.maximum(root, 0.0))
    variables.setflags(write=False)
    return State(variables)


def _solver(compiled: Compiled, at: State, scale: Vector) -> Callable[[Vector], Vector]:
    """Return a function from the rates to the Newton step, factorised once."""
    jacobian = _jacobian(compiled, at, scale)
    conserved = np.vstack([compiled.conserved, _frozen(jacobian, compiled)]) * scale
    system = np.vstack([jacobian, conserved])
    rows = np.max(np.abs(system), axis=1)
    rows[rows == 0] = 1.0
    q, r, order = linalg.qr(system / rows[:, None], mode="economic", pivoting=True)
    pivots = np.abs(np.diag(r))
    rank = int(np.sum(pivots > _RANK * pivots[0]))

    def solve(rates: Vector) -> Vector:
        right = np.concatenate([-rates, np.zeros(len(conserved))]) / rows
        step = np.zeros(len(scale))
        known = linalg.solve_triangular(r[:rank, :rank], (q.T @ right)[:rank], check_finite=False)
        step[order[:rank]] = known
        return step * scale

    return solve


def _jacobian(compiled: Compiled, at: State, scale: Vector) -> Table:
    """Return d(rates)/d(variables) with each column multiplied by its variable's scale."""
    compiled.go_to(at)
    rates, reactions = compiled.rates(), compiled.reaction_rates()
    stoichiometry = compiled.stoichiometry()
    ruled = len(rates) - len(stoichiometry)
    exact = np.allclose(stoichiometry @ reactions, rates[ruled:], rtol=1e-9, atol=1e-12)
    by_rate = np.empty((len(rates), len(scale)))
    by_reaction = np.empty((len(reactions), len(scale)))
    for column, size in enumerate(scale):
        moved = at.variables.copy()
        moved[column] += _PERTURBATION * size
        width = (moved[column] - at.variables[column]) / size
        compiled.go_to(State(moved))
        by_rate[:, column] = (compiled.rates() - rates) / width
        by_reaction[:, column] = (compiled.reaction_rates() - reactions) / width
    if exact:
        by_rate[ruled:] = stoichiometry @ by_reaction
    return by_rate


def _frozen(jacobian: Table, compiled: Compiled) -> Table:
    """Return a row for each variable under a rule that nothing moves, such as a counter at rest."""
    still = [row for row in range(len(jacobian)) if not np.any(jacobian[row])]
    return np.eye(len(compiled.state_ids))[still]
