"""Classes, instances, methods and iterators in a snapshot. Nobody's ``__reduce__`` but Python's own is called.

    Order(id=3)         ->   new_instance(Order), then {"id": 3}
    Order               ->   named_class("host", "shop.models", "Order")

Read next: ``exceptions``, ``allowed`` (what may be named at all).
"""

from __future__ import annotations

import gc
import re
import sys
from enum import Enum
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodType,
    ModuleType,
)
from typing import Any
from zoneinfo import ZoneInfo

from useworkflow_sandbox import values
from useworkflow_sandbox.calls import StepFunction
from useworkflow_sandbox.capture import allowed, classes, frames
from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused
from useworkflow_sandbox.capture.session import session
from useworkflow_sandbox.codes import find_by_name
from useworkflow_sandbox.context import ContextVar

_OWN = "useworkflow_sandbox."
_NEVER = ("useworkflow_sandbox.capture", "useworkflow_sandbox.codes", "useworkflow_sandbox.program")


def refuse(value: object, because: str = "") -> CaptureError:
    """The error for a value that no snapshot can hold."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}" if kind.__module__ != "builtins" else kind.__qualname__
    return CaptureError(
        f"a {name} is live across an await and cannot be kept in a snapshot{because}",
        why="its state is not plain data, so another process could not take it up",
        mend="create and use it inside one step, or let go of it before the await",
    )


# --- classes and functions


def reduce_class(kind: type) -> tuple[Any, ...]:
    """How a snapshot names a class."""
    known = session().codes.class_names
    found = known.get(kind)
    if found is not None:
        return found
    module, qualname = kind.__module__, kind.__qualname__
    for place in ("builtins", "stdlib", "own", "code", "host"):
        if _find_class(place, module, qualname) is kind:
            known[kind] = (named_class, (place, module, qualname))
            return known[kind]
    placed = session().codes.placed_classes().get(kind)
    if placed is not None:
        known[kind] = (named_class, ("code", *placed))
        return known[kind]
    if classes.is_local(kind):
        return classes.reduce_local_class(kind)
    raise CaptureError(
        f"class {module}.{qualname} is live across an await and cannot be found by its name",
        why="only classes of workflow code and of modules that can be imported are there in another process",
        mend="define the class at the top level of a module",
    )


def named_class(place: str, module: str, qualname: str) -> type:
    """The class with this name, from one of the places that are allowed."""
    found = _find_class(place, module, qualname)
    if found is None:
        raise SnapshotRefused(f"the snapshot needs class {module}.{qualname}, which is not there or not allowed")
    return found


def _find_class(place: str, module: str, qualname: str) -> type | None:
    found: Any = None
    match place:
        case "builtins" if module == "builtins":
            found = allowed.BUILTIN_TYPES.get(qualname)
        case "stdlib":
            places = (allowed.STDLIB_TYPES, allowed.ERROR_TYPES, allowed.ABSTRACT_TYPES)
            found = next((known[module, qualname] for known in places if (module, qualname) in known), None)
        case "own" if module.startswith(_OWN) and not module.startswith(_NEVER):
            found = find_by_name(vars(sys.modules[module]), qualname) if module in sys.modules else None
        case "code":
            namespace = session().codes.namespace(module)
            found = None if namespace is None else find_by_name(namespace, qualname)
        case "host" if module != "builtins" and not module.startswith("useworkflow_sandbox"):
            try:
                found = session().host(module, qualname)
            except (ImportError, AttributeError, LookupError):
                found = None
    return found if isinstance(found, type) else None


def reduce_native_function(function: Any) -> tuple[Any, ...]:
    """How a snapshot names a function of the sandbox itself or of one of its facades."""
    module, qualname = getattr(function, "__module__", None) or "", function.__qualname__
    if _find_native(module, qualname) is function:
        return native_function, (module, qualname)
    raise refuse(function, f": {module}.{qualname}")


def native_function(module: str, qualname: str) -> Any:
    """The sandbox's function with this name."""
    found = _find_native(module, qualname)
    if found is None:
        raise SnapshotRefused(f"the snapshot names {module}.{qualname}, which is not there or not allowed")
    return found


def _find_native(module: str, qualname: str) -> Any:
    if module.startswith(_OWN) and not module.startswith(_NEVER) and module in sys.modules:
        found = find_by_name(vars(sys.modules[module]), qualname)
        return found if isinstance(found, FunctionType) else None
    from useworkflow_sandbox.facades.imports import FACADES

    module = module.lstrip("_")  # ``operator.mul`` says that it is of ``_operator``
    if module in FACADES and "." not in qualname:
        found = getattr(FACADES[module], qualname, None)
        return found if isinstance(found, FunctionType | BuiltinFunctionType) else None
    if module == "builtins":
        return _PURE_BUILTINS.get(qualname)
    return None


_PURE_BUILTINS: dict[str, Any] = {
    function.__name__: function
    for function in (
        len, sum, min, max, sorted, abs, repr, round, any, all, divmod, pow, callable, chr, ord, hex, oct, bin, isinstance,
        issubclass, next,
    )
}  # fmt: skip


