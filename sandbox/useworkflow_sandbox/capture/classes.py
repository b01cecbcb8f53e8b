"""Classes that a function of workflow code has made, in a snapshot: as what they hold, since no name leads to them.

    class P(Base): ...   in a function   ->   new_class(module, qualname, (Base,), ["__init__", ...], None), then {"__init__": ...}
    property(f)                          ->   new_property(f, None, None, None)

The class is made first, empty, with its attributes in their order, and filled afterwards, so that methods that use
``super()`` or the class's own name hold together with it. Read next: ``forms`` (annotations), ``generated`` (data classes and enums), ``objects`` (classes that have a name).
"""

from __future__ import annotations

import abc
import enum
import inspect
import sys
import types
import typing
from typing import Any

from useworkflow_sandbox.capture import allowed, births, generated, named_tuples
from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused
from useworkflow_sandbox.capture.session import session

_DERIVED = ("__dict__", "__weakref__", "_abc_impl")
"""What a class gets by itself."""
_SET_AT_BIRTH = ("__module__", "__qualname__", "__slots__")
_METACLASSES: dict[str, Any] = {"abc": abc.ABCMeta, "protocol": births.PROTOCOL, "typed dict": births.TYPED_DICT}
"""Python's own, by the names that a snapshot gives them."""
_dump_of_abc: Any = vars(abc)["_get_dump"]
_REGISTERED = "registered with abc"
"""Stands among a class's attributes, with the classes that were registered as its own; no attribute can have that name."""


def is_local(kind: type) -> bool:
    """Whether a function of the program's code made ``kind``: it lives as long as its run, and no longer."""
    if "<locals>" not in kind.__qualname__ and not named_tuples.is_named_tuple(kind):
        return False
    return session().codes.namespace(kind.__module__) is not None


def reduce_local_class(kind: type) -> tuple[Any, ...]:
    """How a snapshot holds a class that a function has made.

    Raises:
        CaptureError: it cannot be made again without running code, or it has parts that no snapshot can hold.
    """
    if named_tuples.is_named_tuple(kind):
        return named_tuples.reduce_named_tuple(kind)
    if type(kind) is enum.EnumType:
        return generated.reduce_enum_class(kind)
    births.refuse_birth(kind, type(kind), kind.__bases__, CaptureError)
    own = {name: value for name, value in vars(kind).items() if not _is_derived(kind, name, value)}
    attributes: Any = {name: value for name, value in own.items() if name not in _SET_AT_BIRTH}
    attributes |= _beside(kind)
    at_birth = (own.get("__slots__"), own.get("__orig_bases__"))
    arguments = (kind.__module__, kind.__qualname__, kind.__bases__, tuple(own), *at_birth, *_metaclass_of(kind))
    if not generated.is_data_class(kind):
        return new_class, arguments, attributes, None, None, fill_class
    made_of = generated.data_class_of(kind)
    kept = {name: value for name, value in attributes.items() if name not in made_of[2]}
    return new_class, arguments, (kept, made_of), None, None, fill_data_class


def _metaclass_of(kind: type) -> tuple[Any, ...]:
    metaclass = type(kind)
    implied = abc.ABCMeta if any(type(base) is abc.ABCMeta for base in kind.__bases__) else type
    if metaclass is implied:
        return ()
    return (next((name for name, known in _METACLASSES.items() if known is metaclass), metaclass),)


def _beside(kind: type) -> dict[str, Any]:
    """What a class holds beside its attributes."""
    found: dict[str, Any] = {}
    if kind.__name__ != kind.__qualname__.rpartition(".")[2]:
        found["__name__"] = kind.__name__
    if isinstance(kind, abc.ABCMeta):
        registered = [there for reference in _dump_of_abc(kind)[0] if (there := reference()) is not None]
        if registered:
            found[_REGISTERED] = tuple(sorted(registered, key=lambda other: other.__qualname__))
    return found


def _is_derived(kind: type, name: str, value: object) -> bool:
    if name in _DERIVED or isinstance(value, types.MemberDescriptorType):
        return True
    if not isinstance(kind, births.PROTOCOL):
        return False
    function = getattr(value, "__func__", value)
    return name in _OF_PROTOCOLS or (
        getattr(function, "__module__", "") == "typing" and isinstance(function, types.FunctionType)
    )


