"""What happens to one lane: taking a simulation, starting a period, finishing, polishing."""

from __future__ import annotations

import math

from her2sim.batch.ir import Function, Module
from her2sim.batch.layout import Lane, Mode, Status, Table
from her2sim.batch.value import Value

NEW_SIMULATION, NEW_PERIOD = 1.0, 2.0
"""Values of the field ``begun``."""

_QUIET = 0.01
_LONG_STEP = 1e6
_STAGNANT, _STAGNANT_ROUNDS, _STAGNANT_TOLERANCE = 0.3, 3.0, 100.0
_EARLIEST = 100.0
_SOON = 1e-12
_POLISHING_ROUNDS = 25.0
_LARGEST_DISPLACEMENT = 0.1


def lane_function(module: Module, name: str, more: str = "") -> tuple[Function, Table, Lane]:
    """Begin a function of the table and the number of a lane."""
    f = Function(module, name, "pi" + more, internal=True)
    table = Table(f)
    return f, table, Lane(table, f.arguments[1])


def write_lanes(module: Module) -> None:
    """Write the functions that handle single lanes."""
    _write_load(module)
    _write_take(module)
    _write_finish(module)
    _write_start(module)
    _write_keep(module)
    _write_go_back(module)
    _write_polish(module)
    _write_accept(module)


def _write_load(module: Module) -> None:
    """Write ``load_period``: the inputs and times of the lane's period."""
    f, table, lane = lane_function(module, "load_period")
    period, count = lane.index("period"), table.size("input_count")
    row = (lane.index("simulation") * table.size("periods") + period) * count
    inputs = f.at(table.pointer("inputs"), row)
    with f.loop(count) as i:
        lane.set_item(table.pointer("u"), i, f.load("d", inputs, i))
    bounds = table.pointer("bounds")
    lane.put("time", f.load("d", bounds, period))
    lane.put("end", f.load("d", bounds, period + 1))
    f.leave()


def _write_take(module: Module) -> None:
    """Write ``take``: the next simulation of the queue, or rest when there is none.

    Its outputs are NaN until they are known.
    """
    f, table, lane = lane_function(module, "take")
    counter = table.pointer("counter")
    number = f.emit("i", f"atomicrmw add ptr {counter.name}, i64 1 seq_cst")
    lane.put("mode", float(Mode.IDLE))
    lane.put("begun", 0.0)
    lane.put("step", 1.0)
    with f.when(number < table.size("simulations")):
        lane.put("simulation", number)
        lane.put("mode", float(Mode.INTEGRATING))
        lane.put("begun", NEW_SIMULATION)
        for name in ("period", "output", "accepted", "rejected", "next_try"):
            lane.put(name, 0.0)
        f.call("", "load_period", *f.arguments)
        # Here rather than by the caller: the threads share the work of touching new memory.
        length = table.size("time_count") * table.size("output_count")
        own = f.at(table.pointer("result"), number * length)
        with f.loop(length) as i:
            f.store(f.constant("d", math.nan), own, i)
    f.leave()


def _write_finish(module: Module) -> None:
    """Write ``finish``: note how the simulation ended and take the next one."""
    f, table, lane = lane_function(module, "finish", "i")
    number, states = lane.index("simulation"), table.size("states")
    f.store(f.arguments[2], table.pointer("status"), number)
    f.store(lane.get("time"), table.pointer("reached"), number)
    for place, name in enumerate(("accepted", "rejected")):
        f.store(lane.index(name), table.pointer("steps"), number * 2 + place)
    final = f.at(table.pointer("final"), number * states)
    with f.loop(states) as i:
        f.store(lane.item(table.pointer("y"), i), final, i)
    f.call("", "take", *f.arguments[:2])
    f.leave()


def finish(f: Function, status: Status) -> None:
    """Call ``finish`` for the lane of a function."""
    f.call("", "finish", *f.arguments[:2], f.constant("i", int(status)))


