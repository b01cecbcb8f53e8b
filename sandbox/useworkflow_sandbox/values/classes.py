"""How a class is named in a recorded value, and how it is found again.

Input -> output::

    name_of(Decimal) -> "decimal:Decimal"
    Classes(resolve).find("shop.models:Order") -> <class 'shop.models.Order'>

Classes cross a border by reference; what may be imported is the decision of ``resolve``, which the caller supplies.
Read next: ``models``.
"""

from __future__ import annotations

import asyncio.exceptions
import builtins
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, TypeAlias

from useworkflow_compiler.errors import Location
from useworkflow_sandbox import errors

Resolve: TypeAlias = Callable[[str, str], Any]
"""``resolve(module, qualname) -> class``; raises ``ImportError``, ``AttributeError`` or ``LookupError`` where there is none."""


def _main_name() -> str:
    """The name under which ``__main__`` could be imported: a script and an import are the same workflow."""
    main = sys.modules["__main__"]
    spec = getattr(main, "__spec__", None)
    if spec is not None and spec.name:
        return str(spec.name)
    file = getattr(main, "__file__", None)
    return PurePath(file).stem if file else "__main__"


def name_of(cls: type) -> str:
    """``module:qualname``, with ``__main__`` mapped to its importable name."""
    module = cls.__module__
    return f"{_main_name() if module == '__main__' else module}:{cls.__qualname__}"


def is_local(cls: type) -> bool:
    """Whether ``cls`` was defined inside a function, so that no name leads to it."""
    return "<locals>" in cls.__qualname__


def shown(cls: type) -> str:
    """The class as messages name it: ``socket.socket``, ``dict``."""
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def _standard_errors() -> dict[str, type]:
    found = {}
    for module in (builtins, asyncio.exceptions):
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, BaseException) and value.__module__ == module.__name__:
                found[f"{module.__name__}:{name}"] = value
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, BaseException):
            found[f"{errors.__name__}:{name}"] = found[name_of(value)] = value
    return found


_KNOWN: dict[str, type] = _standard_errors() | {name_of(Location): Location}
"""Found without asking ``resolve``: every process has them."""


class Classes:
    """Finds classes by recorded name, each once per value."""

    __slots__ = ("_found", "_resolve")

    def __init__(self, resolve: Resolve | None) -> None:
        self._resolve = resolve
        self._found: dict[str, type] = {}

    def find(self, name: object) -> type:
        """The class that ``name_of`` gave ``name``.

        Raises:
            UnknownClassError: there is none.
            ValueDecodeError: ``name`` is no class name at all.
        """
        if not isinstance(name, str):
            raise errors.ValueDecodeError("a class name is missing")
        cls = _KNOWN.get(name) or self._found.get(name)
        if cls is None:
            cls = self._found[name] = self._look_up(name)
        return cls

    def _look_up(self, name: str) -> type:
        module, colon, qualname = name.partition(":")
        shown_name = name.replace(":", ".")
        if not (colon and module and qualname) or "<locals>" in qualname or self._resolve is None:
            raise errors.UnknownClassError(shown_name)
        try:
            cls = self._resolve(module, qualname)
        except (ImportError, AttributeError, LookupError, ValueError, errors.UnknownClassError) as error:
            raise errors.UnknownClassError(shown_name) from error
        if not isinstance(cls, type):
            raise errors.UnknownClassError(shown_name)
        return cls
