"""Named tuples that a function of workflow code has made: Python makes them again of their fields' names.

    class P(NamedTuple): x: int = 1    in a function   ->   new_named_tuple(module, qualname, (tuple,), ("x",)), then defaults and methods
    namedtuple("P", "x y")                             ->   likewise

Read next: ``classes``.
"""

from __future__ import annotations

import collections
import typing
from types import FunctionType
from typing import Any

from useworkflow_sandbox.capture.errors import SnapshotRefused
from useworkflow_sandbox.capture.session import session

_T = typing.TypeVar("_T")


class _Generic(typing.NamedTuple, typing.Generic[_T]):
    """What ``NamedTuple`` sets in a generic class differs between Pythons."""

    field: _T


def is_named_tuple(kind: type) -> bool:
    """Whether Python has made ``kind`` of fields, as ``NamedTuple`` and ``namedtuple`` do."""
    made = getattr(vars(kind).get("__new__"), "__func__", None)
    by_python = isinstance(made, FunctionType) and session().codes.of(made.__code__) is None
    return kind.__bases__[:1] == (tuple,) and "_fields" in vars(kind) and by_python


def reduce_named_tuple(kind: Any) -> tuple[Any, ...]:
    """How a snapshot holds such a class."""
    pattern = vars(collections.namedtuple("_", kind._fields))
    own = {name: value for name, value in vars(kind).items() if name not in pattern or _is_own(value)}
    if _is_generic(kind.__bases__):
        own.pop("__class_getitem__", None)
    own |= {"__doc__": kind.__doc__, "_field_defaults": dict(kind._field_defaults)}
    if kind.__name__ != kind.__qualname__.rpartition(".")[2]:
        own["__name__"] = kind.__name__
    given = (kind.__module__, kind.__qualname__, kind.__bases__, kind._fields)
    return new_named_tuple, given, (own, kind.__new__.__defaults__), None, None, fill_named_tuple


def _is_generic(bases: tuple[Any, ...]) -> bool:
    return typing.Generic in bases


def _is_own(value: object) -> bool:
    function = getattr(value, "__func__", value)
    return isinstance(function, FunctionType) and session().codes.of(function.__code__) is not None


def new_named_tuple(module: str, qualname: str, bases: tuple[type, ...], fields: tuple[str, ...]) -> Any:
    """A named tuple of these fields, without methods of its own."""
    if session().codes.namespace(module) is None or bases[:1] != (tuple,):
        raise SnapshotRefused(f"the snapshot makes class {module}.{qualname}, which is not allowed")
    make: Any = collections.namedtuple
    kind = make(qualname.rpartition(".")[2], fields, module=module)
    kind.__qualname__ = qualname
    if bases != (tuple,):
        kind.__bases__ = bases
    if _is_generic(bases):
        kind.__class_getitem__ = vars(_Generic)["__class_getitem__"]
    return kind


def fill_named_tuple(kind: Any, parts: tuple[dict[str, Any], tuple[Any, ...] | None]) -> None:
    """Set defaults and methods."""
    if not is_named_tuple(kind):
        raise SnapshotRefused(f"the snapshot changes class {kind.__qualname__}, which is not allowed")
    attributes, kind.__new__.__defaults__ = parts
    for name, value in attributes.items():
        type.__setattr__(kind, name, value)
