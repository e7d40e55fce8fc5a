"""The compiled loop over steps and simulations; it knows no model.

The functions of a model reach it as addresses, so it is compiled once for a processor and a
number of lanes. Lanes never influence one another: a lane's numbers come from element-wise
operations only, so a simulation gives the same bits in any lane, beside any neighbours, at any
vector width and on any thread.
"""

from __future__ import annotations

from her2sim.batch.advancing import write_advance
from her2sim.batch.ir import Function, Module
from her2sim.batch.lanes import write_first_step, write_lanes
from her2sim.batch.layout import Lane, Table
from her2sim.batch.reporting import write_report
from her2sim.batch.stepping import write_attempt, write_commit, write_measure
from her2sim.batch.tableau import Tableau
from her2sim.batch.value import Value

DRIVER = "run_batch"
"""Symbol of the driver; its one argument is the address of the table (see ``layout``)."""


def write_driver(method: Tableau, lanes: int) -> str:
    """Write the assembly of the driver for a method and a number of lanes."""
    module = Module(lanes)
    write_attempt(module, method)
    write_measure(module, method)
    write_commit(module)
    write_report(module, method)
    write_lanes(module)
    write_advance(module)
    write_first_step(module)
    _write_refresh(module)
    _write_count(module)
    _write_run(module)
    return module.text()


def _each_lane(f: Function, name: str, table: Table) -> None:
    with f.loop(f.module.lanes) as number:
        f.call("", name, table.address, number)


def _each_begun(f: Function, name: str, table: Table) -> None:
    with f.loop(f.module.lanes) as number, f.when(Lane(table, number).get("begun") > 0.0):
        f.call("", name, table.address, number)


def _write_refresh(module: Module) -> None:
    """Write ``refresh``: constants, states and first steps of lanes with a new period."""
    f = Function(module, "refresh", "p", internal=True)
    table = Table(f)
    inputs, constants, stage = (table.pointer(n) for n in ("u", "constants", "stage"))
    table.kernel("prepare", inputs, constants)
    table.kernel("initial", inputs, constants, table.field("time"), stage)
    _each_begun(f, "start_lane", table)
    f.call("", "hide_running", table.address)
    f.call("", "report_starts", table.address)
    with f.loop(table.size("states")) as i:
        f.store(f.constant("v", 0.0), stage, i)
    table.kernel("rates", table.pointer("y"), constants, table.field("time"), stage)
    _each_begun(f, "first_step", table)
    f.leave()


def _write_count(module: Module) -> None:
    """Write ``count`` of lanes with a field above 0, and ``hide_running``.

    The latter keeps the report at the start of a period from lanes in the middle of one.
    """
    f = Function(module, "count", "pp", "i", internal=True)
    total = f.variable(f.constant("i", 0))
    with f.loop(module.lanes) as number, f.when(f.load("d", f.arguments[1], number) > 0.0):
        total.set(total.get() + 1)
    f.leave(total.get())
    f = Function(module, "hide_running", "p", internal=True)
    table = Table(f)
    with f.loop(module.lanes) as number:
        lane = Lane(table, number)
        with f.when(lane.get("begun").equals(0.0)):
            lane.put("error", 2.0)
    f.leave()


def _write_run(module: Module) -> None:
    f = Function(module, DRIVER, "p")
    table = Table(f)
    _each_lane(f, "take", table)
    _refresh_all(f, table)

    def busy() -> Value:
        return f.call("i", "count", table.address, table.field("mode")) > 0

    with f.repeat(busy):
        for name in ("attempt", "measure", "report_steps", "commit"):
            f.call("", name, table.address)
        _each_lane(f, "advance", table)
        _refresh_all(f, table)
    f.leave()


def _refresh_all(f: Function, table: Table) -> None:
    """Refresh until no lane is new: a simulation that fails at once hands its lane on."""

    def begun() -> Value:
        return f.call("i", "count", table.address, table.field("begun")) > 0

    with f.repeat(begun):
        f.call("", "refresh", table.address)
