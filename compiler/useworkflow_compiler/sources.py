"""Where source text comes from: module name -> source, without importing anything.

Input -> output::

    PathSourceFinder(["/app"]).find("shop.orders") -> ModuleSource("shop.orders", "/app/shop/orders.py", "...")
    PathSourceFinder(["/app"]).origin("json")      -> Origin.STANDARD_LIBRARY

Bundled are *first-party* modules: those that are neither of the standard library nor installed into a
``site-packages``. An editable install and a file that is given explicitly are first-party.

Read next: ``modules``, which parses what is found here.
"""

from __future__ import annotations

import enum
import importlib.machinery
import linecache
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any, Protocol

import msgspec

DOOR = "useworkflow"
"""The package that users import. Workflow code gets the sandbox's own in its place."""

_ROOMS = frozenset({DOOR, "useworkflow_compiler", "useworkflow_sandbox", "useworkflow_runtime"})


PURE_PACKAGES = frozenset({"annotated_types", "attr", "attrs", "pydantic", "pydantic_core", "typing_extensions"})
"""Installed packages that workflow code uses as they are, without any configuration."""

_passed: set[str] = set(PURE_PACKAGES)


def pass_through(packages: Iterable[str]) -> None:
    """Let workflow code use these top-level packages as they are, too: `[tool.useworkflow] passthrough` of a project."""
    _passed.update(package.partition(".")[0] for package in packages)


def package_version(package: str) -> str:
    """The installed version of a top-level package, ``""`` where none is known."""
    from importlib.metadata import PackageNotFoundError, packages_distributions, version

    try:
        return version(package)
    except PackageNotFoundError:
        names = packages_distributions().get(package)
        return version(names[0]) if names else ""


class Origin(enum.Enum):
    """Who wrote a module, which decides what a bundle does with it."""

    FIRST_PARTY = "first-party"
    STANDARD_LIBRARY = "standard library"
    THIRD_PARTY = "third-party"
    DOOR = "useworkflow"
    PASSED = "passed through"
    """Installed, pure, and used by workflow code as it is: part of a bundle by reference, with its version."""
    MISSING = "missing"


class ModuleSource(msgspec.Struct, frozen=True):
    """The source text of one module. ``is_package``: relative imports count from it, not from its parent."""

    name: str
    filename: str
    source: str
    is_package: bool = False


class SourceFinder(Protocol):
    """What the compiler knows of the file system. Injected: tests give a dictionary."""

    def origin(self, module: str) -> Origin:
        """Who wrote ``module``."""

    def find(self, module: str) -> ModuleSource | None:
        """The source of a first-party module; ``None`` where there is none to be read."""


class DictSourceFinder:
    """A finder over sources in memory; what is in ``third_party`` is installed, what is unknown is missing.

    ``sources`` maps module names to texts; a name that other names extend (``shop`` and ``shop.orders``) is a package.
    """

    def __init__(
        self, sources: Mapping[str, str], *, third_party: Iterable[str] = (), filenames: Mapping[str, str] | None = None
    ) -> None:
        self._sources = dict(sources)
        self._third_party = frozenset(third_party)
        self._filenames = dict(filenames or {})

    def origin(self, module: str) -> Origin:
        if module in self._sources or any(name.startswith(f"{module}.") for name in self._sources):
            return Origin.FIRST_PARTY
        fixed = _fixed_origin(module)
        if fixed is not None:
            return fixed
        return Origin.THIRD_PARTY if module.partition(".")[0] in self._third_party else Origin.MISSING

    def find(self, module: str) -> ModuleSource | None:
        is_package = any(name.startswith(f"{module}.") for name in self._sources)
        text = self._sources.get(module, "" if is_package else None)
        if text is None:
            return None
        path = module.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        return ModuleSource(module, self._filenames.get(module, path), text, is_package)


class PathSourceFinder:
    """A finder over folders, ``sys.path`` where none are given.

    ``files`` maps module names to files that are first-party wherever they stand (a script that was named on a
    command line, the file behind ``__main__``). ``own`` names top-level packages that are first-party even where they are
    installed. A finder keeps what it has seen: take a new one for changed files. ``relist``: folders are listed again
    even where their times have not changed, since a file may be younger than the last listing by less than a clock tick.
    """

    def __init__(
        self,
        paths: Sequence[str] | None = None,
        *,
        files: Mapping[str, str] | None = None,
        own: Collection[str] = (),
        relist: bool = True,
    ) -> None:
        self._explicit = None if paths is None else [str(path) for path in paths]
        self._files = dict(files or {})
        self._own = frozenset(own)
        self._found: dict[str, tuple[Origin, ModuleSource | None]] = {}
        self._specs: dict[str, importlib.machinery.ModuleSpec | None] = {}
        if relist:
            _forget_folders()

    def origin(self, module: str) -> Origin:
        return self._look(module)[0]

    def find(self, module: str) -> ModuleSource | None:
        return self._look(module)[1]

    def _look(self, module: str) -> tuple[Origin, ModuleSource | None]:
        known = self._found.get(module)
        if known is None:
            known = self._found[module] = self._look_afresh(module)
        return known

    def _look_afresh(self, module: str) -> tuple[Origin, ModuleSource | None]:
        file = self._files.get(module)
        if file is not None:
            return Origin.FIRST_PARTY, ModuleSource(module, file, read_source(file), file.endswith("__init__.py"))
        fixed = _fixed_origin(module)
        if fixed is not None:
            return fixed, None
        spec = self._spec(module)
        if spec is None:
            return Origin.MISSING, None
        own = module.partition(".")[0] in self._own
        if spec.submodule_search_locations is not None and spec.origin is None:
            return _namespace_package(module, spec, own=own)
        if spec.origin is None or not spec.has_location or (is_installed(spec.origin) and not own):
            return Origin.THIRD_PARTY, None
        get_source: Callable[[str], str | None] | None = getattr(spec.loader, "get_source", None)
        text = get_source(spec.name) if get_source is not None else None
        if text is None:
            return Origin.THIRD_PARTY, None
        return Origin.FIRST_PARTY, ModuleSource(module, spec.origin, text, spec.submodule_search_locations is not None)

    def _spec(self, module: str) -> importlib.machinery.ModuleSpec | None:
        if module not in self._specs:
            self._specs[module] = self._spec_afresh(module)
        return self._specs[module]

    def _spec_afresh(self, module: str) -> importlib.machinery.ModuleSpec | None:
        package, _, name = module.rpartition(".")
        if not package:
            return self._top_spec(name)
        spec = self._spec(package)
        if spec is None or spec.submodule_search_locations is None:
            return None
        # By its last name alone: a dotted one would look for its parent among the imported modules.
        return importlib.machinery.PathFinder.find_spec(name, list(spec.submodule_search_locations))

    def _top_spec(self, name: str) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, self._explicit)
        if spec is not None or self._explicit is not None:
            return spec
        for finder in sys.meta_path:  # editable installs may stand behind a finder of their own
            find_spec = getattr(finder, "find_spec", None)
            found: importlib.machinery.ModuleSpec | None = find_spec(name, None) if find_spec is not None else None
            if found is not None:
                return found
        return None


