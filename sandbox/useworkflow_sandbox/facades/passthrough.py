"""Installed packages that workflow code uses as they are: pydantic, attrs, and those that the configuration names.

Input -> output::

    import attrs; attrs.evolve(order, total=5)    attrs' own function
    attrs.sys                                     -> ImportBlockedError: modules are not reached through modules

The packages are imported once per process and shared: nothing of them is pinned but the version, which the bundle
records. Read next: ``imports``.
"""

from __future__ import annotations

import importlib
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from useworkflow_sandbox.errors import ImportBlockedError
from useworkflow_sandbox.facades.blocked import STEP, place
from useworkflow_sandbox.facades.facade import FacadeModule

_REFUSED = frozenset(
    {
        "pydantic.ImportString", "pydantic.types.ImportString", "pydantic.create_model", "pydantic.FilePath",
        "pydantic.DirectoryPath", "pydantic.NewPath", "attrs.make_class", "attr.make_class",
    }
)  # fmt: skip
"""What these packages have that imports by name, touches files, or makes classes at run time."""


class PassedModule(FacadeModule):
    """A module of a package that is passed through."""

    def __init__(self, real: types.ModuleType, passed: Passed) -> None:
        super().__init__(real.__name__, {})
        self.__dict__["__all__"] = tuple(getattr(real, "__all__", ()) or (n for n in dir(real) if n[:1] != "_"))
        self.__dict__["_uw_real"] = (real, passed)

    def __getattr__(self, name: str) -> Any:
        real, passed = self.__dict__["_uw_real"]
        if name[:2] == "__":
            raise AttributeError(name)
        full = f"{real.__name__}.{name}"
        if name[:1] == "_" or full in _REFUSED:
            self._refuse(full)
        try:
            value = getattr(real, name)
        except AttributeError:
            raise ImportBlockedError(
                f"cannot import name {name!r} from {real.__name__!r}",
                name=full,
                where=place(),
                why=f"the installed version of {real.__name__} has no such name",
                mend="install the version that the code was written for",
            ) from None
        if isinstance(value, types.ModuleType):
            found = passed.get(value.__name__)
            return found if found is not None else self._refuse(full)
        return value

    def _refuse(self, full: str) -> NoReturn:
        raise ImportBlockedError(
            f"{full} is not available in workflow code",
            name=full,
            where=place(),
            why="of a package that is passed through, workflow code sees what is public in it, and no other modules",
            mend=STEP,
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a local variable holds the module {self.__name__}; import names from it instead")


class Passed(Mapping[str, types.ModuleType]):
    """Modules of some top-level packages by full name, each imported when it is first asked for."""

    def __init__(self, packages: Iterable[str]) -> None:
        self._packages = frozenset(packages)
        self._made: dict[str, PassedModule | None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """The module, or ``default`` where it is of no such package or does not exist."""
        if name.partition(".")[0] not in self._packages:
            return default
        if name not in self._made:
            try:
                self._made[name] = PassedModule(importlib.import_module(name), self)
            except ModuleNotFoundError:
                self._made[name] = None
        return self._made[name] or default

    def __getitem__(self, name: str) -> types.ModuleType:
        found: types.ModuleType | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._packages))

    def __len__(self) -> int:
        return len(self._packages)