def shared_value(module: str, name: str) -> Any:
    """What stands under ``name`` at the top level of a module of the bundle, where that is a shared value."""
    namespace = session().codes.namespace(module)
    found = None if namespace is None else find_by_name(namespace, name)
    if id(found) not in session().codes.shared:
        raise SnapshotRefused(f"the snapshot names {module}.{name}, which is no shared value of this program")
    return found


def reduce_variable(variable: ContextVar) -> Any:
    """A context variable that a module made goes by its place there."""
    return NotImplemented if variable._place is None else (context_variable, (variable._place,))


def context_variable(place: str) -> ContextVar:
    """The context variable that was made at this place of a module."""
    found = session().codes.variables.get(place)
    if found is None:
        raise SnapshotRefused(f"the snapshot needs the context variable {place}, which this program does not have")
    return found


# --- methods


def reduce_method(method: MethodType) -> tuple[Any, ...]:
    """How a snapshot holds a bound method."""
    owner, function = method.__self__, method.__func__
    if function.__name__ in getattr(type(owner), "__callbacks__", ()):
        return callback, (owner, function.__name__)
    if isinstance(function, StepFunction):
        return frames.bound_method, (function, owner)
    if isinstance(function, FunctionType) and session().codes.of(function.__code__) is not None:
        return frames.bound_method, (function, owner)
    kind = owner if isinstance(owner, type) else type(owner)
    if getattr(kind, function.__name__, None) in (function, method) and not function.__name__.startswith("__"):
        return class_method, (owner, function.__name__)
    raise refuse(method, f": {function.__qualname__}")


def callback(owner: Any, name: str) -> Any:
    """A bound method that the owner's class lists in ``__callbacks__``."""
    if name not in getattr(type(owner), "__callbacks__", ()):
        raise SnapshotRefused(f"{type(owner).__qualname__}.{name} is not allowed in a snapshot")
    return getattr(owner, name)


def class_method(owner: Any, name: str) -> Any:
    """A bound method of the user's own class, or of the sandbox's, by its public name."""
    kind = owner if isinstance(owner, type) else type(owner)
    function = getattr(kind, name, None)
    if name.startswith("__") or kind.__module__.startswith(_NEVER) or kind.__module__ == "builtins":
        raise SnapshotRefused(f"{kind.__qualname__}.{name} is not allowed in a snapshot")
    if not isinstance(function, FunctionType | MethodType):
        raise SnapshotRefused(f"{kind.__qualname__}.{name} is no method")
    return getattr(owner, name)


def reduce_builtin(function: BuiltinFunctionType) -> Any:
    """How a snapshot holds ``undo.append`` or ``math.sqrt``."""
    owner = function.__self__
    if function is iter:
        return NotImplemented
    if owner is None or isinstance(owner, ModuleType):
        return reduce_native_function(function)
    if allowed.has_method(owner, function.__name__):
        return plain_method, (owner, function.__name__)
    raise refuse(function)


def plain_method(owner: Any, name: str) -> Any:
    """A bound method of a plain value."""
    if not allowed.has_method(owner, name):
        raise SnapshotRefused(f"{type(owner).__qualname__}.{name} is not allowed in a snapshot")
    return getattr(owner, name)


# --- instances


