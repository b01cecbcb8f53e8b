"""From a function to its bundle, and from a stored bundle to a program that runs; each once per process.

    compile_function(place_order)   -> Bundle(id="...", workflow="workflow//app//place_order", ...)
    await programs.get(bundle_id)   -> the Program, loaded from the world: a run keeps the code it started with (G7)

The compiler is imported only here, and only when a function has to be compiled. Read next: ``identity``.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

from useworkflow_compiler.format import Bundle, ModuleCode, decode_bundle, encode_bundle
from useworkflow_runtime import errors
from useworkflow_runtime.configuration import cache_folder
from useworkflow_runtime.errors import BundleMissingError
from useworkflow_runtime.identity import find_object, locate
from useworkflow_runtime.worlds.protocol import World

if TYPE_CHECKING:
    from useworkflow_compiler.cache import Cache
    from useworkflow_compiler.sources import SourceFinder
    from useworkflow_sandbox.program import Program

_bundles: weakref.WeakKeyDictionary[Callable[..., Any], Bundle] = weakref.WeakKeyDictionary()
_programs: dict[str, Program] = {}

_OFFERED: dict[str, type[BaseException]] = {
    cls.__name__: cls
    for cls in (
        errors.HookNotFoundError,
        errors.RunNotFoundError,
        errors.StepCrashedError,
        errors.StepTimeoutError,
        errors.NotInStepError,
        errors.WorkflowCancelledError,
        errors.WorkflowFailedError,
        errors.WorkflowParkedError,
    )
}
"""Errors of the runtime that workflow code may name: the same classes inside and outside."""


class Programs:
    """The programs of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stored: set[str] = set()

    async def get(self, bundle_id: str) -> Program:
        """The program of a bundle that is stored in the world.

        Raises:
            BundleMissingError: it is not.
            ProgramError: it is of an ABI that this version does not know.
        """
        program = _programs.get(bundle_id)
        if program is not None:
            return program
        data = await self._world.get_bundle(bundle_id)
        if data is None:
            raise BundleMissingError(
                f"the world {self._world.url} does not hold the code {bundle_id}",
                why="a run goes on with the code that it started with, never with whatever is there now",
                mend="restore the world's bundles from a backup",
            )
        return load_program(decode_bundle(data))

    async def put(self, bundle: Bundle) -> None:
        """Store a bundle, once."""
        if bundle.id not in self._stored:
            await self._world.put_bundle(bundle.id, encode_bundle(bundle))
            self._stored.add(bundle.id)


def load_program(bundle: Bundle) -> Program:
    """Execute a bundle's modules in the sandbox, once per process.

    Raises:
        ProgramError: it is of an ABI that this version does not know.
    """
    from useworkflow_sandbox.facades import useworkflow_facade
    from useworkflow_sandbox.program import Program

    program = _programs.get(bundle.id)
    if program is None:
        useworkflow_facade.offer(**_OFFERED)
        program = _programs[bundle.id] = Program.load(bundle, library_code(), find_object, filename=_shown_name)
    return program


def compile_function(function: Callable[..., Any]) -> Bundle:
    """Compile a workflow function with all that it reaches, or take what was compiled before.

    Raises:
        NotAWorkflowError: it cannot be found again by its name.
        CompileError: its code breaks a rule of workflow code.
    """
    bundle = _bundles.get(function)
    if bundle is None:
        from useworkflow_compiler.compile import compile_workflow

        module, qualname = locate(function)
        bundle = compile_workflow(module, qualname, _finder(module, function), cache=_cache())
        with contextlib.suppress(TypeError):
            _bundles[function] = bundle
    return bundle


@functools.cache
def library_code() -> tuple[ModuleCode, ...]:
    """The sandbox's own asyncio library, lowered."""
    from useworkflow_compiler.compile import compile_library
    from useworkflow_sandbox.library import SOURCES

    return compile_library(SOURCES, cache=_cache())


def _shown_name(module: ModuleCode) -> str:
    """The file's own name while it holds the bundle's text; else one that says which text it was, served from the bundle."""
    from useworkflow_compiler.compile import source_hash
    from useworkflow_compiler.sources import read_source

    try:
        unchanged = source_hash(read_source(module.filename)) == module.source_hash
    except (OSError, SyntaxError):
        unchanged = False
    return module.filename if unchanged else f"{module.filename}@{module.source_hash[:8]}"


@functools.cache
def _cache() -> Cache:
    """A folder for each state of the compiler's own files: what another version compiled is never taken."""
    import useworkflow_compiler
    from useworkflow_compiler.cache import DirectoryCache

    stamp = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(useworkflow_compiler.__file__).parent.rglob("*.py")):
        state = path.stat()
        stamp.update(f"{path.name}:{state.st_size}:{state.st_mtime_ns};".encode())
    return DirectoryCache(Path(cache_folder()) / stamp.hexdigest())


def _finder(module: str, function: Callable[..., Any]) -> SourceFinder:
    from useworkflow_compiler.sources import ExtraSources, ModuleSource, PathSourceFinder, function_source

    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None)
    if file and Path(file).suffix == ".py" and Path(file).exists():
        return PathSourceFinder(files={module: file})
    source = function_source(function) if isinstance(function, FunctionType) else None
    if source is None:
        return PathSourceFinder()
    return ExtraSources([ModuleSource(module, source.filename, source.source)], PathSourceFinder())
