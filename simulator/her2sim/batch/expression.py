"""Expressions as one shared graph: equal sub-expressions exist once, from the start.

A general algebra system would do more than is needed here and takes seconds where this takes
milliseconds: the nodes are integers, interning gives common sub-expression elimination for free,
and the derivative of a node is a handful of new nodes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

STATE = 1
"""The value changes with the state of the system."""
TIME = 2
"""The value changes with time."""
SPECIES = 4
"""The value depends on the amount of a species, which cannot be negative."""

Key = tuple[object, ...]

_SCALAR: dict[str, Callable[[float], float]] = {
    "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos,
    "tan": math.tan, "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh,
    "asin": math.asin, "acos": math.acos, "atan": math.atan, "abs": abs,
    "floor": math.floor, "ceil": math.ceil, "asinh": math.asinh, "acosh": math.acosh,
    "atanh": math.atanh,
}  # fmt: skip
FUNCTIONS = tuple(_SCALAR)
"""Functions of one number that a graph may hold."""

_LARGEST_UNROLLED_POWER = 32


class Graph:
    """An append-only graph of expressions; a node is its index.

    Asking twice for the same expression gives the same index. Arguments have smaller indices.
    """

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.depends: list[int] = []
        self._index: dict[Key, int] = {}
        self.zero = self.number(0.0)
        self.one = self.number(1.0)

    def op(self, node: int) -> str:
        """Return the operation of a node, such as ``"add"``."""
        return str(self.keys[node][0])

    def args(self, node: int) -> tuple[int, ...]:
        """Return the nodes a node is computed from."""
        key = self.keys[node]
        if key[0] in ("number", "state", "time", "input", "truth"):
            return ()
        return tuple(int(arg) for arg in key[1:])  # type: ignore[call-overload]

    def payload(self, node: int) -> float:
        """Return the value of a number or truth, or the position of a state or input."""
        return float(self.keys[node][1])  # type: ignore[arg-type]

    def _intern(self, key: Key, depends: int = 0) -> int:
        found = self._index.get(key)
        if found is None:
            found = len(self.keys)
            self.keys.append(key)
            self.depends.append(depends)
            self._index[key] = found
        return found

    def _node(self, op: str, *args: int) -> int:
        depends = 0
        for arg in args:
            depends |= self.depends[arg]
        return self._intern((op, *args), depends)

    def number(self, value: float) -> int:
        """Return the node of a constant; all NaNs and both zeros are one node each."""
        number = float(value)
        shown: object = "nan" if math.isnan(number) else number + 0.0
        return self._intern(("number", shown))

    def truth(self, value: bool) -> int:
        """Return the node of ``true`` or ``false``."""
        return self._intern(("truth", int(value)))

    def state(self, position: int, species: bool) -> int:
        """Return the node of the state variable at a position."""
        return self._intern(("state", position), STATE | (SPECIES if species else 0))

    def input(self, position: int) -> int:
        """Return the node of the input (parameter or initial value) at a position."""
        return self._intern(("input", position))

    def time(self) -> int:
        """Return the node of the time since the start of the simulation."""
        return self._intern(("time", 0), TIME)

    def value(self, node: int) -> float | None:
        """Return the number a node stands for, or ``None`` when it is not a constant."""
        return self.payload(node) if self.keys[node][0] == "number" else None

    def add(self, a: int, b: int) -> int:
        """Return ``a + b``."""
        if a == self.zero:
            return b
        if b == self.zero:
            return a
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x + y)
        if self.negated(a) == b or self.negated(b) == a:
            return self.zero
        return self._node("add", min(a, b), max(a, b))

    def negated(self, a: int) -> int | None:
        """Return ``x`` when the node is ``-x``."""
        return int(self.keys[a][1]) if self.keys[a][0] == "neg" else None  # type: ignore[call-overload]

    def neg(self, a: int) -> int:
        """Return ``-a``."""
        inner, number = self.negated(a), self.value(a)
        if inner is not None:
            return inner
        return self.number(-number) if number is not None else self._node("neg", a)

    def sub(self, a: int, b: int) -> int:
        """Return ``a - b``."""
        return self.add(a, self.neg(b))

    def mul(self, a: int, b: int) -> int:
        """Return ``a * b``; a product with the constant 0 is 0."""
        if self.zero in (a, b):
            return self.zero
        if a == self.one:
            return b
        if b == self.one:
            return a
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x * y)
        if x == -1.0:
            return self.neg(b)
        if y == -1.0:
            return self.neg(a)
        left, right = self.negated(a), self.negated(b)
        if left is not None or right is not None:
            product = self.mul(a if left is None else left, b if right is None else right)
            return product if left is not None and right is not None else self.neg(product)
        return self._gathered(a, b)

    def _gathered(self, a: int, b: int) -> int:
        """Multiply so that all factors made of inputs alone meet: they are computed once."""
        (fixed_a, moving_a), (fixed_b, moving_b) = self._parts(a), self._parts(b)
        fixed = self._fixed_product(fixed_a, fixed_b)
        if self.one in (moving_a, moving_b):
            moving = moving_b if moving_a == self.one else moving_a
        else:
            moving = self._node("mul", min(moving_a, moving_b), max(moving_a, moving_b))
        if self.one in (fixed, moving):
            return moving if fixed == self.one else fixed
        return self._node("mul", min(fixed, moving), max(fixed, moving))

    def _parts(self, a: int) -> tuple[int, int]:
        """Return the factors of a product that depend on inputs alone, and the others."""
        if not self.depends[a]:
            return a, self.one
        if self.keys[a][0] == "mul":
            x, y = self.args(a)
            if not self.depends[x]:
                return x, y
            if not self.depends[y]:
                return y, x
        return self.one, a

    def _fixed_product(self, a: int, b: int) -> int:
        """Multiply two factors made of inputs alone; a size and its inverse cancel."""
        if self.one in (a, b):
            return b if a == self.one else a
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x * y)
        for one, other in ((a, b), (b, a)):
            factors = self.args(one) if self.keys[one][0] == "mul" else (one, self.one)
            for factor, rest in (factors, factors[::-1]):
                if self._are_inverse(factor, other):
                    return rest
        return self._node("mul", min(a, b), max(a, b))

    def _are_inverse(self, a: int, b: int) -> bool:
        return self.keys[a] == ("inv", b) or self.keys[b] == ("inv", a)

    def inv(self, a: int) -> int:
        """Return ``1 / a``. Quotients share their denominators this way."""
        number = self.value(a)
        if number:
            return self.number(1.0 / number)
        return self._node("inv", a)

    def div(self, a: int, b: int) -> int:
        """Return ``a / b``."""
        x, y = self.value(a), self.value(b)
        if x is not None and y:
            return self.number(x / y)
        return self.mul(a, self.inv(b))

    def power(self, base: int, exponent: int) -> int:
        """Return ``base ** exponent``; whole constant exponents become multiplications.

        A base that depends on species is kept above zero, because a solver may meet
        concentrations such as -1e-18, of which no broken power exists.
        """
        number, fixed = self.value(exponent), self.value(base)
        if number is not None and number.is_integer() and abs(number) <= _LARGEST_UNROLLED_POWER:
            return self._whole_power(base, int(number))
        if number is not None and fixed is not None and fixed > 0.0:
            return self.number(fixed**number)
        if self.depends[base] & SPECIES:
            base = self.floored(base)
        return self.sqrt(base) if number == 0.5 else self._node("pow", base, exponent)

    def _whole_power(self, base: int, exponent: int) -> int:
        if exponent < 0:
            return self.inv(self._whole_power(base, -exponent))
        result, square = self.one, base
        while exponent:
            if exponent & 1:
                result = self.mul(result, square)
            exponent >>= 1
            if exponent:
                square = self.mul(square, square)
        return result

    def floored(self, a: int) -> int:
        """Return ``max(a, tiny)`` with the smallest value whose powers stay finite."""
        return self._node("floored", a)

    def sqrt(self, a: int) -> int:
        """Return the square root."""
        return self.call("sqrt", a)

    def call(self, function: str, a: int) -> int:
        """Return a function of one number; see ``FUNCTIONS``."""
        number = self.value(a)
        if number is not None and not math.isnan(number):
            try:
                return self.number(_SCALAR[function](number))
            except (ValueError, OverflowError):
                return self._node(function, a)
        return self._node(function, a)

    def compare(self, op: str, a: int, b: int) -> int:
        """Return a truth: ``op`` is ``"lt"``, ``"le"`` or ``"eq"``."""
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.truth({"lt": x < y, "le": x <= y, "eq": x == y}[op])
        return self._node(op, a, b)

    def isnan(self, a: int) -> int:
        """Return the truth that a number is not a number (that an input was not given)."""
        return self._node("isnan", a)

    def negation(self, a: int) -> int:
        """Return the truth ``not a``."""
        return self.truth(not self.payload(a)) if self.op(a) == "truth" else self._node("not", a)

    def both(self, a: int, b: int) -> int:
        """Return the truth ``a and b``."""
        for one, other in ((a, b), (b, a)):
            if self.op(one) == "truth":
                return other if self.payload(one) else one
        return self._node("and", min(a, b), max(a, b))

    def either(self, a: int, b: int) -> int:
        """Return the truth ``a or b``."""
        return self.negation(self.both(self.negation(a), self.negation(b)))

    def select(self, condition: int, yes: int, no: int) -> int:
        """Return ``yes`` where the condition holds, else ``no``."""
        if yes == no:
            return yes
        if self.op(condition) == "truth":
            return yes if self.payload(condition) else no
        return self._node("select", condition, yes, no)

    def is_truth(self, node: int) -> bool:
        """Tell truths from numbers."""
        return self.op(node) in ("truth", "lt", "le", "eq", "and", "not", "isnan")

    def reach(self, roots: Iterable[int]) -> list[int]:
        """Return the nodes the roots are computed from, arguments before their users."""
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self.args(node))
        return sorted(seen)
