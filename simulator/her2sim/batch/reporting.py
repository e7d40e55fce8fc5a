"""Output at the asked times: dense output of the method, readouts, scattering to the results."""

from __future__ import annotations

from her2sim.batch.ir import Function, Module
from her2sim.batch.layout import Lane, Mode, Table
from her2sim.batch.tableau import Tableau
from her2sim.batch.value import Value, Variable


def write_report(module: Module, method: Tableau) -> None:
    """Write ``report_steps`` and ``report_starts``.

    The first stores what was asked for inside of the steps just accepted (before ``y`` moves on);
    the second what was asked for at the very time a period starts.
    """
    _write_due(module)
    _write_store(module)
    _write_interpolate(module)
    for name, dense in (("report_steps", True), ("report_starts", False)):
        f = Function(module, name, "p", internal=True)
        table = Table(f)
        due = f.variable(f.call("i", "due", table.address))
        if dense:
            with f.when(due.get() > 0):
                _dense_sums(f, table, method)
        _store_all(f, table, due, dense)
        f.leave()


def _store_all(f: Function, table: Table, due: Variable, dense: bool) -> None:
    with f.repeat(lambda: due.get() > 0):
        if dense:
            f.call("", "interpolate", table.address)
        f.call("", "store_outputs", table.address, table.pointer("given" if dense else "y"))
        due.set(f.call("i", "due", table.address))


def _write_due(module: Module) -> None:
    """Write ``due``: mark the lanes whose next output lies within reach, and count them."""
    f = Function(module, "due", "p", "i", internal=True)
    table = Table(f)
    found = f.variable(f.constant("i", 0))
    with f.loop(module.lanes) as number:
        lane = Lane(table, number)
        lane.put("wanted", 0.0)
        lane.put("theta", 0.0)
        integrating = lane.get("mode").equals(float(Mode.INTEGRATING))
        accepted = lane.get("error") <= 1.0
        some_left = lane.index("output") < table.size("time_count")
        with f.when(integrating & accepted & some_left):
            _mark(f, table, lane)
            found.set(found.get() + lane.index("wanted"))
    f.leave(found.get())


def _mark(f: Function, table: Table, lane: Lane) -> None:
    time = f.load("d", table.pointer("times"), lane.index("output"))
    end, reach = lane.get("end"), lane.get("reach")
    last = (lane.index("period") + 1).equals(table.size("periods"))
    # At a border the next period speaks, with its own parameters.
    inside = (time < end) | (last & (time <= end))
    with f.when(inside & (time <= reach)):
        lane.put("wanted", 1.0)
        lane.put("report_time", time)
        lane.put("theta", (time - lane.get("time")) / lane.get("used"))


def _write_store(module: Module) -> None:
    """Write ``store_outputs``: the marked lanes' outputs from a state."""
    f = Function(module, "store_outputs", "pp", internal=True)
    table, state = Table(f), f.arguments[1]
    with f.when(table.size("reads_quantities").equals(1)):
        constants, quantities = table.pointer("constants"), table.pointer("quantities")
        table.kernel("readout", state, constants, table.field("report_time"), quantities)
    with f.loop(module.lanes) as number:
        lane = Lane(table, number)
        with f.when(lane.get("wanted").equals(1.0)):
            _store_lane(f, table, lane, state)
            lane.put("output", lane.get("output") + 1.0)
    f.leave()


def _store_lane(f: Function, table: Table, lane: Lane, state: Value) -> None:
    states, count = table.size("states"), table.size("output_count")
    # One moment's outputs lie side by side, so that storing them touches few cache lines.
    moment = lane.index("simulation") * table.size("time_count") + lane.index("output")
    row = f.at(table.pointer("result"), moment * count)
    with f.loop(count) as i:
        which = f.load("i", table.pointer("outputs"), i)
        target = f.at(row, i)
        is_state = which < states
        with f.when(is_state):
            f.store(lane.item(state, which), target)
        with f.when(~is_state):
            f.store(lane.item(table.pointer("quantities"), which - states), target)


def _dense_sums(f: Function, table: Table, method: Tableau) -> None:
    states, k, dense = table.size("states"), table.pointer("k"), table.pointer("dense")
    with f.loop(states) as i:
        stages = [f.load("v", k, i + states * j) for j in range(method.stages)]
        for row, weights in enumerate(method.dense):
            total = stages[0] * weights[0]
            for weight, u in zip(weights[1:], stages[1:], strict=True):
                total = f.fma(f.constant("v", weight), u, total)
            f.store(total, dense, i + states * row)


def _write_interpolate(module: Module) -> None:
    """Write ``interpolate``: the state at the fraction ``theta`` of the step, in ``given``."""
    f = Function(module, "interpolate", "p", internal=True)
    table = Table(f)
    states, dense, target = table.size("states"), table.pointer("dense"), table.pointer("given")
    x = table.get("theta")
    rest = 1.0 - x
    with f.loop(states) as i:
        old = f.load("v", table.pointer("y"), i)
        new = f.load("v", table.pointer("proposed"), i)
        first, second, third = (f.load("v", dense, i + states * row) for row in range(3))
        inner = f.fma(x, f.fma(x, third, second), first)
        inner = f.fma(rest, inner, new)
        f.store(f.fma(x, inner, rest * old), target, i)
    f.leave()