def new_class(
    module: str,
    qualname: str,
    bases: tuple[type, ...],
    names: tuple[str, ...],
    slots: Any,
    original_bases: tuple[Any, ...] | None,
    metaclass: Any = None,
) -> type:
    """A class whose attributes are all still to be set; no code of anybody's runs. ``Generic`` asks for its parameters."""
    if session().codes.namespace(module) is None or not all(isinstance(base, type) for base in bases):
        raise SnapshotRefused(f"the snapshot makes class {module}.{qualname}, which is not allowed")
    if metaclass is None:
        metaclass = abc.ABCMeta if any(type(base) is abc.ABCMeta for base in bases) else type
    metaclass = _METACLASSES.get(metaclass, metaclass) if isinstance(metaclass, str) else metaclass
    if not isinstance(metaclass, type) or not issubclass(metaclass, type) or issubclass(metaclass, enum.EnumType):
        raise SnapshotRefused(f"the snapshot makes class {module}.{qualname}, which is not allowed")
    births.refuse_birth(qualname, metaclass, bases, SnapshotRefused)
    namespace: dict[str, Any] = dict.fromkeys(names)
    namespace |= {"__module__": module, "__qualname__": qualname}
    if "__annotations__" in namespace:
        namespace["__annotations__"] = {}
    if slots is not None:
        namespace["__slots__"] = slots
    if original_bases is not None:
        namespace["__orig_bases__"] = original_bases
    made: type = births.born(metaclass, qualname.rpartition(".")[2], bases, namespace)
    return made


def fill_class(kind: type, attributes: dict[str, Any]) -> None:
    """Set the attributes of what ``new_class`` has made."""
    if not is_local(kind):
        raise SnapshotRefused(f"the snapshot changes class {kind.__qualname__}, which is not allowed")
    for name, value in attributes.items():
        if name == _REGISTERED:
            for other in value:
                abc.ABCMeta.register(kind, other)  # type: ignore[arg-type]
        else:
            type.__setattr__(kind, name, value)
    if isinstance(kind, births.PROTOCOL):
        _complete_protocol(kind)


_OF_PROTOCOLS = ("__protocol_attrs__", "__non_callable_proto_members__", "__callable_proto_members_only__")
"""What Python keeps of a protocol's members; other names in each version."""


def _complete_protocol(kind: Any) -> None:
    members = getattr(typing, "_get_protocol_attrs", None)
    if not vars(kind).get("_is_protocol") or members is None or sys.version_info < (3, 12):
        return
    names = members(kind)
    others = {name for name in names if not callable(inspect.getattr_static(kind, name, None))}
    for name, value in zip(_OF_PROTOCOLS, (names, others, not others), strict=True):
        type.__setattr__(kind, name, value)


def fill_data_class(kind: type, parts: tuple[dict[str, Any], generated.DataClass]) -> None:
    """Set the attributes of a data class, and what Python generates in it."""
    attributes, made_of = parts
    fill_class(kind, attributes)
    fill_class(kind, generated.generate(kind, made_of))


# --- what classes hold


def reduce_property(value: property) -> tuple[Any, ...]:
    """How a snapshot holds a property."""
    return new_property, (value.fget, value.fset, value.fdel, value.__doc__)


def new_property(getter: Any, setter: Any, deleter: Any, doc: str | None) -> property:
    """A property of these functions."""
    return property(getter, setter, deleter, doc)


def reduce_static(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds a static method or a class method."""
    return new_static, (isinstance(value, classmethod), value.__func__)


def new_static(of_class: bool, function: Any) -> Any:
    """A class method or a static method."""
    return classmethod(function) if of_class else staticmethod(function)


_SLOTS = (
    "__init__", "__hash__", "__repr__", "__str__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__iter__", "__len__",
    "__getitem__", "__contains__", "__setattr__", "__delattr__",
)  # fmt: skip
"""Methods of plain classes that a class takes for its own, as in ``__hash__ = object.__hash__``."""


def reduce_slot(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds such a method.

    Raises:
        CaptureError: it is another one.
    """
    owner, name = value.__objclass__, value.__name__
    if name in _SLOTS and owner in allowed.BUILTIN_TYPES.values():
        return slot, (owner, name)
    raise CaptureError(
        f"{owner.__qualname__}.{name} is live across an await and cannot be kept in a snapshot",
        why="it is C code, of which a snapshot names a few parts only",
        mend="write a method that calls it",
    )


def slot(owner: type, name: str) -> Any:
    """A method of a plain class, unbound."""
    if name not in _SLOTS or owner not in allowed.BUILTIN_TYPES.values() or name not in vars(owner):
        raise SnapshotRefused(f"the snapshot names {owner.__qualname__}.{name}, which is not allowed")
    return vars(owner)[name]
