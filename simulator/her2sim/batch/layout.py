"""Where the compiled driver finds its data: a table of addresses, a block of lanes."""

from __future__ import annotations

from enum import IntEnum

from her2sim.batch.ir import Function
from her2sim.batch.value import Value

_KERNELS = ("prepare", "initial", "rates", "time_slope", "factor", "solve", "readout")
_SIZES = (
    "states", "input_count", "periods", "simulations", "time_count", "output_count", "max_steps",
)  # fmt: skip
_SWITCHES = ("depends_on_time", "reads_quantities", "seeks_steady")
_SHARED = (
    "counter", "inputs", "start", "bounds", "times", "outputs", "result", "final", "status",
    "steps", "reached", "settings", "nonnegative", "state_inputs",
)  # fmt: skip
WORK = (
    "lanes", "u", "constants", "y", "proposed", "stage", "slope", "k", "factors",
    "typical", "saved", "quantities", "dense", "given",
)  # fmt: skip
"""Work arrays, one set for each thread."""

TABLE = (*_KERNELS, *_SIZES, *_SWITCHES, *_SHARED, *WORK)
"""What the entries of the table are, in order; each takes 64 bits."""

FIELDS = (
    "mode", "begun", "simulation", "period", "output", "time", "shift", "end", "step", "used",
    "reach", "error", "factor", "retry", "accepted", "rejected", "change", "move",
    "last_move", "newton", "next_try", "resume", "theta", "report_time", "wanted", "clock",
)  # fmt: skip
"""What the driver remembers of each lane; each takes one vector. ``shift`` follows ``time``."""

SETTINGS = ("rtol", "atol", "steady", "floor")
"""Numbers in the array ``settings``."""


class Mode(IntEnum):
    """What a lane is doing."""

    IDLE = 0
    INTEGRATING = 1
    POLISHING = 2


class Status(IntEnum):
    """How a simulation ended."""

    NOT_RUN = -1
    OK = 0
    TOO_MANY_STEPS = 1
    NOT_FINITE = 2
    STEP_TOO_SMALL = 3
    NOT_STEADY = 4
    BELOW_ZERO = 5

    @property
    def message(self) -> str:
        """What the status means, for a reader."""
        return _MESSAGES[self]


_MESSAGES = {
    Status.NOT_RUN: "not run, because its steady state was not found",
    Status.OK: "",
    Status.TOO_MANY_STEPS: "the limit of steps was reached",
    Status.NOT_FINITE: "a rate was not a finite number",
    Status.STEP_TOO_SMALL: "the step size fell to zero: no solution continues from there",
    Status.BELOW_ZERO: "an amount would fall below zero: its production was negative at zero",
    Status.NOT_STEADY: "no steady state was reached within the time allowed",
}


class Table:
    """Access of a driver function to the table of addresses and sizes.

    Parameters
    ----------
    function
        A function whose first argument points to the table.
    """

    def __init__(self, function: Function) -> None:
        self.function = function
        self.address = function.arguments[0]

    def pointer(self, name: str) -> Value:
        """Return an address of the table."""
        return self.function.load("p", self.address, TABLE.index(name))

    def size(self, name: str) -> Value:
        """Return a size or a switch (0 or 1) of the table."""
        return self.function.load("i", self.address, TABLE.index(name))

    def kernel(self, name: str, *arguments: Value) -> None:
        """Call a function of the model."""
        spare = [self.address] * (4 - len(arguments))
        self.function.call_address(self.pointer(name), *arguments, *spare)

    def field(self, name: str) -> Value:
        """Return the address of a field, one number a lane."""
        lanes = self.function.module.lanes
        return self.function.at(self.pointer("lanes"), FIELDS.index(name) * lanes)

    def get(self, name: str) -> Value:
        """Return a field of all lanes."""
        return self.function.load("v", self.field(name))

    def put(self, name: str, value: Value) -> None:
        """Replace a field of all lanes."""
        self.function.store(value, self.field(name))

    def setting(self, name: str) -> Value:
        """Return one of the settings."""
        return self.function.load("d", self.pointer("settings"), SETTINGS.index(name))

    def settings(self, name: str) -> Value:
        """Return one of the settings, in every lane."""
        return splat(self.function, self.setting(name))


class Lane:
    """Access of a driver function to one lane.

    Parameters
    ----------
    table
        The table.
    number
        Which lane.
    """

    def __init__(self, table: Table, number: Value) -> None:
        self.table, self.function, self.number = table, table.function, number

    def get(self, name: str) -> Value:
        """Return a field."""
        return self.function.load("d", self.table.field(name), self.number)

    def index(self, name: str) -> Value:
        """Return a field that counts, as an integer."""
        return self.function.convert("fptosi", self.get(name), "i")

    def put(self, name: str, value: Value | float) -> None:
        """Replace a field."""
        shown = value if isinstance(value, Value) else self.function.constant("d", value)
        if shown.kind == "i":
            shown = self.function.convert("sitofp", shown, "d")
        self.function.store(shown, self.table.field(name), self.number)

    def item(self, array: Value, index: Value) -> Value:
        """Return the number of this lane in an item of a work array."""
        return self.function.load("d", array, self._place(index))

    def set_item(self, array: Value, index: Value, value: Value) -> None:
        """Replace the number of this lane in an item of a work array."""
        self.function.store(value, array, self._place(index))

    def _place(self, index: Value) -> Value:
        return index * self.function.module.lanes + self.number


def splat(function: Function, value: Value) -> Value:
    """Return a number in every lane."""
    poison = f"<{function.module.lanes} x double> poison"
    one = function.emit("v", f"insertelement {poison}, {value.typed}, i64 0")
    mask = f"<{function.module.lanes} x i32> zeroinitializer"
    return function.emit("v", f"shufflevector {one.typed}, {poison}, {mask}")
