"""Classes that a function of workflow code has made, in a snapshot: as what they hold, since no name leads to them.

    class P(Base): ...   in a function   ->   new_class(module, qualname, (Base,), ["__init__", ...], None), then {"__init__": ...}
    property(f)                          ->   new_property(f, None, None, None)
    int | None, list[T]                  ->   type_form("union", ...), type_form("alias", ...)

The class is made first, empty, with its attributes in their order, and filled afterwards, so that methods that use
``super()`` or the class's own name hold together with it. Read next: ``generated`` (data classes and enums), ``objects`` (classes that have a name).
"""

from __future__ import annotations

import abc
import collections.abc
import enum
import gc
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


# --- what annotations hold

_TYPING = {name: value for name in typing.__all__ if not isinstance(value := getattr(typing, name), types.FunctionType)}
"""``Any``, ``Optional``, ``Callable`` ... by name."""
_SPECIAL = {id(value): name for name, value in _TYPING.items()}
_VARIABLES: tuple[type, ...] = (typing.TypeVar, typing.ParamSpec, typing.TypeVarTuple)
_ALIASES: tuple[Any, ...] = (typing.TypeAliasType,) if sys.version_info >= (3, 12) else ()
"""What a ``type`` statement makes."""
_SAMPLES: tuple[Any, ...] = (
    *_TYPING.values(), int | None, list[int], typing.Optional[int], typing.List[int],  # noqa: UP006, UP045 - old forms
    typing.Callable[[int], int], typing.Literal[1], typing.Annotated[int, 1], typing.TypeVar("T"),
    typing.ParamSpec("P"), typing.TypeVarTuple("Ts"), typing.Tuple[int],  # noqa: UP006 - an old form
    collections.abc.Callable[[int], int], typing.ForwardRef("T"),
    *(alias("Alias", int) for alias in _ALIASES),
)  # fmt: skip
FORMS: frozenset[type] = frozenset(type(sample) for sample in _SAMPLES if not isinstance(sample, type))
"""The classes of annotations."""


def reduce_form(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds ``int | None``, ``list[int]``, ``Callable[[int], str]``, ``Any``, a type variable, a type alias.

    Raises:
        CaptureError: a form that is not known here.
    """
    name = _SPECIAL.get(id(value))
    if name is not None:
        return type_form, ("typing", name)
    if isinstance(value, types.UnionType):
        return type_form, ("union", typing.get_args(value))
    if isinstance(value, _VARIABLES):
        return type_variable, _described(value)
    if isinstance(value, _ALIASES):
        return type_alias, (value.__name__, value.__module__, _meant_by(value), value.__type_params__)
    if isinstance(value, typing.ForwardRef):
        return type_form, ("forward", value.__forward_arg__)
    origin = typing.get_origin(value)
    arguments = tuple(getattr(part, "__forward_arg__", part) for part in typing.get_args(value))
    if origin is typing.Annotated:
        return type_form, ("alias", typing.Annotated, (arguments[0], *value.__metadata__))
    if origin is typing.Union:
        return type_form, ("alias", origin, arguments)
    named = None if origin is None else getattr(typing, getattr(value, "_name", None) or "", origin)
    if id(named) in _SPECIAL or isinstance(named, (type, *_ALIASES)):
        return type_form, ("alias", named, arguments)
    raise _not_kept(value)


def _not_kept(value: object) -> CaptureError:
    return CaptureError(
        f"the annotation {value!r} is live across an await and cannot be kept in a snapshot",
        why="its state is not plain data, so another process could not take it up",
        mend="write it as text, in quotes",
    )


def type_form(kind: str, *parts: Any) -> Any:
    """An annotation, from its parts."""
    match kind, parts:
        case "typing", (str() as name,) if name in _TYPING:
            return _TYPING[name]
        case "forward", (str() as text,):
            return typing.ForwardRef(text)
        case "union", (tuple() as members,):
            union = members[0]
            for member in members[1:]:
                union = union | member
            return union
        case "alias", (origin, tuple() as arguments) if isinstance(origin, (type, *_ALIASES)) or id(origin) in _SPECIAL:
            return origin[arguments if len(arguments) != 1 else arguments[0]]
    raise SnapshotRefused(f"the snapshot names an annotation {kind} {parts!r}, which is not allowed")


def _described(variable: Any) -> tuple[Any, ...]:
    kind = type(variable).__name__
    if kind == "TypeVarTuple":
        return kind, variable.__name__, (), {}
    flags = ("__bound__", "__covariant__", "__contravariant__", "__infer_variance__")
    held = {flag.strip("_"): getattr(variable, flag) for flag in flags if getattr(variable, flag, None)}
    return kind, variable.__name__, getattr(variable, "__constraints__", ()), held


def type_variable(kind: str, name: str, constraints: tuple[Any, ...], flags: dict[str, Any]) -> Any:
    """A type variable like the one that was there."""
    makers = {maker.__name__: maker for maker in _VARIABLES}
    if kind not in makers or not flags.keys() <= {"bound", "covariant", "contravariant", "infer_variance"}:
        raise SnapshotRefused(f"the snapshot names a type variable {name}, which is not allowed")
    known = {
        flag: value for flag, value in flags.items() if flag != "infer_variance" or hasattr(typing, "TypeAliasType")
    }
    return makers[kind](name, *constraints, **known)


def _meant_by(alias: Any) -> Any:
    """What ``type NAME = ...`` stands for. Python works it out when it is asked for, so no variable of a function may count in it."""
    late = [part for part in gc.get_referents(alias) if isinstance(part, types.FunctionType)]
    try:
        captured = [
            cell.cell_contents
            for function in late
            for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
            if name != "__classdict__"
        ]
        if all(isinstance(value, type) or type(value) in FORMS for value in captured):
            return alias.__value__
    except Exception as error:
        raise _not_kept(alias) from error
    raise _not_kept(alias)


def type_alias(name: str, module: str, value: Any, parameters: tuple[Any, ...]) -> Any:
    """A type alias like the one that was there, of the same module."""
    if not _ALIASES or not all(isinstance(parameter, _VARIABLES) for parameter in parameters):
        raise SnapshotRefused(f"the snapshot names a type alias {name}, which is not allowed")
    maker = types.FunctionType(_MAKE_ALIAS.__code__, {"__name__": module, "alias": _ALIASES[0]})
    return maker(name, value, parameters)  # Python notes the module of the code that makes it


_MAKE_ALIAS = lambda name, value, parameters: alias(name, value, type_params=parameters)  # type: ignore[name-defined]  # noqa: E731, F821