def reduce_struct(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds a ``msgspec.Struct``: C code makes it, of its fields."""
    return new_struct, (type(value), {name: getattr(value, name) for name in type(value).__struct_fields__})


def new_struct(kind: type, fields: dict[str, Any]) -> Any:
    """A ``msgspec.Struct`` of these fields."""
    _check_instantiable(kind)
    if not hasattr(kind, "__struct_fields__"):
        raise SnapshotRefused(f"{kind.__qualname__} is no msgspec.Struct")
    return kind(**fields)


_ORDINARY: frozenset[type] = frozenset(
    {object, dict, list, set, frozenset, tuple, str, bytes, bytearray, int, float, complex, bool}
)


def has_own_layout(kind: type) -> bool:
    """Whether C code made the class, so that its instances hold more than attributes show."""
    return kind not in _ORDINARY and isinstance(kind.__dict__.get("__new__"), BuiltinFunctionType)


def reduce_instance(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds an instance of a class of the user's, the bundle's or the library's."""
    kind = type(value)
    held = _held_in(value, "__dict__")
    state = (None if held is _ABSENT else held or None, slots_of(value), _contents(value))
    if issubclass(kind, int | float | str | bytes | tuple | frozenset | complex):
        return new_value, (kind, state[2]), (state[0], state[1], None), None, None, fill_instance
    return new_instance, (kind,), state, None, None, fill_instance


_ABSENT = object()


def slots_of(value: Any) -> dict[str, Any] | None:
    """What ``value`` keeps in slots; ``None`` for nothing."""
    kind = type(value)
    names = session().codes.class_slots.get(kind)
    if names is None:
        names = _slot_names(kind)
        if not classes.is_local(kind):
            session().codes.class_slots[kind] = names
    if not names:
        return None
    return {name: held for name in names if (held := _held_in(value, name)) is not _ABSENT} or None


def _held_in(value: Any, name: str) -> Any:
    """The contents of a slot, past the class's own ``__getattr__``, which would be asked for one that is empty."""
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return _ABSENT


def _slot_names(kind: type) -> tuple[str, ...]:
    """Where instances of ``kind`` keep what is not in their ``__dict__``."""
    names: list[str] = list(getattr(kind, "__struct_fields__", ()))
    for base in kind.__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            if name in ("__dict__", "__weakref__"):
                continue
            private = name.startswith("__") and not name.endswith("__")
            names.append(f"_{base.__name__.lstrip('_')}{name}" if private else name)
    return tuple(names)


_PLAIN_PARTS: tuple[tuple[type, Any], ...] = (
    (dict, lambda value: dict(dict.items(value))),
    (list, lambda value: [*list.__iter__(value)]),
    (set, lambda value: {*set.__iter__(value)}),
    (frozenset, lambda value: frozenset(frozenset.__iter__(value))),
    (tuple, lambda value: tuple(tuple.__iter__(value))),
    (str, str.__str__),
    (bytes, bytes.__bytes__),
    (int, int.__int__),
    (float, float.__float__),
    (complex, complex.__complex__),
)


def _contents(value: Any) -> Any:
    """What an instance of a subclass of a plain class holds as that class, past any method of its own."""
    return next((part(value) for plain, part in _PLAIN_PARTS if isinstance(value, plain)), None)


def reduce_enum(value: Enum) -> tuple[Any, ...]:
    """A member by its name; a combination of flags by its value."""
    if value._name_ in type(value).__members__:
        return enum_member, (type(value), value._name_)
    return flag_value, (type(value), value._value_)


def flag_value(kind: type[Enum], value: int) -> Enum:
    """A combination of flags."""
    _check_instantiable(kind)
    return kind(value)


def refuse_value(value: Any) -> Any:
    """Raise the error of ``refuse``: the way of classes that no snapshot can hold."""
    raise refuse(value)


def reduce_by_value(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds an array, a frame, a URL: as the log does."""
    try:
        return recorded_value, (bytes(values.encode_of_any_size(value)),)
    except values.SerializationError as error:
        raise refuse(value, f": {error.what}") from error


def recorded_value(data: bytes) -> Any:
    """What the log's serialization wrote."""
    return values.decode(data, session().host)


def enum_member(kind: type[Enum], name: str) -> Enum:
    """The member itself: identity holds."""
    return kind[name]


def new_instance(kind: type) -> Any:
    """An instance that no ``__init__`` has seen."""
    _check_instantiable(kind)
    maker: Any = next((plain for plain in (dict, list, set) if issubclass(kind, plain)), object)
    return maker.__new__(kind)


def new_value(kind: Any, contents: Any) -> Any:
    """An instance of a subclass of an immutable plain class."""
    _check_instantiable(kind)
    for plain in (tuple, str, bytes, int, float, complex, frozenset):
        if issubclass(kind, plain):
            return plain.__new__(kind, contents)
    raise SnapshotRefused(f"{kind.__qualname__} is no value class")


def _check_instantiable(kind: type) -> None:
    if kind.__module__ == "builtins" or issubclass(kind, type):
        raise SnapshotRefused(f"{kind.__qualname__} is not allowed in a snapshot")


def fill_instance(value: Any, state: tuple[dict[str, Any] | None, dict[str, Any] | None, Any]) -> None:
    """Set attributes past any ``__setattr__``, then the contents of a container."""
    attributes, slots, contents = state
    if attributes:
        value.__dict__.update(attributes)
    for name, held in (slots or {}).items():
        object.__setattr__(value, name, held)
    match value:
        case dict():
            dict.update(value, contents)
        case list():
            list.extend(value, contents)
        case set():
            set.update(value, contents)


# --- values and iterators whose own reduction will not do


def reduce_dict_iterator(iterator: Any) -> tuple[Any, ...]:
    """A dictionary iterator goes on over the dictionary itself, so that changed values are seen."""
    source = next((found for found in gc.get_referents(iterator) if isinstance(found, dict)), None)
    left = iterator.__length_hint__()
    if source is None:
        return empty_iterator, ()
    if not left:
        try:
            iterator.__reduce__()
        except RuntimeError as error:
            raise refuse(iterator, f": {error}") from None
    return dict_iterator, (source, VIEWS[type(iterator)], len(source) - left)


VIEWS: dict[type, str] = {
    type(iter({}.keys())): "keys",
    type(iter({}.values())): "values",
    type(iter({}.items())): "items",
}


def dict_iterator(source: dict[Any, Any], view: str, position: int) -> Any:
    """An iterator over ``source`` that has already given ``position`` entries."""
    views: dict[str, Any] = {"keys": source.keys, "values": source.values, "items": source.items}
    iterator = iter(views[view]())
    for _ in range(position):
        next(iterator)
    return iterator


def empty_iterator() -> Any:
    """An iterator that has ended."""
    return iter(())


def pattern(text: str | bytes, flags: int) -> re.Pattern[Any]:
    """A compiled regular expression."""
    return re.compile(text, flags)


def zone(key: str) -> ZoneInfo:
    """A time zone by its key."""
    return ZoneInfo(key)
