"""Writes LLVM assembly text: values with operators, loops and conditions.

Text is written directly because the object layer of llvmlite costs more time than LLVM itself on
the long straight-line functions this package makes. For the kinds of values see ``value``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from her2sim.batch.value import Number, Value, Variable

_INTRINSIC = {"v": "v{lanes}f64", "d": "f64"}


def literal(value: float) -> str:
    """Return a double as LLVM writes it, exactly."""
    return f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}"


class Function:
    """A function under construction.

    Parameters
    ----------
    module
        Receives the text and the declarations of what is called.
    name
        The symbol.
    arguments
        Kinds of the arguments; their values are in ``arguments`` afterwards.
    result
        Kind of the result, or an empty string for none.
    internal
        Whether the function is invisible outside of its module.
    """

    def __init__(
        self,
        module: Module,
        name: str,
        arguments: str,
        result: str = "",
        internal: bool = False,
    ) -> None:
        self.module, self.name, self.result, self.internal = module, name, result, internal
        self.arguments = [Value(self, kind, f"%a{i}") for i, kind in enumerate(arguments)]
        self._lines: list[str] = []
        self._slots: list[str] = []
        self._numbers = count()
        self._since_label = 0

    def type(self, kind: str) -> str:
        """Return the LLVM type of a kind."""
        lanes = self.module.lanes
        return {
            "v": f"<{lanes} x double>", "m": f"<{lanes} x i1>", "w": f"<{lanes} x i64>",
            "d": "double", "i": "i64", "b": "i1", "p": "ptr", "": "void",
        }[kind]  # fmt: skip

    @property
    def length(self) -> int:
        """Number of instructions so far."""
        return len(self._lines)

    def line(self, text: str) -> None:
        """Add an instruction without a result."""
        self._lines.append("  " + text)
        self._since_label += 1

    def emit(self, kind: str, text: str) -> Value:
        """Add an instruction and return its result."""
        name = f"%t{next(self._numbers)}"
        self.line(f"{name} = {text}")
        return Value(self, kind, name)

    def all_true(self, kind: str) -> str:
        """Return the literal that is true in every lane."""
        if kind == "m":
            return "<" + ", ".join(["i1 true"] * self.module.lanes) + ">"
        return "true"

    def constant(self, kind: str, value: Number) -> Value:
        """Return a literal, the same in every lane."""
        if kind in "iw":
            shown, scalar = str(int(value)), "i64"
        else:
            shown, scalar = literal(float(value)), "double"
        if kind in "vw":
            shown = "<" + ", ".join([f"{scalar} {shown}"] * self.module.lanes) + ">"
        return Value(self, kind, shown)

    def like(self, pattern: Value, value: Value | Number) -> Value:
        """Return a value as it is, or a number as a literal of the pattern's kind."""
        return value if isinstance(value, Value) else self.constant(pattern.kind, value)

    def variable(self, initial: Value) -> Variable:
        """Reserve a place on the stack."""
        name = f"%s{next(self._numbers)}"
        self._slots.append(f"  {name} = alloca {self.type(initial.kind)}")
        variable = Variable(self, initial.kind, name)
        variable.set(initial)
        return variable

    def at(self, base: Value, index: Value | int) -> Value:
        """Return the address of the double (or 64-bit integer) at an index."""
        place = self.like(Value(self, "i", ""), index)
        return self.emit("p", f"getelementptr double, ptr {base.name}, {place.typed}")

    def _alignment(self, kind: str) -> int:
        return 8 * self.module.lanes if kind == "v" else 8

    def load(self, kind: str, base: Value, index: Value | int = 0) -> Value:
        """Load from an index counted in lanes for vectors, in items else."""
        address = self._address(kind, base, index)
        return self.emit(
            kind, f"load {self.type(kind)}, ptr {address.name}, align {self._alignment(kind)}"
        )

    def store(self, value: Value, base: Value, index: Value | int = 0) -> None:
        """Store at an index counted in lanes for vectors, in items else."""
        address = self._address(value.kind, base, index)
        self.line(f"store {value.typed}, ptr {address.name}, align {self._alignment(value.kind)}")

    def _address(self, kind: str, base: Value, index: Value | int) -> Value:
        if isinstance(index, int) and index == 0:
            return base
        return self.at(base, index * (self.module.lanes if kind == "v" else 1))

    def intrinsic(self, name: str, *args: Value) -> Value:
        """Call an LLVM intrinsic that takes and gives values of one kind."""
        kind = args[0].kind
        suffix = _INTRINSIC[kind].format(lanes=self.module.lanes)
        return self.call(kind, f"llvm.{name}.{suffix}", *args)

    def fma(self, a: Value, b: Value, c: Value) -> Value:
        """Return ``a * b + c``, fused where the processor can."""
        return self.intrinsic("fmuladd", a, b, c)

    def select(self, condition: Value, yes: Value, no: Value) -> Value:
        """Return ``yes`` where the condition holds, else ``no``."""
        return self.emit(yes.kind, f"select {condition.typed}, {yes.typed}, {no.typed}")

    def largest(self, a: Value, b: Value | Number) -> Value:
        """Return the larger value; ``b`` when ``a`` is NaN."""
        other = self.like(a, b)
        return self.select(a > other, a, other)

    def smallest(self, a: Value, b: Value | Number) -> Value:
        """Return the smaller value; ``b`` when ``a`` is NaN."""
        other = self.like(a, b)
        return self.select(a < other, a, other)

    def convert(self, instruction: str, value: Value, kind: str) -> Value:
        """Convert between kinds (``fptosi``, ``sitofp``, ``bitcast``, ``inttoptr``)."""
        return self.emit(kind, f"{instruction} {value.typed} to {self.type(kind)}")

    def per_lane(self, name: str, *args: Value) -> Value:
        """Call a scalar function of the C library once per lane."""
        result = Value(self, "v", "poison")
        for lane in range(self.module.lanes):
            singles = [self.emit("d", f"extractelement {a.typed}, i64 {lane}") for a in args]
            one = self.call("d", name, *singles)
            result = self.emit("v", f"insertelement {result.typed}, {one.typed}, i64 {lane}")
        return result

    def call(self, result: str, name: str, *args: Value) -> Value:
        """Call a function by its symbol."""
        self.module.declare(self, result, name, args)
        return self._call(result, f"@{name}", args)

    def call_address(self, address: Value, *args: Value) -> None:
        """Call a function without a result through a pointer."""
        self._call("", address.name, args)

    def _call(self, result: str, target: str, args: tuple[Value, ...]) -> Value:
        shown = f"call {self.type(result)} {target}({', '.join(a.typed for a in args)})"
        if result:
            return self.emit(result, shown)
        self.line(shown)
        return Value(self, "", "")

    def label(self) -> str:
        """Return a fresh label."""
        return f"b{next(self._numbers)}"

    def place(self, label: str) -> None:
        """Start the block of a label."""
        self._lines.append(f"{label}:")
        self._since_label = 0

    def breathe(self, instructions: int) -> None:
        """Start a new block when the present one is long.

        LLVM's selection and scheduling take more than linear time in the size of a block.
        """
        if self._since_label >= instructions:
            label = self.label()
            self.line(f"br label %{label}")
            self.place(label)

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Run the instructions of the block only if the condition (one truth) holds."""
        inside, after = self.label(), self.label()
        self.line(f"br i1 {condition.name}, label %{inside}, label %{after}")
        self.place(inside)
        yield
        self.line(f"br label %{after}")
        self.place(after)

    @contextmanager
    def loop(self, times: Value | int) -> Iterator[Value]:
        """Run the instructions of the block for 0, 1, ... up to a number of times."""
        index = self.variable(self.constant("i", 0))
        bound = self.like(Value(self, "i", ""), times)
        with self.repeat(lambda: index.get() < bound):
            present = index.get()
            yield present
            index.set(present + 1)

    @contextmanager
    def repeat(self, condition: Callable[[], Value]) -> Iterator[None]:
        """Run the instructions of the block as long as a condition, made anew, holds."""
        head, inside, after = self.label(), self.label(), self.label()
        self.line(f"br label %{head}")
        self.place(head)
        self.line(f"br i1 {condition().name}, label %{inside}, label %{after}")
        self.place(inside)
        yield
        self.line(f"br label %{head}")
        self.place(after)

    def leave(self, value: Value | None = None) -> None:
        """Return from the function and hand its text to the module."""
        self.line(f"ret {value.typed}" if value else "ret void")
        arguments = ", ".join(
            a.typed.replace("ptr", "ptr noalias", 1) if a.kind == "p" else a.typed
            for a in self.arguments
        )
        scope = "internal " if self.internal else ""
        header = f"define {scope}{self.type(self.result)} @{self.name}({arguments}) #0 {{"
        self.module.add(self.name, "\n".join([header, "entry:", *self._slots, *self._lines, "}"]))


class Module:
    """LLVM assembly under construction.

    Parameters
    ----------
    lanes
        Numbers per vector.
    """

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self._functions: dict[str, str] = {}
        self._declared: dict[str, str] = {}

    def declare(self, function: Function, result: str, name: str, args: tuple[Value, ...]) -> None:
        """Note the type of a called function."""
        kinds = ", ".join(function.type(a.kind) for a in args)
        self._declared[name] = f"declare {function.type(result)} @{name}({kinds})"

    def add(self, name: str, text: str) -> None:
        """Add the text of a function."""
        self._functions[name] = text

    def has(self, name: str) -> bool:
        """Tell whether a function is defined."""
        return name in self._functions

    @property
    def external(self) -> tuple[str, ...]:
        """The C library functions that are called."""
        return tuple(
            n for n in self._declared if n not in self._functions and not n.startswith("llvm.")
        )

    def text(self) -> str:
        """Return the assembly."""
        declared = [t for n, t in self._declared.items() if n not in self._functions]
        # Spilled vectors that straddle cache lines would cost twice.
        return "\n\n".join(
            [*declared, *self._functions.values(), "attributes #0 = { nounwind alignstack=64 }\n"]
        )
