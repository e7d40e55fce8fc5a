"""Exponential, logarithm and power of vectors, to double precision.

The C library works on one number at a time; these work on a whole vector without a branch.
Logarithm: argument reduction and polynomial of FreeBSD's ``e_log.c`` (Sun Microsystems, 1993).
Exponential: reduction by ln 2 and the Taylor series to the 13th power, whose remainder is below
1e-17 for arguments up to half of ln 2. Results below 1e-307 are returned as 0.
"""

from __future__ import annotations

import math

from her2sim.batch.ir import Function, Module
from her2sim.batch.value import Value

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_ROUND = 6755399441055744.0
_SQRT_HALF_BITS, _ONE_BITS, _MANTISSA = 0x3FE6A09E00000000, 0x3FF0000000000000, 0x000FFFFFFFFFFFFF
_ROUND_BITS = 0x4338000000000000
_LOG_EVEN = (0.3999999999940941908, 0.2222219843214978396, 0.1531383769920937332)
_LOG_ODD = (
    0.6666666666666735130,
    0.2857142874366239149,
    0.1818357216161805012,
    0.1479819860511658591,
)


def exp(function: Function, x: Value) -> Value:
    """Return the exponential of a vector."""
    _define(function.module, "vector_exp", _write_exp)
    return function.call("v", "vector_exp", x)


def log(function: Function, x: Value) -> Value:
    """Return the natural logarithm of a vector."""
    _define(function.module, "vector_log", _write_log)
    return function.call("v", "vector_log", x)


def power(function: Function, base: Value, exponent: Value) -> Value:
    """Return a power of a vector of positive numbers.

    The relative error grows to ``|exponent * log(base)|`` units in the last place.
    """
    return exp(function, exponent * log(function, base))


def _define(module: Module, name: str, write: object) -> None:
    if not module.has(name) and callable(write):
        module.add(name, "")
        function = Function(module, name, "v", "v", internal=True)
        function.leave(write(function, function.arguments[0]))


def _horner(f: Function, x: Value, coefficients: tuple[float, ...]) -> Value:
    total = f.constant("v", coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        total = f.fma(total, x, f.constant("v", coefficient))
    return total


def _write_exp(f: Function, x: Value) -> Value:
    # Adding 1.5 * 2^52 rounds to a whole number and leaves it in the low bits.
    shifted = f.fma(x, f.constant("v", 1.0 / math.log(2.0)), f.constant("v", _ROUND))
    whole = shifted - _ROUND
    rest = f.fma(whole, f.constant("v", -_LN2_HIGH), x)
    rest = f.fma(whole, f.constant("v", -_LN2_LOW), rest)
    series = _horner(f, rest, tuple(1.0 / math.factorial(k) for k in range(14)))
    bits = f.convert("bitcast", shifted, "w")
    exponent = f.emit("w", f"shl {bits.typed}, {f.constant('w', 52).name}")
    scaled = f.convert("bitcast", f.convert("bitcast", series, "w") + exponent, "v")
    scaled = f.select(x > 709.782712893384, f.constant("v", math.inf), scaled)
    scaled = f.select(x < -707.0, f.constant("v", 0.0), scaled)
    return f.select(x.isnan(), x, scaled)


def _write_log(f: Function, x: Value) -> Value:
    tiny = x < 2.2250738585072014e-308
    bits = f.convert("bitcast", f.select(tiny, x * 2.0**54, x), "w")
    moved = bits + (_ONE_BITS - _SQRT_HALF_BITS)
    exponent = f.emit("w", f"lshr {moved.typed}, {f.constant('w', 52).name}") - 1023
    fraction = (moved & f.constant("w", _MANTISSA)) + _SQRT_HALF_BITS
    k = f.convert("bitcast", exponent + _ROUND_BITS, "v") - _ROUND
    k = f.select(tiny, k - 54.0, k)
    rest = f.convert("bitcast", fraction, "v") - 1.0
    half_square = rest * rest * 0.5
    s = rest / (rest + 2.0)
    z = s * s
    w = z * z
    series = z * _horner(f, w, _LOG_ODD) + w * _horner(f, w, _LOG_EVEN)
    low = f.fma(k, f.constant("v", _LN2_LOW), s * (half_square + series))
    result = f.fma(k, f.constant("v", _LN2_HIGH), rest + (low - half_square))
    result = f.select(x.compare("oeq", 0.0), f.constant("v", -math.inf), result)
    result = f.select(x < 0.0, f.constant("v", math.nan), result)
    return f.select(x.isnan() | x.compare("oeq", math.inf), x, result)
