"""What a lane does after a step: go on, try a shorter one, or give up."""

from __future__ import annotations

from her2sim.batch.ir import Function, Module
from her2sim.batch.lanes import finish, lane_function
from her2sim.batch.layout import Lane, Mode, Status, Table
from her2sim.batch.stepping import BELOW
from her2sim.batch.value import Value


def write_advance(module: Module) -> None:
    """Write ``advance``: what a lane does after a step, accepted or not."""
    f, table, lane = lane_function(module, "advance")
    mode, number = lane.get("mode"), lane.get("simulation")
    integrating = mode.equals(float(Mode.INTEGRATING))
    with f.when(mode.equals(float(Mode.POLISHING))):
        f.call("", "polish", *f.arguments)
    accepted = lane.get("error") <= 1.0
    with f.when(integrating & accepted):
        f.call("", "accept", *f.arguments)
    with f.when(integrating & ~accepted):
        _reject(f, table, lane)
    same = lane.get("simulation").equals(number) & lane.get("mode").compare("ogt", 0.0)
    total = lane.index("accepted") + lane.index("rejected")
    with f.when(same & (total >= table.size("max_steps"))):
        finish(f, Status.TOO_MANY_STEPS)
    f.leave()


def _reject(f: Function, table: Table, lane: Lane) -> None:
    lane.put("rejected", lane.get("rejected") + 1.0)
    lane.put("retry", 1.0)
    step = lane.get("used") * f.smallest(lane.get("factor"), 0.8)
    lane.put("step", step)
    stuck = lane.get("time") + step * 0.1
    with f.when(stuck.equals(lane.get("time")) | (step < lane.get("end") * 1e-30)):
        broken, below = lane.get("error").isnan(), _falls_below_zero(f, table, lane)
        with f.when(broken):
            finish(f, Status.NOT_FINITE)
        with f.when(~broken & below):
            finish(f, Status.BELOW_ZERO)
        with f.when(~broken & ~below):
            finish(f, Status.STEP_TOO_SMALL)


def _falls_below_zero(f: Function, table: Table, lane: Lane) -> Value:
    """Tell whether it is an amount below zero that counts as too large an error."""
    worst = f.variable(f.constant("d", 0.0))
    rtol, atol = table.setting("rtol"), table.setting("atol")
    with f.loop(table.size("states")) as i:
        new, typical = (lane.item(table.pointer(n), i) for n in ("proposed", "typical"))
        allowed = f.fma(rtol, f.intrinsic("fabs", new), atol * typical)
        species = f.load("d", table.pointer("nonnegative"), i)
        worst.set(f.largest(-new * species * BELOW - allowed, worst.get()))
    return worst.get() > 0.0
