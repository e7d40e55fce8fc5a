"""From SBML text to machine code in memory, through the cache."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Any

from her2sim import cache
from her2sim.batch.driver import DRIVER, write_driver
from her2sim.batch.host import compile_assembly, host, load_object
from her2sim.batch.kernels import KERNELS, write_kernels
from her2sim.batch.network import read_network
from her2sim.batch.tableau import RODAS5P, Tableau


@dataclass(frozen=True)
class Description:
    """What is known of a compiled model besides its code.

    Attributes
    ----------
    inputs, defaults, compartments, states, nonnegative, depends_on_time
        As in `her2sim.batch.network.Network`; a default the model computes is ``None``.
    quantities
        Names of the assigned quantities.
    constants, factors
        Lengths of two work arrays, in vectors.
    external
        C library functions the code calls.
    """

    inputs: tuple[str, ...]
    defaults: tuple[float | None, ...]
    compartments: tuple[str, ...]
    states: tuple[str, ...]
    nonnegative: tuple[bool, ...]
    quantities: tuple[str, ...]
    depends_on_time: bool
    constants: int
    factors: int
    external: tuple[str, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each input stands."""
        return {name: place for place, name in enumerate(self.inputs)}


@dataclass(frozen=True)
class Compiled:
    """A model as machine code.

    Attributes
    ----------
    description
        Names and sizes.
    kernels
        Addresses of the model's functions by name.
    driver
        Address of the loop over steps.
    lanes
        Simulations side by side.
    stages
        Stages of the method.
    """

    description: Description
    kernels: dict[str, int]
    driver: int
    lanes: int
    stages: int


@lru_cache(maxsize=32)
def compile_model(text: str, lanes: int, method: Tableau = RODAS5P) -> Compiled:
    """Compile a model given as SBML text, or fetch it from the cache.

    Parameters
    ----------
    text
        SBML.
    lanes
        Simulations side by side, a power of 2.
    method
        The Rosenbrock method.

    Raises
    ------
    NotCovered
        When the model uses a part of SBML that is not covered.
    """
    this, code = host().identity, cache.source_digest("batch")
    name = cache.key("batch model", code, this, str(lanes), text)
    description, kernels = _load(name, lambda: _build(text, lanes), KERNELS)
    name = cache.key("batch driver", code, this, str(lanes), repr(method))
    _, driver = _load(name, lambda: _build_driver(method, lanes), (DRIVER,))
    return Compiled(Description(**description), kernels, driver[DRIVER], lanes, method.stages)


Built = tuple[dict[str, Any], bytes]


def _build(text: str, lanes: int) -> Built:
    network = read_network(text)
    kernels = write_kernels(network, lanes)
    description = Description(
        inputs=network.inputs,
        defaults=tuple(value if value == value else None for value in network.defaults),
        compartments=network.compartments,
        states=network.states,
        nonnegative=network.nonnegative,
        quantities=tuple(network.quantities),
        depends_on_time=network.depends_on_time,
        constants=kernels.constants,
        factors=kernels.factors,
        external=kernels.external,
    )
    return asdict(description), compile_assembly(kernels.assembly, tidy=False)


def _build_driver(method: Tableau, lanes: int) -> Built:
    return {"external": ()}, compile_assembly(write_driver(method, lanes), tidy=True)


def _load(
    name: str, build: Callable[[], Built], symbols: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, int]]:
    kept = cache.read(name)
    if kept is not None:
        try:
            return _open(*_unpack(kept), symbols)
        except (ValueError, RuntimeError, KeyError):
            kept = None
    header, code = build()
    cache.write(name, json.dumps(header).encode() + b"\n" + code)
    return _open(header, code, symbols)


def _unpack(payload: bytes) -> Built:
    header, _, code = payload.partition(b"\n")
    return json.loads(header), code


def _open(
    header: dict[str, Any], code: bytes, symbols: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, int]]:
    plain = {
        key: tuple(value) if isinstance(value, (list, tuple)) else value
        for key, value in header.items()
    }
    loaded = load_object(code, symbols, plain["external"])
    return plain, loaded.addresses