def _write_start(module: Module) -> None:
    """Write ``start_lane``: the state at the start of a simulation or period.

    The computed initial states are in ``stage``.
    """
    f, table, lane = lane_function(module, "start_lane")
    new = lane.get("begun").equals(NEW_SIMULATION)
    states, y = table.size("states"), table.pointer("y")
    row = f.at(table.pointer("start"), lane.index("simulation") * states)
    scale = f.variable(f.constant("d", 0.0))
    with f.loop(states) as i:
        begun = f.load("d", row, i)
        first = f.select(begun.isnan(), lane.item(table.pointer("stage"), i), begun)
        place = f.load("i", table.pointer("state_inputs"), i)
        given = lane.item(table.pointer("u"), place)
        later = f.select(given.isnan(), lane.item(y, i), given)
        value = f.select(new, first, later)
        lane.set_item(y, i, value)
        scale.set(f.largest(f.intrinsic("fabs", value), scale.get()))
    floor = scale.get() * table.setting("floor")
    with f.loop(states) as i:
        size = f.intrinsic("fabs", lane.item(y, i))
        seen = lane.item(table.pointer("typical"), i)
        known = f.select(new, size, f.largest(seen, size))
        lane.set_item(table.pointer("typical"), i, f.largest(known, floor))
    lane.put("step", 1.0)
    lane.put("retry", 0.0)
    lane.put("error", 0.0)
    lane.put("reach", lane.get("time"))
    lane.put("used", 1.0)
    f.leave()


def write_first_step(module: Module) -> None:
    """Write ``first_step``: a first step in which no state changes by more than a hundredth.

    The rates are in ``stage``.
    """
    f, table, lane = lane_function(module, "first_step")
    span = lane.get("end") - lane.get("time")
    _size_nothing(f, table, lane, span)
    speed, broken = (f.variable(f.constant("d", 0.0)) for _ in range(2))
    with f.loop(table.size("states")) as i:
        rate = f.intrinsic("fabs", lane.item(table.pointer("stage"), i))
        relative = rate / f.largest(lane.item(table.pointer("typical"), i), 1e-300)
        speed.set(f.largest(relative, speed.get()))
        broken.set(broken.get() + rate * 0.0)
    lane.put("step", f.smallest(0.01 / f.largest(speed.get(), 1e-300), span))
    lane.put("begun", 0.0)
    # Before that, nothing has had the time to change, which is not the same as being at rest.
    lane.put("next_try", f.smallest(_EARLIEST / f.largest(speed.get(), 1e-300), span * 0.5))
    failed, empty = broken.get().isnan(), span <= 0.0
    with f.when(failed):
        finish(f, Status.NOT_FINITE)
    with f.when(empty & ~failed):
        _next_period(f, table, lane)
    f.leave()


def _size_nothing(f: Function, table: Table, lane: Lane, span: Value) -> None:
    """Give a model whose states are all zero a size to measure errors by: what soon is there."""
    size, fastest = (f.variable(f.constant("d", 0.0)) for _ in range(2))
    with f.loop(table.size("states")) as i:
        size.set(f.largest(lane.item(table.pointer("typical"), i), size.get()))
        rate = f.intrinsic("fabs", lane.item(table.pointer("stage"), i))
        fastest.set(f.largest(rate, fastest.get()))
    soon = fastest.get() * span * _SOON
    with f.when(size.get().equals(0.0)), f.loop(table.size("states")) as i:
        lane.set_item(table.pointer("typical"), i, soon)


def _write_keep(module: Module) -> None:
    """Write ``begin_polish``: remember the state and try Newton steps from here."""
    f, table, lane = lane_function(module, "begin_polish")
    with f.loop(table.size("states")) as i:
        lane.set_item(table.pointer("saved"), i, lane.item(table.pointer("y"), i))
    lane.put("mode", float(Mode.POLISHING))
    lane.put("resume", lane.get("step"))
    lane.put("step", f.smallest(lane.get("time") * _LONG_STEP, lane.get("end")))
    lane.put("newton", 0.0)
    lane.put("last_move", 1e300)
    f.leave()


