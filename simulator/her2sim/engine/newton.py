"""Newton's method for the state where every rate vanishes while conserved totals stay.

With N the stoichiometry and v the reaction rates, dx/dt = N v. The Jacobian is taken as N dv/dx,
so that what N conserves stays conserved to rounding however fast the reactions are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from her2sim.engine.compiled import Compiled, State, Table, Vector
from her2sim.engine.settings import SolverSettings

# Relative change of a variable that one slowest time scale may bring in a steady state.
STANDS_STILL = 1e-6
_STEPS = 8
# Relative size of a step: converged below the first; below the second when rounding stops it.
_CONVERGED = 1e-9
_CLOSE = 1e-7
# How far the root may be from where the search began, relative to the variable.
_AGREES = 1e-3
# Variables below this share of the largest are compared on that scale, not on their own.
_NEGLIGIBLE = 1e-12
_PERTURBATION = 1e-7


def typical_sizes(state: State, settings: SolverSettings) -> Vector:
    """Return the size on which a change of each variable counts."""
    largest = float(np.max(np.abs(state.variables), initial=0.0))
    return np.abs(state.variables) + max(settings.absolute, _NEGLIGIBLE * largest)


def root_near(
    compiled: Compiled, reached: State, slowest: float, settings: SolverSettings
) -> State | None:
    """Return the steady state next to a state, or ``None`` without one close enough to trust."""
    scale = typical_sizes(reached, settings)
    solve = _solver(compiled, reached, scale, slowest)
    if solve is None:
        return None
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
    return _accepted(reached, current, scale) if last < _CLOSE else None


def _accepted(reached: State, root: Vector, scale: Vector) -> State | None:
    """Return the root if it is near and no amount in it is negative."""
    if np.max(np.abs(root - reached.variables) / scale) > _AGREES:
        return None
    noise = _CONVERGED * scale
    # Amounts are not negative, but a model of someone else's may have variables that are.
    if np.any(root < np.minimum(reached.variables, 0.0) - noise):
        return None
    # What is zero but for rounding becomes zero, so that no amount is below it.
    variables = np.where(np.abs(root) < noise, 0.0, root)
    variables.setflags(write=False)
    return State(variables)


def _solver(
    compiled: Compiled, at: State, scale: Vector, slowest: float
) -> Callable[[Vector], Vector] | None:
    """Return a function from the rates to the Newton step; ``None`` if the step is not unique.

    Rows that follow from the others through a conserved total give their place to that total. The
    matrix is sparse, and a sparse solver, unlike a dense one, starts no threads: on a machine that
    is busy these cost a hundred times what they do for matrices of this size.
    """
    # Imported here: it takes as long as a hundred simulations, and not every run needs it.
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import splu

    system = _jacobian(compiled, at, scale)
    if system is None:
        return None
    fixed = {row: np.eye(len(scale))[row] for row in range(len(scale)) if not np.any(system[row])}
    compiled.go_to(at)
    still = np.abs(compiled.rates()) * slowest < STANDS_STILL * scale
    if not all(still[row] for row in fixed):
        return None  # something grows at a rate of its own
    fixed |= compiled.conserved
    for row, total in fixed.items():
        system[row] = total * scale
    sizes = np.max(np.abs(system), axis=1)
    if not np.all(np.isfinite(sizes)) or np.any(sizes == 0):
        return None
    try:
        factors = splu(csc_array(system / sizes[:, None]))
    except RuntimeError:  # exactly singular
        return None
    kept = list(fixed)

    def solve(rates: Vector) -> Vector:
        right = -rates / sizes
        right[kept] = 0.0
        return np.asarray(factors.solve(right) * scale)

    return solve


def _jacobian(compiled: Compiled, at: State, scale: Vector) -> Table | None:
    """Return d(rates)/d(variables), each column times its variable's scale; ``None`` without N."""
    compiled.go_to(at)
    rates, reactions = compiled.rates(), compiled.reaction_rates()
    stoichiometry = compiled.stoichiometry
    ruled = len(rates) - len(stoichiometry)
    if not np.allclose(stoichiometry @ reactions, rates[ruled:], rtol=1e-9, atol=1e-12):
        return None  # the stoichiometry is not constant
    by_rate = np.empty((len(rates), len(scale)))
    by_reaction = np.empty((len(reactions), len(scale)))
    for column, size in enumerate(scale):
        value = at.variables[column]
        moved = value + _PERTURBATION * size
        compiled.put(column, moved)
        width = (moved - value) / size
        by_rate[:, column] = (compiled.rates() - rates) / width
        by_reaction[:, column] = (compiled.reaction_rates() - reactions) / width
        compiled.put(column, value)
    by_rate[ruled:] = stoichiometry @ by_reaction
    return by_rate
