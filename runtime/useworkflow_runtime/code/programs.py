"""From a function to its bundle, and from a stored bundle to a program that runs; each once per process.

    compile_function(place_order)   -> Bundle(id="...", workflow="workflow//app//place_order", ...)
    await programs.get(bundle_id)   -> the Program, loaded from the world: a run keeps the code it started with (G7)

The compiler is imported only here, and only when a function has to be compiled. Read next: ``identity``.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import msgspec

from useworkflow_compiler.format import Bundle, ModuleCode, decode_bundle, encode_bundle
from useworkflow_runtime import errors
from useworkflow_runtime.code import function_names, ready
from useworkflow_runtime.code.built import find_built
from useworkflow_runtime.code.bundle_files import place_of, user_cache
from useworkflow_runtime.code.identity import locate, main_name
from useworkflow_runtime.code.step_methods import hosted
from useworkflow_runtime.errors import BundleMissingError
from useworkflow_runtime.recent import Recent
from useworkflow_runtime.worlds.code_store import RENEWED
from useworkflow_runtime.worlds.protocol import World
from useworkflow_sandbox import values

if TYPE_CHECKING:
    from useworkflow_compiler.sources import SourceFinder
    from useworkflow_sandbox.program import Program

MOST_PROGRAMS = 256
"""Programs that a process keeps though no run of theirs is in memory, those that were used last."""
_recent: Recent[Program] = Recent(MOST_PROGRAMS)
_loaded: weakref.WeakValueDictionary[str, Program] = weakref.WeakValueDictionary()
"""All that something still uses: a bundle never has two."""


def _present_limit() -> int:
    from useworkflow_runtime.code.project import present_limit

    return present_limit()


values.provide_limit(_present_limit)
assert function_names  # steps and workflows are values wherever programs are

_OFFERED: dict[str, type[BaseException]] = {
    cls.__name__: cls
    for cls in (
        errors.HookNotFoundError,
        errors.StepCrashedError,
        errors.StepNotFoundError,
        errors.StepTimeoutError,
        errors.StreamClosedError,
        errors.NotInStepError,
        errors.WorkflowParkedError,
    )
}
"""Errors of the runtime that workflow code may name: the same classes inside and outside."""


class Programs:
    """The programs of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._named: dict[str, int] = {}
        """When this process has last told the world that it uses a bundle."""

    async def get(self, bundle_id: str) -> Program:
        """The program of a bundle that is stored in the world.

        Raises:
            BundleMissingError: it is not, or cannot be read.
            ProgramError: it is of an ABI that this version does not know.
        """
        program = _known(bundle_id)
        if program is not None:
            return program
        data = await self._world.get_bundle(bundle_id)
        if data is None:
            raise BundleMissingError.of(self._world.url, bundle_id)
        try:
            return load_program(decode_bundle(data))
        except msgspec.DecodeError as error:
            raise BundleMissingError.damaged(self._world.url, bundle_id, str(error)) from error

    async def put(self, bundle: Bundle) -> None:
        """Store a bundle, and say that it is used: once, and again as long as it is."""
        now = self._world.now()
        if self._named.get(bundle.id, now - RENEWED) <= now - RENEWED:
            await self._world.put_bundle(bundle.id, encode_bundle(bundle))
            self._named[bundle.id] = now


def load_program(bundle: Bundle) -> Program:
    """Execute a bundle's modules in the sandbox, once per process.

    Raises:
        ProgramError: it is of an ABI that this version does not know.
    """
    from useworkflow_sandbox.facades import useworkflow_facade
    from useworkflow_sandbox.program import Program

    program = _known(bundle.id)
    if program is None:
        useworkflow_facade.offer(**_OFFERED)
        program = Program.load(bundle, library_code(), hosted, filename=_shown_name)
        _loaded[bundle.id] = _recent.keep(bundle.id, program)
    return program


