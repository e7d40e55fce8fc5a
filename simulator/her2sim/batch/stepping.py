"""One step of every lane: stages, estimated error, new step size."""

from __future__ import annotations

from her2sim.batch import vectormath
from her2sim.batch.ir import Function, Module
from her2sim.batch.layout import Mode, Table, splat
from her2sim.batch.tableau import Tableau
from her2sim.batch.value import Value, Variable

SHRINK, GROW, SAFETY = 0.2, 6.0, 0.8
"""Limits of the change of a step size, and the margin it is chosen with."""

BELOW = 0.1
"""The share of an amount below zero that counts as error."""

_LEAST_ERROR = 1e-6
_ENTRY_FLOOR, _MOVE_FLOOR = 1e-3, 1e-4


def write_attempt(module: Module, method: Tableau) -> None:
    """Write ``attempt``: the stages of a step, from ``y`` to ``proposed``."""
    f = Function(module, "attempt", "p", internal=True)
    table = Table(f)
    _choose_step(f, table)
    used = table.get("used")
    table.put("shift", 1.0 / (used * method.gamma))
    y, constants, factors = (table.pointer(n) for n in ("y", "constants", "factors"))
    table.kernel("factor", y, constants, table.field("time"), factors)
    with f.when(table.size("depends_on_time").equals(1)):
        table.kernel("time_slope", y, constants, table.field("time"), table.pointer("slope"))
    for stage in range(method.stages):
        _stage(f, table, method, stage)
    _last_sum(f, table, method)
    f.leave()


def _choose_step(f: Function, table: Table) -> None:
    """Shorten the step to the end of the period, hitting it exactly."""
    step, time, end = table.get("step"), table.get("time"), table.get("end")
    left = end - time
    polishing = table.get("mode").compare("oeq", float(Mode.POLISHING))
    last = step >= left * 0.999
    table.put("used", f.select(polishing, step, f.select(last, left, step)))
    table.put("reach", f.select(last, end, time + step))


def _stage(f: Function, table: Table, method: Tableau, stage: int) -> None:
    states, k = table.size("states"), table.pointer("k")
    own = f.at(k, states * (stage * f.module.lanes))
    y, constants = table.pointer("y"), table.pointer("constants")
    if stage == 0:
        with f.loop(states) as i:
            f.store(f.constant("v", 0.0), own, i)
        table.kernel("rates", y, constants, table.field("time"), own)
    else:
        _stage_sums(f, table, method, stage, own)
        clock = f.fma(f.constant("v", method.nodes[stage]), table.get("used"), table.get("time"))
        table.put("clock", clock)
        table.kernel("rates", table.pointer("stage"), constants, table.field("clock"), own)
    weight = method.time_weights[stage]
    if weight:
        with f.when(table.size("depends_on_time").equals(1)):
            scaled, slope = table.get("used") * weight, table.pointer("slope")
            with f.loop(states) as i:
                f.store(f.fma(scaled, f.load("v", slope, i), f.load("v", own, i)), own, i)
    table.kernel("solve", table.pointer("factors"), own)


def _stage_sums(f: Function, table: Table, method: Tableau, stage: int, sums: Value) -> None:
    """Make the argument of a stage and the sum on its right-hand side in one pass."""
    states, k = table.size("states"), table.pointer("k")
    y, target = table.pointer("y"), table.pointer("stage")
    follows = stage > len(method.a)
    inverse = 1.0 / table.get("used")
    with f.loop(states) as i:
        known = [f.load("v", k, i + states * j) for j in range(stage)]
        if follows:
            argument = f.load("v", target, i) + known[-1]
        else:
            argument = f.load("v", y, i)
            for weight, u in zip(method.a[stage - 1], known, strict=True):
                argument = f.fma(f.constant("v", weight), u, argument)
        f.store(argument, target, i)
        weights = method.c_matrix[stage - 1]
        total = known[0] * weights[0]
        for weight, u in zip(weights[1:], known[1:], strict=True):
            total = f.fma(f.constant("v", weight), u, total)
        f.store(total * inverse, sums, i)


def _last_sum(f: Function, table: Table, method: Tableau) -> None:
    states, k = table.size("states"), table.pointer("k")
    polishing = table.get("mode").compare("oeq", float(Mode.POLISHING))
    y, stage, proposed = (table.pointer(name) for name in ("y", "stage", "proposed"))
    with f.loop(states) as i:
        last = f.load("v", stage, i) + f.load("v", k, i + states * (method.stages - 1))
        newton = f.load("v", y, i) + f.load("v", k, i)
        f.store(f.select(polishing, newton, last), proposed, i)


