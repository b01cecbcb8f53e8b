"""A class is made again without a word of those that took part in making it: metaclasses, ``__init_subclass__``, ``__set_name__``.

    born(Registry, "K", (Base,), {"x": None})   ->   class K of these bases, whose metaclass is Registry; none of its code has run

What they did to the class is in its attributes, which are set afterwards. Read next: ``classes``.
"""

from __future__ import annotations

import abc
import enum
import types
import typing
from typing import Any

from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused

PROTOCOL: type = type(typing.Protocol)
TYPED_DICT: type = type(typing.TypedDict("_Sample", {}))  # type: ignore[operator]
_PYTHONS = (type, abc.ABCMeta, PROTOCOL)
_SILENT = (object, typing.Generic, typing.Protocol)
"""Their ``__init_subclass__`` is Python's, and runs nobody's code."""
_HEAP_TYPE = 1 << 9
"""``Py_TPFLAGS_HEAPTYPE``."""
_bases: Any = type.__dict__["__bases__"]
_abc_init: Any = vars(abc)["_abc_init"]


def is_of_c(kind: type) -> bool:
    """Whether C code made ``kind``, and no class statement."""
    return not kind.__flags__ & _HEAP_TYPE


class _Slotless:
    """Stands before the bases while the class is made, so that no ``__init_subclass__`` but this one is called."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        pass


class _Plain:
    """The same, for a class whose first base gives instances a ``__dict__``."""

    def __init_subclass__(cls) -> None:
        pass


def refuse_birth(
    kind: object, metaclass: type, bases: tuple[Any, ...], error: type[CaptureError] | type[SnapshotRefused]
) -> None:
    """Raise ``error`` where such a class could not be made without its metaclass."""
    culprit = next((part for part in metaclass.__mro__ if not _can_be_passed_by(part)), None)
    possible = all(issubclass(metaclass, type(base)) and not issubclass(base, type) for base in bases)
    if culprit is None and possible:
        return
    raise error(
        f"{kind} is live across an await and cannot be kept in a snapshot",
        why=f"{(culprit or metaclass).__qualname__} takes part in making the class, and no code may run when it is made again elsewhere",
        mend="define the class at the top level of a module",
    )


def _can_be_passed_by(part: type) -> bool:
    """Whether a class can have the metaclass ``part`` without a call of it: C code's keep more than attributes, an ``mro`` is always asked."""
    if part in (type, object):
        return True
    body = vars(part)
    makes = body.get("__new__")
    return not is_of_c(part) and "mro" not in body and not isinstance(makes, types.BuiltinFunctionType)


def refuse_hooks(kind: object, bases: tuple[Any, ...]) -> None:
    """Raise where making an enum of these bases would call an ``__init_subclass__``: enums are made by Python's own code, which asks it."""
    asked = _asked(bases)
    if asked is not None:
        raise CaptureError(
            f"{kind} is live across an await and cannot be kept in a snapshot",
            why=f"{asked.__qualname__}.__init_subclass__ takes part in making the enum, and no code may run when it is made again elsewhere",
            mend="define the class at the top level of a module",
        )


def _asked(bases: tuple[Any, ...]) -> type | None:
    """The class whose ``__init_subclass__`` Python would call."""
    silent = (*_SILENT, enum.Enum)
    return next(
        (kind for base in bases for kind in base.__mro__ if "__init_subclass__" in vars(kind) and kind not in silent),
        None,
    )


def born(metaclass: Any, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
    """A class of these, all of whose attributes are in ``namespace``. Nobody's code runs but Python's."""
    asked = _asked(bases)
    if metaclass in _PYTHONS and asked is None:
        return metaclass(name, bases, namespace)
    made = (
        _unasked(metaclass, name, bases, namespace)
        if asked is not None
        else type.__new__(metaclass, name, bases, namespace)
    )
    if issubclass(metaclass, abc.ABCMeta):
        _abc_init(made)
    return made


def _unasked(metaclass: Any, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
    for shape in (_Slotless, _Plain):
        made = type.__new__(metaclass, name, (shape, *bases), dict(namespace))
        try:
            _bases.__set__(made, bases)
        except TypeError:  # instances of the bases have another layout
            continue
        return made
    raise SnapshotRefused(f"class {name} cannot be made again of its bases")
