"""Values and variables of LLVM functions under construction.

Kinds of values: ``v`` a vector of doubles (one per lane), ``m`` a vector of truths, ``w`` a vector
of 64-bit integers, ``d`` a double, ``i`` a 64-bit integer, ``b`` a truth, ``p`` a pointer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from her2sim.batch.ir import Function

Number = float | int

_FLOAT_OPS = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_INT_OPS = {"+": "add", "-": "sub", "*": "mul", "/": "sdiv"}


@dataclass(frozen=True, eq=False)
class Value:
    """A value of the function under construction."""

    function: Function
    kind: str
    name: str

    @property
    def typed(self) -> str:
        """The value with its LLVM type."""
        return f"{self.function.type(self.kind)} {self.name}"

    def _binary(self, op: str, other: Value | Number, swapped: bool = False) -> Value:
        right = self.function.like(self, other)
        left, right = (right, self) if swapped else (self, right)
        names = _INT_OPS if self.kind in "iw" else _FLOAT_OPS
        return self.function.emit(self.kind, f"{names[op]} {left.typed}, {right.name}")

    def __add__(self, other: Value | Number) -> Value:
        """Add."""
        return self._binary("+", other)

    def __sub__(self, other: Value | Number) -> Value:
        """Subtract."""
        return self._binary("-", other)

    def __rsub__(self, other: Number) -> Value:
        """Subtract from a number."""
        return self._binary("-", other, swapped=True)

    def __mul__(self, other: Value | Number) -> Value:
        """Multiply."""
        return self._binary("*", other)

    def __truediv__(self, other: Value | Number) -> Value:
        """Divide."""
        return self._binary("/", other)

    def __rtruediv__(self, other: Number) -> Value:
        """Divide a number."""
        return self._binary("/", other, swapped=True)

    def __neg__(self) -> Value:
        """Change the sign."""
        return self.function.emit(self.kind, f"fneg {self.typed}")

    def compare(self, predicate: str, other: Value | Number) -> Value:
        """Compare; predicates as LLVM names them (``olt``, ``une``, ... or ``slt``, ``eq``)."""
        right = self.function.like(self, other)
        word = "icmp" if self.kind in "iw" else "fcmp"
        kind = "m" if self.kind in "vw" else "b"
        return self.function.emit(kind, f"{word} {predicate} {self.typed}, {right.name}")

    def __lt__(self, other: Value | Number) -> Value:
        """Compare; false when a number is NaN."""
        return self.compare("slt" if self.kind == "i" else "olt", other)

    def __le__(self, other: Value | Number) -> Value:
        """Compare; false when a number is NaN."""
        return self.compare("sle" if self.kind == "i" else "ole", other)

    def __gt__(self, other: Value | Number) -> Value:
        """Compare; false when a number is NaN."""
        return self.compare("sgt" if self.kind == "i" else "ogt", other)

    def __ge__(self, other: Value | Number) -> Value:
        """Compare; false when a number is NaN."""
        return self.compare("sge" if self.kind == "i" else "oge", other)

    def equals(self, other: Value | Number) -> Value:
        """Compare for equality (false when a number is NaN)."""
        return self.compare("eq" if self.kind == "i" else "oeq", other)

    def isnan(self) -> Value:
        """Tell whether the number is NaN."""
        return self.compare("uno", self)

    def __and__(self, other: Value) -> Value:
        """Combine truths, or the bits of integers."""
        return self.function.emit(self.kind, f"and {self.typed}, {other.name}")

    def __or__(self, other: Value) -> Value:
        """Combine truths."""
        return self.function.emit(self.kind, f"or {self.typed}, {other.name}")

    def __invert__(self) -> Value:
        """Turn a truth round."""
        ones = self.function.all_true(self.kind)
        return self.function.emit(self.kind, f"xor {self.typed}, {ones}")


@dataclass(frozen=True)
class Variable:
    """A place on the stack, for values that loops and branches change."""

    function: Function
    kind: str
    name: str

    def get(self) -> Value:
        """Return the present value."""
        kind = self.function.type(self.kind)
        return self.function.emit(self.kind, f"load {kind}, ptr {self.name}")

    def set(self, value: Value | Number) -> None:
        """Replace the value."""
        shown = value if isinstance(value, Value) else self.function.constant(self.kind, value)
        self.function.line(f"store {shown.typed}, ptr {self.name}")
