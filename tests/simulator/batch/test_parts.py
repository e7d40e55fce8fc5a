"""Expressions, derivatives, ordering and vector functions, each on its own."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
from her2sim.batch import vectormath
from her2sim.batch.derivative import gradients
from her2sim.batch.expression import Graph
from her2sim.batch.host import compile_assembly, load_object
from her2sim.batch.ir import Function, Module
from her2sim.batch.ordering import factor_pattern
from her2sim.batch.running import aligned


def test_equal_expressions_are_one_node():
    graph = Graph()
    x, p = graph.state(0, True), graph.input(0)
    assert graph.mul(x, p) == graph.mul(p, x)
    assert graph.mul(graph.mul(p, x), graph.inv(p)) == x
    assert graph.sub(x, x) == graph.zero
    assert graph.power(x, graph.number(2)) == graph.mul(x, x)


def test_derivative_of_a_choice_is_the_choice_of_derivatives():
    graph = Graph()
    x = graph.state(0, True)
    root = graph.select(graph.compare("lt", x, graph.one), graph.mul(x, x), graph.neg(x))
    slope = gradients(graph, [root])[root][0]
    assert graph.op(slope) == "select"
    assert graph.args(slope)[2] == graph.number(-1.0)


@pytest.mark.parametrize("seed", range(5))
def test_factors_hold_the_pattern_and_its_fill_in(seed):
    random = np.random.default_rng(seed)
    size = 30
    matrix = (random.random((size, size)) < 0.08) * random.standard_normal((size, size))
    matrix += 10 * np.eye(size)
    found = factor_pattern(size, [tuple(map(int, pair)) for pair in np.argwhere(matrix)])
    order = np.array(found.order)
    lu = matrix[np.ix_(order, order)].copy()
    for k in range(size):
        lu[k + 1 :, k] /= lu[k, k]
        lu[k + 1 :, k + 1 :] -= np.outer(lu[k + 1 :, k], lu[k, k + 1 :])
    assert {tuple(map(int, pair)) for pair in np.argwhere(lu)} <= set(found.slots)


def vector_function(write, lanes=4):
    module = Module(lanes)
    f = Function(module, "apply", "pp")
    f.store(write(f, f.load("v", f.arguments[0])), f.arguments[1])
    f.leave()
    code = compile_assembly(module.text(), tidy=False)
    address = load_object(code, ("apply",), ()).addresses["apply"]
    native = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(address)

    def apply(x):
        given, result = aligned(lanes), aligned(lanes)
        out = []
        for start in range(0, len(x), lanes):
            part = x[start : start + lanes]
            given[: len(part)] = part
            native(given.ctypes.data, result.ctypes.data)
            out.extend(result[: len(part)])
        return np.array(out)

    return apply


def test_vector_exp_and_log_are_exact_to_the_last_places():
    random = np.random.default_rng(1)
    x = random.uniform(-700, 709, 4000)
    np.testing.assert_allclose(vector_function(vectormath.exp)(x), np.exp(x), rtol=3e-16)
    y = np.exp(random.uniform(-740, 709, 4000))
    y = np.concatenate([y, 1 + random.uniform(-1e-3, 1e-3, 400)])
    np.testing.assert_allclose(vector_function(vectormath.log)(y), np.log(y), rtol=3e-16)


def test_vector_exp_and_log_have_the_right_limits():
    exp, log = vector_function(vectormath.exp), vector_function(vectormath.log)
    given = np.array([np.nan, np.inf, -np.inf, 0.0, 710.0, -800.0])
    np.testing.assert_array_equal(exp(given), [np.nan, np.inf, 0, 1, np.inf, 0])
    given = np.array([np.nan, np.inf, 0.0, 1.0, -1.0])
    np.testing.assert_array_equal(log(given), [np.nan, np.inf, -np.inf, 0, np.nan])


def test_vector_power_is_accurate():
    random = np.random.default_rng(2)
    x, n = np.exp(random.uniform(-20, 20, 2000)), 2.7
    power = vector_function(lambda f, v: vectormath.power(f, v, f.constant("v", n)))
    np.testing.assert_allclose(power(x), x**n, rtol=1e-14)
