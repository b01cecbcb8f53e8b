"""The import hook: modules with directives are compiled when they are imported.

    install()
    import shop.orders      its directives are checked, its bundles compiled or taken from the cache; then it is an ordinary
                            module, run by its own loader

It stands before the other finders of ``sys.meta_path``, asks them, and puts a loader of its own around theirs where a
first-party source holds a directive. That loader steps aside once the module is loaded. Read next: ``on_load``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, cast

from useworkflow_runtime.code import ready
from useworkflow_runtime.code.bundle_files import ModulePlace

if TYPE_CHECKING:
    from importlib.abc import Loader

_ROOMS = frozenset({"useworkflow", "useworkflow_compiler", "useworkflow_sandbox", "useworkflow_runtime"})
_INSTALLED = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))


def install() -> None:
    """Compile modules with directives when they are imported, from now on. Those already imported are left alone.

    It may be called again, and puts the hook before all other finders then.
    """
    uninstall()
    sys.meta_path.insert(0, _finder)


def uninstall() -> None:
    """Import modules as before. What was compiled stays valid."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)


class DirectiveFinder:
    """Asks the finders behind it, and wraps the loaders of first-party modules that hold directives."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that the other finders give; ``None`` at once for what cannot be first-party."""
        if fullname == "__main__" or fullname.partition(".")[0] in _FOREIGN or _is_foreign(path):
            return None
        spec = _ask_others(self, fullname, path, target)
        if spec is None or not _is_own_source(spec):
            return spec
        from useworkflow_runtime.code import on_load

        if not hasattr(on_load, "prepare"):
            return spec  # this import is part of that one

        loader: Any = spec.loader
        try:
            data = loader.get_data(spec.origin)
        except OSError:
            return spec
        if on_load.may_have_directives(data):
            spec.loader = cast("Loader", CompilingLoader(loader, place_of_spec(spec)))
        elif ready.is_reached(fullname):
            on_load.drop_outdated(place_of_spec(spec))
        return spec

    def invalidate_caches(self) -> None:
        """There is nothing to forget: the other finders are asked each time."""


class CompilingLoader:
    """Has a module's bundles ready, then hands over to the loader that found it, for good."""

    def __init__(self, loader: Any, place: ModulePlace) -> None:
        self._loader = loader
        self._place = place

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the other loader does."""
        create = getattr(self._loader, "create_module", None)
        module: ModuleType | None = create(spec) if create is not None else None
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Compile, then execute the module as its own loader does.

        Raises:
            CompileError: a directive is misused, or workflow code breaks a rule.
        """
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._prepare()
        self._loader.exec_module(module)

    def get_code(self, fullname: str) -> CodeType | None:
        """The module's code, for ``python -m`` and ``runpy``; its bundles are ready then, too."""
        self._prepare()
        code: CodeType | None = self._loader.get_code(fullname)
        return code

    def _prepare(self) -> None:
        from useworkflow_runtime.code.on_load import prepare

        prepare(self._place)


def place_of_spec(spec: ModuleSpec) -> ModulePlace:
    """Where a module is loaded from."""
    return ModulePlace(spec.name, spec.origin or "", spec.loader, spec.submodule_search_locations is not None)


def _ask_others(
    finder: DirectiveFinder, fullname: str, path: Sequence[str] | None, target: ModuleType | None
) -> ModuleSpec | None:
    others = iter(tuple(sys.meta_path))
    if finder in sys.meta_path:  # those before it were asked already
        for other in others:
            if other is finder:
                break
    for other in others:
        find_spec = getattr(other, "find_spec", None)
        spec: ModuleSpec | None = find_spec(fullname, path, target) if find_spec is not None else None
        if spec is not None:
            return spec
    return None


def _is_foreign(path: Iterable[str] | None) -> bool:
    """A submodule of an installed package, by the folders of its parent."""
    if path is None:
        return False
    folders = list(path)
    return bool(folders) and all(_is_installed(f"{folder}{os.sep}") for folder in folders)


def _is_installed(place: str) -> bool:
    return _INSTALLED[0] in place or _INSTALLED[1] in place or os.path.dirname(place) == _STDLIB


def _is_own_source(spec: ModuleSpec) -> bool:
    origin = spec.origin
    return (
        origin is not None
        and origin.endswith(".py")
        and spec.has_location
        and hasattr(spec.loader, "get_data")
        and not isinstance(spec.loader, CompilingLoader)
        and not _is_installed(origin)
    )


_FOREIGN = _ROOMS | sys.stdlib_module_names
_STDLIB = os.path.dirname(os.__file__)
"""Holds modules that are in no list of the interpreter's, such as the one with the settings it was built with."""
_finder = DirectiveFinder()
