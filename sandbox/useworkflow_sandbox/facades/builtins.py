"""The builtins of workflow code: Python's own where they are pure, guarded or refused where they are not.

Input -> output::

    namespace = {"__builtins__": make_builtins(importer), "__name__": "shop"}
    exec("open('x')", namespace)   -> BlockedError: UW202

Read next: ``imports``.
"""

from __future__ import annotations

import builtins as _builtins
from collections.abc import Callable
from typing import Any, NoReturn

from useworkflow_sandbox import guards
from useworkflow_sandbox.facades import logs
from useworkflow_sandbox.facades.blocked import Blocked, refuse
from useworkflow_sandbox.ordered import OrderedFrozenset, OrderedSet
from useworkflow_sandbox.shared import PLAIN
from useworkflow_sandbox.stable import stable_ascii, stable_format, stable_hash, stable_id, stable_repr

_PURE = (
    "abs", "aiter", "all", "any", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable", "chr",
    "classmethod", "complex", "dict", "dir", "divmod", "enumerate", "filter", "float", "hex",
    "int", "isinstance", "issubclass", "iter", "len", "list", "map", "max", "memoryview", "min", "next",
    "object", "oct", "ord", "pow", "property", "range", "reversed", "round", "slice", "sorted",
    "staticmethod", "str", "sum", "super", "tuple", "zip", "None", "True", "False", "Ellipsis", "NotImplemented",
    "__build_class__", "__debug__",
)  # fmt: skip

_BLOCKED = ("open", "input", "eval", "exec", "compile", "globals", "locals", "vars")


class _TypeOfClasses(type):
    """Makes ``type`` answer like Python's, but for the making of classes."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) != 1 or kwargs:
            refuse("type")
        kind = _builtins.type(args[0])
        if issubclass(kind, _builtins.type):  # a metaclass makes classes when it is called
            return cls
        return PLAIN.get(kind, kind)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _builtins.type)

    def __subclasscheck__(cls, subclass: Any) -> bool:
        return subclass is cls or issubclass(subclass, _builtins.type)

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is _builtins.type

    def __hash__(cls) -> int:
        return hash(_builtins.type)

    def __repr__(cls) -> str:
        return "<class 'type'>"

    def __getitem__(cls, item: Any) -> Any:
        return _builtins.type[item]


class type(metaclass=_TypeOfClasses):
    """``type(x)`` gives the class of ``x``; ``type(name, bases, namespace)`` is refused."""

    def __init_subclass__(cls, **kwargs: Any) -> NoReturn:
        refuse("type")


def anext(iterator: Any, *default: Any) -> Any:
    """The builtin ``anext`` without its default: the awaitable of the iterator itself, which a snapshot can hold."""
    if default:
        refuse("anext")
    try:
        method = _builtins.type(iterator).__anext__
    except AttributeError:
        name = _builtins.type(iterator).__name__
        raise TypeError(f"'{name}' object is not an async iterator") from None
    return method(iterator)


def _exceptions() -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(_builtins).items()
        if isinstance(value, _builtins.type) and issubclass(value, BaseException)
    }


def make_builtins(importer: Callable[..., Any]) -> dict[str, Any]:
    """The ``__builtins__`` of a bundle's modules.

    Args:
        importer: what import statements call (``imports.make_importer``).
    """
    names: dict[str, Any] = {name: getattr(_builtins, name) for name in _PURE} | _exceptions()
    names |= {name: Blocked(name) for name in _BLOCKED}
    return names | {
        "__import__": importer,
        "anext": anext,
        "ascii": stable_ascii,
        "delattr": guards.guarded_delattr,
        "format": stable_format,
        "frozenset": OrderedFrozenset,
        "getattr": guards.guarded_getattr,
        "hasattr": guards.guarded_hasattr,
        "hash": stable_hash,
        "id": stable_id,
        "print": logs.print,
        "repr": stable_repr,
        "set": OrderedSet,
        "setattr": guards.guarded_setattr,
        "type": type,
    }
