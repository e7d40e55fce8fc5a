"""The processor: vector width, machine code, and loading it."""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import llvmlite
import llvmlite.binding as llvm

_LOCK = threading.Lock()
_KEPT: list[object] = []


@dataclass(frozen=True)
class Host:
    """What the machine code is made for.

    Attributes
    ----------
    triple, cpu, features
        As LLVM names them.
    lanes
        Doubles in one register.
    """

    triple: str
    cpu: str
    features: str
    lanes: int

    @property
    def identity(self) -> str:
        """Text that differs whenever compiled code must not be shared."""
        versions = f"{llvmlite.__version__} {llvm.llvm_version_info}"
        return f"{versions} {self.triple} {self.cpu} {self.features}"


@cache
def host() -> Host:
    """Describe the processor this runs on."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features()
    if features.get("avx512f"):
        lanes = 8
    elif features.get("avx"):
        lanes = 4
    else:
        lanes = 2
    return Host(llvm.get_default_triple(), llvm.get_host_cpu_name(), features.flatten(), lanes)


def _machine(optimise: int) -> llvm.TargetMachine:
    this = host()
    target = llvm.Target.from_triple(this.triple)
    # Without the hint, LLVM halves the vectors on some processors with 512-bit registers.
    features = ",".join(part for part in (this.features, _WIDE.get(this.lanes, "")) if part)
    return target.create_target_machine(
        cpu=this.cpu, features=features, opt=optimise, reloc="default", codemodel="jitdefault",
        jit=True,
    )  # fmt: skip


_WIDE = {8: "-prefer-256-bit"}


def compile_assembly(assembly: str, tidy: bool) -> bytes:
    """Compile LLVM assembly to object code.

    Parameters
    ----------
    assembly
        The text.
    tidy
        Whether to run LLVM's optimiser first. The functions of a model need none, and it is
        what takes long.
    """
    with _LOCK:
        module = llvm.parse_assembly(assembly)
        machine = _machine(optimise=2 if tidy else 1)
        if tidy:
            options = llvm.create_pipeline_tuning_options(speed_level=2)
            options.loop_vectorization = options.slp_vectorization = False
            builder = llvm.create_pass_builder(machine, options)
            builder.getModulePassManager().run(module, builder)
        return bytes(machine.emit_object(module))


@dataclass(frozen=True)
class Loaded:
    """Machine code in memory; ``addresses`` gives the functions by symbol."""

    addresses: dict[str, int]


def load_object(code: bytes, symbols: Iterable[str], external: Iterable[str]) -> Loaded:
    """Load object code for the rest of the process.

    Parameters
    ----------
    code
        Object code made by `compile_assembly` on this machine.
    symbols
        The functions wanted.
    external
        C library functions the code calls.

    Raises
    ------
    RuntimeError, ValueError
        When the code is not usable.
    """
    with _LOCK:
        for name in external:
            _provide(name)
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine(optimise=1))
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        _KEPT.append(engine)
        addresses = {name: engine.get_function_address(name) for name in symbols}
    if not all(addresses.values()):
        raise ValueError("the object code lacks functions")
    return Loaded(addresses)


def _provide(name: str) -> None:
    """Make a function of the C library known to LLVM where it is not already."""
    if llvm.address_of_symbol(name):
        return
    library = ctypes.CDLL(ctypes.util.find_library("m") or ctypes.util.find_library("msvcrt"))
    address = ctypes.cast(getattr(library, name), ctypes.c_void_p).value
    llvm.add_symbol(name, address)
