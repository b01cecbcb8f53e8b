"""``Program``: a bundle that was loaded, ready to run any number of instances.

Input -> output::

    program = Program.load(bundle, library, host)
    program.workflow                     the entry function, lowered
    program.is_user_file("shop.py")      True: its lines are the user's

Modules are executed in fresh namespaces with the sandbox's builtins, each when it is first imported, the workflow's own
first. The library (``useworkflow_sandbox.library``) is executed once per process and shared by all programs.

Read next: ``codes``, ``facades/builtins``, ``instance``.
"""

from __future__ import annotations

import builtins
import inspect
import linecache
import operator
from collections.abc import Callable
from types import ModuleType
from typing import Any

from useworkflow_compiler.errors import Location, UseWorkflowError
from useworkflow_compiler.format import ABI, Bundle, ModuleCode
from useworkflow_sandbox import library as library_package
from useworkflow_sandbox.codes import CodeTable
from useworkflow_sandbox.context import ContextVar, placing
from useworkflow_sandbox.facades import asyncio_facade, contextlib_facade, useworkflow_facade
from useworkflow_sandbox.facades.builtins import make_builtins
from useworkflow_sandbox.facades.imports import is_exposed, make_importer
from useworkflow_sandbox.facades.passthrough import Passed
from useworkflow_sandbox.native_contexts import has_variables, may_meet_variables
from useworkflow_sandbox.seam import seam
from useworkflow_sandbox.shared import Freezer

Host = Callable[[str, str], Any]


class ProgramError(UseWorkflowError):
    """UW215: a bundle cannot be loaded: it is damaged, or of an ABI that this version does not know (G7)."""

    default_code = "UW215"


class Program:
    """Pinned code, loaded. Made by ``load``; shared by all instances of its bundle.

    Attributes:
        workflow: the entry function; calling it gives the main task's coroutine.
        bundle: what it was loaded from.
        codes: function ids and code objects.
        host: ``host(module, qualname)`` gives a class of the user's own modules, the bundle's where it holds that as code.
    """

    __slots__ = (
        "__weakref__", "_filenames", "_sources", "bundle", "codes", "has_own_interpreter_contexts", "host", "workflow"
    )  # fmt: skip

    def __init__(
        self,
        workflow: Callable[..., Any],
        *,
        filenames: frozenset[str],
        host: Host,
        bundle: Bundle | None = None,
        codes: CodeTable | None = None,
        sources: dict[str, list[str]] | None = None,
        has_own_interpreter_contexts: bool = False,
    ) -> None:
        self.workflow = workflow
        self.host = host
        self.bundle = bundle
        self.codes = codes if codes is not None else CodeTable()
        self._filenames = filenames
        self._sources = sources or {}
        self.has_own_interpreter_contexts = has_own_interpreter_contexts
        """Whether each task needs a context of the interpreter's own: see ``native_contexts``."""

    @classmethod
    def load(
        cls,
        bundle: Bundle,
        library: tuple[ModuleCode, ...],
        host: Host,
        *,
        filename: Callable[[ModuleCode], str] | None = None,
    ) -> Program:
        """Load ``bundle``.

        Args:
            bundle: what the compiler made, possibly long ago (G7).
            library: the lowered modules of ``useworkflow_sandbox.library.SOURCES``.
            host: gives classes of the user's own modules.
            filename: the name that a module's lines go by in tracebacks; the recorded one by default. Another one is
                served from the bundle, through ``linecache``.

        Raises:
            ProgramError: the bundle's ABI is unknown, or its workflow is not in it.
            ImportBlockedError: a module imports what workflow code cannot have.
        """
        if bundle.abi != ABI:
            raise ProgramError(
                f"the bundle {bundle.id} has ABI {bundle.abi}, this version of useworkflow knows {ABI}",
                mend="run it with the version of useworkflow that compiled it, or a later one",
            )
        modules = _Modules(bundle, CodeTable(load_library(library)), host, filename)
        entry = modules.entry()
        return cls(
            entry,
            filenames=frozenset(modules.sources),
            host=modules.classes(host),
            bundle=bundle,
            codes=modules.codes,
            sources=modules.sources,
            has_own_interpreter_contexts=modules.met_variables or may_meet_variables(bundle),
        )

    def is_user_file(self, filename: str) -> bool:
        """Whether ``filename`` is that of a module of the bundle."""
        return filename in self._filenames

    @property
    def entry(self) -> Location | None:
        """Where the workflow begins, for errors that have no line of their own."""
        code = getattr(inspect.unwrap(self.workflow), "__code__", None)
        if code is None:
            return None
        file, line = code.co_filename, code.co_firstlineno
        return Location(file, line, self.source_line(file, line))

    def source_line(self, filename: str, line: int) -> str:
        """The text of the 1-based ``line`` of a module of the bundle, ``""`` if it is not known."""
        lines = self._sources.get(filename)
        return lines[line - 1] if lines is not None and 0 < line <= len(lines) else ""