def write_measure(module: Module, method: Tableau) -> None:
    """Write ``measure``: error of the step and factor for the next one.

    The error is the largest over the states, so that no single species is less accurate than
    asked. A share of an amount below zero counts as error.
    """
    f = Function(module, "measure", "p", internal=True)
    table = Table(f)
    error, broken = (f.variable(f.constant("v", 0.0)) for _ in range(2))
    rtol, atol = table.settings("rtol"), table.settings("atol")
    y, proposed, typical = (table.pointer(name) for name in ("y", "proposed", "typical"))
    states, nonnegative = table.size("states"), table.pointer("nonnegative")
    last = f.at(table.pointer("k"), states * ((method.stages - 1) * module.lanes))
    with f.loop(states) as i:
        new, estimate = f.load("v", proposed, i), f.load("v", last, i)
        largest = f.largest(f.intrinsic("fabs", f.load("v", y, i)), f.intrinsic("fabs", new))
        inverse = 1.0 / f.fma(rtol, largest, atol * f.load("v", typical, i))
        below = f.largest(-new, 0.0) * splat(f, f.load("d", nonnegative, i)) * BELOW
        worst = f.largest(f.intrinsic("fabs", estimate), below) * inverse
        error.set(f.largest(worst, error.get()))
        broken.set(f.fma(new + estimate, f.constant("v", 0.0), broken.get()))
    # NaN and infinity survive in `broken`, whatever the comparisons made of them.
    table.put("error", error.get() + broken.get())
    table.put("factor", _factor(f, table, method))
    with f.when(table.size("seeks_steady").equals(1)):
        _measure_motion(f, table, broken)
    f.leave()


def _measure_motion(f: Function, table: Table, broken: Variable) -> None:
    """Find the largest relative change of a state, for the search of a steady state."""
    change, move = (f.variable(f.constant("v", 0.0)) for _ in range(2))
    entry, floor = f.constant("v", _ENTRY_FLOOR), f.constant("v", _MOVE_FLOOR)
    y, proposed, typical = (table.pointer(name) for name in ("y", "proposed", "typical"))
    with f.loop(table.size("states")) as i:
        old, new = f.load("v", y, i), f.load("v", proposed, i)
        size, seen = f.intrinsic("fabs", old), f.load("v", typical, i)
        distance = f.intrinsic("fabs", new - old)
        change.set(f.largest(distance / f.fma(seen, entry, size), change.get()))
        move.set(f.largest(distance / f.fma(seen, floor, size), move.get()))
    table.put("change", change.get() + broken.get())
    table.put("move", move.get() + broken.get())


def _factor(f: Function, table: Table, method: Tableau) -> Value:
    """Choose the factor of the step size from the error of this step alone.

    Cells relax, so steps grow all the time, and a controller that also looks back (PI) lags
    behind: at the same accuracy it took up to a fifth more steps.
    """
    error = f.largest(table.get("error"), _LEAST_ERROR)
    factor = vectormath.exp(f, vectormath.log(f, error) * (-1.0 / method.error_order)) * SAFETY
    factor = f.smallest(f.largest(factor, SHRINK), GROW)
    return f.select(table.get("error").isnan(), f.constant("v", SHRINK), factor)


def write_commit(module: Module) -> None:
    """Write ``commit``: take over the new state in the lanes whose step was accepted."""
    f = Function(module, "commit", "p", internal=True)
    table = Table(f)
    mode = table.get("mode")
    accepted = mode.compare("oeq", float(Mode.INTEGRATING)) & (table.get("error") <= 1.0)
    moved = mode.compare("oeq", float(Mode.POLISHING)) & (table.get("move") <= 1e300)
    taken = accepted | moved
    y, proposed, typical = (table.pointer(name) for name in ("y", "proposed", "typical"))
    with f.loop(table.size("states")) as i:
        new = f.select(taken, f.load("v", proposed, i), f.load("v", y, i))
        f.store(new, y, i)
        seen = f.load("v", typical, i)
        f.store(f.largest(f.intrinsic("fabs", new), seen), typical, i)
    f.leave()