def _write_go_back(module: Module) -> None:
    """Write ``go_back``: give up the Newton steps and integrate on from where they began."""
    f, table, lane = lane_function(module, "go_back")
    with f.loop(table.size("states")) as i:
        lane.set_item(table.pointer("y"), i, lane.item(table.pointer("saved"), i))
    lane.put("mode", float(Mode.INTEGRATING))
    lane.put("step", lane.get("resume"))
    lane.put("next_try", lane.get("time") * 3.0)
    with f.when(lane.get("time") >= lane.get("end")):
        finish(f, Status.NOT_STEADY)
    f.leave()


def _write_polish(module: Module) -> None:
    """Write ``polish``: judge one Newton step."""
    f, table, lane = lane_function(module, "polish")
    move, before = lane.get("move"), lane.get("last_move")
    lane.put("newton", lane.get("newton") + 1.0)
    lane.put("accepted", lane.get("accepted") + 1.0)
    lane.put("last_move", move)
    # Rounding sets a limit to how small a step can get in an ill-conditioned set.
    stagnant = (move >= before * _STAGNANT) & (lane.get("newton") >= _STAGNANT_ROUNDS)
    tolerance = table.setting("steady")
    settled = (move <= tolerance) | (stagnant & (move <= tolerance * _STAGNANT_TOLERANCE))
    grows = (move > before * 2.0) & (lane.get("newton") > 3.0)
    failed = move.isnan() | grows | (lane.get("newton") > _POLISHING_ROUNDS)
    with f.when(settled):
        far = _displacement(f, table, lane) > _LARGEST_DISPLACEMENT
        with f.when(far):
            f.call("", "go_back", *f.arguments)
        with f.when(~far):
            finish(f, Status.OK)
    with f.when(~settled & failed):
        f.call("", "go_back", *f.arguments)
    f.leave()


def _displacement(f: Function, table: Table, lane: Lane) -> Value:
    """Return the largest relative way the Newton steps went, negative amounts as infinite."""
    worst = f.variable(f.constant("d", 0.0))
    with f.loop(table.size("states")) as i:
        old, new = lane.item(table.pointer("saved"), i), lane.item(table.pointer("y"), i)
        typical = lane.item(table.pointer("typical"), i)
        size = f.intrinsic("fabs", old) + typical * 1e-3
        worst.set(f.largest(f.intrinsic("fabs", new - old) / size, worst.get()))
        species = f.load("d", table.pointer("nonnegative"), i)
        below = f.largest(-new - typical * 1e-9, 0.0) * species
        worst.set(f.largest(below * 1e300, worst.get()))
    return worst.get()


def _write_accept(module: Module) -> None:
    """Write ``accept``: go on after an accepted step."""
    f, table, lane = lane_function(module, "accept")
    factor = lane.get("factor")
    after_failure = lane.get("retry").equals(1.0)
    factor = f.select(after_failure, f.smallest(factor, 1.0), factor)
    lane.put("step", lane.get("used") * factor)
    lane.put("accepted", lane.get("accepted") + 1.0)
    lane.put("retry", 0.0)
    lane.put("time", lane.get("reach"))
    over = lane.get("time") >= lane.get("end")
    seeks = table.size("seeks_steady").equals(1)
    with f.when(over & ~seeks):
        _next_period(f, table, lane)
    with f.when(seeks):
        drift = lane.get("change") * lane.get("time") / lane.get("used")
        quiet = (drift < _QUIET) & (over | (lane.get("time") >= lane.get("next_try")))
        with f.when(quiet):
            f.call("", "begin_polish", *f.arguments)
        with f.when(over & ~quiet):
            finish(f, Status.NOT_STEADY)
    f.leave()


def _next_period(f: Function, table: Table, lane: Lane) -> None:
    lane.put("period", lane.get("period") + 1.0)
    more = lane.index("period") < table.size("periods")
    with f.when(more):
        f.call("", "load_period", *f.arguments)
        lane.put("begun", NEW_PERIOD)
    with f.when(~more):
        finish(f, Status.OK)