class ExtraSources:
    """``rest`` with some modules given by hand: notebook cells, ``__main__``, an editor's unsaved text."""

    def __init__(self, extra: Iterable[ModuleSource], rest: SourceFinder) -> None:
        self._extra = {source.name: source for source in extra}
        self._rest = rest

    def origin(self, module: str) -> Origin:
        return Origin.FIRST_PARTY if module in self._extra else self._rest.origin(module)

    def find(self, module: str) -> ModuleSource | None:
        return self._extra.get(module) or self._rest.find(module)


def read_source(filename: str) -> str:
    """Return the text of a Python file, decoded as Python would.

    Raises:
        OSError: it cannot be read.
        SyntaxError: its declared encoding is unknown or wrong.
    """
    loader = importlib.machinery.SourceFileLoader("source", filename)
    try:
        return loader.get_source("source") or ""
    except ImportError as error:  # the loader's own word for a file that cannot be read
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from None
        raise


def function_source(function: FunctionType) -> ModuleSource | None:
    """The text of the notebook cell (or of anything else that only ``linecache`` knows) that defined ``function``.

    ``None`` where there is no such text. The name is the function's own module.
    """
    filename = function.__code__.co_filename
    globals_: dict[str, Any] = function.__globals__
    lines = linecache.getlines(filename, globals_)
    return ModuleSource(function.__module__, filename, "".join(lines)) if lines else None


def importable_name(main_file: str, *, spec_name: str | None = None, paths: Sequence[str] | None = None) -> str:
    """The name under which the file that runs as ``__main__`` is imported, so that both are the same workflow.

    Args:
        main_file: the script's path.
        spec_name: ``__main__.__spec__.name``, which ``python -m`` sets.
        paths: the import path, ``sys.path`` by default. The nearest folder on it wins; else the file's own name.
    """
    if spec_name is not None:
        return spec_name
    file = Path(main_file).resolve()
    best: tuple[str, ...] | None = None
    for folder in sys.path if paths is None else paths:
        try:
            relative = file.relative_to(Path(folder or ".").resolve()).with_suffix("").parts
        except ValueError:
            continue
        if _are_packages(file, relative) and (best is None or len(relative) < len(best)):
            best = relative
    parts = best or (file.stem,)
    return ".".join(parts[:-1]) if len(parts) > 1 and parts[-1] == "__init__" else ".".join(parts)


def _are_packages(file: Path, relative: tuple[str, ...]) -> bool:
    """A file below a folder of the path is a submodule only if each folder between them is a package."""
    folders = list(file.parents)[: len(relative) - 1]
    return all(part.isidentifier() for part in relative[:-1]) and all(
        (folder / "__init__.py").exists() for folder in folders
    )


def _fixed_origin(module: str) -> Origin | None:
    top = module.partition(".")[0]
    if top in _ROOMS:
        return Origin.DOOR
    if top in _passed:
        return Origin.PASSED
    return Origin.STANDARD_LIBRARY if top in sys.stdlib_module_names else None


def _namespace_package(
    module: str, spec: importlib.machinery.ModuleSpec, *, own: bool
) -> tuple[Origin, ModuleSource | None]:
    places = list(spec.submodule_search_locations or ())
    if not places or (all(is_installed(place) for place in places) and not own):
        return Origin.THIRD_PARTY, None
    return Origin.FIRST_PARTY, ModuleSource(module, places[0], "", is_package=True)


def _forget_folders() -> None:
    """Have folders listed again. ``PathFinder.invalidate_caches`` does it, too, but loads ``importlib.metadata``: 15 ms."""
    for finder in list(sys.path_importer_cache.values()):
        if finder is not None and hasattr(finder, "invalidate_caches"):
            finder.invalidate_caches()


def is_installed(path: str) -> bool:
    """Whether a file stands in a ``site-packages``: not first-party, unless somebody says so."""
    return any(name in path and name in Path(path).parts for name in ("site-packages", "dist-packages"))