class _Modules:
    """The modules of a bundle while they are loaded: each is executed when it is first imported."""

    def __init__(
        self, bundle: Bundle, codes: CodeTable, host: Host, filename: Callable[[ModuleCode], str] | None
    ) -> None:
        self.codes = codes
        self.sources: dict[str, list[str]] = {}
        self._bundle = bundle
        self._waiting = {module.name: module for module in bundle.modules}
        self._executed: dict[str, ModuleType] = {}
        self._filename = filename
        facades = {
            "asyncio": asyncio_facade.make_module({}),
            "contextlib": contextlib_facade.make_module({}),
            "useworkflow": useworkflow_facade.make_module({}),
        }
        passed = Passed(package for package, _ in bundle.libraries)
        self._facades = facades
        self._foreign: dict[int, Any] = {}
        self.met_variables = False
        """Whether a class of ordinary Python that the modules hold has context variables."""
        self._freezer = Freezer(self._is_foreign)
        codes.shared = self._freezer.names
        self._builtins = make_builtins(make_importer(self._find, facades, passed)) | seam(self._host_of(host))

    def entry(self) -> Callable[..., Any]:
        """Execute the workflow's own module and return the workflow.

        Raises:
            ProgramError: it is not there.
        """
        found: Any = self._find(self._bundle.module)
        for part in self._bundle.qualname.split("."):
            found = getattr(found, part, None)
        if not callable(found):
            raise ProgramError(
                f"the bundle {self._bundle.id} does not hold its workflow {self._bundle.workflow}",
                mend="compile the workflow again; the stored bundle is damaged",
            )
        entry: Callable[..., Any] = found
        return entry

    def classes(self, host: Host) -> Host:
        """``host``, but for the classes that the bundle holds: values of those come in as instances of the pinned class (G7)."""
        held = frozenset(self._bundle.classes)

        def found(module: str, qualname: str) -> Any:
            if (module, qualname.partition(".")[0]) not in held:
                return host(module, qualname)
            return operator.attrgetter(qualname)(self._find(module))

        return found if held else host

    def _find(self, name: str) -> ModuleType | None:
        code = self._waiting.pop(name, None)
        if code is None:
            return self._executed.get(name)
        module = ModuleType(name)
        # Before it is executed: modules may import each other.
        self._executed[name] = module
        shown = self._filename(code) if self._filename is not None else code.filename
        self._serve(code, shown)
        namespace = vars(module)
        namespace["__builtins__"] = self._builtins
        namespace["__package__"] = name if code.filename.endswith("__init__.py") else name.rpartition(".")[0]
        made: dict[str, ContextVar] = {}
        with placing(name, made):
            self.codes.add_module(code, namespace, filename=lambda _: shown)
        self.codes.variables.update(made)
        for variable in made.values():
            self._freezer.freeze(variable, f"the context variable {variable.name!r}")
        self._freezer.module(name, namespace)
        return module

    def _host_of(self, host: Host) -> Host:
        """``host``, noting what it gave: that is the user's own, and not frozen."""

        def found(module: str, qualname: str) -> Any:
            value = host(module, qualname)
            if not _is_sentinel(value):  # which is known by where it stands, as values of the bundle are
                self._foreign[id(value)] = value
            self.met_variables = self.met_variables or has_variables(value)
            return value

        return found

    def _is_foreign(self, value: Any) -> bool:
        if id(value) in self._foreign:
            return True
        return any(
            value is known for facade in self._facades.values() for known in vars(facade).values()
        ) or is_exposed(value)

    def _serve(self, code: ModuleCode, shown: str) -> None:
        lines = code.source.splitlines(keepends=True)
        self.sources[shown] = [line.rstrip("\r\n") for line in lines]
        if shown != code.filename:
            linecache.cache[shown] = (len(code.source), None, lines, shown)


_libraries: dict[tuple[tuple[str, str], ...], CodeTable] = {}


def load_library(library: tuple[ModuleCode, ...]) -> CodeTable:
    """Execute the lowered library, once per process, and install it.

    Args:
        library: its modules; none at all leaves the plain functions in place, whose frames cannot be captured.
    """
    key = tuple((module.name, module.source_hash) for module in library)
    codes = _libraries.get(key)
    if codes is None:
        codes = _libraries[key] = CodeTable()
        provided = vars(builtins) | seam(_no_host)
        for module in library:
            namespace: dict[str, Any] = {"__name__": module.name, "__builtins__": provided}
            codes.add_module(module, namespace)
            library_package.install({module.name: namespace})
    return codes


def _is_sentinel(value: object) -> bool:
    """Whether an object is nothing but itself: ``object()``, or the instance of a class without a state."""
    kind = type(value)
    stateless = kind.__init__ is object.__init__ and kind.__new__ is object.__new__
    return stateless and not isinstance(value, type) and not callable(value) and not getattr(value, "__dict__", None)


def _no_host(module: str, qualname: str) -> Any:
    raise LookupError(f"the library takes no class by reference: {module}.{qualname}")