def _known(bundle_id: str) -> Program | None:
    program = _recent.get(bundle_id) or _loaded.get(bundle_id)
    return None if program is None else _recent.keep(bundle_id, program)


def compile_function(function: Callable[..., Any]) -> Bundle:
    """Compile a workflow function with all that it reaches, or take what was compiled before.

    Raises:
        NotAWorkflowError: it cannot be found again by its name.
        CompileError: its code breaks a rule of workflow code.
        ImportBlockedError: it imports what workflow code cannot have; or whatever its module raises in the sandbox.
    """
    bundle = ready.of_function(function)
    if bundle is None:
        module, qualname = locate(function)
        bundle = ready.find(module, qualname) or _built(module, qualname)
        if bundle is None:
            from useworkflow_compiler.compile import compile_workflow

            _configure(module)
            bundle = compile_workflow(module, qualname, _finder(module, function), cache=user_cache())
        load_program(bundle)  # what it raises is raised before anything is written
        with contextlib.suppress(TypeError):
            if module != "__main__":  # in a notebook, what it calls may be defined again
                ready.remember_function(function, bundle)
    return bundle


def _built(module: str, qualname: str) -> Bundle | None:
    """The bundle that was compiled ahead of time, with those of the same module's other workflows."""
    loaded = sys.modules.get(module)
    place = place_of(module, loaded) if loaded is not None else None
    if place is None:
        return None
    ready.remember(find_built(place, place.text()) or ())
    return ready.find(module, qualname)


def _configure(module: str) -> None:
    """Let the compiler know what the project of ``module`` passes through."""
    from useworkflow_runtime.code.project import project

    file = getattr(sys.modules.get(module), "__file__", None)
    project(Path(file).parent if file else ".")


def compile_present(workflow: str) -> Bundle:
    """Compile the workflow with this id as its source is now, whatever was compiled or imported before (G7).

    Raises:
        CompileError: there is no such workflow any more, or its code breaks a rule.
    """
    from useworkflow_compiler.compile import compile_workflow

    _, module, qualname = workflow.split("//", 2)
    _configure(module)
    return compile_workflow(module, qualname, present_sources(module), cache=user_cache())


def present_sources(module: str) -> SourceFinder:
    """Where the present sources of ``module``, and of what it imports, are found."""
    from useworkflow_compiler.sources import PathSourceFinder

    main = sys.modules.get("__main__")
    loaded = main if main is not None and main_name() == module else sys.modules.get(module)
    file = getattr(loaded, "__file__", None)
    if file and Path(file).suffix == ".py" and Path(file).exists():
        return PathSourceFinder(files={module: file}, own={module.partition(".")[0]})
    return PathSourceFinder()


@functools.cache
def library_code() -> tuple[ModuleCode, ...]:
    """The sandbox's own asyncio library, lowered."""
    from useworkflow_runtime.code import lowered_library

    return lowered_library.library_code()


def _shown_name(module: ModuleCode) -> str:
    """The file's own name while it holds the bundle's text; else one that says which text it was, served from the bundle."""
    from useworkflow_compiler.sources import read_source
    from useworkflow_compiler.stored import source_hash

    try:
        unchanged = source_hash(read_source(module.filename)) == module.source_hash
    except (OSError, SyntaxError):
        unchanged = False
    return module.filename if unchanged else f"{module.filename}@{module.source_hash[:8]}"


def _finder(module: str, function: Callable[..., Any]) -> SourceFinder:
    from useworkflow_compiler.sources import ExtraSources, ModuleSource, PathSourceFinder, function_source
    from useworkflow_runtime.code.session import session_source

    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None)
    if file and Path(file).suffix == ".py" and Path(file).exists():
        return PathSourceFinder(files={module: file}, own={module.partition(".")[0]})
    if not isinstance(function, FunctionType):
        return PathSourceFinder()
    source = session_source(function) or function_source(function)
    if source is None:
        return PathSourceFinder()
    return ExtraSources([ModuleSource(module, source.filename, source.source)], PathSourceFinder())
